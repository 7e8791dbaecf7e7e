"""Security headers on every answer; no request that another site sent in a visitor's name."""

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import Forbidden, UnsupportedMediaType

from app.core import content_policy
from app.core.api import is_api_request
from app.core.openapi import spec

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def init_app(app: Flask) -> None:
    """Guard the unsafe methods under /api and add the headers."""
    app.before_request(refuse_forged_request)
    app.after_request(add_headers)


def refuse_forged_request() -> None:
    """Refuse a request that changes data and could come from another site.

    Raises Forbidden for another site, UnsupportedMediaType for a body that is no JSON.
    """
    if request.method in SAFE_METHODS or not is_api_request() or request.routing_exception:
        return
    if is_cross_site():
        raise Forbidden("Another site may not send this request.")
    if has_body() and not (request.is_json or takes_form() or content_policy.is_report()):
        raise UnsupportedMediaType("The request body must be JSON.")


def is_cross_site() -> bool:
    """Tell whether a browser sent the request from a page of another site.

    Browsers say so in Sec-Fetch-Site; over plain HTTP they leave it out and send Origin.
    Other programs send neither and carry no visitor's cookies.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and origin.partition("://")[2] != request.host


def has_body() -> bool:
    """Tell whether the request carries a body, of known length or in chunks."""
    return bool(request.content_length) or "Transfer-Encoding" in request.headers


def takes_form() -> bool:
    """Tell whether the request brings a form to a view that describes one, for uploads say."""
    view = current_app.view_functions[request.endpoint or ""]
    description = spec.get_function_metadata(view)
    is_form = request.mimetype in {"application/x-www-form-urlencoded", "multipart/form-data"}
    return is_form and description is not None and description.form is not None


def add_headers(response: Response) -> Response:
    """Add the headers that the view did not set itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
