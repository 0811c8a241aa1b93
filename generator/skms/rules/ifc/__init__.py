"""Rules of interfaces."""
