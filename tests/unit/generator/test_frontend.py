"""How fields are written in TypeScript and HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from scripts.manage.generator import frontend, labels, names, rendering, slice
from scripts.manage.generator.fields import KINDS, Target
from scripts.manage.generator.slice import Slice
from scripts.manage.generator.wording import ko

FOLDER = "frontend/src/app/features"
USERS = Target("users", "user", labels.Labels().of_feature(names.Names("users", "user")))
NOTES = ["title:string:120", "body:text:optional", "status:enum:draft:done=draft", "due:date:optional"]
# A word of each kind, needed and optional, and those with a default.
WORDS = [
    "title:string:120", "body:text", "pages:integer:min:1:max:500", "price:decimal:min:0", "done:boolean",
    "due:date", "start:datetime", "status:enum:draft:done", "author:ref:users", "email:email", "site:url",
]  # fmt: skip
DEFAULTS = {
    "title:string=It's": '"It\'s"',
    "pages:integer=3": "3",
    "price:decimal=9.9": "'9.90'",
    "done:boolean=true": "true",
    "done:boolean:optional=true": "'true'",
    "due:date=2027-03-01": "'2027-03-01'",
    "due:date=today": "today()",
    "start:datetime=now": "now()",
    "start:datetime=2027-03-01T09:00+09:00": "toLocal('2027-03-01T00:00:00Z')",
    "status:enum:draft:done=done": "'done'",
    "email:email=a@b.kr": "'a@b.kr'",
}


def made(*words: str, name: str = "notes", said: Sequence[str] = ()) -> Slice:
    return slice.make(
        names.of_feature(name, None), words, labels.read(said), lambda *_: USERS, number=1, down_revision=None
    )


def rendered(slice_: Slice) -> dict[str, str]:
    """The files of the frontend, by their names."""
    views = {"frontend": frontend.view, "backend": lambda _: {}}
    found = {}
    for template in rendering.TEMPLATES.joinpath("frontend").rglob("*.j2"):
        path = template.relative_to(rendering.TEMPLATES).as_posix()
        target = rendering.path_of(path, slice_)
        assert target.startswith(f"{FOLDER}/{slice_.kebab}/")
        found[target.rpartition("/")[2]] = rendering.render_one(path, slice_, views=views)
    return found


def control(word: str) -> frontend.Control:
    slice_ = made(word)
    return frontend.Control(slice_, slice_.fields[0])


def test_every_kind_of_field_can_be_written() -> None:
    assert set(frontend.KINDS) == set(KINDS)
    assert {word.split(":")[1] for word in WORDS} == set(KINDS)


def test_a_feature_has_all_its_files() -> None:
    pages = {f"{page}.{end}" for page in ("book-titles-page", "book-title-page", "book-title-form-page")
             for end in ("ts", "html", "css", "spec.ts")}  # fmt: skip
    others = {"book-titles.routes.ts", "book-titles-api.ts", "book-titles-texts.ts",
              "book-titles-samples.ts", "book-title-draft.ts"}  # fmt: skip
    assert set(rendered(made("name:string", name="book_titles"))) == pages | others


@pytest.mark.parametrize("words", [NOTES, WORDS, *([word] for word in WORDS)], ids=str)
def test_no_name_of_the_example_and_no_gap_is_left_in_what_is_written(words: list[str]) -> None:
    for name, text in rendered(made(*words, name="recipes")).items():
        assert not re.search(r"notes?\b", text, re.IGNORECASE), name
        assert "{%" not in text, name
        assert text.endswith("\n"), name
        assert not text.endswith("\n\n"), name
        assert "None" not in text, name


@pytest.mark.parametrize(("word", "empty"), DEFAULTS.items())
def test_a_new_row_starts_with_the_default(word: str, empty: str) -> None:
    assert control(word).empty == empty


@pytest.mark.parametrize("word", WORDS)
def test_a_row_starts_empty_without_a_default(word: str) -> None:
    expected = {"boolean": "false", "integer": "null"}.get(word.split(":")[1], "''")
    assert control(word).empty == expected


@pytest.mark.parametrize(
    ("word", "there", "back"),
    [
        ("title:string", "row.title", "draft.title"),
        ("title:string:optional", "row.title ?? ''", "draft.title || null"),
        ("pages:integer", "row.pages", "Number(draft.pages)"),
        ("pages:integer:optional", "row.pages", "draft.pages"),
        ("price:decimal:optional", "row.price ?? ''", "draft.price || null"),
        ("done:boolean", "row.done", "draft.done"),
        ("done:boolean:optional", "row.done === null ? '' : String(row.done)",
         "draft.done ? draft.done === 'true' : null"),
        ("start:datetime", "toLocal(row.start)", "toMoment(draft.start)"),
        ("start:datetime:optional", "row.start ? toLocal(row.start) : ''",
         "draft.start ? toMoment(draft.start) : null"),
        ("status:enum:draft:done=done", "row.status", "draft.status"),
        ("status:enum:draft:done", "row.status", "draft.status as NoteDetail['status']"),
        ("status:enum:draft:done:optional", "row.status ?? ''", "draft.status || null"),
        ("author:ref:users", "String(row.author_id)", "Number(draft.author_id)"),
        ("author:ref:users:optional", "String(row.author_id ?? '')",
         "draft.author_id ? Number(draft.author_id) : null"),
    ],
)  # fmt: skip
def test_a_value_goes_into_its_control_and_back(word: str, there: str, back: str) -> None:
    found = control(word)
    assert (found.to_draft("row"), found.to_data) == (there, back)


@pytest.mark.parametrize(
    ("word", "html"),
    [
        ("title:string", '<input [formField]="form.title" />'),
        ("body:text", '<textarea [formField]="form.body"></textarea>'),
        ("pages:integer", '<input type="number" [formField]="form.pages" />'),
        ("price:decimal", '<input inputmode="decimal" [formField]="form.price" />'),
        ("done:boolean", '<input type="checkbox" [formField]="form.done" />'),
        ("due:date", '<input type="date" [formField]="form.due" />'),
        ("start:datetime", '<input type="datetime-local" [formField]="form.start" />'),
        ("email:email", '<input type="email" [formField]="form.email" />'),
        ("site:url", '<input type="url" [formField]="form.site" />'),
        ("done:boolean:optional", '<option value="false">{{ words().flags.false }}</option>'),
        ("status:enum:draft:done", '<option value="done">{{ texts().choices.status.done }}</option>'),
        ("author:ref:users", "@for (option of authorOptions.list(); track option.id) {"),
    ],
)
def test_each_kind_has_its_control_under_its_label(word: str, html: str) -> None:
    column = control(word).name
    form = rendered(made(word))["note-form-page.html"]
    assert (
        html
        in form[form.index(f'<app-field [label]="texts().fields.{column}"') :].partition("</app-field>")[0]
    )


@pytest.mark.parametrize(
    ("word", "chooses"),
    [
        ("a:enum:draft:done", True),
        ("a:enum:draft:done=draft", False),
        ("a:enum:draft:done:optional=draft", True),
    ],
)
def test_a_choice_may_be_empty_where_nothing_is_chosen_beforehand(word: str, chooses: bool) -> None:
    form = rendered(made(word))["note-form-page.html"]
    assert ('<option value="">' in form) is chooses


def test_a_list_shows_five_fields_and_no_long_ones() -> None:
    words = ["body:text", "title:string", *(f"number{each}:integer" for each in range(6)), "site:url"]
    html = rendered(made(*words))["notes-page.html"]
    assert re.findall(r"<td.*fields\.(\w+)", html) == ["title", "number0", "number1", "number2"]


def test_a_list_sorts_by_what_the_api_sorts_by() -> None:
    html = rendered(made("title:string", "author:ref:users", "due:date"))["notes-page.html"]
    assert re.findall(r'appSort="(\w+)"', html) == ["title", "due"]


def test_a_feature_without_words_is_sorted_by_its_numbers() -> None:
    files = rendered(made("score:integer", name="marks"))
    assert 'appSort="id"' in files["marks-page.html"]
    assert "sort=id" in files["marks-page.spec.ts"]


def test_links_lead_to_pages_to_mail_and_to_other_features() -> None:
    html = rendered(made("name:string", "site:url", "email:email:optional", "author:ref:users"))[
        "note-page.html"
    ]
    assert '<a [href]="value.site">{{ formats().text(value.site) }}</a>' in html
    assert "@if (value.email) {" in html
    assert """[href]="'mailto:' + value.email\"""" in html
    assert (
        """[routerLink]="['/users', value.author_id]">{{ formats().text(value.author_label) }}</a>""" in html
    )


