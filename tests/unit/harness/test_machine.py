"""The harness itself: what is missing on this machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from harness.machine import program


def test_a_missing_tool_skips_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no-such-tool is not installed"):
        program("no-such-tool")


def test_a_missing_tool_is_a_failure_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    # A skip that got through would skip this very test.
    with pytest.raises((pytest.fail.Exception, pytest.skip.Exception)) as raised:
        program("no-such-tool")
    assert raised.type is pytest.fail.Exception
    assert "no-such-tool is not installed" in str(raised.value)


def test_tools_of_the_private_environment_come_before_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", "true")
    assert Path(program("ruff")).parent == Path(sys.executable).parent
