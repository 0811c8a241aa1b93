"""Rules of objectives."""
