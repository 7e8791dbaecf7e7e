"""Which Python runs this backend, and what is installed in it. For development only."""
