"""`flask db …`, which `manage.py db …` passes on to: Flask-Alembic's commands, and those for the data."""

import itertools
import shlex
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, cast

import click
from alembic.autogenerate import render_python_code
from alembic.util import CommandError
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from flask_alembic.cli import cli as alembics
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import URL, inspect
from sqlalchemy.dialects.postgresql.base import PGInspector
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import features
from app.core.database import postgresql, sqlite
from app.core.database.migrating import MigrationError, alembic, render_item, whole, words_of
from app.core.typed import python

FILE = click.Path(dir_okay=False, path_type=Path)
# Flask-Alembic's own, under the names that people know.
PASSED_ON = {
    "current": "current",
    "heads": "heads",
    "history": "log",
    "show": "show",
    "stamp": "stamp",
    "merge": "merge",
}


class Examples(Protocol):
    """app/features/<name>/examples.py: what `db seed` adds of a feature."""

    def add_examples(self, session: Session) -> int:
        """Add rows to the session and return how many; none where they are there already."""


class Commands(AppGroup):
    """A group whose commands end with a message where the database does."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. Raises ClickException, which click tells the user."""
        try:
            return super().invoke(ctx)
        except (MigrationError, CommandError, postgresql.ProgramError) as error:
            raise click.ClickException(str(error)) from error
        except DBAPIError as error:
            raise click.ClickException(f"The database: {words_of(error)}") from error


@click.group("db", cls=Commands)
@with_appcontext
@click.pass_context
def group(ctx: click.Context) -> None:
    """Migrate the database, fill it, copy it."""
    ctx.obj = alembic


for _name, _command in PASSED_ON.items():
    group.add_command(alembics.commands[_command], _name)


@group.command()
@click.argument("target", default="heads")
def upgrade(target: str) -> None:
    """Apply the migrations that are missing, up to TARGET."""
    tell_of(lambda: alembic.upgrade(target), "applied")


@group.command()
@click.argument("target", default="-1")
def downgrade(target: str) -> None:
    """Undo the last migration, or all after TARGET ("base" undoes all)."""
    if target.isdigit():
        target = f"-{target}"  # a shell takes -2 for an option
    tell_of(lambda: alembic.downgrade(target), "undone")


def tell_of(migrate: Callable[[], None], done: str) -> None:
    """Say which migrations were made."""
    alembic.applied = []
    migrate()
    for name in alembic.applied:
        click.echo(f"{name}: {done}")
    if not alembic.applied:
        click.echo("The database is up to date: nothing to do.")


@group.command()
@click.argument("message")
@click.option("--empty", is_flag=True, help="Write one that does nothing, for you to fill.")
def revision(message: str, empty: bool) -> None:
    """Write a migration of what was changed in the models: NNNN_MESSAGE.py."""
    written = alembic.write(message, empty=empty)
    for script in written:
        click.echo(f"Written: migrations/{Path(script.path).name}. Read it before it is applied.")
    if not written:
        click.echo(
            "The models have not changed: nothing to write. (--empty writes one all the same.)"
        )


@group.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Say whether the models and the database are the same."""
    changes = alembic.produce_migrations().upgrade_ops
    if changes is None or changes.is_empty():
        click.echo("The models and the database are the same.")
        return
    click.echo("The models differ from the database. A migration would have to do this:")
    code = render_python_code(changes, render_as_batch=True, render_item=render_item)
    click.echo(f"    {code.strip()}")
    click.echo(f'Write it:  {python("manage.py db revision")} "what has changed"')
    ctx.exit(1)


@group.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Delete all data, and make the tables anew."""
    ask(yes, "This deletes all data")
    drop_all()
    alembic.bring_up_to_date()
    click.echo(f"The database is empty now. Examples:  {python('manage.py db seed')}")


@group.command()
def seed() -> None:
    """Fill in the examples that the features bring: all of them, or none."""
    alembic.bring_up_to_date()
    found = examples()
    with database().sessionmaker.begin() as session:
        added = {name: module.add_examples(session) for name, module in found.items()}
    for name, count in added.items():
        click.echo(f"{name}: {count} added")
    if not found:
        click.echo("No feature has examples: app/features/<name>/examples.py holds them.")


@group.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Copy the database into FILE, while it is in use."""
    if file.exists():
        raise click.ClickException(f"{file} is there already: give another name, or delete it.")
    part = file.with_name(f"{file.name}.part")
    try:
        store().take(part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"Written and checked: {file}")


@group.command()
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Put back what `backup` wrote into FILE. What is in the database now is gone then."""
    there = store()
    there.check(file)
    ask(yes, "This replaces all data")
    kept = unused(Path(current_app.instance_path) / "before-restore")
    there.take(kept)
    try:
        there.put(file)
        alembic.look_again()
        alembic.bring_up_to_date()
    except Exception as error:
        raise click.ClickException(f"{error}\n{put_back(there, kept)}") from error
    finally:
        alembic.look_again()
    kept.unlink()
    click.echo(f"The database is now that of {file}.")


