"""Settings: `config.yaml`, overridden by `MOTCUA_…` variables; the only reader of the environment.

Every mistake is found at once and told with file, line and what to write instead, in Vietnamese:
the person who installs motcua is an officer of the ward.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.config_bridge import BridgeSecrets, GatewaySettings, checked_names
from bot.config_database import DatabaseSettings
from bot.config_errors import Problem, SettingsError, explain, line_of
from bot.config_files import NOT_LIVE, read_file
from bot.config_keys import ROOT, KeySettings
from bot.config_proxy import Proxy
from bot.config_registry import RegistrySettings
from bot.config_rules import RuleSettings
from bot.config_variables import Variables, landings, strange
from bot.config_zalo_bot import ZaloBotSettings, zalo_bot_token
from bot.config_zalo_oa import ZaloOaSettings
from knowledge.commune import Commune, CommuneStage

__all__ = ["Paths", "Settings", "SettingsError", "load_settings", "paths"]

DEFAULT_FILE = ROOT / "config.yaml"
_TOKEN = re.compile(r"\d{5,}:[\w-]{20,}")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


def telegram_token(token: SecretStr) -> SecretStr:
    """A token as BotFather gives it, or none.

    Raises:
        ValueError: it is something else.
    """
    if token.get_secret_value() and not _TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("phải có dạng 123456789:AA…, như BotFather đã cho")
    return token


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WebSettings(_Group):
    """The web chat. It listens on loopback unless told otherwise."""

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    public_url: str = ""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses of proxies whose X-Forwarded-For is believed."""
    messages_per_minute: int = Field(default=20, ge=1)
    """Per browser; an address gets ten times that, since a whole office shares one."""


class TelegramSettings(_Group):
    """The Telegram bot; without a token the channel is off. Secrets come from variables only."""

    token: SecretStr = SecretStr("")
    api_url: str = "https://api.telegram.org"
    """The part before `/bot<token>`."""
    proxy: Proxy = SecretStr("")
    """http(s) proxy of both HTTP clients; may hold a password."""
    webhook_url: str = ""
    """Public https origin; empty: long polling."""
    webhook_secret: SecretStr = SecretStr("")
    per_second: float = Field(default=25.0, gt=0)
    """Messages a second over all chats, a safe pace below Telegram's limit."""
    poll_seconds: int = Field(default=25, ge=1, le=50)

    @field_validator("token")
    @classmethod
    def _looks_like_one(cls, token: SecretStr) -> SecretStr:
        return telegram_token(token)

    @model_validator(mode="after")
    def _webhook_with_secret(self) -> Self:
        secret = self.webhook_secret.get_secret_value()
        if self.webhook_url and not _WEBHOOK_SECRET.fullmatch(secret):
            raise ValueError(
                "webhook_url cần MOTCUA_TELEGRAM__WEBHOOK_SECRET gồm 16 đến 256 chữ, số, _ hoặc -"
            )
        return self


class FileSettings(_Group):
    """Where files people send are kept."""

    folder: str = ""
    """Empty: `files` beside the SQLite file, `var/files` with PostgreSQL."""


class LogSettings(_Group):
    """Logs: events and ids only, whatever the level."""

    level: Annotated[str, StringConstraints(pattern=r"^(debug|info|warning|error)$")] = "info"
    form: Annotated[str, StringConstraints(pattern=r"^(text|json)$")] = "text"


class LiveAct(_Group):
    """The head's recorded act of going live, as `motcua live` prints it."""

    by: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3)]
    day: date


class ChannelSettings(_Group):
    """Who may be written to while the data is a sample."""

    guests: tuple[str, ...] = ()
    """Chats of real channels a sample commune talks to; nobody else is answered there."""
    bridge: dict[str, GatewaySettings] = {}
    """Gateways of the province by name; their secrets are variables (`BridgeSecrets`)."""

    @field_validator("bridge")
    @classmethod
    def _names(cls, given: dict[str, GatewaySettings]) -> dict[str, GatewaySettings]:
        return checked_names(given)


class CatalogueSettings(_Group):
    """What of the catalogue citizens are shown."""

    hidden_fields: tuple[str, ...] = ("Hải quan", "Thuế", "Quản lý biên giới")
    """Fields the portal tags as commune level though no commune desk receives them."""


class MetricsSettings(_Group):
    """The figures at `/metrics`; without a secret only this machine reads them."""

    secret: SecretStr = SecretStr("")
    """Given as a bearer token; needed where a proxy stands before the web."""


