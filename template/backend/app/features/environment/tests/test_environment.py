"""GET /api/environment."""

import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr

from app import create_app
from app.core.settings import BACKEND, Settings
from app.features.environment import routes


def test_environment_is_the_one_that_runs_this(client: FlaskClient) -> None:
    response = client.get("/api/environment")
    assert response.status_code == 200
    assert response.json is not None
    assert response.json["executable"] == routes.readable(sys.executable)
    assert response.json["prefix"] == routes.readable(sys.prefix)
    assert response.json["is_virtual_environment"] is (sys.prefix != sys.base_prefix)
    assert response.json["expected_prefix"] == routes.readable(str(BACKEND / "venv"))


def test_path_that_python_could_not_read_is_no_error(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "base_prefix", "/home/\udcc8\udcab/python")
    response = client.get("/api/environment")
    assert response.status_code == 200
    assert response.get_json()["base_prefix"].endswith("/python")


def test_project_venv_is_recognised(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(routes, "EXPECTED_PREFIX", tmp_path)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "other" / ".."))
    (tmp_path / "other").mkdir()
    assert client.get("/api/environment").get_json()["is_project_venv"] is True


@pytest.mark.parametrize("name", ["elsewhere", "missing"])
def test_python_elsewhere_is_not_the_project_venv(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr(routes, "EXPECTED_PREFIX", tmp_path / "venv")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / name))
    assert client.get("/api/environment").get_json()["is_project_venv"] is False


def test_packages_are_sorted_and_each_comes_once(client: FlaskClient) -> None:
    names = [
        item["name"].casefold()
        for item in client.get("/api/environment").get_json()["distributions"]
    ]
    assert "flask" in names
    assert names == sorted(set(names))


def test_first_package_on_the_path_counts_and_a_broken_one_is_left_out(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    add_package(tmp_path / "flask-0.1.dist-info", "Name: FLASK\nVersion: 0.1\nSummary: Größe\n")
    add_package(tmp_path / "broken-1.dist-info", "")
    monkeypatch.syspath_prepend(tmp_path)
    packages = client.get("/api/environment").get_json()["distributions"]
    found = [item for item in packages if item["name"].casefold() == "flask"]
    assert found == [{"name": "FLASK", "version": "0.1", "summary": "Größe"}]


def test_production_has_no_such_route(settings: Settings) -> None:
    update = {"mode": "production", "secret_key": SecretStr("k" * 32)}
    response = create_app(settings.model_copy(update=update)).test_client().get("/api/environment")
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"


def add_package(folder: Path, text: str) -> None:
    """Lay down what pip leaves of a package."""
    folder.mkdir()
    (folder / "METADATA").write_text(text, encoding="utf-8")
