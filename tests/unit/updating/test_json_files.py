"""JSON that template and owner both have changed: joined key by key, and else left as it was typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness import repository
from harness.trees import Trees
from scripts.manage.updating import json_files

BASE = """\
{
  "name": "frontend",
  "version": "0.0.0",
  "scripts": {
    "start": "ng serve",
    "build": "ng build"
  },
  "dependencies": {
    "@angular/core": "22.0.0",
    "rxjs": "~7.8.0"
  }
}
"""
JSON_FILES = [path for path in repository.files("template/frontend") if path.endswith(".json")]
COMMENT = "/* About this file: https://www.example.org */\n// Two of them.\n"


@pytest.fixture
def trees(tmp_path: Path) -> Trees:
    return Trees.below(tmp_path)


def changed(text: str, *changes: tuple[str, str]) -> str:
    """The text with places changed, which must be there once."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def joined(trees: Trees, base: str, ours: str, theirs: str) -> tuple[str, bool]:
    one, two, three = (text.encode("utf-8") for text in (base, ours, theirs))
    content, is_clean = json_files.merge(one, two, three, trees.store.merge_texts)
    return content.decode("utf-8"), is_clean


def sides(text: str) -> tuple[str, str]:
    """What is left where one side of every conflict is taken: the owner's, the template's."""
    ours, theirs, kept = [], [], "both"
    for line in text.splitlines(keepends=True):
        if line.startswith("<<<<<<< yours"):
            kept = "ours"
        elif line.startswith("======="):
            kept = "theirs"
        elif line.startswith(">>>>>>> template"):
            kept = "both"
        else:
            ours += [line] * (kept != "theirs")
            theirs += [line] * (kept != "ours")
    return "".join(ours), "".join(theirs)


# --- Keys ---


def test_neighbouring_keys_are_no_conflict(trees: Trees) -> None:
    ours = changed(BASE, ('"start": "ng serve"', '"start": "ng serve --open"'), ('"~7.8.0"', '"~7.9.0"'))
    theirs = changed(BASE, ('"build": "ng build"', '"build": "ng build --x"'), ('"22.0.0"', '"22.1.0"'))
    expected = changed(ours, ('"build": "ng build"', '"build": "ng build --x"'), ('"22.0.0"', '"22.1.0"'))
    assert joined(trees, BASE, ours, theirs) == (expected, True)


def test_what_both_add_at_the_end_is_there(trees: Trees) -> None:
    ours = changed(
        BASE, ('"~7.8.0"', '"~7.8.0",\n    "zone.js": "1"'), ('"ng build"', '"ng build",\n    "own": "o"')
    )
    theirs = changed(
        BASE, ('"~7.8.0"', '"~7.8.0",\n    "tslib": "2"'), ('"ng build"', '"ng build",\n    "lint": "l"')
    )
    text, is_clean = joined(trees, BASE, ours, theirs)
    assert is_clean
    # Packages are sorted, scripts are not: a new one stands behind the one that it follows in the template.
    assert [*json.loads(text)["dependencies"]] == ["@angular/core", "rxjs", "tslib", "zone.js"]
    assert [*json.loads(text)["scripts"]] == ["start", "build", "lint", "own"]


def test_a_key_that_the_template_removes_goes_and_one_that_the_owner_removed_stays_away(trees: Trees) -> None:
    ours = changed(BASE, ('    "start": "ng serve",\n', ""))
    theirs = changed(BASE, ('    "@angular/core": "22.0.0",\n', ""))
    assert joined(trees, BASE, ours, theirs) == (
        changed(ours, ('    "@angular/core": "22.0.0",\n', "")),
        True,
    )


def test_the_order_of_the_owners_keys_stays(trees: Trees) -> None:
    name, version = '  "name": "frontend",\n', '  "version": "0.0.0",\n'
    ours = changed(BASE, (name + version, version + name))
    theirs = changed(BASE, ('"22.0.0"', '"22.1.0"'))
    assert joined(trees, BASE, ours, theirs) == (changed(ours, ('"22.0.0"', '"22.1.0"')), True)


