"""How fields and mutations are answered."""
