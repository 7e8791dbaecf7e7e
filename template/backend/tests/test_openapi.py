"""The committed description of the API."""

from flask.testing import FlaskClient

from app.core.settings import BACKEND
from app.core.typed import python

COMMITTED = BACKEND.parent / "frontend/src/app/api/openapi.json"


def test_committed_document_is_that_of_the_backend(client: FlaskClient) -> None:
    """When this fails, run `manage.py types`: it writes the document and the types."""
    current = client.get("/api/openapi.json").get_data().decode()
    assert COMMITTED.read_text(encoding="utf-8") == current, python("manage.py types")
