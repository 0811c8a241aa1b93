"""Rules of measurements."""
