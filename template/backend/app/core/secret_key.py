"""The key that signs the sessions: from the settings, or this machine's own. It is never printed."""

import os
import secrets
import time
from pathlib import Path

from flask import Flask

from app.core.settings import KEY_LENGTH, Settings

# How long another process may take to write the key that it has begun to make (seconds).
PATIENCE = 1.0


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its key."""
    app.secret_key = secret_key(settings)


def secret_key(settings: Settings) -> str:
    """Return the key that the settings give; without one, that of this machine.

    Ends the program with a message where a file holds no key.
    """
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    if settings.secret_key_file is not None:
        return read_key(settings.secret_key_file)
    if settings.mode == "testing":
        return secrets.token_urlsafe(KEY_LENGTH)
    return own_key(settings.instance_path / "secret_key")


def own_key(file: Path) -> str:
    """Return the key in `file`. The first process that asks makes it; others wait for it."""
    give_up = time.monotonic() + PATIENCE
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        while not make_key(file) and file.stat().st_size < KEY_LENGTH:
            if time.monotonic() > give_up:
                # Whoever began to write it was stopped.
                file.unlink(missing_ok=True)
            time.sleep(0.01)
    except OSError as error:
        raise refusal(file, f"cannot be made: {error.strerror}") from error
    return read_key(file)


def make_key(file: Path) -> bool:
    """Write a new key into a new file, for its owner alone. Return False where there is a file."""
    key = secrets.token_urlsafe(KEY_LENGTH)
    try:
        # The mode counts from the first byte on; Windows keeps the folder's own rights instead.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(key)
    return True


def read_key(file: Path) -> str:
    """Return the key in `file`, without the white space around it.

    Ends the program with a message where there is none.
    """
    try:
        key = file.read_text(encoding="utf-8-sig").strip()
    except OSError as error:
        raise refusal(file, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise refusal(file, "is not a text in UTF-8.") from None
    if not key.isprintable():
        raise refusal(file, "must hold the key alone, in one line.")
    if len(key) < KEY_LENGTH:
        raise refusal(file, f"must hold {KEY_LENGTH} characters or more.")
    return key


def refusal(file: Path, why: str) -> SystemExit:
    """Return what ends the program: which file is no good as a key, and why."""
    return SystemExit(f"The secret key: {file} {why}")
