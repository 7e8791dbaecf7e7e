"""/api/notes."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.features.notes.schemas import NoteData, NoteDetail
from app.features.notes.tests.notes_factory import make_note, note_values

ADDRESS = "/api/notes"


@pytest.fixture
def data(app: Flask) -> dict[str, Any]:
    """What a client may send."""
    with app.app_context():
        return NoteData(**note_values()).model_dump(mode="json")


@pytest.fixture
def note(app: Flask) -> dict[str, Any]:
    """A row, as the API shows it."""
    with app.app_context():
        return NoteDetail.model_validate(make_note()).model_dump(mode="json")


def address_of(note: dict[str, Any]) -> str:
    return f"{ADDRESS}/{note['id']}"


def seen(note: dict[str, Any]) -> dict[str, str]:
    """Return the header that names the version which was seen."""
    return {"If-Match": f'"{note["version"]}"'}


def found(client: FlaskClient, query: str) -> list[int]:
    """Return the ids that a list shows."""
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200, response.text
    return [item["id"] for item in response.get_json()["items"]]


def test_list_is_empty_at_first(client: FlaskClient) -> None:
    empty = {"items": [], "total": 0, "page": 1, "size": 20}
    assert client.get(ADDRESS).get_json() == empty


def test_list_comes_in_pages(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        ids = [make_note().id for _ in range(3)]
    assert found(client, "sort=id&size=2") == ids[:2]
    page = client.get(f"{ADDRESS}?sort=id&size=2&page=2").get_json()
    assert [item["id"] for item in page["items"]] == ids[2:]
    assert page["total"] == 3


@pytest.mark.parametrize(
    "name",
    [
        "title",
        "status",
        "due",
        "created_at",
    ],
)
def test_list_is_sorted(app: Flask, client: FlaskClient, name: str) -> None:
    with app.app_context():
        ids = [make_note().id for _ in range(3)]
    up, down = found(client, f"sort={name}"), found(client, f"sort=-{name}")
    assert sorted(up) == ids
    assert down == up[::-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "needle"),
        ("body", "needle"),
    ],
)
def test_list_finds_words(app: Flask, client: FlaskClient, name: str, value: str) -> None:
    with app.app_context():
        make_note()
        wanted = make_note(**{name: value}).id
    assert found(client, "q=NEEDLE") == [wanted]


@pytest.mark.usefixtures("note")
def test_percent_sign_finds_only_itself(client: FlaskClient) -> None:
    assert found(client, "q=%25") == []


@pytest.mark.parametrize(
    "query", ["size=101", "size=0", "page=0", "page=x", "sort=secret", "q=%00"]
)
def test_list_that_cannot_be_is_refused(client: FlaskClient, query: str) -> None:
    response = client.get(f"{ADDRESS}?{query}")
    assert response.status_code == 422
    assert response.get_json()["errors"][0]["location"] == query.partition("=")[0]


def test_create(client: FlaskClient, data: dict[str, Any]) -> None:
    response = client.post(ADDRESS, json=data)
    assert response.status_code == 201
    assert response.headers["ETag"] == '"1"'
    made = response.get_json()
    assert {name: made[name] for name in data} == data
    assert client.get(response.headers["Location"]).get_json() == made


@pytest.mark.parametrize(
    "name",
    [
        "title",
    ],
)
def test_field_is_required(client: FlaskClient, data: dict[str, Any], name: str) -> None:
    del data[name]
    response = client.post(ADDRESS, json=data)
    assert response.status_code == 422
    assert [error["location"] for error in response.get_json()["errors"]] == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("body", None),
        ("status", "draft"),
        ("due", None),
    ],
)
def test_field_may_be_left_out(
    client: FlaskClient, data: dict[str, Any], name: str, value: object
) -> None:
    del data[name]
    response = client.post(ADDRESS, json=data)
    assert response.status_code == 201
    assert response.get_json()[name] == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", " "),
        ("title", "x" * 121),
        ("title", "\0"),
        ("title", 5),
        ("title", None),
        ("body", "x" * 10_001),
        ("body", "\0"),
        ("body", 5),
        ("status", "none of them"),
        ("status", 0),
        ("status", None),
        ("due", "2026-02-30"),
        ("due", "soon"),
        ("due", 20260101),
    ],
)
def test_wrong_value_is_refused(
    client: FlaskClient, note: dict[str, Any], data: dict[str, Any], name: str, value: object
) -> None:
    data[name] = value
    for response in (
        client.post(ADDRESS, json=data),
        client.put(address_of(note), json=data, headers=seen(note)),
    ):
        assert response.status_code == 422
        assert [error["location"] for error in response.get_json()["errors"]] == [name]


def test_get(client: FlaskClient, note: dict[str, Any]) -> None:
    response = client.get(address_of(note))
    assert response.status_code == 200
    assert response.headers["ETag"] == f'"{note["version"]}"'
    assert response.get_json() == note


def test_replace(client: FlaskClient, note: dict[str, Any], data: dict[str, Any]) -> None:
    response = client.put(address_of(note), json=data, headers=seen(note))
    assert response.status_code == 200
    assert response.headers["ETag"] == '"2"'
    replaced = response.get_json()
    assert {name: replaced[name] for name in data} == data
    assert client.get(address_of(note)).get_json() == replaced


def test_delete(client: FlaskClient, note: dict[str, Any]) -> None:
    response = client.delete(address_of(note), headers=seen(note))
    assert response.status_code == 204
    assert client.get(address_of(note)).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_change_needs_the_version_that_was_seen(
    client: FlaskClient, note: dict[str, Any], data: dict[str, Any], method: str
) -> None:
    address, old = address_of(note), {"If-Match": '"0"'}
    response = client.open(address, method=method, json=data)
    assert response.status_code == 428
    response = client.open(address, method=method, json=data, headers=old)
    assert response.status_code == 412
    assert client.get(address_of(note)).get_json() == note


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("number", [1_000, 10**20])
def test_what_is_not_there_is_a_404(
    client: FlaskClient, data: dict[str, Any], method: str, number: int
) -> None:
    body = None if method == "GET" else data
    headers = {"If-Match": '"1"'}
    response = client.open(f"{ADDRESS}/{number}", method=method, json=body, headers=headers)
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
