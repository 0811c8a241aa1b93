"""Diagrams as SVG, made at build time from plain values; every one has a table that says the same beside it."""
