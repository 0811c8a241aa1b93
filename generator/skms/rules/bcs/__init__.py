"""Rules of business cases."""
