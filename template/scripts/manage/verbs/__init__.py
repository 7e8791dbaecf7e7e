"""The verbs of manage.py, one module each: NEEDS_VENV, parser() and run(project, options)."""
