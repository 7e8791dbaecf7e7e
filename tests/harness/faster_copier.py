"""Copier without what costs it time and changes nothing in a new project.

tests/update/test_update.py sees that a project is the same without any of this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import copier._main
import pytest
from copier._main import Worker
from copier._template import Template
from jinja2 import Environment

# One of these begins whatever Jinja does not leave as it is.
JINJA = ("{{", "{%", "{#")


@contextmanager
def faster() -> Iterator[None]:
    """Copies are made faster while it lasts."""
    with pytest.MonkeyPatch.context() as patch:
        # Copier would start a git for each file, to ask what the project's repository knows of it: more than
        # half of the time, and a new folder has none yet.
        patch.setattr(Worker, "_sync_git_index_executable_bit", lambda *_: None)
        patch.setattr(Environment, "compile", COMPILE_ONCE)
        patch.setattr(Worker, "_render_string", RENDER_JINJA)
        patch.setattr(Worker, "answers_relpath", property(ANSWERS_PATH))
        yield


class OneCheckout:
    """Copies of one version of a template while it lasts: checked out and read once, not for each of them."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Template] = {}

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Copies take what is checked out. The template must stay as it is from the first of them on."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(copier._main, "Template", self._template)
            yield

    def remove(self) -> None:
        for template in self._known.values():
            Template._cleanup(template)

    def _template(self, **words: Any) -> Template:
        key = tuple(sorted(words.items()))
        if key not in self._known:
            self._known[key] = _Kept(**words)
        return self._known[key]


class _Kept(Template):
    """A template that stays checked out after a copy."""

    def _cleanup(self) -> None:
        pass


def _each_text_once(compiles: Callable[..., Any]) -> Callable[..., Any]:
    """Environment.compile, which is asked for the same texts in every project.

    What a text becomes depends on it and on how its environment reads; the answers come in when it runs.
    """
    known: dict[tuple[object, ...], Any] = {}

    def compile(reader: Environment, source: Any, *words: Any, **options: Any) -> Any:
        how = (reader.lexer, frozenset(reader.extensions), words, tuple(sorted(options.items())))
        key = (source, type(reader), *how)
        if key not in known:
            known[key] = compiles(reader, source, *words, **options)
        return known[key]

    return compile


def _only_jinja(renders: Callable[..., str]) -> Callable[..., str]:
    """Worker._render_string, which is asked for each part of each path: nearly all have no Jinja in them."""

    def render(worker: Worker, string: str, *words: Any, **options: Any) -> str:
        if isinstance(string, str) and not any(sign in string for sign in JINJA) and "\r" not in string:
            return string
        return renders(worker, string, *words, **options)

    return render


def _plain_path(asked: property) -> Callable[[Worker], Path]:
    """Worker.answers_relpath, which is asked for with each file, and is a plain name here."""

    def path(worker: Worker) -> Path:
        plain = worker.answers_file or worker.template.answers_relpath
        if any(sign in str(plain) for sign in JINJA):
            found = asked.__get__(worker, Worker)
            assert isinstance(found, Path)
            return found
        return Path(plain)

    return path


COMPILE_ONCE = _each_text_once(Environment.compile)
RENDER_JINJA = _only_jinja(Worker._render_string)
ANSWERS_PATH = _plain_path(Worker.__dict__["answers_relpath"])
