"""What the API says about the environment."""

from pydantic import BaseModel


class Distribution(BaseModel):
    """An installed package."""

    name: str
    version: str
    summary: str


class Environment(BaseModel):
    """The Python that runs the backend."""

    executable: str
    version: str
    implementation: str
    platform: str
    prefix: str
    base_prefix: str
    is_virtual_environment: bool
    expected_prefix: str
    is_project_venv: bool
    distributions: list[Distribution]
