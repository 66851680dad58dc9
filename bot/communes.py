"""Several communes in one process: their files, their bots, and who answers at which endpoint.

The main commune is that of `config.yaml`; the web pages are its own. Every further one has a
file of the same form with `commune`, `channels`, `registry`, `zalo_oa` and `live` only, and bots;
the rest of the settings is shared.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from bot.config import (
    ChannelSettings,
    CommuneFilesSettings,
    LiveAct,
    Settings,
    paths,
    telegram_token,
)
from bot.config_bridge import NamedGateway, gateways_of
from bot.config_errors import Problem, SettingsError, explain, line_of
from bot.config_files import NOT_LIVE, SettingsFile, read_file
from bot.config_registry import RegistrySettings
from bot.config_zalo_bot import zalo_bot_token
from bot.config_zalo_oa import FurtherZaloOaSettings, ZaloOaSettings
from handlers.inbox import Responder
from handlers.messages import Inbound
from handlers.turns import ConversationState, Turn
from knowledge.commune import Commune, CommuneStage
from knowledge.unreadable import why_not


class CommuneFile(BaseModel):
    """What the settings file of a further commune may hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    commune: Commune
    channels: ChannelSettings = ChannelSettings()
    registry: RegistrySettings = RegistrySettings()
    zalo_oa: FurtherZaloOaSettings = FurtherZaloOaSettings()
    live: LiveAct | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """One commune of this process, and its Telegram bot."""

    commune: Commune
    guests: frozenset[str] | None
    """Chats a sample commune talks to; None: everybody."""
    token: str = field(default="", repr=False)
    """Of Telegram."""
    zalo_bot_token: str = field(default="", repr=False)
    zalo_oa: ZaloOaSettings = field(default_factory=ZaloOaSettings)
    """Its Official Account, off where it has none."""
    registry: RegistrySettings = field(default_factory=RegistrySettings)
    """Where its register comes from; the token of its feed is a variable of its own."""
    gateways: tuple[NamedGateway, ...] = ()
    """Of the bridge."""


def served(settings: Settings, main: Path | None = None) -> tuple[Served, ...]:
    """The communes of this process, the main one first.

    Raises:
        SettingsError: with every mistake of their files.
    """
    file = main or paths().config
    main_one = _served(settings.commune, settings.channels, settings.telegram.token)
    gateways, problems = _gateways(settings.channels, settings, file)
    zalo_bot = settings.zalo_bot.token.get_secret_value()
    main_one = replace(main_one, registry=settings.registry, zalo_oa=settings.zalo_oa)
    found = [replace(main_one, zalo_bot_token=zalo_bot, gateways=gateways)]
    for name in settings.communes.files:
        try:
            found.append(_further(file.parent / name, settings))
        except SettingsError as error:
            problems += error.problems
    problems += [Problem(file, 0, message) for message in _twice(found)]
    problems += _strange_secrets(file, settings, found)
    if problems:
        raise SettingsError(problems)
    return tuple(found)


@dataclass(slots=True)
class ByCommune:
    """Answers with the commune of the endpoint a message came in by."""

    main: Responder
    others: dict[str, Responder] = field(default_factory=dict)
    """By endpoint."""

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        """The decision of the commune that was written to."""
        responder = self.others.get(inbound.address.endpoint, self.main)
        return responder.respond(inbound, state, now)


def _further(path: Path, settings: Settings) -> Served:
    given = _checked(path, read_file(path))
    key = given.commune.key.replace("-", "_")
    shared = settings.communes
    one = _served(given.commune, given.channels, _token(key, TELEGRAM, shared, path))
    zalo_bot = _token(key, ZALO_BOT, shared, path).get_secret_value()
    feed_token = _token(key, FEED, shared, path)
    registry = given.registry.model_copy(update={"feed_token": feed_token})
    gateways, problems = _gateways(given.channels, settings, path)
    if problems:
        raise SettingsError(problems)
    account = _account(given, settings, path)
    one = replace(one, registry=registry, zalo_oa=account)
    return replace(one, zalo_bot_token=zalo_bot, gateways=gateways)


def _gateways(
    channels: ChannelSettings, settings: Settings, path: Path
) -> tuple[tuple[NamedGateway, ...], list[Problem]]:
    """The gateways of one commune; their secrets stand by name, whosever they are."""
    found, mistakes = gateways_of(channels.bridge, settings.bridge)
    return found, [Problem(path, 0, one.message, one.variable) for one in mistakes]


