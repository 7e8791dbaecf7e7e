"""What manage.py of a small project runs: this repository's program, on the project in this folder."""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

TEMPLATE = Path(__file__).resolve().parents[2] / "template"

if __name__ == "__main__":
    sys.path.insert(0, str(TEMPLATE))
    from scripts.manage.main import main
    from scripts.manage.project import Project

    with patch.object(Project, "here", return_value=Project(Path.cwd())):
        sys.exit(main(sys.argv[1:]))
