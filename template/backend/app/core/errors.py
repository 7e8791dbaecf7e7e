"""Every error under /api is a problem: application/problem+json, as RFC 9457 defines it."""

from urllib.parse import quote

from flask import Flask, Response, current_app, request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import Headers
from werkzeug.exceptions import (
    Conflict,
    HTTPException,
    InternalServerError,
    UnprocessableEntity,
)

from app.core.api import is_api_request

PROBLEM_JSON = "application/problem+json"


class FieldError(BaseModel):
    """What is wrong with one field of a request."""

    location: str
    message: str


class Problem(BaseModel):
    """What went wrong. `errors` comes where it is about some fields: with status 409 and 422."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError] = []


class FieldsAreWrong(HTTPException):
    """An error that is about some fields of a request."""

    errors: list[FieldError]


class InvalidRequest(FieldsAreWrong, UnprocessableEntity):
    """The fields of a request do not fit its model: status 422."""

    description = "Some fields of the request are not valid."

    def __init__(self, error: ValidationError) -> None:
        super().__init__()
        self.errors = [
            FieldError(location=".".join(map(str, item["loc"])), message=item["msg"])
            for item in error.errors(include_url=False, include_context=False, include_input=False)
        ]


class NotThere(FieldsAreWrong, Conflict):
    """A field names an entry that is not there: status 409."""

    description = "A field names something that is not there."

    def __init__(self, location: str) -> None:
        super().__init__()
        self.errors = [FieldError(location=location, message="There is no such entry.")]


class Taken(FieldsAreWrong, Conflict):
    """Another entry has these values, and no two may have the same: status 409."""

    description = "Another entry has the same value."

    def __init__(self, locations: list[str]) -> None:
        super().__init__()
        self.errors = [
            FieldError(location=location, message="Another entry has this value already.")
            for location in locations
        ]


def init_app(app: Flask) -> None:
    """Answer errors under /api with problems; Flask's own pages stay elsewhere."""
    app.register_error_handler(HTTPException, as_problem)
    if not app.testing:
        # The debugger's page means nothing to the frontend; the traceback is in the log.
        # In tests, the exception itself reaches the test.
        app.config["PROPAGATE_EXCEPTIONS"] = False


def as_problem(error: HTTPException) -> HTTPException | Response:
    """Return the answer to `error`, with the headers that belong to it: Allow for a 405."""
    if not is_api_request() or error.response is not None:
        return error
    status = error.code or InternalServerError.code
    problem = Problem(
        type="about:blank",
        title=error.name,
        status=status,
        detail=detail(error),
        instance=quote(request.path),
    )
    if isinstance(error, FieldsAreWrong):
        problem.errors = error.errors
    headers = Headers(error.get_headers(request.environ))
    headers["Content-Type"] = PROBLEM_JSON
    return Response(problem.model_dump_json(exclude_unset=True), status, headers)


def detail(error: HTTPException) -> str:
    """Return what a person reads about `error`. What broke inside is said in debug mode only."""
    if isinstance(error, InternalServerError) and error.original_exception and current_app.debug:
        return f"{type(error.original_exception).__name__}: {error.original_exception}"
    return error.description or error.name
