"""How changes are told: one module a format, found by file name, with `report(told, color=…)`."""
