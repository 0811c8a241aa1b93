"""Rules of processes."""
