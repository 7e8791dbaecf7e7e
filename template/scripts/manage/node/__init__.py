"""Node: the one that this project uses, and the npm packages that belong to it."""
