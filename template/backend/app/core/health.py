"""GET /api/health: the backend is up and answers."""

from typing import Literal

from flask import Blueprint
from pydantic import BaseModel
from spectree import Response

from app.core.openapi import spec

blueprint = Blueprint("health", __name__)


class Health(BaseModel):
    """Whether the backend answers."""

    status: Literal["ok"]


@blueprint.get("/health")
@spec.validate(resp=Response(HTTP_200=Health), tags=["health"])
def get_health() -> Health:
    """Tell that the backend answers."""
    return Health(status="ok")
