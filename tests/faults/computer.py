"""A person's computer with a project on it: what is on PATH, in which corner of this machine, as which user.

Making one takes less than a second. Its Node and npm are stubs, unless a test puts others there, and package
indexes are a server of the tests: nothing is asked of a network.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults.namespace import Namespace
from harness.machine import program
from harness.running import LIMIT, environment
from harness.wheels import make_wheel
from scripts.manage import stamp
from scripts.manage.node import node_modules
from scripts.manage.project import Project
from scripts.manage.python import venv

# Not the Python of .venv: a person's is not in a virtual environment.
PYTHON = Path(getattr(sys, "_base_executable", sys.executable))
# Where the system keeps its programs: what a person has besides.
SYSTEM_PATH = "/usr/bin:/bin:/usr/sbin:/sbin"
NODE = "v24.15.0"
ESBUILD = "linux-x64"

# manage.py under a Python that runs some statements first.
BEFORE_MANAGE = """\
import pathlib, runpy, sys
sys.argv = sys.argv[1:]
sys.path[0] = str(pathlib.Path(sys.argv[0]).parent)
{statements}
runpy.run_path(sys.argv[0], run_name="__main__")
"""

# A Python whose `-m venv` takes pip from a venv that was made before: to bring it takes ten times as long.
WITH_PIP_AT_HAND = """\
if [ "$1 $2" != "-m venv" ] || [ $# != 3 ]; then exec "{python}" "$@"; fi
"{python}" -m venv --without-pip "$3" || exit
PATH=/usr/bin:/bin
cp -R "{packages}/." "$3"/lib/python3*/site-packages/
for program in "{programs}"/pip*; do
    {{ printf '#!/bin/sh\\nexec "%s" -m pip "$@"\\n' "$PWD/$3/bin/python"; }} > "$3/bin/${{program##*/}}"
    chmod +x "$3/bin/${{program##*/}}"
done
"""

Tree = dict[str, tuple[Any, ...]]


def tree(root: Path) -> Tree:
    """All there is below a folder, with what tells whether it was changed; Python's caches left out."""
    found: Tree = {}
    for path in sorted(root.rglob("*")):
        if "__pycache__" in path.parts:
            continue
        facts = path.lstat()
        if stat.S_ISLNK(facts.st_mode):
            found[str(path.relative_to(root))] = ("link", str(path.readlink()))
        elif stat.S_ISDIR(facts.st_mode):
            found[str(path.relative_to(root))] = ("folder", facts.st_mode)
        else:
            found[str(path.relative_to(root))] = ("file", facts.st_mode, facts.st_size, facts.st_mtime_ns)
    return found


@dataclass(frozen=True)
class Finding:
    """One line of `doctor --json`."""

    group: str
    kind: str
    code: str
    text: str
    remedy: list[str]
    facts: list[str]


@dataclass(frozen=True)
class Report:
    """What doctor found, and what it ended with."""

    findings: list[Finding]
    ok: bool
    exit_code: int

    @property
    def codes(self) -> set[str]:
        return {finding.code for finding in self.findings if finding.code}

    def all(self, code: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.code == code]

    def one(self, code: str) -> Finding:
        """The finding with this code. Raises AssertionError unless there is exactly one."""
        found = self.all(code)
        assert len(found) == 1, f"{code}: {len(found)} of {[*self.findings]}"
        return found[0]


@dataclass
class Computer:
    """See the module. `project` is the project's folder as the person names it."""

    project: Path
    home: Path
    variables: dict[str, str] = field(default_factory=dict)
    python: Path = PYTHON
    corner: Namespace | None = None
    # A venv with pip, for those that take theirs from it.
    with_pip: Path | None = None
    # Words before every command: who runs it.
    user: Sequence[str] = ()

    @property
    def programs(self) -> Path:
        """The folder that comes first on PATH."""
        return self.home / "programs"

    @property
    def seen(self) -> Path:
        """The project as these tests see it."""
        return self.corner.path(self.project) if self.corner else self.project

    @property
    def as_project(self) -> Project:
        return Project(self.project)

    def stub(self, name: str, script: str) -> Path:
        """A program on PATH: a shell script."""
        path = self.programs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def link(self, *names: str) -> None:
        """Put programs of this machine on PATH."""
        self.programs.mkdir(exist_ok=True)
        for name in names:
            (self.programs / name).symlink_to(program(name))

    def listens_on(self, backend: int, frontend: int) -> None:
        """Ports of its own: other tests, at the same time, use the usual ones."""
        path = self.project / "project.toml"
        text = re.sub(r"(?m)^backend = \d+", f"backend = {backend}", path.read_text(encoding="utf-8"))
        path.write_text(re.sub(r"(?m)^frontend = \d+", f"frontend = {frontend}", text), encoding="utf-8")

    def has_node(self, version: str = NODE) -> None:
        """Node of this version, and an npm that installs packages of which only the names are real."""
        packages = self.home / "node packages"
        _make_packages(packages, self.as_project)
        self.stub("node", f"echo {version}")
        installs = f'rm -rf node_modules\nmkdir node_modules\ncp -R "{packages}/." node_modules/'
        self.stub("npm", f'[ "$1" = ci ] || exit 0\n{installs}')

    def _environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        variables = {
            "HOME": str(self.home),
            "PATH": f"{self.programs}:{SYSTEM_PATH}",
            # Where this machine gets its packages from is its own affair.
            "PIP_CONFIG_FILE": os.devnull,
            "npm_config_userconfig": str(self.home / "no npmrc"),
            "npm_config_globalconfig": str(self.home / "no npmrc either"),
            "npm_config_cache": str(self.home / "npm"),
        }
        return environment(**variables | self.variables | dict(extra))

    def run(self, *words: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
        """Run a program on this computer, in the project."""
        command = [*self.user, *map(str, words)]
        if self.corner:
            command = self.corner.command(*command, cwd=self.project)
        return subprocess.run(
            command,
            # In a corner, the project may be where nothing is outside.
            cwd=None if self.corner else self.project,
            env=self._environment(extra),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=LIMIT,
        )

    def manage(self, *words: str, **extra: str) -> subprocess.CompletedProcess[str]:
        return self.run(self.python, self.project / "manage.py", *words, **extra)

    @contextmanager
    def running(self, *words: str, **extra: str) -> Iterator[subprocess.Popen[str]]:
        """manage.py in the background, all that it prints in one stream. It is ended at the end."""
        with subprocess.Popen(
            [str(self.python), str(self.project / "manage.py"), *words],
            cwd=self.project,
            env=self._environment(extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        ) as process:
            try:
                yield process
            finally:
                process.terminate()

    def doctor(self, **extra: str) -> Report:
        """What `doctor --json` says. Raises AssertionError where it changed anything."""
        before = tree(self.seen)
        result = self.manage("doctor", "--json", **extra)
        assert result.stdout, result.stderr
        report = json.loads(result.stdout)
        assert report["schema"] == 1
        assert tree(self.seen) == before, "doctor changed something"
        findings = [
            Finding(group["id"], **{name: line[name] for name in ("kind", "code", "text", "remedy", "facts")})
            for group in report["groups"]
            for line in group["findings"]
        ]
        assert "FA099" not in {finding.code for finding in findings}, findings
        failed = any(finding.kind == "failed" for finding in findings)
        assert (report["ok"], result.returncode) == (not failed, int(failed))
        assert all(finding.kind in {"done", "warning", "failed"} for finding in findings)
        assert all(finding.text for finding in findings)
        return Report(findings, report["ok"], result.returncode)

    def is_stopped(self, code: str, *words: str, **extra: str) -> str:
        """What setup (or other `words` for manage.py) says where it stops with this code.

        Raises AssertionError where it ends otherwise, or has created or changed anything before.
        """
        before = tree(self.seen)
        result = self.manage(*(words or ("setup",)), **extra)
        assert result.returncode == 1, f"{result.stdout}\n{result.stderr}"
        assert f"✗ {code} " in result.stderr, result.stderr
        assert f"docs/problems.md#{code.lower()}" in result.stderr
        assert tree(self.seen) == before, "something was changed before it stopped"
        return result.stderr

    def is_set_up(self, python: Path | None = None) -> None:
        """A finished set-up as the stamps and the installers' notes show it; no package has any content."""
        project = self.as_project
        words = ["-m", "venv", "--without-pip", str(project.venv)]
        subprocess.run([str(python or self.python), *words], check=True)
        packages = venv.of(project).site_packages
        assert packages
        (packages / "pip.py").touch()
        for name, version in _pinned(project):
            metadata = packages / f"{name.replace('-', '_')}-{version}.dist-info"
            metadata.mkdir()
            (metadata / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n", encoding="utf-8")
            (metadata / "RECORD").touch()
        stamp.write(project.venv, venv.of(project).facts())
        _make_packages(project.node_modules, project)
        stamp.write(project.node_modules, node_modules.facts(project))

    def runs_first(self, statements: str) -> None:
        """From here on, manage.py runs after these statements of Python: they change what it finds."""
        script = self.home / "before_manage.py"
        script.write_text(BEFORE_MANAGE.format(statements=statements), encoding="utf-8")
        self.python = self.stub("python of the tests", f"exec '{self.python}' '{script}' \"$@\"")

    def asks_for_no_packages(self) -> None:
        """From here on, setup makes a venv and pip has nothing to install: what a fault of the venv needs.

        The venv and its pip are real ones; pip comes from another venv.
        """
        if self.with_pip:
            made = venv.Venv(self.with_pip, (), (), self.with_pip.parent, "")
            paths = {"python": PYTHON, "packages": made.site_packages, "programs": made.programs}
            python = self.stub(f"bases/{PYTHON.name}", WITH_PIP_AT_HAND.format(**paths))
            self.runs_first(
                "from scripts.manage.python import interpreter\n"
                f"interpreter.base_python = lambda: pathlib.Path({str(python)!r})"
            )
        for path in self.as_project.requirements:
            path.write_text("# none\n", encoding="ascii")

    def offers_wheel(
        self, name: str, version: str, files: Mapping[str, str], *, needs: Sequence[str] = ()
    ) -> None:
        """Let pip find a package that needs others, and ask no index any more. All its files are programs."""
        folder = self.home / "wheels"
        folder.mkdir(exist_ok=True)
        make_wheel(folder, name, version, files, needs)
        self.variables |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder)}

    def sets_up(self, **extra: str) -> str:
        """What setup prints where it succeeds; afterwards doctor finds nothing that failed."""
        result = self.manage("setup", **extra)
        assert result.returncode == 0, f"{result.stdout}\n{result.stderr}"
        report = self.doctor(**extra)
        assert report.ok, report.findings
        return result.stdout


def _pinned(project: Project) -> list[tuple[str, str]]:
    lines = project.constraints.read_text(encoding="ascii").splitlines()
    pins = [line.partition(";")[0].strip() for line in lines if "==" in line and not line.startswith("#")]
    return [(name, version) for name, _, version in (pin.partition("==") for pin in pins)]


def _make_packages(folder: Path, project: Project) -> None:
    """frontend/node_modules as far as the project looks into it."""
    manifest = json.loads((project.frontend / "package.json").read_text(encoding="utf-8"))
    for name in (*manifest["dependencies"], *manifest.get("devDependencies", {})):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "package.json").write_text("{}\n", encoding="utf-8")
    esbuild = folder / "@esbuild" / ESBUILD / "bin" / "esbuild"
    esbuild.parent.mkdir(parents=True, exist_ok=True)
    esbuild.write_text("#!/bin/sh\necho 0.28.1\n", encoding="utf-8")
    esbuild.chmod(0o755)


def delete(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()
