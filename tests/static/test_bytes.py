"""Line ends, encodings, and what must not stand in any file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from harness import repository

# cmd and PowerShell read them in the machine's code page; so does pip on Windows.
ASCII = re.compile(r".*\.(cmd|bat|ps1)|requirements.*\.txt|constraints\.txt")
CRLF = (".cmd", ".bat", ".ps1")
BINARY = (".png", ".jpg", ".webp", ".ico", ".woff2", ".gif")
# Where packages come from is the user's setting (mirrors, proxies), never ours.
REGISTRY = re.compile(r"registry\.(npm|yarn)\w+\.|\bpy(pi|thonhosted)\.\w+|\bdeb\.debian\.|ports\.ubuntu\.")


def contents() -> Iterator[tuple[str, bytes]]:
    """Every text file of this repository with its bytes."""
    for path in repository.files():
        if not path.endswith(BINARY):
            yield path, (repository.ROOT / path).read_bytes()


def test_text_is_utf8_without_a_byte_order_mark() -> None:
    wrong = []
    for path, content in contents():
        try:
            if content.decode("utf-8").startswith("\ufeff"):
                wrong.append(path)
        except UnicodeDecodeError:
            wrong.append(path)
    assert not wrong


def test_what_old_windows_programs_read_is_ascii() -> None:
    wanted = [(path, content) for path, content in contents() if ASCII.fullmatch(PurePosixPath(path).name)]
    assert wanted
    assert not [path for path, content in wanted if not content.isascii()]


def test_lines_end_with_crlf_for_cmd_and_powershell_and_with_lf_elsewhere() -> None:
    wrong = []
    for path, content in contents():
        lone = content.replace(b"\r\n", b"")
        if path.endswith(CRLF):
            wrong += [path] if b"\n" in lone or b"\r" in lone else []
        elif b"\r" in content:
            wrong.append(path)
    assert not wrong


def test_every_file_ends_with_one_line_end() -> None:
    assert not [
        path for path, content in contents() if content and not re.search(rb"[^\n\r]\r?\n\Z", content)
    ]


def test_no_line_ends_with_a_space() -> None:
    spaced = [path for path, content in contents() if re.search(rb"[ \t]\r?$", content, re.MULTILINE)]
    assert not [path for path in spaced if not path.removesuffix(".jinja").endswith(".md")]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert not [path for path, content in contents() if REGISTRY.search(content.decode("utf-8"))]


def test_lock_files_hold_no_addresses_of_packages() -> None:
    locks = [path for path in repository.files() if path.endswith("package-lock.json")]
    assert locks
    for path in locks:
        packages = json.loads(repository.text(path))["packages"]
        assert len(packages) > 100
        assert not [name for name, package in packages.items() if "resolved" in package]
        assert not [name for name, package in packages.items() if name and "integrity" not in package]


def test_pinned_requirements_hold_no_addresses_and_no_hashes() -> None:
    for path in repository.with_suffix(
        "constraints.txt", "requirements.txt", "requirements.txt.jinja", "requirements-dev.txt"
    ):
        lines = [line for line in repository.text(path).splitlines() if not line.startswith("#")]
        assert not [line for line in lines if re.search(r"://|--hash|--(extra-)?index-url|-i ", line)], path
