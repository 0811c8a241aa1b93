"""Rules of training and practice."""
