"""Rules of policies."""