def test_objects_that_both_add_are_joined(trees: Trees) -> None:
    ours = changed(BASE, ('  "version"', '  "config": {\n    "own": 1\n  },\n  "version"'))
    theirs = changed(BASE, ('  "version"', '  "config": {\n    "new": 2\n  },\n  "version"'))
    text, is_clean = joined(trees, BASE, ours, theirs)
    assert is_clean
    assert json.loads(text)["config"] == {"own": 1, "new": 2}


def test_a_key_that_both_change_in_two_ways_stands_between_marks_and_nothing_else_does(trees: Trees) -> None:
    ours = changed(BASE, ('"22.0.0"', '"21.0.0"'), ('"ng serve"', '"ng serve --open"'))
    theirs = changed(BASE, ('"22.0.0"', '"23.0.0"'), ('"ng build"', '"ng build --x"'))
    text, is_clean = joined(trees, BASE, ours, theirs)
    assert not is_clean
    both = changed(ours, ('"ng build"', '"ng build --x"'))
    line = '    "@angular/core": "{}",\n'
    shown = f"<<<<<<< yours\n{line}=======\n{line}>>>>>>> template\n".format("21.0.0", "23.0.0")
    assert text == changed(both, (line.format("21.0.0"), shown))


REMOVED = {
    "the last key": ('"22.0.0",\n    "rxjs": "~7.8.0"', '"22.0.0"', '"~7.8.0"', '"~8.0.0"'),
    "an object": (
        ',\n  "dependencies": {\n    "@angular/core": "22.0.0",\n    "rxjs": "~7.8.0"\n  }',
        "",
        '"~7.8.0"',
        '"~8.0.0"',
    ),
}


@pytest.mark.parametrize(("old", "without", "value", "other"), REMOVED.values(), ids=REMOVED.keys())
@pytest.mark.parametrize("remover", ["owner", "template"])
def test_a_key_that_one_removes_and_the_other_changes_is_a_conflict_of_sound_sides(
    old: str, without: str, value: str, other: str, remover: str, trees: Trees
) -> None:
    removed, kept = changed(BASE, (old, without)), changed(BASE, (value, other))
    ours, theirs = (removed, kept) if remover == "owner" else (kept, removed)
    text, is_clean = joined(trees, BASE, ours, theirs)
    assert not is_clean
    assert sides(text) == (ours, theirs)


# --- Lists ---


def listed(trees: Trees, base: list[object], ours: list[object], theirs: list[object]) -> list[object] | None:
    """What becomes of a list; None where that is a conflict."""
    texts = [json.dumps({"list": each}, indent=2) for each in (base, ours, theirs)]
    text, is_clean = joined(trees, *texts)
    if is_clean:
        (found,) = json.loads(text).values()
        assert isinstance(found, list)
        return found
    return None


def test_what_both_add_to_a_list_is_in_it(trees: Trees) -> None:
    found = listed(trees, ["a"], ["a", "own"], ["a", "new"])
    assert found and sorted(map(str, found)) == ["a", "new", "own"]


def test_what_stands_first_in_the_templates_list_stands_before_what_it_stood_before(trees: Trees) -> None:
    """Later styles count more than earlier ones."""
    assert listed(trees, ["styles.css"], ["styles.css", "own.css"], ["reset.css", "styles.css"]) == [
        "reset.css",
        "styles.css",
        "own.css",
    ]


def test_one_may_add_to_a_list_and_the_other_remove(trees: Trees) -> None:
    assert listed(trees, ["a", "b"], ["a", "b", "own"], ["b"]) == ["b", "own"]
    assert listed(trees, ["a", "b"], ["b"], ["a", "b", "new"]) == ["b", "new"]


