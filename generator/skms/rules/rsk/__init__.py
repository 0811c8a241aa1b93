"""Rules of risks."""
