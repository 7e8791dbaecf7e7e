"""The words that describe a field."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.manage.generator import fields, report
from scripts.manage.generator.fields import KINDS, Field, Target
from scripts.manage.problem import Problem

USERS = Target("users", "user", {})
# What a shell changes: of sh, cmd and PowerShell.
SHELL = set(" \t\"'`$&|;<>()[]{}*?!~#%^@,\\")
# A word of each kind, with as much as it can be said to have.
FULL = [
    "title:string:120:index=Hello",
    "code:string:8:unique",
    "body:text:5000:optional",
    "pages:integer:index:min:-1:max:5000=1",
    "isbn:integer:unique:optional",
    "price:decimal:min:0.01:max:99.99=9.90",
    "done:boolean:index=false",
    "due:date:index=today",
    "born:date:unique:optional",
    "start:datetime:optional=now",
    "status:enum:draft:done:index=draft",
    "author:ref:users:optional:index",
    "email:email:100:unique",
    "site:url:optional:index",
]


def parse(word: str) -> Field:
    return fields.parse(word, lambda *_: USERS)


def code_of(word: str) -> str:
    with pytest.raises(Problem) as caught:
        parse(word)
    return caught.value.code


def test_every_kind_is_understood_with_all_that_fits() -> None:
    found = [parse(word) for word in FULL]
    assert {each.kind for each in found} == set(KINDS)
    assert all(each.word == word for each, word in zip(found, FULL, strict=True))


@pytest.mark.parametrize("word", FULL)
def test_no_shell_changes_a_word(word: str) -> None:
    assert not SHELL & set(word)


def test_what_is_said_is_what_the_field_has() -> None:
    assert parse("title:string:120:optional") == Field(
        "title", "string", "title:string:120:optional", length=120, optional=True
    )
    pages = parse("pages:integer:min:-1:max:5=2")
    assert (pages.minimum, pages.maximum, pages.default) == (-1, 5, 2)
    price = parse("price:decimal:max:9.99=1.5")
    assert (price.minimum, price.maximum, price.default) == (None, Decimal("9.99"), Decimal("1.5"))
    status = parse("status:enum:draft:done=done")
    assert (status.choices, status.default) == (("draft", "done"), "done")
    author = parse("author:ref:users")
    assert (author.target, author.column, author.name) == (USERS, "author_id", "author")


def test_lengths_are_those_of_the_kind_where_none_is_said() -> None:
    assert [parse(f"x:{kind}").length for kind in ("string", "text", "email", "url", "integer")] == [
        200, 10_000, 254, 2_000, None,
    ]  # fmt: skip


def test_what_stands_in_an_index_is_short_enough_for_postgresql() -> None:
    assert parse("site:url:unique").length == 500
    assert code_of("site:url:600:unique") == "FA179"


def test_a_unique_field_has_its_index_already() -> None:
    assert not parse("code:string:unique:index").index


def test_a_default_may_hold_colons_and_spaces() -> None:
    assert parse("greeting:string=Hello: world = all").default == "Hello: world = all"
    start = parse("start:datetime=2027-03-01T09:00+09:00").default
    assert start == datetime.datetime(2027, 3, 1, 0, 0, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    "word",
    ["title", "title:", ":string", "title::string", "title:string:", "a:enum:one", "a:enum", "a:ref",
     "a:ref:users:others", "a:string:5:6", "a:string:optional:optional", "a:enum:x:y:x"],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused(word: str) -> None:
    assert code_of(word) == "FA175"


@pytest.mark.parametrize(
    ("word", "meant"),
    [("a:strnig", "string"), ("a:int", "integer"), ("a:references", "ref"), ("a:Boolean", "boolean")],
)
def test_a_kind_that_there_is_not_is_refused_with_the_one_that_was_meant(word: str, meant: str) -> None:
    with pytest.raises(Problem) as caught:
        parse(word)
    assert caught.value.code == "FA176"
    assert meant in caught.value.why


def test_a_modifier_that_there_is_not_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(Problem) as caught:
        parse("title:string:uniqe")
    assert caught.value.code == "FA177"
    assert "unique" in caught.value.why


@pytest.mark.parametrize(
    ("part", "meant"),
    [("optinal", "optional"), ("optionel", "optional"), ("indx", "index"), ("uniqe", "unique")],
)
def test_a_choice_that_looks_like_a_misspelt_modifier_is_asked_about(part: str, meant: str) -> None:
    asked, *others = [line for line in report.fields([parse(f"status:enum:draft:{part}")]) if "?" in line]
    assert asked.split() == [f"{part}:", "Did", "you", "mean", f"{meant!r}?"]
    assert not others


def test_a_choice_that_only_resembles_a_modifier_is_not_asked_about() -> None:
    parts = ("options", "optimal", "indexed", "indices", "union", "national", "unit")
    found = parse(f"status:enum:{':'.join(parts)}")
    assert found.choices == parts
    assert not [line for line in report.fields([found]) if "?" in line]


@pytest.mark.parametrize(
    "word",
    ["a:boolean:unique", "a:enum:x:y:unique", "a:text:index", "a:text:unique", "a:string:min:1",
     "a:date:max:5", "a:integer:10", "a:ref:users=1", "a:string:unique=x", "a:enum:x:y:12"],
)  # fmt: skip
def test_a_modifier_that_does_not_fit_its_kind_is_refused(word: str) -> None:
    assert code_of(word) == "FA177"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("modifier", ["unique", "index", "min:1", "max:5", "7"])
def test_each_modifier_is_taken_where_the_table_has_it_and_refused_elsewhere(
    kind: str, modifier: str
) -> None:
    own = {"enum": ":x:y", "ref": ":users"}.get(kind, "")
    name = fields.LENGTH if modifier == "7" else modifier.partition(":")[0]
    word = f"a:{kind}{own}:{modifier}"
    if name in KINDS[kind].modifiers:
        assert parse(word).kind == kind
    else:
        assert code_of(word) == "FA177"


@pytest.mark.parametrize(
    "word",
    ["a:integer=x", "a:integer=1.5", "a:integer:min:3=2", "a:integer:max:3=4", "a:integer=3000000000",
     "a:decimal=1.005", "a:decimal=1e3", "a:boolean=yes", "a:date=tomorrow", "a:date=2027-02-30",
     "a:datetime=2027-03-01T09:00", "a:datetime=today", "a:enum:x:y=z", "a:enum:x:y=x:optional",
     "a:string:3=four", "a:string=", "a:string=two\nlines", "a:email=nobody", "a:url=ftp://x", "a:url=x"],
)  # fmt: skip
def test_a_default_that_the_field_could_not_hold_is_refused(word: str) -> None:
    assert code_of(word) == "FA178"


@pytest.mark.parametrize(
    "word",
    ["a:integer:min", "a:integer:min:x", "a:integer:min:5:max:1", "a:integer:max:3000000000",
     "a:decimal:min:0.001", "a:string:0", "a:string:1001", "a:email:255", "a:integer:unique:min:1:max:5"],
)  # fmt: skip
def test_a_limit_that_cannot_be_is_refused(word: str) -> None:
    assert code_of(word) == "FA179"


@pytest.mark.parametrize(
    "name",
    ["class", "date", "property", "id", "version", "created_at", "label", "metadata", "model_name", "json",
     "order", "then"],
)  # fmt: skip
def test_a_reserved_name_is_refused(name: str) -> None:
    assert code_of(f"{name}:string") == "FA172"


@pytest.mark.parametrize("name", ["name", "type", "length", "value", "size", "user_name", "key", "text"])
def test_a_usual_name_is_taken(name: str) -> None:
    assert parse(f"{name}:string").name == name


def test_a_ref_is_judged_by_its_column() -> None:
    assert parse("user:ref:users").column == "user_id"
    assert code_of("user:string") == "FA172"


@pytest.mark.parametrize(
    "words",
    [["title:string", "title:text"], ["author:ref:users", "author_id:integer"],
     ["author_label:string", "author:ref:users"]],
)  # fmt: skip
def test_two_fields_of_one_name_are_refused(words: list[str]) -> None:
    with pytest.raises(Problem) as caught:
        fields.require_distinct([parse(word) for word in words])
    assert caught.value.code == "FA181"


@given(st.text(st.sampled_from("abz_:=.-0129 min max string enum ref optional 한"), max_size=40))
def test_any_word_is_a_field_or_a_problem_with_a_remedy(word: str) -> None:
    try:
        found = parse(word)
    except Problem as problem:
        assert problem.exit_code == 2
        assert problem.remedy
    else:
        assert word.startswith(f"{found.name}:{found.kind}")


@given(st.integers(-(2**31), 2**31 - 1), st.integers(-(2**31), 2**31 - 1), st.integers(-(2**31), 2**31 - 1))
def test_a_default_is_taken_exactly_where_it_lies_between_the_limits(a: int, b: int, default: int) -> None:
    least, most = sorted((a, b))
    word = f"n:integer:min:{least}:max:{most}={default}"
    if least <= default <= most:
        assert parse(word).default == default
    else:
        assert code_of(word) == "FA178"
