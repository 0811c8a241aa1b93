"""Rules of data assets."""