def unused(file: Path) -> Path:
    """Return the path, or one with a number where there is such a file, of an earlier failure."""
    file.parent.mkdir(parents=True, exist_ok=True)
    others = (file.with_name(f"{file.name}-{number}") for number in itertools.count(2))
    return next(path for path in itertools.chain([file], others) if not path.exists())


def put_back(there: "Store", kept: Path) -> str:
    """Put back what was in the database, and return what is to be said of it."""
    try:
        there.put(kept)
    except Exception as error:
        again = f"{python('manage.py db restore')} {shlex.quote(str(kept))}"
        return (
            f"And what was there could not be put back: {error}\nIt is kept. Put it back:  {again}"
        )
    kept.unlink()
    return "Nothing was replaced."


def database() -> SQLAlchemy:
    """Return the database of the current application."""
    extension: SQLAlchemy = current_app.extensions["sqlalchemy"]
    return extension


def ask(yes: bool, what: str) -> None:
    """Ask before data go. Raises Abort where the answer is no, or nobody is there to answer."""
    url = database().engine.url
    if not yes:
        click.confirm(f"{what} in {url.render_as_string()}. Go on?", abort=True)


def examples() -> dict[str, Examples]:
    """Return the module with examples of each feature that has one."""
    names = [*features.features, *features.development_features]
    modules = {name: f"app.features.{name}.examples" for name in names}
    return {
        name: cast("Examples", import_module(module))
        for name, module in modules.items()
        if find_spec(module)
    }


def drop_all() -> None:
    """Delete all tables, with what is in them: all or none."""
    alembic.look_again()
    with database().engine.connect() as connection, whole(connection), connection.begin():
        inspector = inspect(connection)
        quote = connection.dialect.identifier_preparer.quote
        cascade = " CASCADE" if isinstance(inspector, PGInspector) else ""
        for view in inspector.get_view_names():
            connection.exec_driver_sql(f"DROP VIEW IF EXISTS {quote(view)}{cascade}")
        for table in inspector.get_table_names():
            connection.exec_driver_sql(f"DROP TABLE {quote(table)}{cascade}")
        if isinstance(inspector, PGInspector):
            for enum in inspector.get_enums():
                connection.exec_driver_sql(f"DROP TYPE {quote(enum['name'])}")


class Store(Protocol):
    """How a kind of database is copied."""

    def take(self, file: Path) -> None:
        """Write the database into a new file, and check it."""

    def check(self, file: Path) -> None:
        """Raise ClickException where a file is no sound copy of such a database."""

    def put(self, file: Path) -> None:
        """Replace what is in the database by what is in the file."""


def store() -> Store:
    """Return how the database of the current application is copied. Raises ClickException."""
    engine = database().engine
    if engine.dialect.name == "postgresql":
        return PostgresqlStore(engine.url)
    file = sqlite.file_of(engine)
    if file is None:
        raise click.ClickException("This database is not in a file.")
    return SqliteStore(file)


class SqliteStore:
    """A database that is a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def take(self, file: Path) -> None:
        """Write the database into a new file, and check it."""
        sqlite.back_up(self.file, file)

    def check(self, file: Path) -> None:
        """Raise ClickException where a file is no sound database."""
        try:
            sqlite.check(file)
        except sqlite.NotADatabaseError as error:
            raise click.ClickException(f"{file} is no sound database of SQLite: {error}") from error

    def put(self, file: Path) -> None:
        """Replace what is in the database by what is in the file."""
        alembic.look_again()
        sqlite.copy(file, self.file)


class PostgresqlStore:
    """A database on a server."""

    def __init__(self, url: URL) -> None:
        self.url = url

    def take(self, file: Path) -> None:
        """Write the database into a new file."""
        postgresql.back_up(self.url, file)

    def check(self, file: Path) -> None:
        """Raise ClickException where a file is none that pg_dump wrote."""
        with file.open("rb") as stream:
            if stream.read(len(postgresql.SIGNATURE)) != postgresql.SIGNATURE:
                raise click.ClickException(f"{file} is no backup of a PostgreSQL database.")

    def put(self, file: Path) -> None:
        """Replace what is in the database by what is in the file."""
        drop_all()
        postgresql.restore(self.url, file)
