"""An owner sees a small project, and an editor, searches and reviews show what is theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from fnmatch import translate
from pathlib import Path, PurePosixPath

import pytest

from harness.answers import starting_points
from harness.git import git
from harness.ownership import SHARED, TemplateVersion, matcher
from harness.rendered import DEFAULTS, Rendered, Renderer

# What an editor's tree shows closed: the template's own rooms, and each feature.
FOLDED = re.compile(
    r"scripts/manage/|docs/lessons/|backend/app/core/|frontend/src/app/core/|(backend|frontend/src)/app/features/\w+/"
)
MOST = 40


def settings(project: Rendered) -> Mapping[str, object]:
    found = json.loads(project.text(".vscode/settings.json"))
    assert isinstance(found, dict)
    return found


def shown(paths: list[str], patterns: Mapping[str, str]) -> list[str]:
    """What VS Code's explorer shows with file nesting on: files that no file beside them takes in.

    A pattern has one * at most, whose text is ${capture} in what it takes in:
    https://code.visualstudio.com/docs/getstarted/userinterface#_explorer-view
    """
    nested = set()
    for parent in paths:
        folder, name = PurePosixPath(parent).parent, PurePosixPath(parent).name
        beside = [path for path in paths if path != parent and PurePosixPath(path).parent == folder]
        for pattern, children in patterns.items():
            match = re.fullmatch(re.escape(pattern).replace(r"\*", "(.+)"), name)
            if match:
                capture = match[1] if match.groups() else ""
                globs = [child.strip().replace("${capture}", capture) for child in children.split(",")]
                reads = re.compile("|".join(map(translate, globs)))
                nested |= {path for path in beside if reads.match(PurePosixPath(path).name)}
    return [path for path in paths if path not in nested]


def test_a_classroom_starter_shows_few_files(render: Renderer) -> None:
    project = render(starting_point="classroom")
    configured = settings(project)
    assert configured["explorer.fileNesting.enabled"] is True
    assert configured["explorer.fileNesting.expand"] is False
    patterns = configured["explorer.fileNesting.patterns"]
    assert isinstance(patterns, dict)
    unfolded = [path for path in project.files() if not FOLDED.match(path)]
    files = shown(unfolded, patterns)
    assert len(files) <= MOST, "\n".join(files)
    assert {"README.md", "manage.py", "backend/app/__init__.py", "frontend/src/app/app.ts"} <= set(files)
    # And nothing that an owner is told to write into is hidden below another file.
    assert {"frontend/src/styles.css", "backend/requirements.txt", "frontend/package.json"} <= set(files)


def test_every_nest_has_a_file_in_it(render: Renderer) -> None:
    """Of the names that are written out: whoever renames a file renames it here too."""
    project = render(starting_point="classroom")
    patterns = settings(project)["explorer.fileNesting.patterns"]
    assert isinstance(patterns, dict)
    names = {PurePosixPath(path).name for path in project.files()}
    # Made by owners, or on their machines.
    owners = {"ruff.toml", "mypy.ini", ".env"}
    named = {name.strip() for children in patterns.values() for name in children.split(",")} | set(patterns)
    plain = {name for name in named if "*" not in name and "$" not in name}
    assert plain - owners <= names


def test_the_dev_container_has_the_extensions_that_the_editor_proposes(render: Renderer) -> None:
    project = render(starting_point="classroom")
    container = json.loads(project.text(".devcontainer/devcontainer.json"))
    proposed = json.loads(project.text(".vscode/extensions.json"))["recommendations"]
    assert container["customizations"]["vscode"]["extensions"] == proposed
    assert container["forwardPorts"] == [4200, 8001]


def test_a_search_in_the_editor_finds_what_the_owner_wrote(render: Renderer) -> None:
    assert settings(render())["search.exclude"] == {"scripts/manage/**": True}


@pytest.mark.parametrize(
    "answers",
    [
        DEFAULTS,
        *starting_points(),
        DEFAULTS | {"database": "none", "ci": "gitlab"},
        DEFAULTS | {"languages": "ko"},
    ],
    ids=str,
)
def test_reviews_and_statistics_show_the_owners_work(
    render: Renderer, tmp_path: Path, answers: dict[str, object]
) -> None:
    """GitHub's linguist, and GitLab's, read both marks."""
    project = render.fresh(tmp_path / "project", **answers)
    owners = TemplateVersion.of_work_tree().is_owners
    shared = matcher(SHARED).match_file
    files = project.files()
    marked = {name: marks(project, f"linguist-{name}", files) for name in ("vendored", "generated")}
    made = {path for path in files if path.startswith("frontend/src/app/api/") or path.endswith("lock.json")}
    templates = {path for path in files if not owners(path) and not shared(path)}
    assert len(templates) > 100
    assert marked["vendored"] == templates
    assert marked["generated"] == templates | made
    # Nor is anything that an owner adds beside the template's.
    added = [
        "docs/update-log.md",
        "backend/tests/test_ours.py",
        ".github/workflows/deploy.yml",
        "scripts/deploy.sh",
    ]
    assert marks(project, "linguist-generated", added) == set()


def marks(project: Rendered, attribute: str, paths: list[str]) -> set[str]:
    """The paths that .gitattributes gives an attribute, whether or not there is a file."""
    words = git(project.root, "check-attr", "-z", attribute, "--", *paths).split("\0")
    return {
        path for path, _, value in zip(words[::3], words[1::3], words[2::3], strict=False) if value == "set"
    }


def test_no_line_of_gitattributes_is_for_nothing(render: Renderer) -> None:
    for answers in starting_points():
        project = render(**answers)
        lines = [
            line.split()[0] for line in project.text(".gitattributes").splitlines() if line.startswith("/")
        ]
        assert len(lines) > 20
        assert not [line for line in lines if not any(matcher([line]).match_files(project.files()))]
