"""Rules of mappings between frameworks."""
