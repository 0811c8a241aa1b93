"""Rules of the strategy."""
