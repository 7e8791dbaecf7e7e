"""Independent jobs side by side, each in a thread; the first failure ends them all."""

from __future__ import annotations

import threading
from collections.abc import Callable

from .children import Crew


def run_side_by_side(crew: Crew, *jobs: Callable[[], None]) -> None:
    """Run all jobs at once and wait for them.

    The first error of a job ends the crew's programs, so that the others stop too, and is raised here once
    every job has ended. A signal does the same.
    """
    errors: list[BaseException] = []
    failed = threading.Event()

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as error:
            errors.append(error)
            failed.set()

    threads = [threading.Thread(target=run, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    # Waiting in short turns lets signals through on every system.
    while any(thread.is_alive() for thread in threads) and not failed.wait(0.1):
        continue
    if failed.is_set():
        crew.end()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
