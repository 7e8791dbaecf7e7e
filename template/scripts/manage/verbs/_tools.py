"""The project's tools (pytest, ruff, ng, eslint, prettier …) in the foreground, one after the other."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..faults import FAILED
from ..node import node_modules, runtime
from ..processes.child_environment import scrubbed_environment
from ..processes.children import run_in_foreground
from ..project import Project
from ..python import venv
from ..terminal import output
from ..terminal.messages import text


@dataclass(frozen=True)
class Tool:
    """A tool to run: its name, its plain command as typed in `cwd`, and the command that is really run."""

    name: str
    shown: str
    command: Sequence[str | Path]
    cwd: Path
    needs_node: bool = False


def backend_tool(project: Project, name: str, words: Sequence[str]) -> Tool:
    """A Python module of backend/venv, run in backend/: ["ruff", "check", "."]."""
    return Tool(name, " ".join(words), [venv.of(project).python, "-m", *words], project.backend)


def frontend_tool(project: Project, name: str, script: str, words: Sequence[str]) -> Tool:
    """A Node program of frontend/node_modules, run in frontend/.

    `script` is its file below node_modules: run by Node itself, because npx and the wrappers in
    node_modules/.bin differ from system to system.
    """
    return Tool(
        name,
        f"npx {' '.join(words)}",
        [f"node_modules/{script}", *words[1:]],
        project.frontend,
        needs_node=True,
    )


def run_tools(project: Project, tools: Sequence[Tool], *, stop_at_failure: bool = False) -> int:
    """Run the tools in turn and tell how each ended; give 0 when all succeeded, else 1.

    On Ctrl-C the tool that runs ends in its own way, no other is started, and its exit code is given. Raises
    Problem where Node or the frontend's packages are missing.
    """
    chosen = None
    if any(tool.needs_node for tool in tools):
        chosen = runtime.needed(project)
        node_modules.require(project)
    outcomes: list[tuple[Tool, int, float]] = []
    for tool in tools:
        output.command(tool.shown if tool.cwd == project.root else f"cd {tool.cwd.name} && {tool.shown}")
        started = time.monotonic()
        ended = run_in_foreground(
            [chosen.program, *tool.command] if tool.needs_node and chosen else tool.command,
            cwd=tool.cwd,
            environment=scrubbed_environment(project.venv, programs=chosen.folders if chosen else []),
        )
        if ended.stopped:
            output.say(text("Stopped."))
            return ended.exit_code
        outcomes.append((tool, ended.exit_code, time.monotonic() - started))
        if ended.exit_code and stop_at_failure:
            break
    output.say()
    for tool, code, seconds in outcomes:
        kind = "failed" if code else "done"
        output.say(f"{output.mark(kind)} {tool.name} {output.paint(f'({output.elapsed(seconds)})', 'quiet')}")
    return FAILED if any(code for _, code, _ in outcomes) else 0
