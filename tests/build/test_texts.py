"""What the texts tell people to type works as they show it, from top to bottom."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from harness import repository
from harness.machine import program
from harness.pages import Page
from harness.rendered import Renderer
from harness.running import free_pair, manage, run, succeed
from scripts.manage.project import NEWEST, OLDEST

# What the last commands of backend/README.md print, as the page says.
TWO_VERSIONS = ["4.2", "5.2"]
# Servers: they run until somebody ends them.
SERVERS = re.compile(r"manage\.py (dev|serve)\b|flask --app app run\b")


def commands(page: Path, language: str = "sh") -> list[str]:
    """The commands that a page shows in a language, in order, without comments."""
    blocks = Page(page.name, page.read_text(encoding="utf-8")).code_blocks
    lines = [line.strip() for name, body in blocks if name == language for line in body.splitlines()]
    return [line for line in lines if line]


def run_in_bash(lines: list[str], cwd: Path) -> str:
    """Run lines as one person types them, in one shell; the first that fails ends it.

    A server is started, given time to fail, and ended.
    """
    script = ["set -e"]
    for line in lines:
        # The shown port may be busy on this very machine.
        line = line.replace("--port 8001", f"--port {free_pair()}")
        script.append(f"timeout --signal=INT 8 {line} || test $? = 124" if SERVERS.search(line) else line)
    if os.name == "nt":
        pytest.skip("the sh blocks are for macOS and Linux")
    shell = program("bash")
    result = run(shell, "-c", "\n".join(script), cwd=cwd, BROWSER="true")
    return succeed(result) + result.stderr


def test_the_quick_start_of_the_projects_readme(spare: Path) -> None:
    lines = commands(spare / "README.md")
    assert lines[:2] == ["sh scripts/bootstrap.sh", "python3 manage.py dev"]
    (spare / "backend" / "venv" / ".setup-stamp.json").unlink()
    printed = run_in_bash(lines, spare)
    # tests/render compare the rest of what it shows with the texts of manage.py.
    shown = re.search(r"^✓ .+ Start it: .+$", text_of(spare / "README.md"), re.MULTILINE)
    assert shown
    ends = [re.sub(r"(\d+ min )?[\d.]+ s\.", "58 s.", line) for line in printed.splitlines()]
    assert shown[0] in ends


@pytest.mark.parametrize("minor", range(OLDEST[1], NEWEST[1] + 1))
def test_the_two_versions_of_the_page_work_on_every_python_that_is_here(
    render: Renderer, minor: int, tmp_path: Path
) -> None:
    """Not only installed: an app of each framework answers, and a project of Django's is checked."""
    lines = commands(render().path("backend/README.md"))
    lines = lines[lines.index("python3 -m venv old") :]
    (tmp_path / "python3").write_text(
        f'#!/bin/sh\nexec "{python_of_machine(minor)}" "$@"\n', encoding="utf-8"
    )
    (tmp_path / "python3").chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    printed = succeed(run(program("bash"), "-c", "\n".join(["set -e", *lines]), cwd=tmp_path, PATH=path))
    assert printed.splitlines()[-len(TWO_VERSIONS) :] == TWO_VERSIONS
    for name in ("old", "new"):
        python = tmp_path / name / "bin" / "python"
        answer = "from flask import Flask; print(Flask('x').test_client().get('/').status_code)"
        assert succeed(run(python, "-c", answer, cwd=tmp_path)).strip() == "404"
        succeed(run(python, "-m", "django", "startproject", f"{name}site", cwd=tmp_path))
        succeed(run(python, "manage.py", "check", cwd=tmp_path / f"{name}site"))


def python_of_machine(minor: int) -> str:
    """A Python 3.`minor`, on PATH or one of pyenv's; skips where this machine has none."""
    if os.name == "nt":
        pytest.skip("the sh blocks are for macOS and Linux")
    name = f"python3.{minor}"
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for python in (name, *map(str, sorted(root.glob(f"versions/3.{minor}.*/bin/{name}")))):
        # pyenv's own python3.x on PATH fails where that version is not chosen.
        if shutil.which(python) and run(python, "--version", cwd=root.parent).returncode == 0:
            return python
    pytest.skip(f"no Python 3.{minor} on this machine")


