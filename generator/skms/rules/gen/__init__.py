"""Rules that concern every kind of record."""
