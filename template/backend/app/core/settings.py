"""The settings, from the environment (APP_...) and from backend/.env; see .env.example."""

from pathlib import Path
from typing import Annotated, Literal, Self

from flask.helpers import get_debug_flag
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.core import hosts
from app.core.typed import python

BACKEND = Path(__file__).resolve().parents[2]
KEY_LENGTH = 32
MAKE_A_KEY = python(f'-c "import secrets; print(secrets.token_urlsafe({KEY_LENGTH}))"')
KEY_IS_MISSING = f"""production needs APP_SECRET_KEY, a secret of {KEY_LENGTH} characters or more,
  or APP_SECRET_KEY_FILE, the path of a file that holds it.
  Make one:         {MAKE_A_KEY}
  For development:  flask --app app run --debug"""

Mode = Literal["development", "testing", "production"]


def default_mode() -> Mode:
    """Return "development" where FLASK_DEBUG is set, as `--debug` does; else "production"."""
    return "development" if get_debug_flag() else "production"


class Settings(BaseSettings):
    """One field a setting: APP_MODE is `mode`, and so on."""

    model_config = SettingsConfigDict(
        env_prefix="APP_",
        env_file=BACKEND / ".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # Docker Compose hands over what nobody set as empty
        extra="ignore",  # a feature may keep variables of its own there
        hide_input_in_errors=True,  # no secret in a message
    )

    mode: Mode = Field(default_factory=default_mode)
    secret_key: SecretStr | None = Field(default=None, min_length=KEY_LENGTH)
    secret_key_file: Path | None = None
    own_secret_key: bool = False
    behind_proxy: bool = False
    trusted_hosts: Annotated[list[str], NoDecode] = list(hosts.LOCAL)
    max_content_length: int = Field(default=16 * 1024 * 1024, gt=0)
    frontend_dist: Path = BACKEND.parent / "frontend" / "dist"
    instance_path: Path = BACKEND / "instance"
    database_url: str | None = None

    @field_validator("secret_key_file", "frontend_dist", "instance_path")
    @classmethod
    def starts_at_the_backend(cls, path: Path | None) -> Path | None:
        """Let a relative path start at backend/, wherever the program was started."""
        return None if path is None else BACKEND / path

    @field_validator("trusted_hosts", mode="before")
    @classmethod
    def with_this_machine(cls, given: str | list[str]) -> list[str]:
        """Read `school.example, 192.0.2.7`. This machine's own names stay trusted beside them."""
        text = given if isinstance(given, str) else ",".join(given)
        return list(dict.fromkeys([*hosts.LOCAL, *hosts.listed(text)]))

    @model_validator(mode="after")
    def production_has_a_key(self) -> Self:
        """Refuse production without a secret key: whoever knows the key can forge a session."""
        given = (
            self.secret_key is not None or self.secret_key_file is not None or self.own_secret_key
        )
        if self.mode == "production" and not given:
            raise ValueError(KEY_IS_MISSING)
        return self


def load_settings() -> Settings:
    """Read the settings; end the program with a message that says what is wrong with them."""
    try:
        return Settings()
    except UnicodeDecodeError:
        problems = [f"- {BACKEND / '.env'} is not UTF-8: save it again in that encoding."]
    except ValidationError as error:
        problems = [describe(item) for item in error.errors()]
    raise SystemExit("\n".join(["The settings are wrong:", *problems]))


def describe(error: ErrorDetails) -> str:
    """Return one line about one wrong setting, under the name that its owner gave it."""
    message = error["msg"].removeprefix("Value error, ")
    name = "".join(f"APP_{field}: ".upper() for field in error["loc"])
    return f"- {name}{message}"
