"""The two lists of features, in any shape that their owners give them."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness import repository, slices
from scripts.manage.generator import labels, lists
from scripts.manage.generator.lists import BACKEND, FRONTEND

ENTRIES = {path: lists.entry(path, slices.made()) for path in (BACKEND, FRONTEND)}
PYTHON = {
    "as the template has it": repository.text(f"template/{BACKEND}"),
    "without a type": 'features = [\n    "a",\n]\n',
    "in one line": 'features = ["a", "b"]\n',
    "empty": "features: list[str] = []\n",
    "empty, in two lines": "features: list[str] = [\n]\n",
    "only a comment": "features: list[str] = [\n    # none, [yet]\n]\n",
    "comments behind": 'features = [\n    "a",  # first, "notes"\n    "b",  # 한국어\n]\n',
    "no comma at the end": 'features = [\n    "a",\n    "b"  # last, of two\n]\n',
    "a comment at the end": 'features = [\n    "a",\n    # "c",\n]\n',
    "the bracket behind the last": "features = [\n  'a',\n  'b']\n",
    "two in a line": 'features = [\n    "a", "b",\n    "c", "d",\n]\n',
    "names and strings": 'X = "x"\nfeatures = [\n    X,\n    "a" "b",\n]\nother = ["y"]\n',
    "others": 'features = [\n    *others,\n    "a",\n]\n',
    "line ends of Windows": 'features = [\r\n    "a",\r\n]\r\n',
    "a byte order mark": '\ufefffeatures = [\n    "a",\n]\n',
    "tabs": 'features = [\n\t"a",\n]\n',
}
TYPESCRIPT = {
    "as the template has it": repository.text(f"template/{FRONTEND}"),
    "without a type": "export const features = [\n  { path: 'a' },\n];\n",
    "in one line": "export const features: Feature[] = [{ path: 'a' }, { path: 'b' }];\n",
    "empty": "export const features: readonly Feature[] = [];\n",
    "only a comment": "export const features: Feature[] = [\n  // none, [yet]\n];\n",
    "double quotes": 'export const features = [\n  { "path": "a", label: x },\n] as const;\n',
    "no comma at the end": "const features = [\n  { path: 'a' },\n  { path: 'b' } // last, of two\n];\n",
    "a comment at the end": "const features = [\n  { path: 'a' },\n  /* { path: 'c' }, */\n];\n",
    "entries by name": "const features = [\n  home,\n  ...(DEV ? [environment] : []),\n];\n",
    "brackets in strings": "const features = [\n  { path: 'a', label: { en: ']\\'[', ko: `]}` } },\n];\n",
    "line ends of Windows": "const features = [\r\n  { path: 'a' },\r\n];\r\n",
    "another list before": "const others = [{ path: 'x' }];\nconst features = [\n  { path: 'a' },\n];\n",
    "a path further down": "const features = [\n  { path: 'a', data: { path: 'notes' } },\n];\n",
}
SHAPES = [(BACKEND, name, text) for name, text in PYTHON.items()]
SHAPES += [(FRONTEND, name, text) for name, text in TYPESCRIPT.items()]


def names(path: str, content: str) -> list[str | None]:
    found = lists.find(path, content)
    assert found
    return [item.name for item in found.items]


@pytest.mark.parametrize(("path", "shape", "content"), SHAPES)
def test_the_entry_is_the_last_of_the_list_and_nothing_else_changes(
    path: str, shape: str, content: str
) -> None:
    before = names(path, content)
    written = lists.with_entry(path, content, ENTRIES[path])
    assert written
    assert names(path, written) == [*before, "notes"]
    assert ("\r\n" in written) == ("\r\n" in content)
    assert "\n" not in written.replace("\r\n", "") or "\r\n" not in content
    # Whatever stood there stands there still, in its order.
    rest = iter(written)
    assert all(letter in rest for letter in content)
    if path == BACKEND:
        ast.parse(written.removeprefix("\ufeff"))


@pytest.mark.parametrize(("path", "shape", "content"), SHAPES)
def test_taking_the_entry_out_leaves_what_was_there_before(path: str, shape: str, content: str) -> None:
    written = lists.with_entry(path, content, ENTRIES[path])
    assert written
    without = lists.without_entry(path, written, "notes")
    assert without is not None
    assert names(path, without) == names(path, content)
    if shape not in ("no comma at the end", "the bracket behind the last"):
        assert without == content


@pytest.mark.parametrize("path", [BACKEND, FRONTEND])
def test_an_entry_goes_wherever_it_stands(path: str) -> None:
    one, other = ("'a'", "'b'") if path == BACKEND else ("{ path: 'a' }", "{ path: 'b' }")
    own = ENTRIES[path].rstrip(",")
    start = "features = [" if path == BACKEND else "const features = ["
    for inside in (
        f"{own}, {one}, {other}",
        f"{one}, {own}, {other}",
        f"{one}, {other}, {own}",
        f"\n  {one}, {own}, {other},\n",
        f"\n  {own},\n  {one},\n  {other},\n",
        f"\n  {one},\n  {other}, {own},\n",
    ):
        without = lists.without_entry(path, f"{start}{inside}]\n", "notes")
        assert without
        assert names(path, without) == [
            name for name in names(path, f"{start}{inside}]\n") if name != "notes"
        ]
        assert "notes" not in without
        assert not any(line.endswith(" ") for line in without.splitlines())


def test_the_comment_in_the_entrys_line_goes_with_it() -> None:
    content = 'features = [\n    "a",  # mine\n    "notes",  # theirs\n]\n'
    assert lists.without_entry(BACKEND, content, "notes") == 'features = [\n    "a",  # mine\n]\n'


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (BACKEND, 'features = ["a"] + others\n'),
        (BACKEND, "features = read()\n"),
        (BACKEND, "features = [\n"),
        (BACKEND, ""),
        (FRONTEND, "export const features = of([]);\n"),
        (FRONTEND, "// export const features = [];\n"),
        (FRONTEND, "export const features = [\n"),
        (FRONTEND, ""),
    ],
)
def test_a_list_that_is_not_written_out_is_left_alone(path: str, content: str) -> None:
    assert lists.with_entry(path, content, ENTRIES[path]) is None
    assert lists.without_entry(path, content, "notes") is None
    assert not lists.has(path, content, "notes")


def test_an_entry_that_was_written_by_hand_is_seen() -> None:
    assert lists.has(BACKEND, 'features = others + ["notes"]\n', "notes")
    assert not lists.has(BACKEND, '# "notes"\nfeatures = others\n', "notes")
    assert lists.has(FRONTEND, "const features = of(others, { path: 'notes' });\n", "notes")


def test_a_long_entry_is_broken_as_prettier_does_it() -> None:
    said = labels.read(["en=A rather long name of a feature", "ko=꽤 긴 이름"])
    lines = lists.entry(FRONTEND, slices.made(said=said)).split("\n")
    assert lines[0] == "{"
    assert lines[-1] == "},"
    assert len(lines) == 5


def test_korean_letters_count_twice_as_prettier_counts_them() -> None:
    # Both lines have the same number of letters.
    assert lists.entry(FRONTEND, slices.made(said=labels.read(["ko=노트"]))).startswith("{\n")
    assert lists.entry(FRONTEND, slices.made(said=labels.read(["ko=no"]))).startswith("{ path")


@given(st.text(st.sampled_from("features=[]{},:'\"#/*\n abc"), max_size=60))
def test_any_text_is_a_list_or_none(content: str) -> None:
    for path in (BACKEND, FRONTEND):
        written = lists.with_entry(path, content, ENTRIES[path])
        if written is not None:
            assert "notes" in names(path, written)
