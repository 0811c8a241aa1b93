"""Rules of RACI matrices."""
