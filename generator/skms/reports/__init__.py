"""Styles in which findings are reported: one module `<format>_report.py` each, found by file name.

Each has `report(model, findings, *, color=False) -> str`.
"""
