"""The books, with Flask-RESTX: /library/books, Swagger's page at /library/docs, news at /library/news."""

from collections.abc import Iterator

from flask import Blueprint, Response, make_response, request
from flask_restx import Api, Resource, apidoc, fields

# Swagger's page holds a script and styles of its own.
SWAGGER = "default-src 'self' 'unsafe-inline'; img-src 'self' data:"

blueprint = Blueprint("shelf", __name__)
api = Api(blueprint, title="Shelf", doc="/docs")
book = api.model("Book", {"title": fields.String})


@api.documentation
def documentation() -> Response:
    """Answer with Swagger's page."""
    response = make_response(apidoc.ui_for(api))
    response.headers["Content-Security-Policy"] = SWAGGER
    return response


@api.route("/books")
class Books(Resource):
    """The books."""

    @api.marshal_list_with(book)
    def get(self) -> list[dict[str, str]]:
        """List the books, for whoever says who asks."""
        return [{"title": f"토지, for {request.headers.get('X-Reader', 'nobody')}"}]


@blueprint.get("/news")
def news() -> Response:
    """Tell what is new, as server-sent events."""

    def events() -> Iterator[str]:
        yield "data: one\n\n"
        yield "data: two\n\n"

    return Response(events(), mimetype="text/event-stream")
