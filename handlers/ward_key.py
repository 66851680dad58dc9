"""The ward's key pair: anybody of the program seals with its open half, few people open.

The private half lies nowhere in clear. Each holder has a key pair of their own, whose private half
is wrapped with their passphrase (scrypt, parameters beside it); the ward's private half is sealed
to each holder's open half. So a rotation needs one holder's passphrase and reaches them all.
X25519, HKDF-SHA256 and AES-256-GCM, all of `cryptography`; each key encrypts one text only, so
its nonce is fixed.
"""

import base64
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from knowledge.feedback.codes import ALPHABET

SIZE: Final = 32
_ONCE: Final = bytes(12)
_KIND: Final = "scrypt"
_MOST: Final = 2**20
"""No stored parameter makes one try cost more than a gigabyte of memory."""
SHORTEST: Final = 12
"""Letters of a passphrase of one's own."""
FEWEST_LETTERS: Final = 5
"""Different ones among them."""
HOLDERS_WORDS: Final = 8
ENVELOPE_WORDS: Final = 12
"""Words of a phrase the program makes: eight bits each, 64 and 96 bits."""
CODE: Final = 10
"""Letters by which two people compare a holder's open key: 50 bits."""
_FIRST: Final = (
    "b",
    "c",
    "ch",
    "d",
    "g",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "nh",
    "ph",
    "s",
    "t",
    "th",
    "v",
)
_REST: Final = (
    "a", "am", "an", "ang", "ao", "at", "ay", "o", "oi", "on", "ong", "u", "ui", "un", "ung", "ut",
)  # fmt: skip


class SealBrokenError(ValueError):
    """Another key, about something else, or broken."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a passphrase costs (scrypt's N, r, p)."""

    n: int = 2**17
    """128 MiB and some 0.4 s of one core at r = 8: a try every half second for who steals it."""
    r: int = 8
    p: int = 1


@dataclass(frozen=True, slots=True)
class WardPublic:
    """The open half: what a report's sender is sealed to."""

    generation: int
    """Moves with every rotation."""
    key: bytes


@dataclass(frozen=True, slots=True)
class WardPrivate:
    """The private half, in memory for one act."""

    generation: int
    key: bytes

    @property
    def public(self) -> WardPublic:
        """What belongs to it."""
        return WardPublic(self.generation, public_of(self.key))

    def vouch(self, officer: int | None, holder: bytes) -> str:
        """That who had the ward's key took this holder's open key for theirs."""
        said = f"holder {self.generation} {officer or 'envelope'} ".encode() + holder
        return hmac.new(
            _derived(self.key, b"", b"motcua holders"), said, hashlib.sha256
        ).hexdigest()


COST: Final = Cost()


def new_private() -> bytes:
    """A private key."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    """Its open half."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def is_ward_sealed(sealed: str) -> bool:
    """Whether a sealed identity needs the ward's key; else the key file opens it."""
    return "." in sealed  # a letter no base64 text of the key file's has


def generation_of(sealed: str) -> int | None:
    """Which of the ward's keys a seal was made for; None: the key file."""
    return int(sealed[1:].partition(".")[0]) if is_ward_sealed(sealed) else None


def seal_identity(to: WardPublic, about: str, text: str) -> str:
    """A text only the ward's private key opens."""
    return f"w{to.generation}.{seal_to(to.key, about, text.encode())}"


def open_identity(key: WardPrivate, about: str, sealed: str) -> str:
    """The text behind `seal_identity`.

    Raises:
        SealBrokenError: another key, about something else, or broken.
    """
    return open_with(key.key, about, sealed.partition(".")[2]).decode()


def seal_to(public: bytes, about: str, content: bytes) -> str:
    """Bytes only the private half of `public` opens, bound to what they are about."""
    once = X25519PrivateKey.generate()
    open_half = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    cipher = AESGCM(_derived(shared, open_half + public, b"motcua seal"))
    return _text(open_half + cipher.encrypt(_ONCE, content, about.encode()))


def open_with(private: bytes, about: str, sealed: str) -> bytes:
    """What `seal_to` sealed.

    Raises:
        SealBrokenError: another key, about something else, or broken.
    """
    try:
        raw = base64.b64decode(sealed, validate=True)
        open_half = raw[:SIZE]
        mine = X25519PrivateKey.from_private_bytes(private)
        shared = mine.exchange(X25519PublicKey.from_public_bytes(open_half))
        cipher = AESGCM(_derived(shared, open_half + public_of(private), b"motcua seal"))
        return cipher.decrypt(_ONCE, raw[SIZE:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError from error


def wrap(private: bytes, phrase: str, about: str, cost: Cost) -> str:
    """A private key under a passphrase, its parameters beside it."""
    salt = secrets.token_bytes(16)
    cipher = AESGCM(_stretched(phrase, salt, cost))
    hidden = cipher.encrypt(_ONCE, private, about.encode())
    return ".".join((_KIND, str(cost.n), str(cost.r), str(cost.p), _text(salt), _text(hidden)))


def unwrap(wrapped: str, phrase: str, about: str) -> bytes | None:
    """The private key; None: another passphrase, or broken."""
    try:
        kind, n, r, p, salt, hidden = wrapped.split(".")
        cost = Cost(int(n), int(r), int(p))
        if kind != _KIND or cost.n * cost.r > _MOST * 8:
            return None
        key = _stretched(phrase, base64.b64decode(salt), cost)
        return AESGCM(key).decrypt(_ONCE, base64.b64decode(hidden), about.encode())
    except (InvalidTag, ValueError):
        return None


def new_phrase(words: int) -> str:
    """Words without marks, easy to read out and to type."""
    return " ".join(secrets.choice(_FIRST) + secrets.choice(_REST) for _ in range(words))


def is_strong(phrase: str) -> bool:
    """Long enough, not figures alone, not one letter again and again."""
    letters = tidy(phrase).replace(" ", "")
    return (
        len(letters) >= SHORTEST
        and len(set(letters)) >= FEWEST_LETTERS
        and not all(one.isdigit() for one in letters)
    )


def tidy(phrase: str) -> str:
    """As it is stretched: one spelling of marks, single spaces."""
    return " ".join(unicodedata.normalize("NFC", phrase).split())


def code_of(officer: int | None, public: bytes) -> str:
    """What two people read to one another to know that they mean the same open key."""
    digest = hashlib.sha256(f"motcua holder {officer or 'envelope'} ".encode() + public).digest()
    number = int.from_bytes(digest, "big")
    letters = [ALPHABET[number // len(ALPHABET) ** at % len(ALPHABET)] for at in range(CODE)]
    return "".join(letters[: CODE // 2]) + "-" + "".join(letters[CODE // 2 :])


def _stretched(phrase: str, salt: bytes, cost: Cost) -> bytes:
    return Scrypt(salt, SIZE, cost.n, cost.r, cost.p).derive(tidy(phrase).encode())


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), SIZE, salt, info).derive(secret)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
