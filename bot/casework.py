"""What cases are read through in a running process: the store, and the vault's key file."""

import hashlib
import hmac
from collections.abc import Sequence

from bot.config import Settings
from bot.keys import read_or_make
from bot.seals import seal_of
from handlers.cases.card_teaching import StoredCards
from handlers.cases.group_reading import StoredGroups
from handlers.cases.reading import StoredDesk
from handlers.cases.teaching import StoredPhrases
from handlers.console_tickets import ConsoleTickets, Tokens
from handlers.feedback.door import CasePorts
from handlers.genuine_ports import GenuinePorts
from handlers.store.broadcast_replies import StoredNews
from handlers.store.case_reading import StoredCases
from handlers.store.check_codes import StoredCodes
from handlers.store.unit_of_work import Store
from handlers.vault import Vault
from knowledge.commune import Commune, CommuneStage


def case_ports(settings: Settings, store: Store) -> CasePorts:
    """The ports of feedback on this installation."""
    return CasePorts(
        StoredCases(store, vault_of(settings)),
        StoredDesk(store, vault_of(settings)),
        StoredGroups(store),
        StoredNews(store),
        StoredPhrases(store),
        StoredCards(store, vault_of(settings)),
    )


def vault_of(settings: Settings) -> Vault:
    """The vault, its key made at first use.

    Raises:
        KeyFileError: the key cannot be read.
    """
    return Vault(read_or_make(settings.keys.vault_path(settings.database.url)))


def codes_of(settings: Settings, store: Store, others: Sequence[Commune] = ()) -> GenuinePorts:
    """What tells real messages from fakes on this installation; `others` are further communes.

    A sample commune writes to its guests alone: what wears its code is nobody's word.
    """
    seal = seal_of(settings)
    live = (one for one in (settings.commune, *others) if one.stage is CommuneStage.LIVE)
    return GenuinePorts(seal, StoredCodes(store, seal), tuple(live))


def tokens_of(settings: Settings) -> Tokens:
    """The hashes of the console's codes and sessions, under a key drawn from the vault's.

    Raises:
        KeyFileError: the key cannot be read.
    """
    key = read_or_make(settings.keys.vault_path(settings.database.url))
    return Tokens(hmac.new(key, b"motcua console", hashlib.sha256).digest())


def tickets_of(settings: Settings) -> ConsoleTickets:
    """Makes one-time codes for this installation's console."""
    web = settings.web
    host = f"[{web.host}]" if ":" in web.host else web.host
    base = web.public_url.rstrip("/") or f"http://{host}:{web.port}"
    return ConsoleTickets(tokens_of(settings), base)
