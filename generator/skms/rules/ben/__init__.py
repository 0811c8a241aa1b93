"""Rules of benefits."""
