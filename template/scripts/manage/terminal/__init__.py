"""The terminal: what is printed there, and in which language."""
