"""The secret key, and the file that it lies in."""

import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Timer

import pytest

from app import create_app
from app.core import secret_key as module
from app.core.secret_key import own_key, secret_key
from app.core.settings import KEY_LENGTH, Settings, load_settings

KEY = "k" * KEY_LENGTH


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file for a key, yet to be written."""
    return tmp_path / "열쇠" / "secret_key"


@pytest.fixture
def development(tmp_path: Path) -> Settings:
    """Settings of a laptop that nobody gave a key."""
    return Settings(mode="development", instance_path=tmp_path / "instance")


def settings_of(**variables: str) -> Settings:
    """Return the settings of a server with these variables in its environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        return load_settings()


def in_file(content: bytes, file: Path) -> Settings:
    """Return the settings of a server whose key is in `file`."""
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return settings_of(APP_SECRET_KEY_FILE=str(file))


def test_development_key_is_made_once(development: Settings) -> None:
    key = secret_key(development)
    assert len(key) >= KEY_LENGTH
    assert secret_key(development) == key


def test_no_two_machines_have_the_same_key(tmp_path: Path) -> None:
    assert own_key(tmp_path / "one") != own_key(tmp_path / "two")


def test_processes_that_start_at_once_have_the_same_key(file: Path) -> None:
    many = 16
    barrier = Barrier(many)

    def start(_: int) -> str:
        barrier.wait()
        return own_key(file)

    with ThreadPoolExecutor(many) as pool:
        assert set(pool.map(start, range(many))) == {file.read_text(encoding="ascii")}


def test_key_that_another_process_is_writing_is_waited_for(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 60)
    file.parent.mkdir()
    file.touch()
    writer = Timer(0.2, file.write_text, [KEY], {"encoding": "ascii"})
    writer.start()
    assert own_key(file) == KEY
    writer.join()


def test_development_key_that_was_cut_short_is_made_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    file.parent.mkdir()
    file.write_text("cut", encoding="ascii")
    assert len(own_key(file)) >= KEY_LENGTH


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_development_key_is_its_owners_alone(file: Path) -> None:
    own_key(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_folder_where_no_key_can_be_made_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "instance").write_text("in the way", encoding="ascii")
    with pytest.raises(SystemExit, match="cannot be made: ") as error:
        own_key(tmp_path / "instance" / "secret_key")
    assert str(tmp_path / "instance") in str(error.value)


def test_testing_leaves_no_key_behind(settings: Settings) -> None:
    assert len(secret_key(settings)) >= KEY_LENGTH
    assert not settings.instance_path.exists()


@pytest.mark.parametrize("content", ["{}", "{}\n", "\ufeff{}\r\n", "  {} \n\n"])
def test_key_in_a_file_is_read_without_the_white_space_around_it(content: str, file: Path) -> None:
    settings = in_file(content.format(KEY).encode(), file)
    assert create_app(settings).secret_key == KEY


def test_key_counts_before_the_file(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    assert secret_key(settings_of(APP_SECRET_KEY=KEY, APP_SECRET_KEY_FILE=missing)) == KEY


@pytest.mark.parametrize("mode", ["development", "testing", "production"])
def test_missing_file_is_named_and_never_made(mode: str, tmp_path: Path) -> None:
    missing = tmp_path / "secrets" / "misspelt"
    settings = settings_of(APP_MODE=mode, APP_SECRET_KEY_FILE=str(missing))
    with pytest.raises(SystemExit) as error:
        create_app(settings)
    assert f"{missing} cannot be read: {os.strerror(2)}" in str(error.value)
    assert not missing.parent.exists()


def test_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="cannot be read: ") as error:
        secret_key(settings_of(APP_SECRET_KEY_FILE=str(tmp_path)))
    assert str(tmp_path) in str(error.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "must hold 32 characters or more"),
        (b"hush \n", "must hold 32 characters or more"),
        (b"hush" + b"\xff" * 40, "is not a text in UTF-8"),
        ("hush".encode("utf-16") * 10, "is not a text in UTF-8"),
        (b"hush" + b"\0" * 40, "must hold the key alone, in one line"),
        (
            b"APP_SECRET_KEY=\nhushhushhushhushhushhushhushhush",
            "must hold the key alone, in one line",
        ),
    ],
)
def test_file_that_holds_no_key_is_a_message_that_does_not_show_it(
    content: bytes, message: str, file: Path
) -> None:
    settings = in_file(content, file)
    with pytest.raises(SystemExit) as error:
        secret_key(settings)
    assert str(error.value) == f"The secret key: {file} {message}."
    assert file.read_bytes() == content


def test_production_uses_the_key_of_this_machine_where_it_is_told_to(
    development: Settings,
) -> None:
    own = {"APP_OWN_SECRET_KEY": "true", "APP_INSTANCE_PATH": str(development.instance_path)}
    production = settings_of(APP_MODE="production", **own)
    assert create_app(production).secret_key == secret_key(development)


def test_key_of_this_machine_counts_last(file: Path, tmp_path: Path) -> None:
    in_file(b"f" * KEY_LENGTH, file)
    own = {"APP_OWN_SECRET_KEY": "true", "APP_INSTANCE_PATH": str(tmp_path / "instance")}
    assert secret_key(settings_of(APP_SECRET_KEY=KEY, **own)) == KEY
    assert secret_key(settings_of(APP_SECRET_KEY_FILE=str(file), **own)) == "f" * KEY_LENGTH
    assert not (tmp_path / "instance").exists()
