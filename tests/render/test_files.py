"""Every file of every project is whole: its bytes, path, language and links, and the commands it shows.

What is the same in many projects is looked at once.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import check_jsonschema
import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from harness import actionlint, questions
from harness.answers import params
from harness.machine import program
from harness.pages import Page
from harness.paths import LONGEST, folders, is_legal_on_windows, meeting
from harness.rendered import Rendered, Renderer, Shared
from scripts.manage.verbs import VERBS

CRLF = (".cmd", ".bat", ".ps1")
# cmd, PowerShell, and pip on Windows read these in the machine's code page.
ASCII = re.compile(r".*\.(cmd|bat|ps1)|requirements.*\.txt|constraints\.txt")
# What the project's own generator and a lesson about templates read is Jinja, and stays so.
OWN_JINJA = ("scripts/manage/generator/templates/", "scripts/manage/lessons/template_fix.py")
NAMES = [*questions.asked(), r"_copier\w+"]
STATEMENT = r"|\{%-?\s*(?:if|elif|else|endif|for|endfor|set|include|import|from|raw|endraw)\b"
LEAKED = re.compile(rf"\{{[{{%]-?[^}}%]*\b(?:{'|'.join(NAMES)})\b" + STATEMENT)
# Angular has {{ features }} of its own, and no name with an underline.
OURS = "|".join(name for name in NAMES if "_" in name)
LEAKED_IN_A_PAGE = re.compile(rf"\{{[{{%]-?[^}}%]*\b(?:{OURS})\b" + STATEMENT)
# The published schemas that check-jsonschema carries, by the files that they are for.
SCHEMAS = {
    "vendor.github-workflows": re.compile(r"\.github/workflows/[^/]+\.ya?ml"),
    "vendor.dependabot": re.compile(r"\.github/dependabot\.ya?ml"),
    "vendor.renovate": re.compile(r"(?:\.github/)?\.?renovate(?:rc)?\.json5?"),
    "vendor.gitlab-ci": re.compile(r"\.gitlab-ci\.yml"),
    "vendor.compose-spec": re.compile(r"(?:.*/)?(?:docker-)?compose\.ya?ml"),
}
# Files in which comments may stand: VS Code, TypeScript and dev containers read them so.
WITH_COMMENTS = re.compile(r"(?:.*/)?(?:tsconfig[\w.]*\.json|devcontainer\.json)|\.vscode/[^/]+\.json")
COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)

Unseen = Callable[..., list[str]]


@pytest.fixture(params=params())
def project(request: pytest.FixtureRequest, render: Renderer) -> Shared:
    answers: dict[str, Any] = request.param
    return render(**answers)


@pytest.fixture(scope="session")
def seen() -> set[tuple[str, str, str]]:
    """What tests have looked at: the test, a path, and the content that it had."""
    return set()


@pytest.fixture
def unseen(request: pytest.FixtureRequest, project: Shared, seen: set[tuple[str, str, str]]) -> Unseen:
    """unseen(".py", …): the project's paths with these ends whose content this test has not looked at yet."""
    test = getattr(request.node, "originalname", request.node.name)

    def paths(*ends: str) -> list[str]:
        found = []
        for path in project.files():
            if path.endswith(ends or ("",)):
                one = (test, path, project.digest(path))
                if one not in seen:
                    seen.add(one)
                    found.append(path)
        return found

    return paths


