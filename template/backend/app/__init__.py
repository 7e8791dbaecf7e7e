"""Your backend: a Flask application that answers under /api and serves the built frontend."""

from flask import Flask

from app import core
from app.core.settings import Settings, load_settings


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application.

    Without `settings`, they are read from the environment and from backend/.env;
    the program ends with a message when they are wrong.
    """
    settings = settings or load_settings()
    # No static folder: the core serves the files of the built frontend.
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance_path))
    core.init_app(app, settings)

    # Yours from here on: extensions, blueprints, and what pages may load from other sites.
    # core.allow(app, "img-src", "https://tile.openstreetmap.org")

    return app
