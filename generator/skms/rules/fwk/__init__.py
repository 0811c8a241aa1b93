"""Rules of frameworks."""
