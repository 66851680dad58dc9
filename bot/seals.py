"""The seal of check codes: every command opens the database with it, few send what wears one."""

import hashlib
import hmac
from collections.abc import Iterable
from functools import cache

from bot.config import Settings
from bot.keys import read_or_make
from handlers.check_codes import Cuts, Seal
from handlers.messages import Reply


def seal_of(settings: Settings) -> Seal:
    """The key of check codes, drawn from the vault's, and the cuts, when they are first needed."""

    def key() -> bytes:
        vault = read_or_make(settings.keys.vault_path(settings.database.url))
        return hmac.new(vault, b"motcua check codes", hashlib.sha256).digest()

    @cache
    def by_gateways() -> Cuts:
        from bot.text_cuts import cuts_of  # gateways and other communes, which many do without

        return cuts_of(settings)

    def cuts(reply: Reply) -> Iterable[str]:
        return by_gateways()(reply)

    return Seal(key, cuts)
