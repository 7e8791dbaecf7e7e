"""Commands as people type them on the system that this runs on."""

import os
import shutil


def python(words: str) -> str:
    """Return a call of Python outside a virtual environment: few systems have a `python` there."""
    if os.name == "nt":
        return f"{'py' if shutil.which('py') else 'python'} {words}"
    return f"python3 {words}"
