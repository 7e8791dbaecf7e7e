"""What linters found, told by rule: the counts, what `--fix` mends, and when all is printed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from scripts.manage.project import Project
from scripts.manage.verbs import _findings, _tools
from scripts.manage.verbs._findings import Rule
from scripts.manage.verbs._tools import SHORT, Listing, Tool

LINE = "somewhere.py: not as agreed"


def test_ruffs_statistics_are_read() -> None:
    printed = [
        {"code": "I001", "name": "unsorted-imports", "count": 3, "fixable": True, "fixable_count": 2},
        {"code": None, "name": "invalid-syntax", "count": 1, "fixable": False, "fixable_count": 0},
    ]
    sorted_, syntax = _findings.of_ruff(json.dumps(printed))
    assert (sorted_.name, sorted_.count, sorted_.mended) == ("I001", 3, 2)
    assert sorted_.meaning == "unsorted imports"
    assert sorted_.page == "https://docs.astral.sh/ruff/rules/unsorted-imports"
    assert (syntax.name, syntax.page) == ("invalid-syntax", "")


def test_eslints_report_is_counted_by_rule() -> None:
    broken = {"ruleId": "prefer-const", "message": "'x' is never reassigned."}
    printed = {
        "results": [
            {"messages": [broken | {"fix": {}}, broken]},
            {"messages": [broken, {"ruleId": None, "message": "Parsing error"}]},
            {"messages": []},
        ],
        "metadata": {
            "rulesMeta": {"prefer-const": {"docs": {"description": "Require it", "url": "its page"}}}
        },
    }
    rule, unread = _findings.of_eslint(json.dumps(printed))
    assert rule == Rule("prefer-const", 3, 1, "Require it", "its page")
    assert unread == Rule("", 1, 0, "Parsing error", "")


def test_files_that_a_formatter_cannot_read_are_not_counted_as_its_own() -> None:
    printed = "a.py:1:1: unformatted: File would be reformatted\nb.py:2:1: invalid-syntax: unexpected EOF\n"
    (rule,) = _findings.of_formatter(printed)
    assert (rule.count, rule.mended) == (1, 1)
    assert _findings.of_formatter("\n") == []


@pytest.mark.parametrize("read", [_findings.of_ruff, _findings.of_eslint])
@pytest.mark.parametrize("printed", ["", "error: unknown option", "1"])
def test_what_is_no_report_is_an_error(read: _tools.Reader, printed: str) -> None:
    with pytest.raises(ValueError, match=r"^(not a|Expecting value)"):
        read(printed)


def test_the_most_frequent_rule_comes_first_and_few_are_named() -> None:
    rules = [Rule(f"R{number:03}", number, 0, "meaning") for number in range(1, 101)]
    lines = list(_findings.summary(rules, "backend", follows=False))
    assert lines[0].split() == ["100", "R100", "meaning"]
    assert len(lines) == _findings.SHOWN + 2
    others = 100 - _findings.SHOWN
    assert f"{others * (others + 1) // 2} of {others} other rules" in lines[-2]
    assert "--fix" not in "".join(lines)
    assert "lint backend --all" in lines[-1]


def test_what_fix_mends_is_counted_and_marked() -> None:
    rules = [Rule("A", 3, 2, "mended"), Rule("B", 4, 0, "by hand")]
    by_hand, mended, fix = _findings.summary(rules, "frontend", follows=True)
    assert by_hand.split() == ["4", "B", "by", "hand"]
    assert mended.split() == ["3", "*", "A", "mended"]
    assert "2 of 7" in fix
    assert "manage.py lint frontend --fix" in fix


def printing(words: str) -> Tool:
    """A tool that prints these words."""
    return Tool("", "", [sys.executable, "-c", f"print({words!r})"], Path.cwd())


def told(
    lines: int, counted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, places: str = ""
) -> str:
    """What is said of a tool that prints so many lines and counts its findings so."""
    listing = Listing("backend", printing(counted), _findings.of_ruff, printing(places) if places else None)
    printed = "\n".join([LINE] * lines)
    _tools._tell(printed, listing, Project(tmp_path), None)
    return capsys.readouterr().out


def statistics(count: int) -> str:
    row = {"code": "I001", "name": "unsorted-imports", "count": count, "fixable": True, "fixable_count": 0}
    return json.dumps([row])


def test_a_short_output_is_printed_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(SHORT, statistics(9), tmp_path, capsys) == f"{LINE}\n" * SHORT
    assert told(0, statistics(9), tmp_path, capsys) == ""


def test_a_long_output_is_told_by_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = told(SHORT + 1, statistics(SHORT + 1), tmp_path, capsys, places="a place")
    assert "I001 unsorted imports" in output
    assert "lint backend --all" in output
    assert LINE not in output
    assert "a place" not in output


def test_few_findings_of_many_lines_are_told_by_rule_and_by_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = told(SHORT + 1, statistics(SHORT), tmp_path, capsys, places="a place")
    assert output.index("I001 unsorted imports") < output.index("a place")
    assert LINE not in output
    assert "--all" not in output
    without_places = told(SHORT + 1, statistics(SHORT), tmp_path, capsys)
    assert without_places.count(LINE) == SHORT + 1


def test_what_cannot_be_counted_is_printed_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(SHORT + 1, "the settings are wrong", tmp_path, capsys) == f"{LINE}\n" * (SHORT + 1)
    assert told(SHORT + 1, "[]", tmp_path, capsys) == f"{LINE}\n" * (SHORT + 1)
