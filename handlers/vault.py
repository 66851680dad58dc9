"""Reporters' names under seal.

Opening one is an act of the head or the reviewer, recorded and told (`handlers.cases.special`).

From enrolment on (`handlers.key_holding`) names are sealed to the ward's open key, and only a
holder's passphrase opens them: whoever has the database and every file beside it does not. Before
that, and for what the program itself must read (numbers to call, secrets of second factors), it
is AES-256-GCM with a key in a file outside the database.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from handlers.errors import MotcuaError
from handlers.ward_key import (
    SealBrokenError,
    WardPrivate,
    WardPublic,
    is_ward_sealed,
    open_identity,
    seal_identity,
)

NONCE: Final = 12


def phone_place(contact: str) -> str:
    """What a sealed number of a chat is bound to."""
    return f"phone:{contact}"


class VaultError(MotcuaError):
    """Không mở được phần niêm phong: sai khóa hoặc hỏng. Lấy lại khóa từ bản sao lưu."""


class NeedsHolderError(VaultError):
    """Cần mật khẩu của người giữ khóa niêm phong."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a reporter is."""

    name: str
    phone: str = ""


class Vault:
    """Seals and opens; each seal is bound to its case."""

    def __init__(self, key: bytes, ward: WardPrivate | None = None) -> None:
        """`ward`: the ward's key, while an act has it in memory."""
        self._key, self._cipher, self._ward = key, AESGCM(key), ward

    def unlocked(self, ward: WardPrivate) -> Self:
        """With the ward's key, for one act: what was sealed to it opens."""
        return type(self)(self._key, ward)

    def seal(self, case: str, who: Identity, to: WardPublic | None = None) -> str:
        """The identity as text nobody reads without the key; `to`: the ward's, once enrolled."""
        text = json.dumps([who.name, who.phone], ensure_ascii=False)
        return self.seal_text(case, text) if to is None else seal_identity(to, case, text)

    def open(self, case: str, sealed: str) -> Identity:
        """The identity behind a seal.

        Raises:
            NeedsHolderError: it is sealed to the ward's key, and that is not in memory.
            VaultError: another key, another case, or broken.
        """
        try:
            name, phone = json.loads(self._text(case, sealed))
        except ValueError as error:
            raise VaultError from error
        return Identity(name, phone)

    def _text(self, case: str, sealed: str) -> str:
        if not is_ward_sealed(sealed):
            return self.open_text(case, sealed)
        if self._ward is None:
            raise NeedsHolderError
        try:
            return open_identity(self._ward, case, sealed)
        except SealBrokenError as error:
            raise VaultError from error

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