def test_a_package_of_ones_own_as_the_page_shows_it(spare: Path) -> None:
    requirements = spare / "backend" / "requirements.txt"
    requirements.write_text(requirements.read_text(encoding="ascii") + "python-slugify\n", encoding="ascii")
    lines = commands(spare / "docs" / "files.md")
    assert any("manage.py npm install leaflet" in line for line in lines)
    run_in_bash(lines, spare)
    assert (spare / "frontend" / "node_modules" / "leaflet").is_dir()
    python = spare / "backend" / "venv" / "bin" / "python"
    succeed(run(python, "-c", "import slugify", cwd=spare))
    assert '"resolved"' not in (spare / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert "installed already" in succeed(manage(spare, "setup"))


def test_a_feature_as_the_readme_describes_it(spare: Path) -> None:
    """Two folders and two lines, and nothing of the core."""
    readme = (spare / "README.md").read_text(encoding="utf-8")
    python_line = re.search(r"```python\n\s*(.+?)\n\s*```", readme)
    typescript_line = re.search(r"```ts\n\s*(.+?)\n\s*```", readme)
    assert python_line and typescript_line

    backend = spare / "backend" / "app" / "features"
    (backend / "notes").mkdir()
    (backend / "notes" / "__init__.py").write_text('"""Notes."""\n', encoding="utf-8")
    (backend / "notes" / "routes.py").write_text(
        '"""The routes of the notes."""\n\n'
        "from flask import Blueprint\n\n"
        'blueprint = Blueprint("notes", __name__)\n\n\n'
        '@blueprint.get("/notes")\n'
        'def list_notes() -> list[str]:\n    """List the notes."""\n    return []\n',
        encoding="utf-8",
    )
    features = backend / "__init__.py"
    features.write_text(
        features.read_text(encoding="utf-8").replace(
            "\nfeatures: list[str] = [\n", f"\nfeatures: list[str] = [\n    {python_line[1]}\n"
        ),
        encoding="utf-8",
    )
    succeed(manage(spare, *generate_page(spare)))
    frontend = spare / "frontend" / "src" / "app" / "features"
    listed = frontend / "features.ts"
    text = listed.read_text(encoding="utf-8")
    listed.write_text(text.replace("\n];", f"\n  {typescript_line[1]}\n];"), encoding="utf-8")
    assert listed.read_text(encoding="utf-8") != text

    succeed(manage(spare, "types"))
    succeed(manage(spare, "lint"))
    succeed(manage(spare, "test"))
    changed = succeed(run("git", "status", "--porcelain", "--untracked-files=all", cwd=spare)).splitlines()
    outside = [line for line in changed if "/features/" not in line and "/app/api/" not in line]
    assert outside == []

    # Gone again, as the page says; and the example with it, so that a list is empty.
    for feature in ("notes", "environment"):
        shutil.rmtree(backend / feature)
        shutil.rmtree(frontend / feature)
        without(features, rf' +"{feature}",\n')
        one_line, several = rf"  \{{ path: '{feature}'[^\n]*\n", rf"  \{{\n    path: '{feature}'.*?\n  \}},\n"
        without(listed, f"{one_line}|{several}")
    succeed(manage(spare, "types"))
    succeed(manage(spare, "lint"))
    succeed(manage(spare, "test"))


def without(path: Path, pattern: str) -> None:
    """Take the one part of a file away that a pattern describes."""
    text, number = re.subn(pattern, "", text_of(path), flags=re.DOTALL)
    assert number == 1, f"{pattern} is {number} times in {path.name}"
    path.write_text(text, encoding="utf-8")


def generate_page(project: Path) -> list[str]:
    """The words after manage.py that make a page, as docs/files.md shows them."""
    shown = re.search(r"manage\.py (ng generate component [\w/-]+)", text_of(project / "docs" / "files.md"))
    assert shown
    return shown[1].split()


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_this_repositorys_readme_shows_commands_that_exist() -> None:
    readme = repository.ROOT / "README.md"
    # The tests' command stands in a sentence.
    in_sentences = re.findall(r"`(sh scripts/[^`]+)`", text_of(readme))
    assert "sh scripts/test.sh" in in_sentences
    for line in commands(readme) + in_sentences:
        for script in re.findall(r"scripts/\S+", line):
            assert (repository.ROOT / script).is_file(), line
    for line in commands(readme, "bat"):
        for script in re.findall(r"scripts\\\S+", line):
            assert (repository.ROOT / script.replace("\\", "/")).is_file(), line


@pytest.mark.parametrize("page", ["README.md", "README.ko.md"])
def test_the_feature_that_the_readme_adds_can_be_added(app: Path, page: str) -> None:
    """Of the quick start; tests/build/test_cast.py looks at what the recorded one prints."""
    typed = commands(repository.ROOT / page)
    (added,) = [line for line in typed if line.startswith("python3 manage.py add ")]
    printed = succeed(manage(app, *added.split()[2:], "--dry-run"))
    assert "0001_books.py" in printed


def test_copying_and_updating_as_the_readme_shows(template_clone: Path, tmp_path: Path) -> None:
    """With uvx, from the address of the README: git reads a clone on this machine in its place."""
    readme = commands(repository.ROOT / "README.md")
    copy = next(line for line in readme if line.startswith("uvx "))
    updates = [
        line for line in commands(repository.TEMPLATE / "docs" / "update.md.jinja") if line.startswith("uvx ")
    ]
    assert any(" update" in line for line in updates)
    address = re.search(r"https://\S+", copy)
    assert address
    here = {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{template_clone}.insteadOf",
        "GIT_CONFIG_VALUE_0": f"{address[0]}.git",
        "PATH": f"{Path(program('uvx')).parent}{os.pathsep}{os.environ['PATH']}",
    }
    answers = " --defaults --data project_name=Notes"
    succeed(run("sh", "-c", copy + answers, cwd=tmp_path, **here))
    made = tmp_path / "my-app"
    assert f"_src_path: {address[0]}\n" in (made / ".copier-answers.yml").read_text(encoding="utf-8")
    for words in (["init"], ["add", "--all"], ["commit", "-m", "Start from the template"]):
        succeed(run("git", *words, cwd=made))
    for line in updates:
        succeed(run("sh", "-c", line, cwd=made, **here))
        assert run("git", "status", "--porcelain", cwd=made).stdout == "", line


@pytest.fixture
def template_clone(app: Path) -> Path:
    """The clone that the project was made from."""
    return app.parent / "template 틀"
