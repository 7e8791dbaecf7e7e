#!/usr/bin/env python3
"""The one entry to this project: python3 manage.py --help (Windows: py manage.py --help)

This file alone must be readable by an old Python too, so that it can hand over or say what is missing.
All the rest is in scripts/manage/.
"""

import os
import sys

ROOT = os.path.dirname(os.path.realpath(__file__))
OLDEST = (3, 11)
# Names the Python that was chosen in the place of the one that was typed; moving_on.py sets it too.
TRIED = "MANAGE_RUNS_UNDER"


def venv_python():  # type: () -> str
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(ROOT, "backend", "venv", folder, name)


def hand_over_or_stop():  # type: () -> None
    """Under a Python that is too old: run again under backend/venv's, or say what to do."""
    # The venv's Python may be as old: it is tried once.
    tried = os.environ.get(TRIED) == venv_python()
    if os.path.exists(venv_python()) and sys.argv[1:2] != ["setup"] and not tried:
        arguments = [venv_python(), os.path.join(ROOT, "manage.py")] + sys.argv[1:]
        os.environ[TRIED] = venv_python()
        if os.name == "nt":
            import subprocess

            sys.exit(subprocess.call(arguments))
        os.execv(arguments[0], arguments)
    launcher = "scripts\\bootstrap.cmd" if os.name == "nt" else "sh scripts/bootstrap.sh"
    sys.stderr.write(
        "FA001 This project needs Python 3.11 or newer; this is Python %d.%d (%s).\n"
        "  Run:  %s\n"
        "  It looks for a newer Python on this machine and says where to get one.\n"
        % (sys.version_info[0], sys.version_info[1], sys.executable, launcher)
    )
    sys.exit(3)


def enter_venv():  # type: () -> None
    """Go on under backend/venv's Python before all is loaded twice. What hinders it is told by main()."""
    from scripts.manage.processes.moving_on import go_on_under
    from scripts.manage.verbs import needs_venv

    if not sys.argv[1:] or not needs_venv(sys.argv[1], sys.argv[2:]):
        return
    is_this = os.path.realpath(sys.prefix) == os.path.realpath(os.path.join(ROOT, "backend", "venv"))
    tried = os.environ.get(TRIED) == venv_python()
    if os.path.exists(venv_python()) and not is_this and not tried:
        try:
            go_on_under(venv_python(), os.path.join(ROOT, "manage.py"))
        except OSError:
            pass


def stop_at_damage(error):  # type: (Exception) -> None
    """Say that a file of scripts/manage cannot be read, and how to get it back."""
    path = getattr(error, "filename", None) or getattr(error, "path", None) or "scripts/manage"
    line = getattr(error, "lineno", None)
    # The page is there in each language of the project; the first one has the shortest name.
    docs = os.path.join(ROOT, "docs")
    pages = [each for each in os.listdir(docs) if each.startswith("problems.")] if os.path.isdir(docs) else []
    page = min(pages, key=len) if pages else "problems.md"
    where = os.path.relpath(path, ROOT)
    sys.stderr.write(
        "FA097 The program behind manage.py is damaged.\n"
        "  %s%s: %s\n"
        "  Try:  git diff -- scripts/manage        (shows what was changed)\n"
        "        git checkout -- scripts/manage    (takes these changes away)\n"
        "        git reset --hard                  (takes all back that is in no commit, an update too)\n"
        "  More:  docs/%s#fa097\n"
        % (where, ", line %d" % line if line else "", getattr(error, "msg", error), page)
    )
    sys.exit(1)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        hand_over_or_stop()
    sys.path.insert(0, ROOT)
    try:
        enter_venv()
        from scripts.manage.main import main

        sys.exit(main(sys.argv[1:]))
    except (ImportError, SyntaxError) as error:
        stop_at_damage(error)
