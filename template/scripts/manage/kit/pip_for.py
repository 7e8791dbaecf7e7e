"""pip, answering what requirements ask about the system ("; sys_platform == …") for another system.

`pip download --platform` chooses wheels for that system, but leaves out what only that system needs:
https://github.com/pypa/pip/issues/11664. Called as `python pip_for.py MARKERS …` with markers as JSON, in
the place of `python -m pip …`. Run by its path, it imports nothing of the package.
"""

from __future__ import annotations

import importlib
import json
import runpy
import sys
from typing import Any


def main() -> None:
    wanted: dict[str, str] = json.loads(sys.argv.pop(1))
    # pip's own copy of packaging (packaging.python.org): it comes with every pip.
    markers: Any = importlib.import_module("pip._vendor.packaging.markers")
    present = markers.default_environment()
    markers.default_environment = lambda: {**present, **wanted}
    for name in ("sys_platform", "platform_machine", "python_version"):
        value = wanted[name]
        if not markers.Marker(f"{name} == {json.dumps(value)}").evaluate():
            sys.exit(f"This pip cannot be asked about another system: {name} is not {value!r}.")
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
