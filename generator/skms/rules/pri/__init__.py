"""Rules of principles and decisions."""
