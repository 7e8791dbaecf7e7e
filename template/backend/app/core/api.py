"""Where the API lies."""

from flask import request

PREFIX = "/api"


def is_api_request() -> bool:
    """Tell whether the current request is one to the API, known route or not."""
    return request.path == PREFIX or request.path.startswith(f"{PREFIX}/")
