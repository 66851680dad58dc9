"""Turn one posted form into an `Inbound`, or say kindly what is wrong with it."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from handlers.messages import Address, Inbound, InboundKind, IncomingFile

MAX_MESSAGE: Final = 4_000
"""Characters of one message. A whole story of five lines is under 1,000; ten times a question."""

MAX_ACTION: Final = 64
"""Bytes of a button's action, see `handlers.messages.Button`."""

MAX_MARKS: Final = 4
"""Combining marks kept on one letter: decomposed Vietnamese needs two, pranks have dozens."""

UNREADABLE_SHARE: Final = 0.3
"""Above this share of replaced characters the message was no text (a picture, a program)."""

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_ACTION = re.compile(rf"[!-~]{{1,{MAX_ACTION}}}")
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_BLANK_LINES = re.compile(r"\n{3,}")


class Problem(StrEnum):
    """Why a form is not a message."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    BAD_CHOICE = "bad_choice"


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of one posted form, cleaned; `nonce` names the form it came from."""

    nonce: str
    text: str = ""
    action: str = ""
    start: str = ""
    """Deep-link parameter of the page the form stood on: `p_1-001193`."""
    file: IncomingFile | None = None
    """A file sent along, waiting in the file store under its `ref`."""
    digest: str = ""
    """Names the file's content, so that a double submit is one."""

    @classmethod
    def from_fields(cls, fields: dict[str, str], fresh: str) -> "Posted":
        """Read the known fields; a form without a sound nonce gets the `fresh` one."""
        nonce = fields.get("nonce", "")
        return cls(
            nonce=nonce if _NONCE.fullmatch(nonce) else fresh,
            text=clean(fields.get("text", "")),
            action=fields.get("action", ""),
            start=fields.get("start", ""),
        )

    def problem(self) -> Problem | None:
        """What keeps this form from being a message, if anything."""
        if self.action:
            return None if _ACTION.fullmatch(self.action) else Problem.BAD_CHOICE
        if not self.text and self.file is None:
            return None if _START.fullmatch(self.start) else Problem.EMPTY
        if len(self.text) > MAX_MESSAGE:
            return Problem.TOO_LONG
        return Problem.UNREADABLE if _unreadable(self.text) else None


def contact_of(token: str) -> str:
    """The contact of a cookie: a hash, so that stored rows open nobody's thread."""
    return hashlib.sha256(token.encode()).hexdigest()


def inbounds(endpoint: str, token: str, posted: Posted, now: datetime) -> tuple[Inbound, ...]:
    """What the person did, in order: followed the page's deep link first, if it had one."""
    address = Address(endpoint, contact_of(token))
    done = []
    if _START.fullmatch(posted.start):
        external = _external_id(token, posted.nonce, "start", posted.start)
        done.append(Inbound(address, external, now, InboundKind.START, text=posted.start))
    if posted.action:
        external = _external_id(token, posted.nonce, "tap", posted.action)
        done.append(Inbound(address, external, now, InboundKind.TAP, action=posted.action))
    elif posted.file is not None:
        external = _external_id(token, posted.nonce, "file", posted.digest + posted.text)
        sent = Inbound(address, external, now, InboundKind.FILES, posted.text, files=(posted.file,))
        done.append(sent)
    elif posted.text:
        external = _external_id(token, posted.nonce, "text", posted.text)
        done.append(Inbound(address, external, now, InboundKind.TEXT, text=posted.text))
    return tuple(done)


def clean(text: str) -> str:
    """What was typed without what cannot be seen: controls, direction marks, broken halves.

    Letters, accents and emoji stay as typed; folding is the matcher's business.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _INVISIBLE.sub("", text)
    text = "".join(map(_visible, text))
    text = _fewer_marks(text)
    lines = (line.strip() for line in text.strip().split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines))


def _visible(letter: str) -> str:
    if letter == "\n":
        return letter
    # Unassigned letters stay: an emoji newer than this Python is not rubbish.
    return "\ufffd" if unicodedata.category(letter) in {"Cc", "Cs", "Co"} else letter


def _fewer_marks(text: str) -> str:
    kept, run = [], 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= MAX_MARKS:
            kept.append(letter)
    return "".join(kept)


def _unreadable(text: str) -> bool:
    return text.count("\ufffd") > UNREADABLE_SHARE * len(text)


def _external_id(token: str, nonce: str, kind: str, content: str) -> str:
    """Name one act: same form and same content is a double submit.

    A page brought back by the Back button may carry an old nonce with a new question, which must
    not be dropped. Keyed with the cookie, so that the id tells nothing of words once erased.
    """
    told = "\0".join((nonce, kind, content)).encode()
    key = hashlib.sha256(token.encode() + b"/form").digest()
    return hashlib.blake2b(told, key=key, digest_size=16).hexdigest()
