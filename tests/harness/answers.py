"""The answers that projects are rendered with: every pair of them occurs, and what they must give."""

from __future__ import annotations

from typing import Any

from covertable import make

# Names, and the short names that a person would write for them. None: nothing in it can be spelled out.
NAMES = {
    "Attendance Book": "attendance-book",
    "출석부": "chulseokbu",
    "日本語アプリ": None,
    "Größe für Überflieger": "groesse-fuer-ueberflieger",
    "Tom & Jerry's #1 app": "tom-jerrys-1-app",
}
FALLBACK = "my-app"
FACTORS: dict[str, list[Any]] = {
    "project_name": list(NAMES),
    "license": ["MIT", "BSD-3-Clause", "Apache-2.0", "none"],
    # Both given, at the ends of what is allowed; one given, and it is the other's usual one; none given.
    "ports": [{}, {"backend_port": 1024, "frontend_port": 65535}, {"backend_port": 4200}],
    # With notes, a database is needed.
    "data": [
        {},
        {"database": "postgresql"},
        {"database": "none"},
        {"features": ["notes"]},
        {"features": ["notes"], "database": "postgresql"},
    ],
    "user_name": [None, "O'Neil & 홍길동"],
    "project_description": [None, "It's R&D: 출석 체크 – every day, 100%!"],
}


def combinations() -> list[dict[str, Any]]:
    """Answers as they are given to Copier: a short list, the same on every run, in which every pair occurs.

    None means that the question's default is taken. Which answers rule each other out, `make` is told by its
    `constraints`; covertable then leaves out no pair that they allow.
    """
    return [_given(combination) for combination in make(FACTORS)]


def _given(combination: dict[str, Any]) -> dict[str, Any]:
    groups = ("ports", "data")
    answers = {name: value for name, value in combination.items() if name not in groups and value is not None}
    for group in groups:
        answers.update(combination[group])
    return answers


def label(answers: dict[str, Any]) -> str:
    """A test's id: ASCII, and telling."""
    slug = NAMES[answers["project_name"]] or FALLBACK
    chosen = [
        answers.get("backend_port", "default"),
        answers.get("database", "sqlite"),
        *answers.get("features", []),
    ]
    return "-".join([slug, answers["license"], *map(str, chosen)])
