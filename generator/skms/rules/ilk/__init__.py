"""Rules of interlocks."""
