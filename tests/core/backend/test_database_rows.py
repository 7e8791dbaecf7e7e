"""Lists, versions and constraints, on a table of their own."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import ForeignKey, MetaData, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from werkzeug.exceptions import NotFound, PreconditionFailed, PreconditionRequired

from app.core.database import Row, db
from app.core.database.concurrency import etag, require_seen
from app.core.database.listing import ListQuery, find_page
from app.core.database.models import NAMING_CONVENTION
from app.core.database.references import find, require
from app.core.errors import NotThere

CLIENTS = 50


class Base(DeclarativeBase):
    """Apart from the app's, which the migrations are compared with."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Parcel(Row, Base):
    """A table that no feature has."""

    __tablename__ = "test_parcels"

    title: Mapped[str] = mapped_column(String(200), unique=True)
    weight: Mapped[int] = mapped_column(default=1)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("test_parcels.id"))


@pytest.fixture(autouse=True)
def tables(app: Flask) -> None:
    with app.app_context():
        Base.metadata.create_all(db.engine)


def add(app: Flask, *titles: str) -> list[int]:
    with app.app_context():
        parcels = [Parcel(title=title) for title in titles]
        db.session.add_all(parcels)
        db.session.commit()
        return [parcel.id for parcel in parcels]


def titles(app: Flask, **query: object) -> tuple[list[str], int]:
    with app.app_context():
        found = find_page(select(Parcel), ListQuery.model_validate(query), [Parcel.title])
        return [parcel.title for parcel in found.items], found.total


def add_routes(app: Flask) -> None:
    @app.put("/api/parcels/<int:number>")
    def replace(number: int) -> dict[str, int]:
        parcel = find(Parcel, number)
        require_seen(parcel)
        parcel.weight += 1
        db.session.commit()
        return {"weight": parcel.weight}

    @app.post("/api/parcels/<title>")
    def create(title: str) -> str:
        db.session.add(Parcel(title=title))
        db.session.commit()
        return ""

    @app.delete("/api/parcels/<int:number>")
    def delete(number: int) -> str:
        db.session.delete(find(Parcel, number))
        db.session.commit()
        return ""

    @app.post("/api/broken")
    def broken() -> str:
        db.session.add(Parcel())
        db.session.commit()
        return ""


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", ["a%b", "axb", "a_b", "A/B 책"]),
        ("A", ["a%b", "axb", "a_b", "A/B 책"]),
        ("a%b", ["a%b"]),
        ("a_b", ["a_b"]),
        ("a/b", ["A/B 책"]),
        ("책 a", ["A/B 책"]),
        ("책 x", []),
    ],
)
def test_search_finds_each_word_as_it_is_written(app: Flask, q: str, found: list[str]) -> None:
    add(app, "a%b", "axb", "a_b", "A/B 책")
    assert titles(app, q=q, sort="id") == (found, len(found))


