"""Lesson 8: a feature by one command, then a field of it by hand: model, schemas, migration, types."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..terminal.messages import manage, text
from . import evidence, project_work
from .lesson import Lesson, Step, Task, step

FEATURE = "plants"
FIELD = "height"
ADD = f"add {FEATURE} name:string:80 place:string:80"
# Asked of the backend: what its models, its database and its API know of the feature.
QUESTION = f"""
import json
from app import create_app
from app.core.database import db
from sqlalchemy import inspect
app = create_app()
with app.app_context():
    from app.features.{FEATURE}.models import Plant
    model = list(Plant.__table__.columns.keys())
    columns = {{each["name"]: each["nullable"] for each in inspect(db.engine).get_columns("{FEATURE}")}}
schemas = app.test_client().get("/api/openapi.json").get_json()["components"]["schemas"]
print(json.dumps({{
    "model": model,
    "table": columns,
    "api": {{name: list(each.get("properties", {{}})) for name, each in schemas.items()}},
}}))
"""


def check(task: Task) -> Iterator[Step]:
    project = task.project
    folder = project.backend / "app" / "features" / FEATURE
    note = _json(evidence.read(folder / "slice.json"))
    yield step(
        bool(note),
        text("The feature {name} was written by `add`.", name=FEATURE),
        text("Let it be written: {command}", command=manage(ADD)),
    )
    yield step(
        not any(str(each).find(FIELD) >= 0 for each in (note.get("words"), note.get("added"))),
        text("{field} does not come from a command.", field=FIELD),
        text("This one is to be written by hand. Begin anew: {command}", command=manage("lesson undo 8")),
    )
    known = project_work.ask_backend(project, QUESTION)
    yield step(
        isinstance(known, dict),
        text("The backend runs."),
        text("See what it says: {command}", command=manage("test backend")),
    )
    yield step(
        FIELD in known["model"],
        text("The model has {field}.", field=FIELD),
        text("Write the line into the class in {file}.", file=task.shown(folder / "models.py")),
    )
    migrations = [
        path
        for path in (project.backend / "migrations").glob("*.py")
        if FIELD in evidence.read(path) and FEATURE in evidence.read(path)
    ]
    yield step(
        bool(migrations),
        text("A migration adds the column."),
        text("Let it be written: {command}", command=manage(f'db revision "{FIELD} of {FEATURE}"')),
    )
    yield step(
        FIELD in known["table"],
        text("The table in the database has the column."),
        text("Apply the migration: {command}", command=manage("db upgrade")),
    )
    both = [name for name in ("PlantData", "PlantDetail") if FIELD not in known["api"].get(name, ())]
    yield step(
        not both,
        text("The API takes {field}, and gives it.", field=FIELD),
        text(
            "Write it into {names} in {file}.", names=", ".join(both), file=task.shown(folder / "schemas.py")
        ),
    )
    types = project.openapi_document.parent
    yield step(
        any(FIELD in evidence.read(path) for path in types.glob("*.ts")),
        text("The frontend's types know it."),
        text("Let them be written: {command}", command=manage("types")),
    )


def _json(words: str) -> dict[str, Any]:
    try:
        content = json.loads(words)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


LESSON = Lesson(
    8,
    "first-feature",
    "Your first feature, and a field by hand",
    project_work.begin,
    check,
    project_work.undo,
    in_project=True,
    needs_database=True,
    anew=("sh scripts/bootstrap.sh",),
)
