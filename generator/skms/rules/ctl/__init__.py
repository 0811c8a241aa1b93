"""Rules of controls and their applicability."""
