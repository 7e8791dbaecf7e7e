"""Commands as people type them."""

from types import SimpleNamespace

import pytest

from app.core import typed


@pytest.mark.parametrize(
    ("system", "programs", "expected"),
    [
        ("posix", ["python", "py", "python3"], "python3 manage.py dev"),
        ("nt", ["py", "python"], "py manage.py dev"),
        ("nt", ["python"], "python manage.py dev"),
    ],
)
def test_python_is_called_by_the_name_that_the_system_has(
    monkeypatch: pytest.MonkeyPatch, system: str, programs: list[str], expected: str
) -> None:
    # In this module alone: the rest of Python goes by os.name too.
    monkeypatch.setattr(typed, "os", SimpleNamespace(name=system))
    which = SimpleNamespace(which=lambda name: name if name in programs else None)
    monkeypatch.setattr(typed, "shutil", which)
    assert typed.python("manage.py dev") == expected
