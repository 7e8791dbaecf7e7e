"""The shelf: books, in an app that was there before this project."""

from flask import Flask

from app import core
from app.core.settings import Settings, load_settings
from app.features.shelf import books


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application. Without `settings`, they are read from the environment."""
    settings = settings or load_settings()
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance_path))
    core.init_app(app, settings)

    app.config["RESTX_MASK_SWAGGER"] = False
    app.register_blueprint(books.blueprint, url_prefix="/library")
    core.allow(app, "connect-src", "SECOND_ORIGIN")
    core.allow(app, "style-src", "SECOND_ORIGIN")
    core.allow(app, "font-src", "SECOND_ORIGIN")
    return app
