"""The settings."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app import create_app
from app.core.secret_key import secret_key
from app.core.settings import BACKEND, Settings, load_settings
from app.core.typed import python

KEY = "k" * 32


@pytest.fixture
def env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A .env of the test's own, yet to be written."""
    file = tmp_path / ".env"
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    return file


def test_false_is_false(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_SECRET_KEY", KEY)
    monkeypatch.setenv("APP_BEHIND_PROXY", "False")
    assert Settings().behind_proxy is False
    monkeypatch.setenv("APP_BEHIND_PROXY", "True")
    assert Settings().behind_proxy is True


def test_empty_variable_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_MODE", "development")
    for name in ("APP_SECRET_KEY", "APP_SECRET_KEY_FILE", "APP_BEHIND_PROXY"):
        monkeypatch.setenv(name, "")
    settings = load_settings()
    assert settings.secret_key is None
    assert settings.secret_key_file is None
    assert settings.behind_proxy is False


@pytest.mark.parametrize(
    ("flask_debug", "mode"),
    [("1", "development"), ("0", "production"), (None, "production")],
)
def test_flask_debug_chooses_the_mode(
    flask_debug: str | None, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APP_SECRET_KEY", KEY)
    if flask_debug is not None:
        monkeypatch.setenv("FLASK_DEBUG", flask_debug)
    assert Settings().mode == mode


def test_env_file_is_read_with_a_byte_order_mark_and_korean(env_file: Path) -> None:
    content = f"APP_SECRET_KEY={KEY}\n# 프록시\nAPP_BEHIND_PROXY=true\n"
    env_file.write_text(content, encoding="utf-8-sig")
    settings = Settings()
    assert settings.behind_proxy
    assert secret_key(settings) == KEY


def test_env_file_in_another_encoding_is_a_message(env_file: Path) -> None:
    env_file.write_text("# 프록시\n", encoding="cp949")
    with pytest.raises(SystemExit, match="not UTF-8"):
        load_settings()


def test_environment_counts_before_the_env_file(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text(f"APP_SECRET_KEY={KEY}\nAPP_BEHIND_PROXY=true\n", encoding="utf-8")
    monkeypatch.setenv("APP_BEHIND_PROXY", "false")
    assert Settings().behind_proxy is False


def test_relative_path_starts_at_the_backend(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("APP_FRONTEND_DIST", "../other/dist")
    monkeypatch.setenv("APP_SECRET_KEY_FILE", "keys/one")
    monkeypatch.setenv("APP_INSTANCE_PATH", str(tmp_path))
    settings = Settings(mode="testing")
    assert settings.frontend_dist == BACKEND / "../other/dist"
    assert settings.secret_key_file == BACKEND / "keys" / "one"
    assert settings.instance_path == tmp_path


def test_production_without_a_key_is_refused_with_the_remedy() -> None:
    with pytest.raises(SystemExit, match="production needs APP_SECRET_KEY,") as error:
        create_app()
    assert "or APP_SECRET_KEY_FILE," in str(error.value)
    assert python('-c "import secrets; print(secrets.token_urlsafe(32))"') in str(error.value)
    assert "run --debug" in str(error.value)


@pytest.mark.parametrize("mode", ["development", "testing", "production"])
def test_short_key_is_refused_and_not_shown(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_MODE", mode)
    monkeypatch.setenv("APP_SECRET_KEY", "short")
    with pytest.raises(SystemExit, match=r"- APP_SECRET_KEY: .*32") as error:
        load_settings()
    assert "short" not in str(error.value)
    with pytest.raises(ValidationError) as detail:
        Settings()
    assert "'short'" not in str(detail.value)


def test_unknown_mode_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_MODE", "staging")
    with pytest.raises(SystemExit, match=r"- APP_MODE: .*'production'"):
        load_settings()
