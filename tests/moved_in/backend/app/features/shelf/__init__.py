"""Books on a shelf."""
