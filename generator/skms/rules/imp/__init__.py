"""Rules of improvements."""
