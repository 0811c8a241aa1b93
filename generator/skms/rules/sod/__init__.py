"""Rules of the separation of duties."""
