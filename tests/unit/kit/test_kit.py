"""The offline kit, where nothing is downloaded: which system this is, and how a kit gets to its place."""

from __future__ import annotations

import platform
import sysconfig
import zipfile
from pathlib import Path

import pytest

from scripts.manage.kit import making, systems


@pytest.mark.parametrize(
    ("said", "processor", "name"),
    [
        ("linux-x86_64", "x86_64", "linux-x64"),
        ("linux-aarch64", "aarch64", "linux-arm64"),
        ("win-amd64", "AMD64", "windows-x64"),
        # The Python for Intel, on Windows for ARM.
        ("win-amd64", "ARM64", "windows-x64"),
        ("win-arm64", "ARM64", "windows-arm64"),
        ("macosx-11.0-arm64", "arm64", "macos-arm64"),
        ("macosx-10.13-x86_64", "x86_64", "macos-x64"),
        # One Python for both: what counts is how it runs.
        ("macosx-10.9-universal2", "arm64", "macos-arm64"),
        ("macosx-10.9-universal2", "x86_64", "macos-x64"),
    ],
)
def test_a_machine_is_known_by_what_its_python_is_for(
    monkeypatch: pytest.MonkeyPatch, said: str, processor: str, name: str
) -> None:
    monkeypatch.setattr(sysconfig, "get_platform", lambda: said)
    monkeypatch.setattr(platform, "machine", lambda: processor)
    monkeypatch.setattr(platform, "libc_ver", lambda: ("glibc", "2.36"))
    assert systems.of_this_machine() == name
    assert name in systems.SYSTEMS


@pytest.mark.parametrize(("said", "libc"), [("win32", ""), ("linux-x86_64", ""), ("linux-riscv64", "glibc")])
def test_machines_that_no_kit_is_for_are_none_of_the_known(
    monkeypatch: pytest.MonkeyPatch, said: str, libc: str
) -> None:
    monkeypatch.setattr(sysconfig, "get_platform", lambda: said)
    monkeypatch.setattr(platform, "libc_ver", lambda: (libc, ""))
    assert systems.of_this_machine() not in systems.SYSTEMS


def test_pythons_that_a_kit_can_be_for() -> None:
    assert "3.11" in systems.PYTHONS
    assert all(map(systems.is_python, systems.PYTHONS))
    assert not [word for word in ("3.10", "2.7", "3.13t", "pypy3.11", "3", "") if systems.is_python(word)]


@pytest.mark.parametrize("name", ["kit.zip", "kit"])
def test_a_finished_kit_takes_the_place_of_an_older_one(tmp_path: Path, name: str) -> None:
    target, part, kit = tmp_path / name, tmp_path / "part", tmp_path / "made"
    part.mkdir()
    (kit / "wheels").mkdir(parents=True)
    (kit / "wheels" / "one.whl").write_text("new", encoding="utf-8")
    (kit / "kit.json").write_text("{}", encoding="utf-8")
    if making.is_archive(target):
        target.write_bytes(b"older")
    else:
        target.mkdir()
        (target / "kit.json").write_text("{}", encoding="utf-8")
    making._deliver(kit, part / name, target)
    if making.is_archive(target):
        with zipfile.ZipFile(target) as archive:
            assert sorted(archive.namelist()) == ["kit.json", "wheels/one.whl"]
    else:
        assert (target / "wheels" / "one.whl").read_text(encoding="utf-8") == "new"
    # Now it is known for a kit, which the next one may replace.
    making.require_place(target)
