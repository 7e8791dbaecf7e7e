"""Where packages come from, as messages tell it."""

from __future__ import annotations

import pytest

from scripts.manage.package_source import without_password


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://index.example/simple/", "https://index.example/simple/"),
        ("https://ada:secret@index.example/simple/", "https://index.example/simple/"),
        ("https://ada:sec@ret@index.example/simple/", "https://index.example/simple/"),
        ("HTTP://ada:secret@index.example", "HTTP://index.example"),
        ("https://a:b@one.example/ https://c:d@two.example/", "https://one.example/ https://two.example/"),
        ("https://index.example/@scope/simple", "https://index.example/@scope/simple"),
        ("ssh://git@host.example/app.git", "ssh://git@host.example/app.git"),
    ],
)
def test_an_address_is_shown_without_a_password(given: str, shown: str) -> None:
    assert without_password(given) == shown
