"""The database: SQLite in backend/instance/, or what APP_DATABASE_URL names."""

from flask import Flask
from flask_sqlalchemy_lite import SQLAlchemy

from app.core.database import concurrency, conflicts
from app.core.database.models import Base, Row, UtcDateTime
from app.core.settings import Settings

__all__ = ["Base", "Row", "UtcDateTime", "db", "init_app"]

db = SQLAlchemy()


def init_app(app: Flask, settings: Settings) -> None:
    """Connect `app` with its database."""
    url = settings.database_url or f"sqlite:///{settings.instance_path / 'app.db'}"
    app.config["SQLALCHEMY_ENGINES"] = {"default": url}
    db.init_app(app)
    concurrency.init_app(app)
    conflicts.init_app(app)
