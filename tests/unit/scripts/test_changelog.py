"""CHANGELOG.md is read part by part, and a heading that is none is told."""

from __future__ import annotations

from datetime import date

import pytest

import changelog
from version import Version

TEXT = """\
# Changelog

A word before all parts.

## Unreleased

### Added

- Bees.

## 1.10.0 – 2026-11-30

- Cats.

## 1.9.0 – 2026-10-01

- Dogs.
"""


def test_parts_are_read_from_the_top_on() -> None:
    assert changelog.parts(TEXT) == [
        changelog.Part(None, None, "### Added\n\n- Bees."),
        changelog.Part(Version(1, 10, 0), date(2026, 11, 30), "- Cats."),
        changelog.Part(Version(1, 9, 0), date(2026, 10, 1), "- Dogs."),
    ]


def test_what_changed_since_a_release_is_all_above_it() -> None:
    newer = changelog.since(TEXT, Version(1, 9, 0))
    assert ("- Bees." in newer, "- Cats." in newer, "- Dogs." in newer) == (True, True, False)
    assert changelog.since(TEXT, Version(1, 10, 0)) == "### Added\n\n- Bees."


@pytest.mark.parametrize(
    "wrong",
    [
        "## 1.9 – 2026-11-30",
        "## v1.11.0 – 2026-11-30",
        "## 1.11.0rc1 – 2026-11-30",
        "## 1.11.0 - 2026-11-30",
        "## 1.11.0",
        "## 1.11.0 – 2026-11-31",
        "## [Unreleased]",
        "## 1.9.0 – 2026-11-30",
        "## 1.10.0 – 2026-11-30",
    ],
)
def test_a_heading_that_is_none_or_in_a_wrong_place_is_told(wrong: str) -> None:
    with pytest.raises(ValueError):
        changelog.parts(TEXT.replace("## Unreleased", wrong))


def test_what_is_not_released_stands_above_all_releases() -> None:
    with pytest.raises(ValueError, match="stands above all releases"):
        changelog.parts(f"{TEXT}\n## Unreleased\n\n- Eels.\n")


def test_a_text_without_parts_is_told() -> None:
    with pytest.raises(ValueError, match="no part"):
        changelog.parts("# Changelog\n\n### Added\n")


def test_released_versions_are_found_in_a_text_of_any_age() -> None:
    assert changelog.released(TEXT) == {Version(1, 10, 0), Version(1, 9, 0)}
    assert changelog.released("## [Unreleased]\n\n## Old ways – 2020-01-01\n") == set()


def test_a_release_takes_the_place_of_what_was_not_released() -> None:
    renewed = changelog.with_release(TEXT, Version(1, 11, 0), date(2026, 12, 1))
    first = changelog.parts(renewed)[0]
    assert first == changelog.Part(Version(1, 11, 0), date(2026, 12, 1), "### Added\n\n- Bees.")
    assert renewed.replace("1.11.0 – 2026-12-01", "Unreleased") == TEXT


@pytest.mark.parametrize("words", ["1.2", "1.2.3.4", "1.02.3", "v1.2.3", "1.2.3rc1", "", "１.２.３"])
def test_a_version_is_three_numbers(words: str) -> None:
    with pytest.raises(ValueError):
        Version.of(words)


def test_versions_are_sorted_as_numbers() -> None:
    assert max(map(Version.of, ("1.9.0", "1.10.0", "0.11.12"))) == Version(1, 10, 0)
    assert Version.of_tag("v1.10.0") == Version(1, 10, 0)
    assert Version(1, 10, 0).tag == "v1.10.0"
