"""An app of another shape, in a project: only where docs/files.md says that the owner's places are."""

from __future__ import annotations

import base64
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness import repository

APP = repository.ROOT / "tests" / "moved_in"
# What the files of the app have in place of the address of the second server.
SECOND_ORIGIN = "SECOND_ORIGIN"
# The smallest picture there is: a map's tile.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg=="
)
# What the second server answers; everything else is a picture.
ANSWERS = {
    "/fonts.css": ("text/css", b"@font-face { font-family: Shelf; src: url('/shelf.woff2'); }"),
    "/shelf.woff2": ("font/woff2", b""),
    "/weather": ("text/plain", b"sunny"),
}
NOT_IN_A_PROJECT = {"backend/requirements.txt"}


def files() -> list[str]:
    """The files that the app brings, by their paths in a project."""
    return sorted(
        path
        for path in (file.relative_to(APP).as_posix() for file in APP.rglob("*") if file.is_file())
        if path not in NOT_IN_A_PROJECT and "__pycache__" not in path
    )


def move_in(project: Path, second_origin: str) -> None:
    """Put the app into a fresh project, as somebody does who follows docs/files.md."""
    for feature in ("environment", "home"):
        shutil.rmtree(project / "frontend" / "src" / "app" / "features" / feature)
    shutil.rmtree(project / "backend" / "app" / "features" / "environment")
    (project / "frontend" / "src" / "app" / "app.css").unlink()
    (project / "frontend" / "src" / "styles.css").unlink()
    for path in files():
        text = (APP / path).read_text(encoding="utf-8").replace(SECOND_ORIGIN, second_origin)
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
    replace(project / "backend/app/features/__init__.py", '    "environment",\n', "")
    replace(project / "frontend/angular.json", "src/styles.css", "src/styles.scss")
    font = f'<link rel="stylesheet" href="{second_origin}/fonts.css" />\n  '
    replace(project / "frontend/src/index.html", "</head>", f"{font}</head>")
    requirements = project / "backend" / "requirements.txt"
    wanted = (APP / "backend" / "requirements.txt").read_text(encoding="ascii")
    requirements.write_text(requirements.read_text(encoding="ascii") + wanted, encoding="ascii")


def replace(path: Path, old: str, new: str) -> None:
    """Change the one place in a file that says `old`."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has {text.count(old)} times {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def second_origin() -> Iterator[tuple[str, list[str]]]:
    """The address of another server, and the paths that were asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            kind, body = ANSWERS.get(self.path, ("image/png", PIXEL))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
