"""VS Code looks for a virtual environment at the top of a folder; ours lies deeper."""

from __future__ import annotations

import pytest

from faults.computer import Computer

SETTING = "python.defaultInterpreterPath"


@pytest.mark.fault(
    "VS Code does not find backend/venv", system="Linux", outcome="detected", how="settings without the line"
)
@pytest.mark.parametrize("settings", ["{}\n", '{\n  // "python.defaultInterpreterPath": "backend/venv"\n}\n'])
def test_settings_that_do_not_name_the_venv_are_told(computer: Computer, settings: str) -> None:
    path = computer.project / ".vscode" / "settings.json"
    assert SETTING in path.read_text(encoding="utf-8")
    assert "FA110" not in computer.doctor().codes
    path.write_text(settings, encoding="utf-8")
    found = computer.doctor().one("FA110")
    assert found.kind == "warning"
    assert SETTING in found.remedy[0]
    assert ".vscode/settings.json" in found.remedy[0]
    # The remedy is a line that can be pasted.
    path.write_text("{\n  " + found.remedy[0].partition(":  ")[2] + "\n}\n", encoding="utf-8")
    assert "FA110" not in computer.doctor().codes
