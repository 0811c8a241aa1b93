"""Rules of service level agreements and what underpins them."""
