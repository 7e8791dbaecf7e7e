"""Python: interpreters of this machine, the project's virtual environment, and what is installed in it."""
