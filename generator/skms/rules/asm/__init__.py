"""Rules of assessments."""
