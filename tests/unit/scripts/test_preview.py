"""The tree that answers would bring: whose each file is, short, and within the columns there are."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

import new_texts
import preview
from scripts.manage.terminal import messages, output

FOUND = {
    **{PurePosixPath(f"scripts/manage/part{number}.py"): "template" for number in range(20)},
    PurePosixPath("scripts/bootstrap.sh"): "template",
    **{PurePosixPath(f"app/features/notes/file{number}.py"): "yours" for number in range(9)},
    PurePosixPath("app/core/one.py"): "template",
    PurePosixPath("app/core/a-very-long-name-that-no-terminal-of-forty-columns-holds.spec.ts"): "template",
    PurePosixPath("README.md"): "yours",
    PurePosixPath("package.json"): "both",
}


@pytest.fixture(params=["en", "ko"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each language in turn, in use."""
    monkeypatch.setattr(messages, "_language", "en")
    monkeypatch.setitem(messages.LANGUAGES, "ko", messages.LANGUAGES["ko"])
    new_texts.use(request.param)
    return str(request.param)


@pytest.mark.parametrize("room", [39, 79])
def test_every_line_has_room_and_every_name_is_whole(room: int, language: str) -> None:
    lines = list(preview.lines(FOUND, "my-app", room))
    assert max(map(output.width, lines)) <= room
    shown = "".join("".join(lines).split())
    for path in FOUND:
        if path.parts[0] != "scripts":
            assert path.name in shown.replace("template", "").replace("템플릿", "")
    assert ("내것" in shown) == (language == "ko")


def test_a_large_folder_of_the_templates_is_one_line_and_the_owners_is_told_in_full() -> None:
    lines = list(preview.lines(FOUND, "my-app", 79))
    assert [line.split() for line in lines if "scripts/" in line] == [
        ["scripts/", "(21", "files)", "template"]
    ]
    assert sum("file" in line and "yours" in line for line in lines) == 9


def test_each_file_is_counted_once() -> None:
    lines = list(preview.lines(FOUND, "my-app", 79))
    told = lines[lines.index("") + 1 :]
    assert told[0] == f"{len(FOUND)} files"
    assert [line.split()[:2] for line in told[1:]] == [["10", "yours"], ["23", "template"], ["1", "both"]]


def test_what_is_said_of_a_file_is_its_own() -> None:
    lines = list(preview.lines(FOUND, "my-app", 79))
    said = {line.split()[0]: line.split()[-1] for line in lines if len(line.split()) == 2}
    assert said["README.md"] == "yours"
    assert said["package.json"] == "both"
    assert said["one.py"] == "template"
