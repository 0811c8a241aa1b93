"""Rules of exceptions."""
