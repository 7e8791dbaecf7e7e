"""GET /api/health."""

from flask.testing import FlaskClient


def test_backend_says_that_it_is_up(client: FlaskClient) -> None:
    response = client.get("/api/health")
    assert response.status_code == 200
    assert response.json == {"status": "ok"}
