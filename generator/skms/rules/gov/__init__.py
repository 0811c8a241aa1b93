"""Rules of governance domains."""
