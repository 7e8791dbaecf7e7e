"""What a feature is called, and what it cannot be called."""

from __future__ import annotations

import keyword
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.manage.generator import names, reserved
from scripts.manage.problem import Problem

WORDS = st.from_regex(r"[a-z]{3,8}(_[a-z]{2,8})?", fullmatch=True)


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("notes", "note"),
        ("book_titles", "book_title"),
        ("categories", "category"),
        ("boxes", "box"),
        ("classes", "class"),
        ("branches", "branch"),
        ("wishes", "wish"),
        ("ties", "tie"),
        ("courses", "course"),
        ("houses", "house"),
        ("people", "person"),
        ("school_children", "school_child"),
        ("statuses", "status"),
    ],
)
def test_a_singular_is_found(plural: str, singular: str) -> None:
    assert names.singular_of(plural) == singular


@pytest.mark.parametrize("name", ["data", "pokemon", "series", "news", "status", "glass", "note"])
def test_a_word_without_another_form_needs_its_singular_said(name: str) -> None:
    with pytest.raises(Problem) as caught:
        names.of_feature(name, None)
    assert caught.value.code == "FA174"
    assert names.of_feature(name, "entry").singular == "entry"


def test_the_singular_that_is_said_counts() -> None:
    found = names.of_feature("book_titles", "work")
    assert (found.class_name, found.plural_class) == ("Work", "BookTitles")
    assert (found.kebab, found.singular_kebab) == ("book-titles", "work")


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("Notes", "notes"),
        ("bookTitles", "book_titles"),
        ("book-titles", "book_titles"),
        ("book titles", "book_titles"),
        ("notes_", "notes"),
    ],
)
def test_a_name_in_another_way_is_refused_with_the_right_one(typed: str, better: str) -> None:
    with pytest.raises(Problem) as caught:
        names.of_feature(typed, None)
    assert caught.value.code == "FA171"
    assert any(better in line for line in caught.value.remedy)


@pytest.mark.parametrize("name", ["메모", "café", "заметки"])
def test_a_name_in_other_letters_is_refused_and_becomes_a_label(name: str) -> None:
    with pytest.raises(Problem) as caught:
        names.of_feature(name, None)
    assert caught.value.code == "FA171"
    assert any(f"--label ko={name}" in line for line in caught.value.remedy)


@pytest.mark.parametrize("name", ["", "1st", "_notes", "a__b", "notes!", "a/b", "..", "n" * 28, "notes\n"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(Problem) as caught:
        names.of_feature(name, "one")
    assert caught.value.code == "FA171"


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("class", "Python"),
        ("values", "SQL"),
        ("references", "SQL"),
        ("metadata", "SQLAlchemy"),
        ("environment", "itself"),
        ("api", "itself"),
        ("field", "manage.py"),
    ],
)
def test_a_word_of_somebody_elses_is_refused_with_the_reason(name: str, owner: str) -> None:
    with pytest.raises(Problem) as caught:
        names.of_feature(name, "one")
    assert caught.value.code == "FA172"
    assert owner in caught.value.why


@pytest.mark.parametrize("name", ["classes", "functions", "requests", "strings", "lists", "bases", "texts"])
def test_a_plural_whose_singular_would_hide_something_needs_another(name: str) -> None:
    with pytest.raises(Problem) as caught:
        names.of_feature(name, None)
    assert caught.value.code == "FA172"
    assert any("--singular" in line for line in caught.value.remedy)
    assert names.of_feature(name, "school_thing").name == name


@given(WORDS)
def test_every_name_that_is_taken_is_good_in_code_and_in_sql(word: str) -> None:
    try:
        found = names.of_feature(f"{word}s", None)
    except Problem:
        return
    for each in (found.name, found.singular, found.class_name):
        assert each.isidentifier()
        assert not keyword.iskeyword(each)
    with sqlite3.connect(":memory:") as database:
        database.execute(f"create table {found.name} (id integer)")


@pytest.mark.parametrize("word", sorted(reserved.SQLITE))
def test_sqlite_takes_none_of_its_words_for_a_column(word: str) -> None:
    with sqlite3.connect(":memory:") as database, pytest.raises(sqlite3.OperationalError):
        database.execute(f"create table t ({word})")