def _strange_secrets(file: Path, settings: Settings, communes: list[Served]) -> list[Problem]:
    """Secrets of gateways nobody has: a misspelt name would leave a door without its lock."""
    known = {gateway.name for one in communes for gateway in one.gateways}
    given = settings.bridge
    named = {*given.secrets, *given.secret_files, *given.old_secrets, *given.old_secret_files}
    return [
        Problem(file, 0, f"không có cổng `{name}` trong channels.bridge", "MOTCUA_BRIDGE__SECRETS")
        for name in sorted(named - known)
    ]


def _account(given: CommuneFile, settings: Settings, path: Path) -> ZaloOaSettings:
    """Its Official Account."""
    key, shared = given.commune.key.replace("-", "_"), settings.communes
    secrets = (_token(key, kind, shared, path) for kind in (OA_APP_SECRET, OA_SECRET_KEY))
    try:
        return given.zalo_oa.account(settings.zalo_oa, *secrets)
    except ValueError as error:
        raise SettingsError([Problem(path, 0, str(error))]) from None


def _checked(path: Path, read: SettingsFile) -> CommuneFile:
    problems = list(read.problems)
    try:
        given = CommuneFile.model_validate(read.values)
    except ValidationError as error:
        found = [explain(path, read.tree, detail, {}, CommuneFile) for detail in error.errors()]
        raise SettingsError(problems + found) from None
    if given.commune.stage is CommuneStage.LIVE and given.live is None:
        problems.append(Problem(path, line_of(read.tree, ("commune", "stage")), NOT_LIVE))
    if problems:
        raise SettingsError(problems)
    return given


@dataclass(frozen=True, slots=True)
class _Kind:
    """Where the tokens of one kind of bot stand, and what they look like."""

    tokens: str
    files: str
    check: Callable[[SecretStr], SecretStr]

    def of(self, shared: CommuneFilesSettings) -> tuple[dict[str, SecretStr], dict[str, str]]:
        """Tokens and files of tokens, by the commune's key."""
        tokens: dict[str, SecretStr] = getattr(shared, self.tokens)
        files: dict[str, str] = getattr(shared, self.files)
        return (
            {name.lower(): token for name, token in tokens.items()},
            {name.lower(): file for name, file in files.items()},
        )


TELEGRAM: Final = _Kind("tokens", "token_files", telegram_token)
ZALO_BOT: Final = _Kind("zalo_bot_tokens", "zalo_bot_token_files", zalo_bot_token)
OA_APP_SECRET: Final = _Kind(
    "zalo_oa_app_secrets", "zalo_oa_app_secret_files", lambda secret: secret
)
OA_SECRET_KEY: Final = _Kind(
    "zalo_oa_secret_keys", "zalo_oa_secret_key_files", lambda secret: secret
)
FEED: Final = _Kind("feed_tokens", "feed_token_files", lambda token: token)


def _token(key: str, kind: _Kind, shared: CommuneFilesSettings, path: Path) -> SecretStr:
    """From a variable, or from the file a variable names."""
    given, named = kind.of(shared)
    if key not in named:
        return given.get(key, SecretStr(""))
    variable = f"MOTCUA_COMMUNES__{kind.files.upper()}__{key.upper()}"
    try:
        return kind.check(SecretStr(Path(named[key]).read_text(encoding="utf-8").strip()))
    except OSError as error:
        message = f"không đọc được: {why_not(error)}"
        raise SettingsError([Problem(path, 0, message, variable)]) from None
    except ValueError as error:
        raise SettingsError([Problem(path, 0, str(error), variable)]) from None


def _served(commune: Commune, channels: ChannelSettings, token: SecretStr) -> Served:
    sample = commune.stage is CommuneStage.SAMPLE
    guests = frozenset(channels.guests) if sample else None
    return Served(commune, guests, token.get_secret_value())


def _twice(communes: list[Served]) -> list[str]:
    """Keys and tokens that stand for two communes."""
    keys = [one.commune.key for one in communes]
    doors = [gateway.name for one in communes for gateway in one.gateways]
    said = [f"hai cổng cùng tên `{name}`" for name in sorted(set(doors)) if doors.count(name) > 1]
    said += [f"hai xã, phường cùng mã `{key}`" for key in sorted(set(keys)) if keys.count(key) > 1]
    kinds = (("Telegram", [one.token for one in communes]),
             ("Zalo", [one.zalo_bot_token for one in communes]))  # fmt: skip
    accounts = [one.zalo_oa.oa_id for one in communes if one.zalo_oa.on]
    said += [
        f"hai xã, phường dùng chung Zalo OA {one}"
        for one in sorted(set(accounts))
        if accounts.count(one) > 1
    ]
    for name, tokens in kinds:
        bots = [token.partition(":")[0] for token in tokens if token]
        said += [
            f"hai xã, phường dùng chung bot {name} {bot}"
            for bot in sorted(set(bots))
            if bots.count(bot) > 1
        ]
    return said
