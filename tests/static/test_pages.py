"""The pages: English and Korean say the same, their links lead somewhere, their commands exist."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from pathlib import PurePosixPath

import pytest

from harness import repository
from harness.pages import RARE, Page, all_pages
from scripts.manage.main import PASS_THROUGH
from scripts.manage.terminal import messages
from scripts.manage.verbs import VERBS

# Read by those who work on the template itself; GitHub's issue forms and such have no twins either.
ENGLISH_ONLY = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/answers.md",
    "docs/laptops.md",
    "docs/updates.md",
    "docs/venv-claims.md",
}
EXPECTED = {
    "README.md",
    "template/README.md",
    "template/backend/README.md",
    "template/docs/problems.md",
}


def korean(path: str) -> str:
    stem, dot_md, rest = path.rpartition(".md")
    return f"{stem}.ko{dot_md}{rest}"


def english_pages() -> list[str]:
    pages = [page.path for page in all_pages() if not page.path.removesuffix(".jinja").endswith(".ko.md")]
    return [path for path in pages if path not in ENGLISH_ONLY and not path.startswith(".github/")]


def plain_headings(page: Page) -> list[int]:
    """The levels of the headings, in their order."""
    return [len(marks) for marks in re.findall(r"^(#{1,6}) ", page.prose, re.MULTILINE)]


def test_the_pages_that_everybody_looks_for_are_there() -> None:
    assert {_shown(path) for path in english_pages()} >= EXPECTED


def test_every_page_has_its_korean_twin() -> None:
    assert not [path for path in english_pages() if korean(path) not in repository.files()]


def test_every_korean_page_is_in_korean() -> None:
    pages = [page for page in all_pages() if page.path.removesuffix(".jinja").endswith(".ko.md")]
    assert pages
    assert not [page.path for page in pages if len(re.findall(r"[가-힣]", page.prose)) < 50]


def test_no_page_uses_rare_english() -> None:
    rare = {page.path: RARE.findall(page.prose) for page in all_pages()}
    assert not {path: words for path, words in rare.items() if words}


def test_both_languages_show_the_same_commands() -> None:
    for path in english_pages():
        assert Page.read(path).commands == Page.read(korean(path)).commands, path


def test_both_languages_have_the_same_chapters() -> None:
    for path in english_pages():
        assert plain_headings(Page.read(path)) == plain_headings(Page.read(korean(path))), path


def test_links_between_pages_lead_somewhere() -> None:
    there = {_shown(path) for path in repository.files()}
    there |= {parent.as_posix() for path in there for parent in PurePosixPath(path).parents}
    anchors = {_shown(page.path): page.anchors for page in all_pages()}
    dead = []
    for page in all_pages():
        for link in page.links:
            path, _, anchor = link.partition("#")
            target = _shown(_joined(PurePosixPath(page.path).parent, path) if path else page.path)
            if target not in there or (anchor and anchor not in anchors.get(target, set())):
                dead.append(f"{page.path}: {link}")
    assert not dead


def test_links_of_the_templates_own_pages_name_files_as_they_lie() -> None:
    """Nothing is rendered there: a page of the project is `page.md.jinja`."""
    there = set(repository.files())
    there |= {parent.as_posix() for path in there for parent in PurePosixPath(path).parents}
    dead = [
        f"{page.path}: {link}"
        for page in all_pages()
        if not page.path.startswith("template/")
        for link in page.links
        if not link.startswith("#")
        and _joined(PurePosixPath(page.path).parent, link.partition("#")[0]) not in there
    ]
    assert not dead


def _shown(path: str) -> str:
    """A path as a reader sees it: a project's files without .jinja."""
    return path.removesuffix(".jinja")


def _joined(folder: PurePosixPath, link: str) -> str:
    parts: list[str] = []
    for part in (folder / link).parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts) or "."


def test_pages_link_to_nothing_in_the_other_half() -> None:
    """A project has no ../ above template/, so its pages may not lead there."""
    outside = [
        f"{page.path}: {link}"
        for page in all_pages()
        if page.path.startswith("template/")
        for link in page.links
        if not _joined(PurePosixPath(page.path).parent, link.partition("#")[0]).startswith("template/")
        and not link.startswith("#")
    ]
    assert not outside


@pytest.mark.parametrize("path", ["template/README.md.jinja", "template/README.ko.md.jinja"])
def test_the_readme_names_every_verb(path: str) -> None:
    text = repository.text(path)
    assert not [verb for verb in VERBS if f"manage.py {verb}" not in text]


def test_pages_name_no_verb_that_does_not_exist() -> None:
    named = {
        (page.path, verb)
        for page in all_pages()
        for language, body in page.code_blocks
        # A recipe in Python invents one.
        if language != "python"
        for verb in re.findall(r"\bmanage\.py ([a-z]+)", body)
    }
    assert {verb for _, verb in named} >= {"setup", "dev"}
    assert not {(path, verb) for path, verb in named if verb not in VERBS}


def shown_calls() -> set[tuple[str, str]]:
    """Each command of manage.py that a page shows, in a block or between backquotes, and the page."""
    call = re.compile(r"(?:^|[`>] ?)(?:python3|py) manage\.py ([a-z]+\b[^`\n>|]*)", re.MULTILINE)
    return {(page.path, words.strip()) for page in all_pages() for words in call.findall(page.text)}


def test_pages_show_only_words_that_the_verbs_know(capsys: pytest.CaptureFixture[str]) -> None:
    refused = []
    for page, shown in sorted(shown_calls()):
        verb, *words = shlex.split(shown)
        # What stands behind these is another program's.
        if verb not in VERBS or verb in PASS_THROUGH or "…" in words:
            continue
        parser = import_module(f"scripts.manage.verbs.{verb}").parser()
        # main adds it to each verb's own.
        parser.add_argument("--lang", choices=messages.LANGUAGES)
        try:
            parser.parse_args(words)
        except SystemExit as end:
            refused += [(page, shown)] if end.code else []
    assert len(shown_calls()) > 60
    assert not refused, capsys.readouterr().err


def test_pages_name_no_launcher_that_does_not_exist() -> None:
    """Those of this repository (new, test) are named in a project too: its problems page explains them."""
    there = {path.removeprefix("template/") for path in repository.with_suffix(".sh", ".cmd", ".ps1")}
    named = {
        (page.path, script.replace("\\", "/"))
        for page in all_pages()
        for script in re.findall(r"scripts[/\\][\w-]+\.(?:sh|cmd|ps1)\b", page.text)
    }
    assert {script for _, script in named} >= {"scripts/bootstrap.sh", "scripts/bootstrap.cmd"}
    assert not {(path, script) for path, script in named if script not in there}


def test_nobody_is_told_to_type_python_where_most_systems_have_none() -> None:
    """macOS and Debian have no `python` outside a virtual environment, and Windows has `py`."""
    typed = re.compile(r"(?<![\w/\\.])python (?:manage\.py\b|-c\b)")
    # actions/setup-python brings a `python`; that page types it in an active virtual environment.
    known = ("template/.github/", "template/backend/README")
    told = [
        f"{path}: {line.strip()}"
        for path in (*repository.files("template"), *repository.files("scripts"))
        if not path.startswith(known)
        for line in repository.text(path).splitlines()
        if typed.search(line)
    ]
    assert not told
