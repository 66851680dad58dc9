"""Reporters' names under seal: AES-256-GCM, the key in a file outside the database.

A copied database gives no name away. Opening one is an act of the head or the reviewer, recorded
and told to the head (`handlers.cases.unlocking`); the administrator's role cannot.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from handlers.errors import MotcuaError

NONCE: Final = 12


def phone_place(contact: str) -> str:
    """What a sealed number of a chat is bound to."""
    return f"phone:{contact}"


class VaultError(MotcuaError):
    """Không mở được phần niêm phong: sai khóa hoặc hỏng. Lấy lại khóa từ bản sao lưu."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a reporter is."""

    name: str
    phone: str = ""


class Vault:
    """Seals and opens; each seal is bound to its case."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, case: str, who: Identity) -> str:
        """The identity as text nobody reads without the key."""
        return self.seal_text(case, json.dumps([who.name, who.phone], ensure_ascii=False))

    def open(self, case: str, sealed: str) -> Identity:
        """The identity behind a seal.

        Raises:
            VaultError: another key, another case, or broken.
        """
        try:
            name, phone = json.loads(self.open_text(case, sealed))
        except ValueError as error:
            raise VaultError from error
        return Identity(name, phone)

    def seal_text(self, about: str, text: str) -> str:
        """A text bound to what it is about, unreadable without the key."""
        nonce = secrets.token_bytes(NONCE)
        hidden = self._cipher.encrypt(nonce, text.encode(), about.encode())
        return base64.b64encode(nonce + hidden).decode()

    def open_text(self, about: str, sealed: str) -> str:
        """The text behind a seal.

        Raises:
            VaultError: another key, about something else, or broken.
        """
        try:
            raw = base64.b64decode(sealed, validate=True)
            return self._cipher.decrypt(raw[:NONCE], raw[NONCE:], about.encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise VaultError from error
