"""Records the first minutes with a new project, and shows them: an animated picture, and text in the README.

python3 scripts/cast.py

It makes a project from a clone of this repository's newest commit, adds a feature and starts both servers, in
a terminal of its own, and writes docs/first-minutes.svg and the marked parts of README.md and README.ko.md.
Linux and macOS; needs a network and some minutes. All that is shown was printed; what is changed: paths, and
waits, which are cut. Lines of the servers themselves are left out, but for a few.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import cast_drawing
from cast_drawing import Line, Take

# Windows has no such terminals.
assert sys.platform != "win32", "This runs on Linux and macOS."

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "first-minutes.svg"
PAGES = (ROOT / "README.md", ROOT / "README.ko.md")
ADDRESS = "https://github.com/OWNER/copier-flask-angular.git"
# Where the recorded folder is said to be.
HOME = "/home/you"
NEW = 'sh scripts/new.sh ../my-app --defaults --data project_name="My App"'
ADD = "python3 manage.py add notes title:string:120 body:text:optional status:enum:draft:done=draft"
DEV = "python3 manage.py dev"
# What a machine may have besides Python and git, and what is then set up in another way.
NOT_THERE = {"node", "npm", "npx", "corepack", "uv", "uvx", "pip"}
READY = "Ctrl-C stops both servers."
# Both servers say much; of that these lines stay.
OF_SERVERS = re.compile(r"(back|front)end *\|")
KEPT = re.compile(r"Serving Flask|Running on|Building|bundle generation complete")
# Nothing takes longer, on any machine (seconds).
LIMIT = 900


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="cast") as folder:
        # As the terminal sees it: /tmp is a link on macOS.
        scratch = Path(folder).resolve()
        clone = _clone(scratch)
        with _environment(scratch) as environment:
            takes = [
                record(NEW, clone, environment),
                Take("cd ../my-app", ()),
                record(ADD, scratch / "my-app", environment),
                record(DEV, scratch / "my-app", environment, stop_at=READY),
            ]
        takes = [_told_to_everybody(take, scratch) for take in takes]
    PICTURE.write_text(cast_drawing.picture(takes), encoding="utf-8", newline="\n")
    for page in PAGES:
        text = cast_drawing.with_transcript(page.read_text(encoding="utf-8"), takes)
        page.write_text(text, encoding="utf-8", newline="\n")
    print(f"Written: {PICTURE.relative_to(ROOT)}, {PICTURE.stat().st_size / 1000:.0f} kB; the READMEs")
    return 0


def _clone(scratch: Path) -> Path:
    """This repository's newest commit as a clone from the published address, released under its version."""
    clone = scratch / "copier-flask-angular"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    subprocess.run(["git", "clone", "--quiet", "--no-tags", str(ROOT), str(clone)], check=True)
    for words in (
        ["remote", "set-url", "origin", ADDRESS],
        ["update-ref", "refs/remotes/origin/main", "HEAD"],
        ["-c", "user.name=You", "-c", "user.email=you@example.com", "tag", "-a", f"v{version}", "-m", "Cast"],
    ):
        subprocess.run(["git", *words], cwd=clone, check=True)
    return clone


@contextmanager
def _environment(scratch: Path) -> Iterator[Mapping[str, str]]:
    """A machine that has Python and git, no Node, and a browser that shows nothing."""
    programs = scratch / "bin"
    programs.mkdir()
    for folder in os.environ["PATH"].split(os.pathsep):
        for program in Path(folder).iterdir() if Path(folder).is_dir() else ():
            link = programs / program.name
            if program.name not in NOT_THERE and not link.is_symlink() and os.access(program, os.X_OK):
                link.symlink_to(program)
    settings = scratch / "gitconfig"
    settings.write_text("[user]\n    name = You\n    email = you@example.com\n", encoding="utf-8")
    hidden = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "NO_COLOR", "FORCE_COLOR")
    yield {name: value for name, value in os.environ.items() if name not in hidden} | {
        "PATH": str(programs),
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "BROWSER": "true",
        "GIT_CONFIG_GLOBAL": str(settings),
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def record(command: str, folder: Path, environment: Mapping[str, str], stop_at: str = "") -> Take:
    """Run a command in a terminal of its own; give what it printed, and when.

    At `stop_at` Ctrl-C is typed. Raises RuntimeError with the output where the command fails.
    """
    child, terminal = pty.fork()
    if child == 0:
        size = struct.pack("HHHH", cast_drawing.ROWS, cast_drawing.COLUMNS, 0, 0)
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        os.chdir(folder)
        os.execvpe("sh", ["sh", "-c", f"exec {command}"], dict(environment))
    printed = cast_drawing.Printed()
    started = time.monotonic()
    stopped = False
    try:
        for chunk in _chunks(terminal, started + LIMIT):
            printed.take(time.monotonic() - started, chunk)
            if stop_at and not stopped and stop_at in printed.plain():
                time.sleep(1)
                os.write(terminal, b"\x03")
                stopped = True
    finally:
        os.close(terminal)
        _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code != (128 + signal.SIGINT if stop_at else 0):
        raise RuntimeError(f"{command} ended with {code}:\n{printed.plain()}")
    return Take(command, tuple(printed.lines))


def _chunks(terminal: int, until: float) -> Iterator[bytes]:
    while time.monotonic() < until:
        if select.select([terminal], [], [], 1)[0]:
            try:
                chunk = os.read(terminal, 65_536)
            except OSError:
                # Linux's way to say that nobody is at the other end any more.
                return
            if not chunk:
                return
            yield chunk
    raise RuntimeError(f"Nothing ended within {LIMIT} s.")


def _told_to_everybody(take: Take, scratch: Path) -> Take:
    """Without this machine's paths, and without most of what the servers say.

    Raises RuntimeError where something of this machine is left.
    """
    lines = [line.replace(str(scratch), HOME) for line in take.lines if _is_kept(line)]
    words = "\n".join(line.text for line in lines)
    user = Path.home().name
    own = {str(Path.home()), str(ROOT), os.uname().nodename} | ({user} if len(user) > 4 else set())
    found = [each for each in own if each in words]
    if found:
        raise RuntimeError(f"This machine's own words are in it: {found}")
    return Take(take.command, tuple(lines))


def _is_kept(line: Line) -> bool:
    return not OF_SERVERS.match(line.text) or bool(KEPT.search(line.text))


if __name__ == "__main__":
    if shutil.which("git") is None:
        sys.exit("git is needed.")
    sys.exit(main())
