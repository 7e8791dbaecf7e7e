"""docs/configuration.md lists the settings that there are, and no other; so does .env.example."""

from __future__ import annotations

import ast
import re

import pytest

from harness.rendered import Rendered, Renderer


def settings(project: Rendered) -> set[str]:
    """The variables that the settings class reads, one for each of its fields."""
    module = ast.parse(project.text("backend/app/core/settings.py"))
    (fields,) = (
        node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == "Settings"
    )
    names = [
        node.target.id
        for node in fields
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    return {f"APP_{name.upper()}" for name in names}


@pytest.mark.parametrize("database", ["sqlite", "postgresql", "none"])
@pytest.mark.parametrize("page", ["docs/configuration.md", "docs/configuration.ko.md"])
def test_the_page_lists_every_setting_and_no_other(render: Renderer, page: str, database: str) -> None:
    project = render(database=database)
    rows = re.findall(r"^\| `(APP_\w+)` \|", project.text(page), re.MULTILINE)
    assert len(rows) >= 9
    assert sorted(rows) == sorted(settings(project))


@pytest.mark.parametrize("database", ["sqlite", "none"])
def test_the_example_lists_them_too(render: Renderer, database: str) -> None:
    project = render(database=database)
    assert set(re.findall(r"^#(APP_\w+)=", project.text("backend/.env.example"), re.MULTILINE)) == settings(
        project
    )