class CommuneFilesSettings(_Group):
    """Further communes of this installation; each has a settings file and a bot of its own."""

    files: tuple[str, ...] = ()
    """Their settings files, beside the main one unless absolute."""
    tokens: dict[str, SecretStr] = {}
    """Telegram tokens by commune key; `-` is written `_` in a variable's name."""
    token_files: dict[str, str] = {}
    """The same as files that hold a token."""
    zalo_bot_tokens: dict[str, SecretStr] = {}
    zalo_bot_token_files: dict[str, str] = {}
    zalo_oa_app_secrets: dict[str, SecretStr] = {}
    """Of a Zalo app of their own; without one their account is of the main commune's app."""
    zalo_oa_app_secret_files: dict[str, str] = {}
    zalo_oa_secret_keys: dict[str, SecretStr] = {}
    """The "OA Secret Key" of that app's webhook page."""
    zalo_oa_secret_key_files: dict[str, str] = {}
    feed_tokens: dict[str, SecretStr] = {}
    """Tokens of their registers' feeds; as files in `feed_token_files`."""
    feed_token_files: dict[str, str] = {}

    @field_validator("tokens")
    @classmethod
    def _look_like_some(cls, tokens: dict[str, SecretStr]) -> dict[str, SecretStr]:
        return {key: telegram_token(token) for key, token in tokens.items()}

    @field_validator("zalo_bot_tokens")
    @classmethod
    def _look_like_zalo(cls, tokens: dict[str, SecretStr]) -> dict[str, SecretStr]:
        return {key: zalo_bot_token(token) for key, token in tokens.items()}


class Settings(BaseSettings):
    """Everything a process needs to know before it starts."""

    model_config = SettingsConfigDict(
        env_prefix="MOTCUA_", env_nested_delimiter="__", extra="forbid", frozen=True
    )
    commune: Commune
    database: DatabaseSettings = DatabaseSettings()
    web: WebSettings = WebSettings()
    telegram: TelegramSettings = TelegramSettings()
    zalo_oa: ZaloOaSettings = ZaloOaSettings()
    zalo_bot: ZaloBotSettings = ZaloBotSettings()
    bridge: BridgeSecrets = BridgeSecrets()
    files: FileSettings = FileSettings()
    log: LogSettings = LogSettings()
    channels: ChannelSettings = ChannelSettings()
    catalogue: CatalogueSettings = CatalogueSettings()
    keys: KeySettings = KeySettings()
    registry: RegistrySettings = RegistrySettings()
    rules: RuleSettings = {}
    """Figures of rules a later or a special law changes; for every commune of the process."""
    metrics: MetricsSettings = MetricsSettings()
    communes: CommuneFilesSettings = CommuneFilesSettings()
    live: LiveAct | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables win over the file's values, which come in as init values."""
        del dotenv_settings, file_secret_settings, env_settings
        return Variables(settings_cls), init_settings


@dataclass(frozen=True, slots=True)
class Paths:
    """Files outside the settings file."""

    config: Path
    shared: Path
    """Study data for tests and measuring; often absent."""


def paths(environ: Mapping[str, str] | None = None) -> Paths:
    """Where the settings file and the study data are (`MOTCUA_CONFIG`, `MOTCUA_SHARED`)."""
    env = os.environ if environ is None else environ
    return Paths(
        config=Path(env.get("MOTCUA_CONFIG") or DEFAULT_FILE),
        shared=Path(env.get("MOTCUA_SHARED") or ROOT.parent / "shared"),
    )


def load_settings(file: Path | None = None) -> Settings:
    """Settings of `file` (default: `MOTCUA_CONFIG` or `config.yaml`) under the variables.

    Raises:
        SettingsError: with every mistake found.
    """
    path = file or paths().config
    read = read_file(path)
    variables = landings(Variables(Settings).env_vars)
    problems = [*read.problems, *strange(variables.values(), Settings, path)]
    not_live = Problem(path, line_of(read.tree, ("commune", "stage")), NOT_LIVE)
    try:
        settings = Settings(**read.values)
    except ValidationError as error:
        details = error.errors()
        found = [explain(path, read.tree, detail, variables, Settings) for detail in details]
        unproved = [not_live] if _says_live(read.values) else []
        raise SettingsError(problems + found + unproved) from None
    if settings.commune.stage is CommuneStage.LIVE and settings.live is None:
        problems.append(not_live)
    if problems:
        raise SettingsError(problems)
    return settings


def _says_live(values: Mapping[str, Any]) -> bool:
    """Whether a file that holds other mistakes says live, and no act stands in it."""
    commune = values.get("commune")
    stage = commune.get("stage") if isinstance(commune, dict) else None
    return stage == CommuneStage.LIVE and "live" not in values
