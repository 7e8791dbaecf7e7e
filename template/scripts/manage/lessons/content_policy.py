"""Lesson 10: a page that asks for a picture of another site, and the policy that must know of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..terminal.messages import manage, text
from . import evidence, project_work
from .lesson import Lesson, Step, Task, step

SITE = "https://upload.wikimedia.org"
PICTURE = f"{SITE}/wikipedia/commons/c/c3/Python-logo-notext.svg"
# Asked of the backend: the policy that its pages get.
QUESTION = """
import json
from app import create_app
print(json.dumps(create_app().test_client().get("/api/content-policy").get_data(as_text=True)))
"""
# What opens the pages to more than one site, or to scripts that somebody has sent.
TOO_WIDE = {"*", "http:", "https:", "'unsafe-eval'"}
SCRIPTS = ("default-src", "script-src", "script-src-attr")


def check(task: Task) -> Iterator[Step]:
    pages = [path for path in (task.project.frontend / "src").rglob("*") if path.suffix in (".html", ".ts")]
    yield step(
        any(re.search(rf'<img[^>]*\ssrc="{re.escape(SITE)}/', evidence.read(path)) for path in pages),
        text("A page shows a picture of {site}.", site=SITE),
        text(
            "Write the line into {file} that the page of this lesson shows.", file="frontend/src/app/app.html"
        ),
    )
    policy = project_work.ask_backend(task.project, QUESTION)
    yield step(
        isinstance(policy, str) and "default-src" in policy,
        text("The backend runs."),
        text("See what it says: {command}", command=manage("test backend")),
    )
    directives = {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}
    wide = [
        f"{name} {source}"
        for name, sources in directives.items()
        for source in sources
        if source in TOO_WIDE or (source == "'unsafe-inline'" and name in SCRIPTS)
    ]
    yield step(
        not wide,
        text("Nothing is open to every site."),
        text("Take this back: {words}. It would let in what nobody has looked at.", words=", ".join(wide)),
    )
    yield step(
        SITE in directives.get("img-src", ()),
        text("Pictures of {site} may be shown.", site=SITE),
        text(
            "Write this line into {file}: {line}",
            file="backend/app/__init__.py",
            line=f'core.allow(app, "img-src", "{SITE}")',
        ),
    )
    more = [name for name, sources in directives.items() if name != "img-src" and SITE in sources]
    yield step(
        not more,
        text("And nothing but pictures comes from there."),
        text("Take {site} out of these: {names}.", site=SITE, names=", ".join(more)),
    )


LESSON = Lesson(
    10,
    "content-policy",
    "A content policy breaks your picture",
    project_work.begin,
    check,
    project_work.undo,
    in_project=True,
    anew=("sh scripts/bootstrap.sh",),
)
