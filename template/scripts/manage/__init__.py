"""What stands behind manage.py. Standard library only: it runs before backend/venv exists.

main.py parses and dispatches; verbs/ holds one module a verb; every other module is about one thing.
"""
