"""skms: records of a Service Management Office in, a checked and published knowledge site out."""

__version__ = "0.1.0"
