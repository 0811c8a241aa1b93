"""Rules of key performance indicators."""
