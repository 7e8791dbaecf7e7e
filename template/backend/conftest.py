"""Fixtures for every test: those in tests/ and those of a feature."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from app import create_app
from app.core.settings import Settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the settings of whoever runs the tests."""
    for name in ("FLASK_DEBUG", *(f"APP_{field}".upper() for field in Settings.model_fields)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a test's own: no built frontend, an instance folder that goes away."""
    return Settings(
        mode="testing",
        frontend_dist=tmp_path / "dist",
        instance_path=tmp_path / "instance",
    )


@pytest.fixture
def app(settings: Settings) -> Flask:
    return create_app(settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()
