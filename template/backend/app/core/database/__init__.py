"""The database: SQLite in backend/instance/, or what APP_DATABASE_URL names."""

from importlib.util import find_spec
from inspect import iscoroutinefunction

from flask import Flask
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import URL, make_url

from app.core.database import commands, concurrency, conflicts, migrating, postgresql, sqlite
from app.core.database.models import Base, Row, UtcDateTime
from app.core.settings import Settings

__all__ = ["Base", "Row", "UtcDateTime", "db", "init_app"]

db = SQLAlchemy()


def init_app(app: Flask, settings: Settings) -> None:
    """Connect `app` with its database, and give it the commands `flask db …`.

    Ends the program with a message where the driver of the database is not installed.
    """
    url = address(settings)
    is_sqlite = url.get_backend_name() == "sqlite"
    if url.get_driver_name() == postgresql.DRIVER and not find_spec(postgresql.DRIVER):
        raise SystemExit(postgresql.NO_DRIVER)
    options = sqlite.ENGINE_OPTIONS if is_sqlite else postgresql.ENGINE_OPTIONS
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": url, **options}}
    db.init_app(app)
    leave_out_async(app)
    if is_sqlite:
        with app.app_context():
            sqlite.prepare(db.engine)
    migrating.init_app(app, settings.mode)
    app.cli.add_command(commands.group)
    concurrency.init_app(app)
    conflicts.init_app(app)


def leave_out_async(app: Flask) -> None:
    """Without asynchronous sessions, close none: that starts a thread at the end of each request."""
    if "SQLALCHEMY_ASYNC_ENGINES" not in app.config:
        closing = app.teardown_appcontext_funcs
        app.teardown_appcontext_funcs = [one for one in closing if not iscoroutinefunction(one)]


def address(settings: Settings) -> URL:
    """Return where the database is, and the driver that speaks to it."""
    if settings.database_url is None:
        # Not as a text: a folder's name may hold what means something in an address.
        return URL.create("sqlite", database=str(settings.instance_path / "app.db"))
    url = make_url(settings.database_url.get_secret_value())
    if url.drivername == "postgresql":
        return url.set(drivername=f"postgresql+{postgresql.DRIVER}")
    return url
