"""Going on under another Python, in the place of this one.

manage.py does so before all else is loaded: so this loads nothing that Python has not loaded itself.
"""

from __future__ import annotations

import os
import sys

# Names the Python that goes on, so that it does not go on under itself for ever.
RUNS_UNDER = "MANAGE_RUNS_UNDER"


def go_on_under(python: str, script: str) -> None:
    """Run a script of Python, with the words that this program was given, as `python` in its place.

    Raises OSError where that cannot be run.
    """
    command = [python, script, *sys.argv[1:]]
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")
    } | {RUNS_UNDER: python}
    sys.stdout.flush()
    if sys.platform == "win32":
        sys.exit(_call(command, environment))
    os.execve(command[0], command, environment)


if sys.platform == "win32":

    def _call(command: list[str], environment: dict[str, str]) -> int:
        """Run a program in the place of this one, as far as Windows can; give its exit code."""
        import signal
        import subprocess

        from .windows_job import SUSPENDED, JobObject

        # The child shares the console, and gets Ctrl-C itself.
        for number in (signal.SIGINT, signal.SIGBREAK):
            signal.signal(number, signal.SIG_IGN)
        # It ends when this program is killed. A browser that it opens stays.
        job = JobObject(with_children=False)
        child = subprocess.Popen(command, env=environment, creationflags=SUSPENDED)
        job.add(child)
        return child.wait()
