"""The project's database: whether it is up to date, and bringing it there."""
