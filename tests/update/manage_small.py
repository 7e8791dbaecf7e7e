"""manage.py for a project that does not carry scripts/manage: this repository's, in the current folder."""

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