def run(*words: str, project: Rendered, folder: str = ".") -> None:
    """Run a tool in the project. Raises AssertionError with all it said where it fails."""
    finished = subprocess.run(
        words,
        cwd=project.path(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_no_file_and_no_folder_is_empty(project: Rendered) -> None:
    empty = [path for path in project.files() if not project.content(path).strip()]
    below = folders(project.files())
    every = (path for path in project.root.rglob("*") if path.is_dir() and not path.is_symlink())
    empty += [str(path) for path in every if path.relative_to(project.root).as_posix() not in below]
    assert not empty


def test_every_file_is_text_in_utf8_with_the_line_ends_of_its_readers(
    project: Rendered, unseen: Unseen
) -> None:
    wrong = []
    for path in unseen():
        content = project.content(path)
        text = content.decode("utf-8")
        alone = content.replace(b"\r\n", b"") if path.endswith(CRLF) else content
        is_plain = text.isascii() or not ASCII.fullmatch(PurePosixPath(path).name)
        has_its_ends = b"\r" not in alone and not (path.endswith(CRLF) and b"\n" in alone)
        if text.startswith("\ufeff") or "\0" in text or not is_plain or not has_its_ends:
            wrong.append(path)
    assert not wrong


def test_every_file_ends_with_one_line_end(project: Rendered, unseen: Unseen) -> None:
    ended = re.compile(rb"[^\n\r]\r?\n\Z")
    assert not [path for path in unseen() if not ended.search(project.content(path))]


def test_no_line_ends_with_a_space(project: Rendered, unseen: Unseen) -> None:
    spaced = re.compile(rb"[ \t]+\r?$", re.MULTILINE)
    assert not [path for path in unseen() if spaced.search(project.content(path))]


def test_no_more_than_two_empty_lines_follow_each_other(project: Rendered, unseen: Unseen) -> None:
    """Where Jinja took something away, no hole is left."""
    # A licence is as its authors wrote it.
    paths = [path for path in unseen() if path != "LICENSE"]
    assert not [p for p in paths if re.search(r"\A\n|\n\n\n\n", project.text(p).replace("\r", ""))]


def test_no_file_holds_jinja_that_copier_did_not_read(project: Rendered, unseen: Unseen) -> None:
    leaked = []
    for path in unseen():
        pattern = LEAKED_IN_A_PAGE if path.endswith(".html") else LEAKED
        if not path.startswith(OWN_JINJA) and pattern.search(project.text(path)):
            leaked.append(path)
    assert not leaked


def test_every_path_can_lie_on_every_system(project: Rendered) -> None:
    paths = project.files()
    assert not [path for path in paths if not is_legal_on_windows(path) or not path.isascii()]
    assert not meeting(paths)
    assert not meeting(folders(paths))
    assert not [path for path in paths if len(path) > LONGEST]


def test_there_is_no_link(project: Rendered) -> None:
    assert not [path for path in project.root.rglob("*") if path.is_symlink()]


def test_only_what_begins_with_an_interpreter_is_executable(project: Rendered, unseen: Unseen) -> None:
    if os.name == "nt":
        pytest.skip("Windows knows no executable files")
    executable = [path for path in unseen() if os.access(project.path(path), os.X_OK)]
    assert not [path for path in executable if not project.text(path).startswith("#!")]


def test_python_compiles(project: Rendered, unseen: Unseen) -> None:
    for path in unseen(".py"):
        compile(project.text(path), path, "exec", dont_inherit=True)


def test_ruff_finds_nothing_in_the_backend(project: Rendered, unseen: Unseen) -> None:
    """By the project's own rules, which depend on all files: on their packages the order of imports hangs."""
    if [path for path in unseen(".py", ".toml") if path.startswith("backend/")]:
        run(program("ruff"), "check", "--no-cache", ".", project=project, folder="backend")
        run(program("ruff"), "format", "--no-cache", "--diff", ".", project=project, folder="backend")


def test_json_yaml_and_toml_are_read(project: Rendered, unseen: Unseen) -> None:
    for path in unseen(".json", ".webmanifest", ".prettierrc"):
        text = project.text(path)
        if WITH_COMMENTS.fullmatch(path):
            text = COMMENT.sub(lambda match: match[1] or "", text)
        json.loads(text, object_pairs_hook=_once)
    for path in unseen(".yml", ".yaml"):
        yaml.load(project.text(path), Loader=_Strict)
    for path in unseen(".toml"):
        tomllib.loads(project.text(path))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object none of whose names stands there twice: the first would be lost without a word."""
    found = dict(pairs)
    assert len(found) == len(pairs), [name for name, _ in pairs]
    return found


class _Strict(yaml.SafeLoader):
    """YAML in which no key stands twice in one mapping. What else a tool's own tags say stays unread."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[str, Any]:
    return _once([(str(key), value) for key, value in loader.construct_pairs(node, deep=True)])


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Strict.add_multi_constructor("!", lambda *_: None)


def test_files_keep_to_their_published_schemas(project: Rendered, unseen: Unseen) -> None:
    """By check-jsonschema, in this process: starting it takes longer than what it does."""
    paths = unseen()
    for schema, pattern in SCHEMAS.items():
        meant = [path for path in paths if pattern.fullmatch(path)]
        if meant:
            paths_there = [str(project.path(path)) for path in meant]
            checked = CliRunner().invoke(check_jsonschema.main, ["--builtin-schema", schema, *paths_there])
            assert checked.exit_code == 0, checked.output
    for path in paths:
        if path.endswith(".schema.json"):
            Draft202012Validator.check_schema(json.loads(project.text(path)))


def test_the_shells_linters_find_nothing(project: Rendered, unseen: Unseen) -> None:
    scripts = unseen(".sh")
    for path in scripts if os.name != "nt" else []:
        run(program("sh"), "-n", path, project=project)
    if scripts:
        run(
            *(program("shellcheck"), "-s", "sh", "-x", "--source-path=SCRIPTDIR", *scripts),
            project=project,
        )


def test_actionlint_finds_nothing_in_the_workflows(project: Rendered, unseen: Unseen) -> None:
    paths = [path for path in unseen(".yml", ".yaml") if path.startswith(".github/workflows/")]
    if paths:
        assert not actionlint.found_in([project.path(path) for path in paths])


def test_zizmor_finds_nothing_unsafe(project: Rendered, unseen: Unseen) -> None:
    if [path for path in unseen() if path.startswith(".github/")]:
        run(program("zizmor"), "--offline", "--no-progress", "--format=plain", ".github", project=project)


def pages(project: Rendered) -> list[Page]:
    found = [Page(path, project.text(path)) for path in project.files() if path.endswith(".md")]
    assert len(found) > 4
    return found


def test_links_of_its_pages_lead_somewhere(project: Rendered) -> None:
    """With the files and the chapters that this project has."""
    there = {*project.files(), *folders(project.files())}
    anchors = {page.path: page.anchors for page in pages(project)}
    dead = []
    for page in pages(project):
        for link in page.links:
            path, _, anchor = link.partition("#")
            target = _joined(PurePosixPath(page.path).parent, path) if path else page.path
            if target not in there or (anchor and anchor not in anchors.get(target, set())):
                dead.append(f"{page.path}: {link}")
    assert not dead


def _joined(folder: PurePosixPath, link: str) -> str:
    return os.path.normpath((folder / link).as_posix()).replace("\\", "/")


def test_every_command_that_is_shown_exists(project: Rendered, unseen: Unseen) -> None:
    """Verbs of manage.py, scripts of this project, and those of its package.json."""
    there = {*project.files(), "scripts/new.sh", "scripts/new.cmd", "scripts/test.sh", "scripts/test.cmd"}
    npm = json.loads(project.text("frontend/package.json"))["scripts"]
    unknown = []
    for path in unseen(".md", ".yml", ".json", ".sh", ".cmd"):
        text = project.text(path)
        verbs = re.findall(r"(?:python3?|py|`)\s?manage\.py ([a-z]+)\b", text)
        unknown += [f"{path}: manage.py {verb}" for verb in verbs if verb not in VERBS]
        files = re.findall(r"\bscripts[/\\][\w-]+\.(?:sh|cmd|ps1)\b", text)
        unknown += [f"{path}: {file}" for file in files if file.replace("\\", "/") not in there]
        runs = re.findall(r"\bnpm run (?:-\S+ )*([\w:-]+)", text)
        unknown += [f"{path}: npm run {name}" for name in runs if name not in npm]
    assert not unknown
