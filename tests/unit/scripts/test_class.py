"""class.py shows a class's laptops in one table, whatever the reports hold, and nobody's name."""

from __future__ import annotations

import ast
import copy
import json
import string
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import laptops
from harness import repository
from harness.pages import Page
from scripts.manage import faults
from scripts.manage.faults import Fault
from scripts.manage.terminal import messages

# Its name is a word of Python's own.
class_ = import_module("class")

KOREAN = messages.LANGUAGES["ko"].texts
SCHEMA = json.loads(repository.text("template/docs/doctor.schema.json"))
# What a report may hold anywhere, and must not come out.
SECRET = "김철수-secret"
EXPECTED = f"""\
no.  system       Python  state                 codes
1    macos-arm64  3.12    not ready             FA020 FA071
2    windows-x64  3.13    not ready             FA020
3    linux-x64    3.11    ready, with warnings  FA071
4    linux-x64    3.13    ready

Ready: 2 of 4

✗ FA020  on 2 of 4:  {faults.NOT_SET_UP.says}
    python3 manage.py setup

! FA071  on 2 of 4:  {faults.NO_COMMIT.says}
    git init
    git add --all
    git commit -m "Start from the template"

On Windows, type `py` instead of `python3`.

An offline kit for them:
    manage.py kit make --for windows-x64,macos-arm64,linux-x64 --python 3.11,3.12,3.13
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    messages.use("en")


def finding(fault: Fault | None) -> dict[str, Any]:
    """A line of doctor's: what is wrong, or that something is well."""
    if fault is None:
        return {"kind": "done", "text": f"{SECRET} is well", "code": "", "remedy": [], "facts": [], "fix": ""}
    return {
        "kind": "warning" if fault.warns else "failed",
        "text": filled(fault.says),
        "code": fault.code,
        "remedy": [SECRET],
        "facts": [f"/home/{SECRET}/app"],
        "fix": fault.fix,
    }


def filled(words: str) -> str:
    return "".join(
        before + (SECRET if name is not None else "")
        for before, name, _, _ in string.Formatter().parse(words)
    )


def report(
    system: str = "Linux", machine: str = "x86_64", python: str = "3.13.7", *found: Fault | None
) -> dict[str, Any]:
    return {
        "schema": 1,
        "project": SECRET,
        "template": SECRET,
        "machine": {"system": system, "release": SECRET, "machine": machine, "python": python},
        "ok": all(fault is None or fault.warns for fault in found),
        "groups": [{"id": "system", "title": "System", "findings": [finding(fault) for fault in found]}],
    }


