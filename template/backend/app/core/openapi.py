"""The description of the API, made by spectree from the routes and their models.

A route under `@spec.validate(...)` is described, checks what comes in and answers with models.
"""

import json
import re
from collections.abc import Callable, Mapping
from copy import copy, deepcopy
from pathlib import Path
from typing import Any

import click
from flask import Blueprint, Response, request
from pydantic import BaseModel, ValidationError
from spectree import SpecTree
from spectree.plugins.flask_plugin import FlaskPlugin
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from app.core.errors import PROBLEM_JSON, InvalidRequest, Problem

Json = dict[str, Any]
Model = type[Any]

SCHEMAS = "#/components/schemas/"
PROBLEM_RESPONSE: Json = {
    "description": "Error",
    "content": {PROBLEM_JSON: {"schema": {"$ref": f"{SCHEMAS}{Problem.__name__}"}}},
}


class ApiPlugin(FlaskPlugin):
    """spectree's plugin for Flask, with bodies read strictly and operations named after views."""

    def request_validation(
        self,
        request: Any,
        query: Model | None,
        json: Model | None,
        form: Model | None,
        headers: Model | None,
        cookies: Model | None,
    ) -> None:
        """Check a request against the models of its route.

        Raises what `read_json` raises; spectree itself takes a body that is no JSON for `{}`.
        """
        super().request_validation(request, query, None, form, headers, cookies)
        if json is not None:
            request.context = request.context._replace(json=read_json(json))

    def parse_path(
        self, route: Any, path_parameter_descriptions: Mapping[str, str] | None
    ) -> tuple[str, list[Json]]:
        """Return the path of a route and its parameters.

        spectree calls each integer an int32; `<int:id>` takes larger ones.
        """
        path, parameters = super().parse_path(route, path_parameter_descriptions)
        for parameter in parameters:
            if parameter["schema"]["type"] == "integer":
                del parameter["schema"]["format"]
        return path, parameters

    def get_func_operation_id(self, func: Callable[..., Any], *_: str) -> str:
        """Return `getHealth` for the view `get_health`."""
        first, *rest = func.__name__.split("_")
        return first + "".join(map(str.capitalize, rest))


def read_json(model: type[BaseModel]) -> BaseModel:
    """Return the body as `model`. pydantic reads it, so that text which is no Unicode is refused.

    Raises UnsupportedMediaType, BadRequest and, for fields that do not fit, ValidationError.
    """
    if not request.is_json:
        raise UnsupportedMediaType("The request body must be JSON.")
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        if error.errors()[0]["type"] == "json_invalid":
            raise BadRequest("The request body is not valid JSON.") from error
        raise


def schema_name(model: Model) -> str:
    """Return the name of a model in the description: its own, so two models must not share one.

    Raises ValueError when two do.
    """
    known = named_models.setdefault(model.__name__, model)
    if (known.__module__, known.__qualname__) != (model.__module__, model.__qualname__):
        raise ValueError(
            f"Two models are called {model.__name__}, "
            f"in {known.__module__} and in {model.__module__}: rename one."
        )
    return model.__name__


named_models: dict[str, Model] = {}


def raise_request_error(_request: Any, _response: Any, error: Exception | None, *_: Any) -> None:
    """Leave what does not fit to the error handlers, as everything else that goes wrong."""
    if isinstance(error, ValidationError):
        raise InvalidRequest(error)


def raise_response_error(_request: Any, _response: Any, error: Exception | None, *_: Any) -> None:
    """Let an answer that does not fit its model be an internal error."""
    if error is not None:
        raise error


# One title for every project: the document is committed, and a new name must not change it.
spec = SpecTree(
    backend=ApiPlugin,
    title="API",
    version="1",
    mode="strict",
    validation_error_model=Problem,
    naming_strategy=schema_name,
    nested_naming_strategy=lambda _parent, child: child,
    before=raise_request_error,
    after=raise_response_error,
)

blueprint = Blueprint("openapi", __name__, cli_group=None)


@blueprint.get("/openapi.json")
def get_openapi() -> Response:
    """Answer with the description of the API."""
    return Response(dumps(document()), mimetype="application/json")


@blueprint.cli.command("openapi")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file.")
def print_openapi(output: Path | None) -> None:
    """Print the description of the API."""
    content = dumps(document()).encode()
    if output:
        output.write_bytes(content)
    else:
        click.echo(content, nl=False)  # bytes, so that it is UTF-8 on every console


def dumps(document: Json) -> str:
    """Return the text of `document`, as it is committed."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def document() -> Json:
    """Return the OpenAPI document of the current application, always in the same order."""
    # spectree keeps the first document it makes, and models of routes that this application
    # may not have: so each document comes from a copy, and only what it refers to stays.
    tree = copy(spec)
    tree.models = deepcopy(spec.models)
    document: Json = tree.spec
    document["paths"] = {
        path: {method: with_problems(operation) for method, operation in sorted(operations.items())}
        for path, operations in sorted(document["paths"].items())
    }
    document["tags"].sort(key=lambda tag: tag["name"])
    components = document["components"]
    components["schemas"] = used_schemas(document["paths"], components["schemas"])
    return document


def with_problems(operation: Json) -> Json:
    """Return `operation` with its problems: any of them, but 422 only if it checks something."""
    responses: Json = operation["responses"]
    if not operation["parameters"] and "requestBody" not in operation:
        responses.pop("422", None)
    for status, response in responses.items():
        if references(response) == {Problem.__name__}:
            responses[status] = PROBLEM_RESPONSE | {"description": response["description"]}
    return operation | {"responses": responses | {"default": PROBLEM_RESPONSE}}


def used_schemas(paths: Json, schemas: Json) -> Json:
    """Return the schemas that `paths` need, directly or through another schema."""
    used: set[str] = set()
    pending = references(paths)
    while pending:
        name = pending.pop()
        used.add(name)
        pending |= references(schemas[name]) - used
    return {name: schemas[name] for name in sorted(used)}


def references(part: Json) -> set[str]:
    """Return the names of the schemas that `part` refers to."""
    return set(re.findall(rf'"{SCHEMAS}([^"]+)"', json.dumps(part)))
