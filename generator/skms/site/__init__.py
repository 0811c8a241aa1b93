"""Publishing: page values become a site, checked before it replaces the one that is there."""
