"""manage.py build: the frontend for production, with compressed copies beside each file."""

from __future__ import annotations

import argparse

from ..project import Project
from ..python import venv
from ..terminal import output
from ..terminal.messages import manage, text
from ._tools import Tool, frontend_tool, run_tools


def parser() -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog="manage.py build",
        description=text(
            "Build the frontend into frontend/dist, and compress each file with brotli and gzip."
        ),
    )


def run(project: Project, options: argparse.Namespace) -> int:
    dist = project.shown(project.dist)
    python = venv.of(project).python
    build = frontend_tool(project, "build", "@angular/cli/bin/ng.js", ["ng", "build"])
    compress = Tool(
        "compress",
        f"{project.shown(python)} -m whitenoise.compress --quiet {dist}",
        [python, "-m", "whitenoise.compress", "--quiet", dist],
        project.root,
    )
    code = run_tools(project, [build, compress], stop_at_failure=True)
    if code == 0:
        built = text(
            "The app is built in {folder}. Serve it:  {command}", folder=dist, command=manage("serve")
        )
        output.say(f"{output.mark('done')} {built}")
    return code
