"""What users read: made from names, or said."""

from __future__ import annotations

import unicodedata

import pytest

from harness import slices
from scripts.manage.generator import labels
from scripts.manage.generator.names import Names
from scripts.manage.generator.wording import LANGUAGES
from scripts.manage.problem import Problem


def test_labels_are_made_from_names() -> None:
    made = labels.Labels().of_feature(Names("book_titles", "book_title"))
    assert made["en"] == {"one": "Book title", "many": "Book titles"}
    assert labels.of_name("isbn") == {"en": "ISBN", "ko": "ISBN"}
    assert labels.of_name("due") == {"en": "Due", "ko": "마감일"}
    # A plural has the Korean of its singular, an unknown word its English.
    assert labels.of_name("notes")["ko"] == "노트"
    assert labels.of_name("zebra_count")["ko"] == "Zebra count"


def test_labels_that_are_said_count() -> None:
    said = labels.read(["en=Reading lists", "ko=독서 목록", "title.ko=이름", "status.draft.en=Rough"])
    assert said.of_feature(slices.names()) == {
        "en": {"one": "Reading list", "many": "Reading lists"},
        "ko": {"one": "독서 목록", "many": "독서 목록"},
    }
    assert said.of_field("title") == {"en": "Title", "ko": "이름"}
    assert said.of_choice("status", "draft") == {"en": "Rough", "ko": "초안"}


def test_what_one_is_called_can_be_said() -> None:
    said = labels.read(["en=People", "one.en=Human", "one.ko=한 사람"])
    assert said.of_feature(slices.names())["en"] == {"one": "Human", "many": "People"}
    assert said.of_feature(slices.names())["ko"]["one"] == "한 사람"


def test_letters_that_a_mac_types_in_parts_become_whole() -> None:
    assert labels.read([f"ko={unicodedata.normalize('NFD', '노트')}"]).many == {"ko": "노트"}


def test_labels_are_in_the_languages_of_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "LANGUAGES", {"ko": LANGUAGES["ko"]})
    said = labels.read(["ko=책"], ["ko"])
    assert said.of_feature(slices.names()) == {"ko": {"one": "책", "many": "책"}}
    assert said.of_field("zebra") == {"ko": "Zebra"}
    assert labels.examples().of_feature == 'ko="노트"'
    with pytest.raises(Problem) as caught:
        labels.read(["en=Books"], ["ko"])
    assert caught.value.code == "FA183"


def test_what_was_noted_in_another_language_is_left_out() -> None:
    noted = ["en=Books", "ko=책", "title.ko=제목"]
    assert labels.read_noted(noted, ["en"]).of_feature(slices.names()) == {
        "en": {"one": "Book", "many": "Books"}
    }
    assert labels.read_noted(noted, ["en"]).of_field("title") == {"en": "Title"}
    # Nothing of what it has is there any more: what the project has.
    assert labels.read_noted([*noted, "fr=Livres"], ["fr"]).many == {"en": "Books", "ko": "책"}


@pytest.mark.parametrize(
    "entry",
    ["Notes", "fr=Notes", "en", "en=", "en=  ", "=x", "title.=x", "ko=a\nb", "en=a\u202eb", f"en={'x' * 61}"],
)  # fmt: skip
def test_what_is_no_label_is_refused(entry: str) -> None:
    with pytest.raises(Problem) as caught:
        labels.read([entry])
    assert caught.value.code == "FA183"


@pytest.mark.parametrize("entry", ["titel.ko=제목", "status.gone.ko=없음", "title.draft.ko=초안"])
def test_a_label_for_nothing_is_refused(entry: str) -> None:
    said = labels.read([entry])
    with pytest.raises(Problem) as caught:
        said.require_known({"title": (), "status": ("draft",)})
    assert caught.value.code == "FA183"
    assert entry.partition("=")[0].rpartition(".")[0] in caught.value.what
