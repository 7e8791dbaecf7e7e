"""The project's tools (pytest, ruff, ng, eslint, prettier …) in the foreground, one after the other."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..faults import FAILED
from ..node import node_modules, runtime
from ..node.runtime import Node
from ..processes.child_environment import scrubbed_environment
from ..processes.children import Ended, ask, run_in_foreground
from ..project import Project
from ..python import venv
from ..terminal import output
from ..terminal.messages import text
from ._findings import Rule, summary, total

# How many lines, and how many findings, are still read from top to bottom.
SHORT = 40
# How long a tool may take to count what it has found (seconds).
PATIENCE = 600

Reader = Callable[[str], list[Rule]]


@dataclass(frozen=True)
class Tool:
    """A tool to run: its name, its plain command as typed in `cwd`, and the command that is really run."""

    name: str
    shown: str
    command: Sequence[str | Path]
    cwd: Path
    needs_node: bool = False
    listing: Listing | None = None


@dataclass(frozen=True)
class Listing:
    """How to tell in a few lines what a tool has found, where it prints more than people read.

    `counting` is the tool that prints what `read` counts by rule, `places` one that prints a line for each
    finding, where the usual output has more. `side` is for the commands that lead on.
    """

    side: str
    counting: Tool
    read: Reader
    places: Tool | None = None


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
        ended = _run(tool, project, chosen)
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


def _run(tool: Tool, project: Project, node: Node | None) -> Ended:
    """Run a tool in this terminal. One with a listing is told in a few lines where it prints many."""
    command, environment = _command(tool, node), _environment(project, node)
    if tool.listing is None:
        return run_in_foreground(command, cwd=tool.cwd, environment=environment)
    if output.has_colours():
        # It would leave them out in a file.
        environment |= {"FORCE_COLOR": "1"}
    with tempfile.TemporaryFile() as file:
        ended = run_in_foreground(command, cwd=tool.cwd, environment=environment, printed=file)
        file.seek(0)
        printed = file.read().decode("utf-8", "replace").rstrip()
    if not ended.stopped:
        _tell(printed, tool.listing, project, node)
    return ended


def _tell(printed: str, listing: Listing, project: Project, node: Node | None) -> None:
    """Print all that a tool printed where that is short, else its findings by rule."""
    if len(printed.splitlines()) <= SHORT:
        if printed:
            output.say(printed)
        return
    try:
        rules = listing.read(_ask(listing.counting, project, node))
    except (ValueError, KeyError, TypeError):
        rules = []
    if not rules:
        # It has more to say than findings: that its settings are wrong, for instance.
        output.say(printed)
        return
    follows = total(rules) <= SHORT
    for line in summary(rules, listing.side, follows=follows):
        output.say(line)
    if follows:
        output.say()
        output.say((_ask(listing.places, project, node) if listing.places else printed).rstrip())


def _ask(tool: Tool, project: Project, node: Node | None) -> str:
    environment = _environment(project, node)
    return ask(_command(tool, node), cwd=tool.cwd, environment=environment, seconds=PATIENCE).stdout


def _command(tool: Tool, node: Node | None) -> Sequence[str | Path]:
    return [node.program, *tool.command] if tool.needs_node and node else tool.command


def _environment(project: Project, node: Node | None) -> dict[str, str]:
    return scrubbed_environment(project.venv, programs=node.folders if node else [])
