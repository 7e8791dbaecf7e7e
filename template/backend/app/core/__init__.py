"""What every feature stands on. These files come from the template: `copier update` renews them."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core import (
    bodies,
    content_policy,
    database,
    errors,
    frontend,
    hosts,
    routes,
    secret_key,
    security,
)
from app.core.content_policy import allow
from app.core.project import SLUG
from app.core.settings import Settings

__all__ = ["allow", "init_app"]


def init_app(app: Flask, settings: Settings) -> None:
    """Make `app` the backend of this project: its API with all features, its pages, its guards."""
    app.config.from_mapping(
        TESTING=settings.mode == "testing",
        # Browsers do not tell ports apart: another project on this machine has its own cookie.
        SESSION_COOKIE_NAME=f"{SLUG}-session",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.behind_proxy,
        MAX_CONTENT_LENGTH=settings.max_content_length,
    )
    secret_key.init_app(app, settings)
    bodies.init_app(app)
    errors.init_app(app)
    hosts.init_app(app, settings.trusted_hosts)
    security.init_app(app)
    content_policy.init_app(app, settings.mode)
    frontend.init_app(app, settings.frontend_dist)
    database.init_app(app, settings)
    routes.init_app(app, settings.mode)
    if settings.behind_proxy:
        # Flask means this attribute to be wrapped; a type checker sees no more than a method.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)
