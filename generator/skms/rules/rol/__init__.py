"""Rules of roles and the people who hold them."""