def test_texts_are_in_both_languages_whatever_they_hold() -> None:
    said = ["en=PDF files", "ko=책", "title.ko=\"그\" '제목' \\"]
    texts = rendered(made("title:string", said=said))["notes-texts.ts"]
    for words in ("new: 'New PDF file'", "empty: 'No PDF files yet'", "new: '새 책'", "'아직 책이 없습니다'"):
        assert words in texts
    assert r"""title: '"그" \'제목\' \\',""" in texts


@pytest.mark.parametrize(
    ("word", "expected"), [("책", "책이"), ("노트", "노트가"), ("할 일", "할 일이"), ("PDF", "PDF이(가)")]
)
def test_a_korean_word_has_the_particle_that_fits(word: str, expected: str) -> None:
    assert ko.with_particle(word, "이", "가") == expected


@pytest.mark.parametrize(
    ("word", "sample"),
    [
        ("title:string:3", "'Fir'"),
        ("pages:integer:min:10", "10"),
        ("pages:integer:max:-1", "-1"),
        ("price:decimal:max:0.50", "'0.50'"),
        ("status:enum:draft:done", "'draft'"),
        ("done:boolean", "true"),
    ],
)
def test_a_sample_is_what_the_field_may_hold(word: str, sample: str) -> None:
    assert control(word).sample == sample


@pytest.mark.parametrize("word", [each for each in WORDS if not each.startswith("body")])
def test_another_sample_differs(word: str) -> None:
    assert control(word).other != control(word).sample
