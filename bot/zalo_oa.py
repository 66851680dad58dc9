"""The Official Account's parts from the settings, for the service and for the command line."""

import secrets
from functools import partial

from bot.channels.zalo_oa import about
from bot.channels.zalo_oa.oauth import App
from bot.channels.zalo_oa.pairs import Pairs
from bot.channels.zalo_oa.tokens import Alarm, Tokens
from bot.channels.zalo_oa.wire import Wire
from bot.config import Settings
from bot.config_zalo_oa import ZaloOaSettings
from bot.keys import read_or_make
from handlers.clock import Clock
from handlers.store.unit_of_work import Store
from handlers.vault import Vault


def app_of(given: ZaloOaSettings) -> App:
    """The developer app."""
    return App(given.app_id, given.app_secret.get_secret_value(), given.oauth_url)


def sealer_of(settings: Settings) -> Vault:
    """Seals what the account keeps in the database.

    Raises:
        KeyFileError: the key cannot be read.
    """
    return Vault(read_or_make(settings.keys.zalo_path(settings.database.url)))


def wire_of(given: ZaloOaSettings) -> Wire:
    """The HTTP client."""
    return Wire(given.proxy.get_secret_value())


def pairs_of(settings: Settings, store: Store, endpoint: str) -> Pairs:
    """Where the tokens lie."""
    key = settings.keys.zalo_path(settings.database.url)
    draft = key.with_name(f"{key.stem}-{endpoint}.draft")
    return Pairs(store, endpoint, sealer_of(settings), "r" + secrets.token_hex(6), draft)


def tokens_of(
    given: ZaloOaSettings, pairs: Pairs, wire: Wire, clock: Clock, alarm: Alarm
) -> Tokens:
    """Who hands out the access token."""
    alive = partial(about.alive, wire, given.api_url)
    return Tokens(pairs, app_of(given), wire, clock, alive, alarm)