def test_objects_in_a_list_are_joined_as_wholes(trees: Trees) -> None:
    one, own, new = {"glob": "**/*", "input": "public"}, {"glob": "own"}, {"glob": "new"}
    found = listed(trees, [one], [one, own], [one, new])
    assert found and own in found and new in found and one in found and len(found) == 3


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        (["-a", "1"], ["-a", "1", "-v"], ["-a", "1", "-b", "1"]),
        (["-a", "1"], ["-a", "1", "-b", "1"], ["-a", "1", "-v"]),
        (["a"], ["a", "own"], ["a", "new", "new"]),
        (["a.css", "b.css"], ["a.css", "b.css", "own.css"], ["b.css", "a.css"]),
        (["a", "b", "c"], ["a", "own"], ["new", "c"]),
    ],
    ids=[
        "a value twice",
        "a value twice here",
        "a new one twice",
        "another order in the template",
        "both remove and add",
    ],
)
def test_a_list_of_which_places_may_mean_something_is_not_joined_by_guessing(
    base: list[object], ours: list[object], theirs: list[object], trees: Trees
) -> None:
    assert listed(trees, base, ours, theirs) is None


# --- As it was typed ---


def test_the_owners_indentation_and_end_are_kept(trees: Trees) -> None:
    theirs = changed(BASE, ('"22.0.0"', '"22.1.0"'), ('"ng build"', '"ng build",\n    "lint": "l"'))
    own = changed(BASE, ('"ng serve"', '"ng serve --open"'))
    for step, end, line_end in (("\t", "\n", "\n"), ("    ", "", "\n"), ("  ", "\n", "\r\n")):
        ours = json.dumps(json.loads(own), indent=step) + end
        text, is_clean = joined(trees, BASE, ours.replace("\n", line_end), theirs)
        assert is_clean
        values = json.loads(text)
        assert values["scripts"] == {"start": "ng serve --open", "build": "ng build", "lint": "l"}
        assert values["dependencies"]["@angular/core"] == "22.1.0"
        assert text == (json.dumps(values, indent=step) + end).replace("\n", line_end)


def test_marks_of_a_conflict_end_their_lines_as_the_file_does(trees: Trees) -> None:
    ours = changed(BASE, ('"22.0.0"', '"21.0.0"')).replace("\n", "\r\n")
    theirs = changed(BASE, ('"22.0.0"', '"23.0.0"'))
    text, is_clean = joined(trees, BASE, ours, theirs)
    assert not is_clean
    assert text.count("\n") == text.count("\r\n") == BASE.count("\n") + 4


VALUES = {
    "numbers": "[1.0, 1e5, 1E-7, -0, 0.10, 1e999, 123456789012345678901234567890]",
    "text": '"한국어 \\u00e9 \\/ é \\ud83d \\"quoted\\" \\\\"',
    "a short list": '["vitest/globals", "node"]',
    "a short object": '{ "path": "./tsconfig.app.json" }',
    "empty ones": '[{}, [], { }, ""]',
    "words": "[true, false, null]",
}


@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())
@pytest.mark.parametrize("whose", ["owner", "template"])
def test_values_are_written_as_they_were_typed(value: str, whose: str, trees: Trees) -> None:
    has = changed(BASE, ('"name": "frontend"', f'"name": "frontend",\n  "value": {value}'))
    other = changed(BASE, ('"version": "0.0.0"', '"version": "1.0.0"'))
    expected = changed(has, ('"version": "0.0.0"', '"version": "1.0.0"'))
    ours, theirs = (has, other) if whose == "owner" else (other, has)
    assert joined(trees, BASE, ours, theirs) == (expected, True)


def test_a_key_or_text_that_was_only_typed_in_another_way_is_the_same(trees: Trees) -> None:
    """Some programs write Korean in escapes."""
    base, theirs = (f'{{\n  "한": "글",\n  "a": "{each}"\n}}\n' for each in ("1", "2"))
    ours = json.dumps(json.loads(base), indent=2) + "\n"
    assert "한" not in ours
    assert joined(trees, base, ours, theirs) == (changed(ours, ('"1"', '"2"')), True)
    assert joined(trees, base, ours, changed(theirs, ('"글"', '"새"')))[1]


