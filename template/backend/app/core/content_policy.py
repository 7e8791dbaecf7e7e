"""What pages may load: their Content-Security-Policy, the same in `manage.py dev` as in production.

It keeps a text that a visitor sent from running as a script in another visitor's browser. What comes
from another site must be allowed: see `allow`.
"""

import base64
import hashlib
from collections.abc import Sequence
from html.parser import HTMLParser
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, request
from pydantic import BaseModel, Field, ValidationError

from app.core.api import PREFIX
from app.core.errors import InvalidRequest
from app.core.settings import Mode

# "default-src" stands for every directive of that kind which is not named.
POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'nonce-{nonce}'",
    "style-src": "'self' 'nonce-{nonce}'",
    # Angular writes the style="…" of a template as such. A style can do no more than look odd.
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    # Maps work in workers that they make of their own text; `ng serve` asks with one for its return.
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
OTHERS = {
    "connect-src",
    "font-src",
    "frame-src",
    "manifest-src",
    "script-src-attr",
}

# What a build and `ng serve` have in place of a nonce: index.html is written so, see frontend.py.
BUILT_NONCE = "csp-nonce"
REPORT_TYPE = "application/csp-report"
ADDRESS = f"{PREFIX}/content-policy"

blueprint = Blueprint("content_policy", __name__)


def init_app(app: Flask, mode: Mode) -> None:
    """Give the pages of `app` their policy. In development, browsers report what it blocks."""
    app.config["CONTENT_SECURITY_POLICY"] = dict(POLICY)
    app.extensions["content_policy_told"] = set()
    if mode == "development":
        app.config["CONTENT_SECURITY_POLICY"]["report-uri"] = ADDRESS


def allow(app: Flask, directive: str, *sources: str) -> None:
    """Let pages load something from `sources` too.

    Maps show tiles as images: allow(app, "img-src", "https://tile.openstreetmap.org").
    Raises ValueError for a directive that is none.
    """
    policy: dict[str, str] = app.config["CONTENT_SECURITY_POLICY"]
    if directive not in policy.keys() | OTHERS:
        known = ", ".join(sorted(POLICY.keys() | OTHERS))
        raise ValueError(f"{directive!r} is no directive of a content policy. These are: {known}.")
    gone = ["'none'"]
    if "'unsafe-inline'" in sources:
        gone.append("'nonce-{nonce}'")  # beside it, browsers pass over 'unsafe-inline'
    before = policy.get(directive, policy["default-src"]).split()
    policy[directive] = " ".join([*(word for word in before if word not in gone), *sources])


def header(app: Flask, nonce: str) -> str:
    """Return the policy of a page whose own scripts and styles carry `nonce`."""
    policy: dict[str, str] = app.config["CONTENT_SECURITY_POLICY"]
    lines = (f"{directive} {sources}" for directive, sources in policy.items())
    return "; ".join(lines).replace("{nonce}", nonce)


def header_without_nonce(app: Flask, scripts: Sequence[str]) -> str:
    """Return the policy of a page that is the same for everybody: a nonce in it is no secret.

    Its own scripts come from files, or are those whose hashes `scripts` holds. Angular writes styles while
    it runs, which have no hash before; a style can do no more than look odd.
    """
    policy: dict[str, str] = app.config["CONTENT_SECURITY_POLICY"]
    own = {"script-src": " ".join(scripts)}
    lines = []
    for directive, sources in policy.items():
        word = own.get(directive, f"'nonce-{BUILT_NONCE}'")
        lines.append(" ".join([directive, *sources.replace("'nonce-{nonce}'", word).split()]))
    return "; ".join(lines)


def scripts_in(html: str) -> list[str]:
    """Return the scripts that stand in a page, each as the hash by which a policy allows it."""
    scripts = InlineScripts()
    # A browser hashes what it has read: every line end is one character.
    scripts.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
    return scripts.hashes


class InlineScripts(HTMLParser):
    """Collects the scripts that stand in a page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.hashes: list[str] = []
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a script, unless it is one in a file."""
        if tag == "script" and "src" not in dict(attrs):
            self._script = []

    def handle_data(self, data: str) -> None:
        """Collect the text of a script."""
        if self._script is not None:
            self._script.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Note the hash of a script that is complete."""
        if tag == "script" and self._script is not None:
            digest = hashlib.sha256("".join(self._script).encode()).digest()
            self.hashes.append(f"'sha256-{base64.b64encode(digest).decode()}'")
            self._script = None


def is_report() -> bool:
    """Tell whether the current request is a browser's report."""
    return request.path == ADDRESS and request.mimetype == REPORT_TYPE


@blueprint.get("/content-policy")
def get_content_policy() -> Response:
    """Answer with the policy that `ng serve` gives its pages."""
    return Response(header(current_app, BUILT_NONCE), mimetype="text/plain")


@blueprint.post("/content-policy")
def report_violation() -> tuple[str, int]:
    """Tell in the terminal what the policy blocked, and what to do about it. Each thing once."""
    try:
        violation = Report.model_validate_json(request.get_data()).violation
    except ValidationError as error:
        raise InvalidRequest(error) from error
    told: set[tuple[str, str]] = current_app.extensions["content_policy_told"]
    if (violation.kind, violation.source) not in told:
        told.add((violation.kind, violation.source))
        current_app.logger.warning(violation.sentence())
    return "", 204


class Violation(BaseModel):
    """What a page wanted, as a browser reports it (Content Security Policy, level 2)."""

    directive: str = Field(alias="effective-directive", max_length=100)
    blocked: str = Field(alias="blocked-uri", max_length=4096)

    @property
    def kind(self) -> str:
        """The directive that blocked it. Of a style sheet, browsers say "style-src-elem"."""
        return self.directive.removesuffix("-elem")

    @property
    def source(self) -> str:
        """The word that would allow it."""
        words = {"inline": "'unsafe-inline'", "eval": "'unsafe-eval'", "self": "'self'"}
        address = urlsplit(self.blocked)
        if address.netloc:
            return f"{address.scheme}://{address.netloc}"
        return words.get(self.blocked, f"{self.blocked.partition(':')[0]}:")

    def sentence(self) -> str:
        """Return what happened, and the line to write."""
        line = f'core.allow(app, "{self.kind}", "{self.source}")'
        text = f"{self.story()}, write in backend/app/__init__.py: {line}"
        return "".join(filter(str.isprintable, text))

    def story(self) -> str:
        """Return what was blocked, as it will be in production, and who may want it."""
        if self.blocked == "inline":
            file = ".css" if self.kind.startswith("style") else ".ts"
            return (
                f"Blocked: the page holds a part that belongs into a {file} file ({self.kind}). "
                "Move it there. If a library needs it"
            )
        if self.blocked == "eval":
            return "Blocked: a script ran a text as a program (eval). If a library needs it"
        return f"Blocked: the page wanted {self.blocked} ({self.kind}). If you want it"


class Report(BaseModel):
    """The body of a report."""

    violation: Violation = Field(alias="csp-report")
