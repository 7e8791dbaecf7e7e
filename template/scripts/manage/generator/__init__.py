"""What `manage.py add` writes: a feature on both sides, from a few words.

The only room that may use packages of backend/venv (Jinja2 is there with Flask). `backend.py` and
`frontend.py` know how each kind of field is written on their side, `templates/` holds the files.
"""
