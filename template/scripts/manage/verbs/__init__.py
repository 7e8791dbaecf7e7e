"""The verbs of manage.py, one module each: parser() and run(project, options).

manage.py loads this before all else: so it loads nothing itself.
"""

VERBS = {
    "setup": "make backend/venv and install everything; run it again at any time",
    "doctor": "look over this machine and this project, and say what is wrong",
    "dev": "start both servers for development, and open the browser",
    "test": "run the tests of both sides",
    "lint": "check style and formatting of both sides (--fix corrects them)",
    "add": "write a feature: its table, its API and its pages",
    "remove": "take a feature away that add has written",
    "types": "write the OpenAPI document and the TypeScript types made from it",
    "db": "migrate, fill, empty or copy the database",
    "npm": "run npm in frontend/, with the Node of this project",
    "ng": "run the Angular CLI in frontend/, with the Node of this project",
    "build": "build the frontend for production",
    "serve": "serve the built frontend and the API from one process",
    "update": "bring the template's newer files in, and keep every change of yours",
    "lesson": "learn by doing: short tasks, and a look at what you have done",
    "kit": "pack everything that set-up downloads, for machines without a network",
}
# The others run under the Python of backend/venv. These make it, look over it, teach it; for npm, Node is
# enough; and a project is updated before it is set up as well as after.
WITHOUT_VENV = ("setup", "doctor", "lesson", "npm", "update")
HELP_WORDS = ("-h", "--help")


def needs_venv(verb: str, words: list[str]) -> bool:
    """Whether a verb with these words runs under the Python of backend/venv: not where they ask for help."""
    return verb in VERBS and verb not in WITHOUT_VENV and not (words and words[0] in HELP_WORDS)