CLASS = {
    "kim": report(),
    "lee": report("Windows", "AMD64", "3.13.0", faults.NOT_SET_UP, None),
    "park": report("Darwin", "arm64", "3.12.1", faults.NOT_SET_UP, faults.NO_COMMIT),
    "choi": report("Linux", "x86_64", "3.11.2", faults.NO_COMMIT),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, each in CLASS.items():
        write(tmp_path / f"{name}.json", each)
    return tmp_path


def write(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


Shown = Callable[..., tuple[int, str, str]]


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]) -> Shown:
    """Run class.py: its exit code, what it printed, and what it complained of."""

    def run(*words: object) -> tuple[int, str, str]:
        code = class_.main([*map(str, words)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_the_reports_of_this_test_are_as_the_schema_says() -> None:
    for each in CLASS.values():
        Draft202012Validator(SCHEMA).validate(each)


def test_a_class_is_one_table_with_totals_by_code(folder: Path, shown: Shown) -> None:
    assert shown(folder, "--lang", "en") == (0, EXPECTED, "")


def test_the_table_speaks_korean(folder: Path, shown: Shown) -> None:
    code, printed, complained = shown(folder, "--lang", "ko")
    assert (code, complained) == (0, "")
    lines = printed.splitlines()
    assert lines[:2] == [
        "번호  시스템       파이썬  상태               코드",
        "1     macos-arm64  3.12    준비 안 됨         FA020 FA071",
    ]
    assert "준비됨: 4대 중 2대" in lines
    assert f"✗ FA020  4대 중 2대:  {KOREAN[faults.NOT_SET_UP.says]}" in lines


@pytest.mark.parametrize(("page", "language"), [("docs/teachers.md", "en"), ("docs/teachers.ko.md", "ko")])
def test_the_teachers_page_shows_what_is_printed(
    folder: Path, shown: Shown, page: str, language: str
) -> None:
    (block,) = [body for kind, body in Page.read(page).code_blocks if kind == "text"]
    assert shown(folder, "--lang", language)[1] == f"{block}\n"


def test_nothing_that_a_report_says_in_its_own_words_is_shown(tmp_path: Path, shown: Shown) -> None:
    write(tmp_path / "a.json", report(SECRET, SECRET, SECRET, *faults.every()))
    for words in ((), ("--json",), ("--lang", "ko")):
        code, printed, complained = shown(tmp_path, *words)
        assert code == 0
        assert faults.NOT_SET_UP.code in printed
        for said in (SECRET, "/home", str(tmp_path)):
            assert said not in printed + complained


def test_the_order_says_nothing_of_the_files_names(folder: Path, shown: Shown) -> None:
    before = shown(folder)
    for name, other in zip(CLASS, reversed(CLASS), strict=True):
        write(folder / f"{name}.json", CLASS[other])
    assert shown(folder) == before


def test_files_may_be_named_one_by_one(folder: Path, shown: Shown) -> None:
    _, printed, _ = shown(folder / "kim.json", folder / "choi.json", "--lang", "en")
    assert "Ready: 2 of 2" in printed
    assert "Windows" not in printed


def test_the_table_for_programs_says_the_same(folder: Path, shown: Shown) -> None:
    (folder / "note.json").write_text("?", encoding="utf-8")
    code, printed, _ = shown(folder, "--json", "--lang", "en")
    told = json.loads(printed)
    assert (code, told["schema"], told["ready"], told["skipped"]) == (1, 1, 2, 1)
    assert told["laptops"][0] == {
        "number": 1,
        "system": "macos-arm64",
        "python": "3.12",
        "ready": False,
        "failed": ["FA020"],
        "warnings": ["FA071"],
    }
    assert [(each["code"], each["kind"], each["laptops"]) for each in told["codes"]] == [
        ("FA020", "failed", 2),
        ("FA071", "warning", 2),
    ]
    assert told["kit"]["systems"] == ["windows-x64", "macos-arm64", "linux-x64"]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_of_several_rows_with_one_code_the_one_that_was_said_is_shown(
    tmp_path: Path, shown: Shown, language: str
) -> None:
    for row in faults.every():
        said = report("Linux", "x86_64", "3.13.7", row)
        said["groups"][0]["findings"][0]["text"] = filled(KOREAN[row.says] if language == "ko" else row.says)
        (found,) = laptops.read(write(tmp_path / "a.json", said)).findings
        assert (found.fault and found.fault.says) == row.says


def test_a_code_of_another_version_is_counted_all_the_same(tmp_path: Path, shown: Shown) -> None:
    write(tmp_path / "a.json", report("Linux", "x86_64", "3.13.7", Fault("FA" + "999", "New.")))
    code, printed, _ = shown(tmp_path, "--lang", "en")
    assert code == 0
    assert "on 1 of 1:  A code that this version of the template does not know." in printed


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "It is empty."),
        ("Python\n  ✓ Python 3.13.7\n".encode(), "It is no JSON."),
        (b"[" * 100_000, "It is no JSON."),
        (b"\xff\xfe{", "It is no JSON."),
        (b"[1, 2]", "It is no report of doctor."),
        (b'{"name": "frontend"}', "It is no report of doctor."),
        (b'{"schema": 1}', "It is no report of doctor."),
        (b'{"schema": 2}', "Another version of the template made it."),
        (b" " * 2_000_001, "It is too long for a report."),
    ],
    ids=["empty", "text", "deep", "half", "list", "foreign", "little", "newer", "long"],
)
def test_a_file_that_is_no_report_is_told_in_one_line_and_the_others_are_shown(
    folder: Path, shown: Shown, content: bytes, why: str
) -> None:
    (folder / "note.json").write_bytes(content)
    code, printed, complained = shown(folder, "--lang", "en")
    assert (code, printed) == (1, EXPECTED)
    assert complained.startswith(f"! note.json: {why}")
    assert complained.count("\n") == 1


def test_a_file_that_is_not_there_is_told(folder: Path, shown: Shown) -> None:
    code, printed, complained = shown(folder, folder / "gone.json", "--lang", "en")
    assert (code, printed, complained) == (1, EXPECTED, "! gone.json: It cannot be read.\n")


def test_where_there_is_no_report_nothing_is_shown(tmp_path: Path, shown: Shown) -> None:
    code, printed, complained = shown(tmp_path, "--lang", "en")
    assert (code, printed, complained) == (2, "", "✗ There is no report that can be read.\n")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_report_that_powershell_wrote_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(CLASS["lee"]), encoding=encoding)
    assert laptops.read(path).system == "windows-x64"


def lacking(path: tuple[str | int, ...]) -> dict[str, Any]:
    """A report without one of its properties."""
    made = copy.deepcopy(CLASS["lee"])
    place: Any = made
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return made


@pytest.mark.parametrize(
    "path",
    [("schema",), ("ok",), ("groups",), ("machine",), ("machine", "system"), ("machine", "python"),
     ("groups", 0, "findings"), ("groups", 0, "findings", 0, "kind"), ("groups", 0, "findings", 0, "code")],
)  # fmt: skip
def test_what_is_read_of_a_report_is_what_the_schema_promises(tmp_path: Path, path: tuple[str, ...]) -> None:
    assert not Draft202012Validator(SCHEMA).is_valid(lacking(path))
    with pytest.raises(laptops.NoReport):
        laptops.read(write(tmp_path / "a.json", lacking(path)))


@pytest.mark.parametrize(
    ("name", "value"), [("ok", True), ("ok", "no"), ("machine", []), ("groups", [{"findings": "none"}])]
)
def test_a_report_that_does_not_agree_with_itself_is_refused(tmp_path: Path, name: str, value: Any) -> None:
    with pytest.raises(laptops.NoReport):
        laptops.read(write(tmp_path / "a.json", CLASS["lee"] | {name: value}))


def test_every_text_has_its_korean() -> None:
    said = {*class_.COLUMNS}
    for path in ("scripts/class.py", "scripts/laptops.py"):
        for call in ast.walk(ast.parse(repository.text(path))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ("say", "NoReport"):
                said |= {word.value for word in call.args if isinstance(word, ast.Constant)}
    assert said == class_.KOREAN.keys()
