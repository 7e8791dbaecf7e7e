"""The limits of a terminal (`ulimit`), under which npm hangs, Python dies and V8 dumps its memory."""

from __future__ import annotations

import errno
import sys
import threading
from collections.abc import Iterator
from functools import cache

from .. import faults
from ..problem import Problem
from ..terminal import output

if sys.platform != "win32":
    import resource

# npm hangs with 64. Node itself raises its limit to the highest that it may have.
FILES = 256
# What to ask for: what systems of today give.
MANY_FILES = 4096
# npm and pip side by side, and what they start.
THREADS = 40
MANY_THREADS = 4096
# Node reserves almost 1 GB of addresses to start; builds take several times as much.
ADDRESSES = 4_000_000_000


def problems() -> Iterator[Problem]:
    """The limits under which set-up, servers or builds would fail."""
    if sys.platform != "win32":
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        if _is_less(files, FILES):
            yield Problem(faults.FEW_FILES, limit=files, needed=MANY_FILES)
        addresses = resource.getrlimit(resource.RLIMIT_AS)[0]
        if _is_less(addresses, ADDRESSES):
            yield Problem(faults.FEW_ADDRESSES, limit=output.size(addresses), needed=output.size(ADDRESSES))
            # They would take addresses, too.
            return
    if too_few_threads():
        yield few_programs()


def few_programs() -> Problem:
    """The problem that no more programs and threads may be started."""
    limit = "?"
    if sys.platform != "win32" and resource.getrlimit(resource.RLIMIT_NPROC)[0] != resource.RLIM_INFINITY:
        limit = str(resource.getrlimit(resource.RLIMIT_NPROC)[0])
    return Problem(faults.FEW_PROGRAMS, limit=limit, needed=MANY_THREADS)


def behind(error: Exception) -> Problem | None:
    """The limit that an error on the way is about."""
    if isinstance(error, RuntimeError) and "start new thread" in str(error):
        return few_programs()
    if isinstance(error, OSError) and error.errno == errno.EAGAIN:
        return few_programs()
    if sys.platform != "win32" and isinstance(error, OSError) and error.errno == errno.EMFILE:
        return Problem(
            faults.FEW_FILES, limit=resource.getrlimit(resource.RLIMIT_NOFILE)[0], needed=MANY_FILES
        )
    return None


@cache
def too_few_threads() -> bool:
    """Whether fewer threads can be started than are needed. It is tried, once: systems count in many ways."""
    end = threading.Event()
    threads: list[threading.Thread] = []
    try:
        for _ in range(THREADS):
            thread = threading.Thread(target=end.wait, daemon=True)
            thread.start()
            threads.append(thread)
    except RuntimeError:
        return True
    finally:
        end.set()
        for thread in threads:
            thread.join()
    return False


def _is_less(limit: int, needed: int) -> bool:
    # Python has no number for "unlimited" but a negative one, or the largest.
    return 0 <= limit < needed
