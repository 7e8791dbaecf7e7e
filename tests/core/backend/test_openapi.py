"""The description of the API."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient, FlaskCliRunner
from pydantic import BaseModel, SecretStr
from spectree import Response

from app import create_app
from app.core.errors import Problem
from app.core.openapi import SCHEMAS, document, dumps, references, schema_name, spec
from app.core.settings import BACKEND, Settings


class Label(BaseModel):
    text: str


class Parcel(BaseModel):
    labels: list[Label] = []


def test_command_prints_the_document_without_any_settings(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("APP_INSTANCE_PATH", str(tmp_path))
    command = [sys.executable, "-m", "flask", "--app", "app", "openapi"]
    printed = subprocess.run(command, cwd=BACKEND, stdout=subprocess.PIPE, check=True).stdout
    assert printed == client.get("/api/openapi.json").get_data()


def test_command_writes_the_document(
    runner: FlaskCliRunner, client: FlaskClient, tmp_path: Path
) -> None:
    file = tmp_path / "문서.json"
    assert runner.invoke(args=["openapi", "--output", str(file)]).exit_code == 0
    assert file.read_bytes() == client.get("/api/openapi.json").get_data()


def test_document_is_openapi_3_1_with_plain_names(client: FlaskClient) -> None:
    response = client.get("/api/openapi.json")
    assert response.mimetype == "application/json"
    assert response.json is not None
    assert response.json["openapi"] == "3.1.0"
    assert response.json["paths"]["/api/health"]["get"]["operationId"] == "getHealth"
    assert {"Health", "Problem", "FieldError"} <= response.json["components"]["schemas"].keys()


def test_document_of_production_leaves_out_what_production_does_not_have(
    settings: Settings,
) -> None:
    update = {"mode": "production", "secret_key": SecretStr("k" * 32)}
    production = create_app(settings.model_copy(update=update))
    with production.app_context():
        text = dumps(document())
    assert "/api/health" in text
    assert "nvironment" not in text


def test_every_reference_leads_somewhere_and_nested_models_keep_their_names(app: Flask) -> None:
    add_route(app)
    with app.app_context():
        made = document()
    assert references(made) <= made["components"]["schemas"].keys()
    items = made["components"]["schemas"]["Parcel"]["properties"]["labels"]["items"]
    assert items == {"$ref": f"{SCHEMAS}Label"}


def test_document_says_which_problems_come(app: Flask) -> None:
    add_route(app)
    with app.app_context():
        paths = document()["paths"]
    assert paths["/api/parcels"]["post"]["responses"].keys() == {"200", "404", "422", "default"}
    assert paths["/api/health"]["get"]["responses"].keys() == {"200", "default"}
    for name in ("404", "422", "default"):
        content = paths["/api/parcels"]["post"]["responses"][name]["content"]
        assert content.keys() == {"application/problem+json"}


def test_document_sets_no_limit_that_a_route_does_not_have(app: Flask) -> None:
    blueprint = Blueprint("numbers", __name__)
    large = 2**31

    @blueprint.get("/numbers/<int:number>/<int(min=1, max=9):digit>")
    @spec.validate(resp=Response(HTTP_200=Parcel))
    def get_number(number: int, digit: int) -> Parcel:
        return Parcel(labels=[Label(text=str(number + digit))])

    app.register_blueprint(blueprint, url_prefix="/api")
    with app.app_context():
        operation = document()["paths"]["/api/numbers/{number}/{digit}"]["get"]
    number, digit = (parameter["schema"] for parameter in operation["parameters"])
    assert number == {"type": "integer"}
    assert digit == {"type": "integer", "minimum": 1, "maximum": 9}
    answer = app.test_client().get(f"/api/numbers/{large}/1")
    assert answer.json == {"labels": [{"text": str(large + 1)}]}


def test_two_models_of_one_name_are_refused() -> None:
    other = type("Label", (BaseModel,), {"__module__": "elsewhere"})
    schema_name(Label)
    with pytest.raises(ValueError, match=r"Two models are called Label, in .* and in elsewhere"):
        schema_name(other)


@pytest.mark.parametrize("path", ["/apidoc/swagger/", "/api/apidoc/swagger/"])
def test_no_page_of_the_library_is_served(client: FlaskClient, path: str) -> None:
    assert "<script" not in client.get(path).text


def add_route(app: Flask) -> None:
    blueprint = Blueprint("parcels", __name__)

    @blueprint.post("/parcels")
    @spec.validate(resp=Response(HTTP_200=Parcel, HTTP_404=Problem))
    def create_parcel(json: Parcel) -> Parcel:
        return json

    app.register_blueprint(blueprint, url_prefix="/api")
