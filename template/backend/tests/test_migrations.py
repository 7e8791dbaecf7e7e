"""The migrations, and whether they lead to what the models say."""

from flask import Flask
from sqlalchemy import inspect

from app.core.database import db
from app.core.database.migrating import alembic, names


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_migrations_make_what_the_models_say(app: Flask) -> None:
    """When this fails: `manage.py db check` says what differs, `manage.py db revision` writes it."""
    with app.app_context():
        assert alembic.compare_metadata() == []


def test_migrations_can_be_undone_and_made_again(empty_app: Flask) -> None:
    with empty_app.app_context():
        assert alembic.bring_up_to_date() == names()
        made = tables()
        if names():
            alembic.downgrade("base")
        assert tables() == set()
        alembic.look_again()
        alembic.bring_up_to_date()
        assert tables() == made
        assert alembic.compare_metadata() == []
