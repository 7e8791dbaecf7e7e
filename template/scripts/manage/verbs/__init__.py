"""The verbs of manage.py, one module each: parser() and run(project, options)."""
