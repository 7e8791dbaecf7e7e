"""The list of features."""

import sys
from types import SimpleNamespace

import pytest
from flask import Blueprint

from app import create_app, features
from app.core.settings import Settings


def test_feature_answers_under_api_and_its_own_prefix(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    blueprint = Blueprint("shelf", __name__, url_prefix="/shelf")
    blueprint.add_url_rule("/books", view_func=lambda: ["책"])
    monkeypatch.setitem(
        sys.modules, "app.features.shelf.routes", SimpleNamespace(blueprint=blueprint)
    )
    monkeypatch.setattr(features, "features", ["shelf"])
    response = create_app(settings).test_client().get("/api/shelf/books")
    assert response.get_json() == ["책"]


def test_feature_without_a_folder_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "features", ["shelf"])
    with pytest.raises(ModuleNotFoundError, match=r"app\.features\.shelf"):
        create_app(settings)
