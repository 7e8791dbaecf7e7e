"""All that answers under /api: the core's own routes and those of the features."""

from importlib import import_module

from flask import Blueprint, Flask

from app import features
from app.core import content_policy, health, openapi
from app.core.api import PREFIX
from app.core.settings import Mode


def init_app(app: Flask, mode: Mode) -> None:
    """Register the routes. Some are for development only."""
    names = list(features.features)
    blueprints = [openapi.blueprint, health.blueprint]
    if mode != "production":
        names += features.development_features
        blueprints.append(content_policy.blueprint)
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    for blueprint in (*blueprints, *map(feature_blueprint, names)):
        api.register_blueprint(blueprint)
    app.register_blueprint(api)


def feature_blueprint(name: str) -> Blueprint:
    """Return `blueprint` of app/features/<name>/routes.py."""
    blueprint: Blueprint = import_module(f"app.features.{name}.routes").blueprint
    return blueprint
