"""From a slice to the texts of its files: templates/ is a tree that mirrors what is written.

In a path, NAME, SINGULAR and NUMBER stand for the feature's names and its migration's number: with
underscores on the backend's side, with hyphens on the frontend's. Templates get `s`, the slice, and what
`view(slice)` of their side's module gives. Filters: `py` and `ts` write a value in that language, `sentence`
ends with a dot.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from .slice import Slice

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).with_name("templates")
# Not .jinja: Copier would render it.
SUFFIX = ".j2"
MIGRATIONS = PurePosixPath("backend/migrations")
SIDES = ("backend", "frontend")

View = Callable[[Slice], dict[str, object]]


def render(
    slice_: Slice, *, templates: Path = TEMPLATES, views: Mapping[str, View] | None = None
) -> dict[str, str]:
    """All files of a slice: {path from the project's root: text}, as its templates make them."""
    environment = _environment(templates)
    texts = {}
    for side in SIDES:
        found = list(_templates(templates, side))
        if found:
            given = {"s": slice_} | (views[side] if views is not None else _view(side))(slice_)
            for name in found:
                texts[path_of(name, slice_)] = environment.get_template(name).render(given)
    return texts


def render_one(
    name: str, slice_: Slice, *, templates: Path = TEMPLATES, views: Mapping[str, View] | None = None,
    **more: object,
) -> str:  # fmt: skip
    """The text of one template, by its path in the tree of templates; `more` is what else it is given."""
    side = name.partition("/")[0]
    given = {"s": slice_} | (views[side] if views is not None else _view(side))(slice_)
    return _environment(templates).get_template(name).render(given | more)


def path_of(template: str, slice_: Slice) -> str:
    """Where a template's file is written: the names filled in, and the suffix cut off."""
    on_frontend = template.startswith("frontend/")
    path = template.removesuffix(SUFFIX)
    for word, name in (
        ("NUMBER", f"{slice_.number:04}"),
        ("NAME", slice_.kebab if on_frontend else slice_.name),
        ("SINGULAR", slice_.singular_kebab if on_frontend else slice_.singular),
    ):
        path = path.replace(word, name)
    return path


def _templates(folder: Path, side: str) -> Iterator[str]:
    """The templates of files; those with _ in front are parts of others, or written on their own."""
    for path in sorted((folder / side).rglob(f"*{SUFFIX}")):
        if not path.name.startswith("_") or path.name.startswith("__"):
            yield path.relative_to(folder).as_posix()


def _view(side: str) -> View:
    view: View = import_module(f".{side}", __package__).view
    return view


@cache
def _environment(folder: Path) -> Environment:
    # Not above: a verb is loaded, and its words are read, before backend/venv's Python takes over.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # No HTML is made for a browser here: each template writes code in its own language.
        autoescape=False,
    )
    environment.filters |= {"py": python, "ts": typescript, "sentence": sentence}
    return environment


def python(value: object) -> str:
    """A value as Python code, as ruff formats it: "it's"."""
    if isinstance(value, str):
        single = '"' in value and "'" not in value
        quote = "'" if single else '"'
        inner = value.replace("\\", "\\\\").replace(quote, f"\\{quote}")
        return f"{quote}{inner}{quote}"
    return repr(value)


def typescript(value: object) -> str:
    """A value as TypeScript code, as prettier formats it: 'Notes', "it's"."""
    if isinstance(value, str):
        double = "'" in value and value.count("'") > value.count('"')
        quote = '"' if double else "'"
        inner = value.replace("\\", "\\\\").replace(quote, f"\\{quote}")
        return f"{quote}{inner}{quote}"
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    return typescript(str(value))


def sentence(words: str) -> str:
    """Words with a dot at their end."""
    return words if words.endswith((".", "!", "?")) else f"{words}."
