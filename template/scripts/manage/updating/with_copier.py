"""A program of its own: renders versions of the template, under a Python that has Copier (copier_program.py).

Reads what to do as JSON from standard input and prints what came of it as JSON:
[{"template": PATH, "executable": [its files], "folder": PATH, "answers": text of .copier-answers.yml,
"as_data": bool, "changes": {question: value}, "origin": {"_commit", "_src_path"}}] → [{"owned": [paths],
"executable": [paths], "dropped": {question: answer}, "refused": {question: answer}}], or
{"error": a sentence}. The template is a folder without git: Copier would ask git about every file.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from copier import run_copy
from copier.errors import CopierError, UserMessageError
from pathspec import PathSpec

ANSWERS = ".copier-answers.yml"


def render(job: Mapping[str, Any]) -> dict[str, Any]:
    """Render one version into the job's folder, never with trust.

    What comes of it: the paths that are the owner's, those of executable files, the answers that the version
    does not ask for any more, and those that it has replaced, because it does not allow them.

    With `as_data` the answers count as they are, as for the version that they were given to; without, they
    are the earlier ones, which a newer version looks at again. Raises what Copier raises, and ValueError for
    a change of no question.
    """
    folder = Path(job["folder"])
    folder.mkdir(parents=True)
    config = yaml.safe_load((Path(job["template"]) / "copier.yml").read_text(encoding="utf-8"))
    data = _typed(job["changes"], config)
    earlier = _answers(job["answers"])
    if job["as_data"]:
        data = earlier | data
    else:
        (folder / ANSWERS).write_text(job["answers"], encoding="utf-8", newline="")
    run_copy(job["template"], folder, data=data, defaults=True, overwrite=True, quiet=True, unsafe=False)
    note_origin(folder / ANSWERS, job["origin"])
    later = _answers((folder / ANSWERS).read_text(encoding="utf-8"))
    return {
        "owned": _owned(folder, config),
        "executable": _executable(job["executable"], folder, config),
        "dropped": {key: str(value) for key, value in earlier.items() if key not in config},
        "refused": {
            key: str(value)
            for key, value in earlier.items()
            if key in config and key not in data and str(later.get(key, value)) != str(value)
        },
    }


def _answers(text: str) -> dict[str, Any]:
    """What an answers file says of the questions."""
    found = yaml.safe_load(text) or {}
    return {key: value for key, value in found.items() if not key.startswith("_")}


def note_origin(path: Path, origin: Mapping[str, str]) -> None:
    """Write where the version came from, as Copier does where the template is a repository."""
    text = path.read_text(encoding="utf-8")
    lines = yaml.safe_dump(dict(origin), allow_unicode=True, width=1000, sort_keys=True)
    path.write_text(
        re.sub(r"(?m)^_src_path:.*\n(?:[ \t]+\S.*\n)*", lambda _: lines, text, count=1),
        encoding="utf-8",
        newline="",
    )


def _typed(changes: Mapping[str, str], config: Mapping[str, Any]) -> dict[str, Any]:
    """The changed answers, each as its question's type asks. Copier itself takes an answer to no question."""
    questions = [key for key in config if not key.startswith("_")]
    unknown = [key for key in changes if key not in questions]
    if unknown:
        raise ValueError(f"There is no question {unknown[0]!r}. The questions are {', '.join(questions)}.")
    typed = {}
    for key, value in changes.items():
        question = config[key]
        type_ = question.get("type", "str") if isinstance(question, dict) else "str"
        typed[key] = value if type_ == "str" else yaml.safe_load(value)
        # Copier's own sentence does not say which answer it is about.
        if type_ == "int" and type(typed[key]) is not int:
            raise ValueError(f"The answer to {key} is a whole number, and {value!r} is none.")
    return typed


def _owned(folder: Path, config: Mapping[str, Any]) -> list[str]:
    """The rendered paths that are the owner's once they are there: `_skip_if_exists` says which."""
    patterns = config.get("_skip_if_exists", [])
    spec = PathSpec.from_lines("gitignore", (unicodedata.normalize("NFD", each) for each in patterns))
    paths = (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    names = (path.relative_to(folder).as_posix() for path in paths)
    return sorted(name for name in names if spec.match_file(unicodedata.normalize("NFD", name)))


def _executable(sources: Iterable[str], folder: Path, config: Mapping[str, Any]) -> list[str]:
    """The rendered paths of the template's executable files: not every file system can tell."""
    top = f"{config['_subdirectory']}/" if config.get("_subdirectory") else ""
    suffix = config.get("_templates_suffix", ".jinja")
    names = {path.removeprefix(top).removesuffix(suffix) for path in sources if path.startswith(top)}
    return sorted(name for name in names if (folder / name).is_file())


def main() -> int:
    """Do all jobs; 0 in any case where an answer was printed."""
    try:
        answer: object = [render(job) for job in json.loads(sys.stdin.buffer.read())]
    except (CopierError, UserMessageError, ValueError, TypeError, OSError, yaml.YAMLError) as error:
        answer = {"error": str(error) or type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
