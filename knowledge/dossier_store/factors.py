"""Second factors and tokens: what is compared, never what was typed or printed."""

import hashlib
import hmac
import re
import secrets
from typing import Final

FOUR: Final = re.compile(r"\d{4}")


def factor_hash(key: bytes, commune: str, code: str, four: str) -> str:
    """Keyed hash of four digits for one dossier; equal digits of two dossiers differ."""
    message = f"{commune}|{code}|{four}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def row_hash(key: bytes, told: str) -> str:
    """Keyed hash of a row: without the key nothing can be guessed from it."""
    return hashlib.blake2b(told.encode(), key=key[:64], digest_size=16).hexdigest()


def new_token() -> str:
    """A random name for links: 96 bits, letters Telegram's start parameter allows."""
    return secrets.token_urlsafe(12)
