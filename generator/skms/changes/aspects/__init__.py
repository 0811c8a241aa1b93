"""Aspects of meaning, one module each: `TAKES` and `changes(found)`."""
