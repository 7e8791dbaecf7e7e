"""Stamps: they change when what they vouch for changes, and are never half there."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.manage import stamp


def files(folder: Path, *contents: bytes | None) -> list[Path]:
    """One file for each of `contents`; None leaves it missing."""
    paths = [folder / f"{number}.txt" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content)
    return paths


def test_the_same_contents_have_the_same_fingerprint(tmp_path: Path) -> None:
    first = stamp.fingerprint(files(tmp_path, b"a\n", b"b\n"))
    other = tmp_path / "other"
    other.mkdir()
    assert stamp.fingerprint(files(other, b"a\n", b"b\n")) == first


@pytest.mark.parametrize(
    "contents",
    [(b"a\n", b"c\n"), (b"b\n", b"a\n"), (b"a\nb\n", b""), (b"a\nb", b"\n"), (b"a\n", None), (b"a\n",)],
)
def test_any_change_changes_the_fingerprint(tmp_path: Path, contents: tuple[bytes | None, ...]) -> None:
    before = stamp.fingerprint(files(tmp_path, b"a\n", b"b\n"))
    assert stamp.fingerprint(files(tmp_path, *contents)) != before


def test_line_ends_do_not_change_the_fingerprint(tmp_path: Path) -> None:
    unix = stamp.fingerprint(files(tmp_path, b"flask\nbrotli\n"))
    assert stamp.fingerprint(files(tmp_path, b"flask\r\nbrotli\r\n")) == unix


def test_a_file_that_appears_changes_the_fingerprint(tmp_path: Path) -> None:
    missing = stamp.fingerprint(files(tmp_path, None))
    assert stamp.fingerprint(files(tmp_path, b"x")) != missing


def test_a_stamp_says_what_was_written(tmp_path: Path) -> None:
    facts = {"folder": "/내 앱/backend/venv", "system": "Linux"}
    stamp.write(tmp_path, facts)
    assert stamp.read(tmp_path) == facts
    assert [path.name for path in tmp_path.iterdir()] == [stamp.NAME]


def test_an_interrupted_write_leaves_the_old_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp.write(tmp_path, {"state": "old"})

    def power_cut(path: Path, text: str, **_: object) -> int:
        with path.open("w", encoding="utf-8") as file:
            file.write(text[: len(text) // 2])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", power_cut)
    with pytest.raises(KeyboardInterrupt):
        stamp.write(tmp_path, {"state": "new"})
    assert stamp.read(tmp_path) == {"state": "old"}


@pytest.mark.parametrize("content", [b"", b'{"a": ', b"[]", b"null", b"\xff\xfe{"])
def test_a_damaged_stamp_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / stamp.NAME).write_bytes(content)
    assert stamp.read(tmp_path) is None


def test_no_folder_and_no_stamp_count_as_none(tmp_path: Path) -> None:
    assert stamp.read(tmp_path) is None
    assert stamp.read(tmp_path / "nowhere") is None


def test_a_stamp_can_be_taken_away_twice(tmp_path: Path) -> None:
    stamp.write(tmp_path, {})
    stamp.remove(tmp_path)
    stamp.remove(tmp_path)
    assert stamp.read(tmp_path) is None