@pytest.mark.parametrize("few", [0, 500])
def test_few_hits_and_many_are_counted_and_sorted_alike(
    app: Flask, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("app.core.database.listing.FEW", few)
    add(app, "book 2", "book 1", "pen", "book 3")
    assert titles(app, q="book", sort="-title", size=2) == (["book 3", "book 2"], 3)
    assert titles(app, q="book", sort="-title", size=2, page=2) == (["book 1"], 3)


def test_equal_rows_are_sorted_by_their_id(app: Flask) -> None:
    add(app, "b", "a", "c")
    assert titles(app, sort="weight")[0] == ["b", "a", "c"]
    assert titles(app, sort="-weight")[0] == ["c", "a", "b"]


def test_page_behind_the_last_is_empty_and_knows_the_total(app: Flask) -> None:
    add(app, "a", "b")
    assert titles(app, page=2**31 - 1) == ([], 2)


@pytest.mark.parametrize("number", [2, 2**31, 2**63, 10**30])
def test_row_that_is_not_there_is_not_found(app: Flask, number: int) -> None:
    add(app, "a")
    with app.app_context(), pytest.raises(NotFound):
        find(Parcel, number)


def test_reference_has_to_lead_somewhere(app: Flask) -> None:
    (number,) = add(app, "a")
    with app.app_context():
        require(Parcel, number, "parent_id")
        require(Parcel, None, "parent_id")
        with pytest.raises(NotThere) as caught:
            require(Parcel, number + 1, "parent_id")
    assert [error.location for error in caught.value.errors] == ["parent_id"]


@pytest.mark.parametrize("header", ['"1"', '"0", "1"', "*"])
def test_version_that_was_seen_may_be_changed(app: Flask, header: str) -> None:
    (number,) = add(app, "a")
    with app.test_request_context(headers={"If-Match": header}):
        require_seen(find(Parcel, number))


@pytest.mark.parametrize("header", ['"2"', 'W/"1"', ""])
def test_other_version_may_not(app: Flask, header: str) -> None:
    (number,) = add(app, "a")
    with app.test_request_context(headers={"If-Match": header}):
        parcel = find(Parcel, number)
        assert etag(parcel) == {"ETag": '"1"'}
        with pytest.raises(PreconditionFailed):
            require_seen(parcel)


def test_without_a_version_nothing_may_be_changed(app: Flask) -> None:
    (number,) = add(app, "a")
    with app.test_request_context(), pytest.raises(PreconditionRequired):
        require_seen(find(Parcel, number))


def test_of_many_who_change_one_row_nobody_loses_anything(app: Flask) -> None:
    """All have seen the first version, so one of them changes it and the others are told."""
    add_routes(app)
    (number,) = add(app, "a")
    ready = Barrier(CLIENTS)

    def change(_: int) -> int:
        client = app.test_client()
        ready.wait()
        headers = {"If-Match": '"1"'}
        return client.put(f"/api/parcels/{number}", headers=headers).status_code

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = Counter(pool.map(change, range(CLIENTS)))
    assert answers == {200: 1, 412: CLIENTS - 1}
    with app.app_context():
        assert find(Parcel, number).weight == 2


def test_who_was_slower_between_reading_and_writing_is_told(app: Flask) -> None:
    (number,) = add(app, "a")

    @app.put("/api/slow")
    def slow() -> str:
        parcel = find(Parcel, number)
        with db.sessionmaker() as other:
            other.get_one(Parcel, number).weight = 5
            other.commit()
        parcel.weight = 9
        db.session.commit()
        return ""

    response = app.test_client().put("/api/slow")
    assert response.status_code == 412
    assert response.mimetype == "application/problem+json"
    with app.app_context():
        assert find(Parcel, number).weight == 5


def test_value_that_another_row_has_is_a_409_that_names_it(app: Flask) -> None:
    add_routes(app)
    client = app.test_client()
    assert client.post("/api/parcels/a").status_code == 200
    response = client.post("/api/parcels/a")
    assert response.status_code == 409
    assert [error["location"] for error in response.get_json()["errors"]] == ["title"]


def test_row_that_others_refer_to_stays(app: Flask) -> None:
    add_routes(app)
    (number,) = add(app, "a")
    with app.app_context():
        db.session.add(Parcel(title="b", parent_id=number))
        db.session.commit()
    response = app.test_client().delete(f"/api/parcels/{number}")
    assert response.status_code == 409
    assert "refer" in response.get_json()["detail"]


def test_request_starts_no_thread(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flask-SQLAlchemy-Lite closes asynchronous sessions so, also where there are none."""
    add_routes(app)
    started: list[Thread] = []
    monkeypatch.setattr(Thread, "start", started.append)
    assert app.test_client().post("/api/parcels/a").status_code == 200
    assert started == []


def test_column_that_was_forgotten_is_no_conflict(app: Flask) -> None:
    add_routes(app)
    with pytest.raises(IntegrityError):
        app.test_client().post("/api/broken")
