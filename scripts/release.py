"""Releases a version: writes it into pyproject.toml and CHANGELOG.md, commits, and tags. It pushes nothing.

python3 scripts/release.py 1.2.0            does that
python3 scripts/release.py --check 1.2.0    only looks whether it could
python3 scripts/release.py --notes v1.2.0   prints what CHANGELOG.md says of it
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import changelog
import private_venv
import repository_faults
import template_clone
from scripts.manage import git
from scripts.manage.problem import Problem
from scripts.manage.terminal import output
from version import MANIFEST, Version, in_manifest

BRANCH = "main"
CANCELLED = 130
# Where each version that pages and manifests name is compared with its one place.
AGREE = "tests/static/test_versions.py"


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="release.py", description="Release a version of this template.")
    parser.add_argument("version", nargs="?", help="1.2.0, or its tag: v1.2.0")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="only look whether it could be released")
    what.add_argument("--notes", action="store_true", help="print what CHANGELOG.md says of it")
    return parser


def main(words: Sequence[str] | None = None, clone: Path = private_venv.REPOSITORY) -> int:
    output.prepare()
    options = parser().parse_args(words)
    try:
        return _run(clone, options)
    except Problem as problem:
        problem.show()
        return problem.exit_code
    except KeyboardInterrupt:
        output.say("Stopped. What was finished until then can be seen with: git status; git log -1")
        return CANCELLED


def _run(clone: Path, options: argparse.Namespace) -> int:
    version = _named(options.version)
    if options.notes:
        output.tell(notes(clone, version))
        return 0
    is_prepared = check(clone, version)
    output.say(f"{output.mark('done')} {version} can be released from {BRANCH}")
    if options.check:
        return 0
    if not is_prepared:
        prepare(clone, version)
    template_clone.run(clone, "tag", "--annotate", version.tag, "--message", str(version))
    output.say(f"{output.mark('done')} Tag {version.tag}")
    _say_next(version, committed=not is_prepared)
    return 0


def _named(words: str | None) -> Version:
    """The version that was named. Raises Problem FA092."""
    try:
        return Version.of((words or "").removeprefix("v"))
    except ValueError as error:
        raise Problem(repository_faults.NO_VERSION, reason=error) from error


def notes(clone: Path, version: Version) -> str:
    """What CHANGELOG.md says of a release. Raises Problem FA094, and FA096 where this is not that release."""
    found = [part.body for part in _parts(clone) if part.version == version]
    if not found:
        raise Problem(repository_faults.NO_PART, version=version)
    _require_manifest(clone, version)
    return found[0]


def check(clone: Path, version: Version) -> bool:
    """Whether the last commit is this release already, so that only its tag is missing; changes nothing.

    Raises Problem where it cannot be released: FA081 to FA084 for the clone, FA092 the version, FA093 what is
    checked out, FA094 CHANGELOG.md, FA095 the tags, FA096 versions that differ.
    """
    template_clone.require_usable(clone)
    _require_main(clone)
    first, *older = _parts(clone)
    if not first.body:
        raise Problem(repository_faults.NOTHING_NEW)
    known = [*_tagged(clone), *(part.version for part in older if part.version)]
    if known and version <= max(known):
        raise Problem(repository_faults.LOW_VERSION, version=version, newest=max(known))
    is_prepared = first.version == version
    if is_prepared:
        _require_its_commit(clone, version)
        _require_manifest(clone, version)
    elif first.version:
        raise Problem(repository_faults.NOTHING_NEW, why=f"Its first part is that of {first.version}.")
    _require_agreement(clone)
    return is_prepared


def _require_main(clone: Path) -> None:
    branch = git.answer(clone, "symbolic-ref", "--short", "HEAD")
    if branch != BRANCH:
        raise Problem(repository_faults.NOT_MAIN, branch=branch or "no branch")
    if template_clone.run(clone, "status", "--porcelain", "--untracked-files=normal"):
        raise Problem(repository_faults.UNCOMMITTED)
    origin = f"refs/remotes/origin/{BRANCH}"
    if (
        git.answer(clone, "rev-parse", "--verify", "--quiet", origin)
        and git.run(clone, "merge-base", "--is-ancestor", origin, "HEAD").returncode != 0
    ):
        raise Problem(repository_faults.BEHIND)


def _parts(clone: Path) -> list[changelog.Part]:
    try:
        return changelog.parts(_read(clone, changelog.FILE))
    except ValueError as error:
        raise Problem(repository_faults.CHANGELOG_FORM, reason=error) from error


def _require_its_commit(clone: Path, version: Version) -> None:
    """Tests take for a release the commit that brings its part: the tag belongs there, and alone."""
    before = git.answer(clone, "show", f"HEAD^:{changelog.FILE}") or ""
    if version in changelog.released(before):
        raise Problem(repository_faults.OLD_PART, version=version)
    tags = template_clone.run(clone, "tag", "--points-at", "HEAD").split()
    if tags:
        raise Problem(repository_faults.TAGGED, tag=tags[0])


def _require_manifest(clone: Path, version: Version) -> None:
    found = in_manifest(_read(clone, MANIFEST))
    if found != str(version):
        raise Problem(repository_faults.OTHER_VERSION, found=found, version=version)


def _tagged(clone: Path) -> list[Version]:
    """The versions of all tags. Raises Problem FA095 for a tag that Copier, or a person, could misread."""
    listed = template_clone.run(
        clone, "for-each-ref", "--format=%(refname:strip=2) %(objecttype)", "refs/tags"
    )
    found = []
    for tag, kind in (line.split() for line in listed.splitlines()):
        try:
            found.append(Version.of_tag(tag))
        except ValueError as error:
            raise Problem(repository_faults.NO_RELEASE_TAG, tag=tag, reason=error) from error
        if kind != "tag":
            raise Problem(repository_faults.NO_RELEASE_TAG, tag=tag, reason="It is not annotated.")
    return found


def _require_agreement(clone: Path) -> None:
    """Raises Problem FA096 where the tests of versions fail, and FA080 where they cannot be run."""
    options = ["-q", "-n0", "--no-header", "-p", "no:cacheprovider"]
    command = [str(private_venv.ensure(tests=True)), "-m", "pytest", *options, AGREE]
    finished = subprocess.run(
        command, cwd=clone, capture_output=True, text=True, encoding="utf-8", errors="replace"
    )
    if finished.returncode != 0:
        lines = (finished.stdout + finished.stderr).strip().splitlines()
        raise Problem(repository_faults.VERSIONS_DIFFER, output=lines[-15:])


def prepare(clone: Path, version: Version) -> None:
    """Make the release's commit. Raises Problem FA086 where git makes none; the files are as before then."""
    paths = [clone / MANIFEST, clone / changelog.FILE]
    before = [path.read_bytes() for path in paths]
    manifest, changes = (content.decode("utf-8") for content in before)
    day = date.today()
    # A table of a tool may have a version too; the project's comes first.
    renewed = re.sub(r'^version = ".*"$', f'version = "{version}"', manifest, count=1, flags=re.MULTILINE)
    try:
        _write(paths[0], renewed)
        _write(paths[1], changelog.with_release(changes, version, day))
        _require_manifest(clone, version)
        message = f"Release {version}"
        template_clone.run(clone, "commit", "--quiet", "--message", message, "--", MANIFEST, changelog.FILE)
    except BaseException:
        for path, content in zip(paths, before, strict=True):
            path.write_bytes(content)
        raise
    output.say(f"{output.mark('done')} {MANIFEST}: {in_manifest(manifest)} → {version}")
    output.say(f"{output.mark('done')} {changelog.FILE}: {changelog.UNRELEASED} → {version} – {day}")
    output.say(
        f"{output.mark('done')} Commit {template_clone.run(clone, 'rev-parse', '--short', 'HEAD')} {message}"
    )


def _say_next(version: Version, *, committed: bool) -> None:
    output.say()
    output.say("Publish it. From then on the tag stays where it is, for good:")
    output.say(f"    git push --atomic origin {BRANCH} {version.tag}")
    output.say("Or take it back, as long as it is not pushed:")
    output.say(f"    git tag --delete {version.tag}")
    if committed:
        output.say("    git reset --hard HEAD~1")


def _read(clone: Path, path: str) -> str:
    return (clone / path).read_bytes().decode("utf-8")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    sys.exit(main())