def test_a_short_list_that_both_add_to_stays_on_its_line(trees: Trees) -> None:
    base, ours, theirs = (f'{{\n  "types": [{each}]\n}}\n' for each in ('"a"', '"a", "own"', '"a", "new"'))
    assert joined(trees, base, ours, theirs) == ('{\n  "types": ["a", "new", "own"]\n}\n', True)


def test_true_is_not_the_number_one(trees: Trees) -> None:
    base, ours, theirs = (f'{{\n  "strict": {each}\n}}\n' for each in ("true", "1", "false"))
    assert not joined(trees, base, ours, theirs)[1]


def test_comments_above_everything_are_kept(trees: Trees) -> None:
    ours = changed(COMMENT + BASE, ('"ng serve"', '"ng serve --open"'))
    theirs = changed(COMMENT + BASE, ('"ng build"', '"ng build --x"'))
    expected = changed(ours, ('"ng build"', '"ng build --x"'))
    assert joined(trees, COMMENT + BASE, ours, theirs) == (expected, True)


def test_the_templates_new_comment_arrives_and_the_owners_stays(trees: Trees) -> None:
    changed_line = ('"ng build"', '"ng build --x"')
    assert joined(trees, BASE, BASE, changed(COMMENT + BASE, changed_line))[0].startswith(COMMENT)
    assert joined(trees, BASE, COMMENT + BASE, changed(BASE, changed_line))[0].startswith(COMMENT)


@pytest.mark.parametrize("path", JSON_FILES)
def test_the_templates_own_files_are_written_as_they_are(path: str, trees: Trees) -> None:
    content = (repository.ROOT / path).read_bytes()
    assert json_files.merge(content, content, content, trees.store.merge_texts) == (content, True)


# --- What is no JSON, or could not be written again as it was ---

NOT_PLAIN = {
    "a key twice": '{"a": 1, "a": 2}',
    "a key twice, further in": '{"a": {"b": 1, "b": 1}}',
    "comments between": '{\n  // why\n  "a": 1\n}',
    "a comma at the end": '{"a": 1,}',
    "a list": "[1]",
    "not a number": '{"a": NaN}',
    "nothing": "",
    "a byte order mark": "\N{ZERO WIDTH NO-BREAK SPACE}{}",
    "a comment without an end": "/* {}",
}


@pytest.mark.parametrize("text", NOT_PLAIN.values(), ids=NOT_PLAIN.keys())
@pytest.mark.parametrize("whose", [0, 1, 2], ids=["old", "owner's", "template's"])
def test_what_is_no_plain_json_is_not_joined(text: str, whose: int, trees: Trees) -> None:
    versions = ["{}", "{}", "{}"]
    versions[whose] = text
    with pytest.raises(json_files.NotPlain):
        joined(trees, *versions)


def test_other_encodings_are_not_joined(trees: Trees) -> None:
    with pytest.raises(json_files.NotPlain):
        json_files.merge(b"{}", '{"a": "한"}'.encode("cp949"), b"{}", trees.store.merge_texts)


@pytest.mark.parametrize(
    "text", [BASE, COMMENT + BASE, NOT_PLAIN["comments between"], NOT_PLAIN["a comma at the end"], "{}"]
)
def test_json_is_sound_with_comments_and_without(text: str) -> None:
    assert json_files.is_sound(text.encode("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        NOT_PLAIN["a key twice"],
        '{\n  // why\n  "a": 1,\n  "a": 2\n}',
        '{"a": 1 "b": 2}',
        changed(BASE, ('"0.0.0",', '"0.0.0"')),
        BASE.removesuffix("}\n"),
        "<<<<<<< yours\n" + BASE,
        "",
    ],
)
def test_json_is_not_sound_with_a_key_twice_or_a_comma_missing(text: str) -> None:
    assert not json_files.is_sound(text.encode("utf-8"))
