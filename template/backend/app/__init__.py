"""The backend: a Flask application that answers under /api and serves the built frontend."""

from importlib import import_module

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import features
from app.core import bodies, errors, frontend, health, hosts, openapi, secret_key, security
from app.core.api import PREFIX
from app.core.settings import Settings, load_settings


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application.

    Without `settings`, they are read from the environment and from backend/.env;
    the program ends with a message when they are wrong.
    """
    settings = settings or load_settings()
    # No static folder: WhiteNoise serves the files of the built frontend.
    app = Flask(__name__, static_folder=None, instance_path=str(settings.instance_path))
    app.config.from_mapping(
        TESTING=settings.mode == "testing",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.behind_proxy,
        MAX_CONTENT_LENGTH=settings.max_content_length,
    )

    secret_key.init_app(app, settings)
    bodies.init_app(app)
    errors.init_app(app)
    hosts.init_app(app, settings.trusted_hosts)
    security.init_app(app)
    frontend.init_app(app, settings.frontend_dist)
    app.register_blueprint(api_blueprint(settings))

    if settings.behind_proxy:
        # Flask means this attribute to be wrapped; a type checker sees no more than a method.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)
    return app


def api_blueprint(settings: Settings) -> Blueprint:
    """Return what answers under /api: the core's own routes and those of the features."""
    names = features.features
    if settings.mode != "production":
        names = names + features.development_features
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    for blueprint in (openapi.blueprint, health.blueprint, *map(feature_blueprint, names)):
        api.register_blueprint(blueprint)
    return api


def feature_blueprint(name: str) -> Blueprint:
    """Return `blueprint` of app/features/<name>/routes.py."""
    blueprint: Blueprint = import_module(f"app.features.{name}.routes").blueprint
    return blueprint
