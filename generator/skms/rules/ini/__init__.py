"""Rules of initiatives."""
