"""Check codes: what a message we start wears, so that anybody can ask whether it is the ward's.

A code is drawn with a key that is not in the database from what it vouches for: commune, kind, day
and text. 11 signs of 23 hold 49.8 bits, the twelfth shows a slip of the finger. With N codes given
out within their 400 days, a guess is right with N / 9.5e14: a million guesses against 100,000
codes meet one with 0.01 %, and each person has five in a quarter of an hour.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Final

from handlers.messages import Block, Fact, Heading, Item, Link, Paragraph, Reply
from knowledge import sms

SIGNS: Final = "23456789CDFHJKLMNPQRTVX"
"""No vowels, so that no keyboard makes a marked letter or a word of them; none that look alike."""
FREE: Final = 11
GROUP: Final = 4
LENGTH: Final = FREE + 1

_SPLIT: Final = r"[-\s.\u2010-\u2015]?"
_QUAD: Final = r"[2-9B-DF-HJ-NP-TVXZĐb-df-hj-np-tvxzđ]{3,4}"
"""Three where two D became one Đ; B, S, Z, G are taken for the figures they resemble."""
_TYPED: Final = re.compile(rf"(?<![\w.-]){_QUAD}{_SPLIT}{_QUAD}{_SPLIT}{_QUAD}(?![\w-])")
_ALIKE: Final = str.maketrans({"B": "8", "S": "5", "Z": "2", "G": "6", "Đ": "DD"})
VALUE: Final = "v"
"""Begins the digest of a form's value."""
Cuts = Callable[[Reply], Iterable[str]]
_MOST: Final = 3
"""Codes looked at in one message."""


def code_of(key: bytes, commune: str, kind: str, day: str, text: str) -> str:
    """The code of a message, the same for the same words to many people: `CDFH-JK23-LMNP`.

    `text` is the keyed digest of its words, `day` an ISO date.
    """
    for turn in count():
        said = "|".join((commune, kind, day, text, str(turn)))
        number = int.from_bytes(_hmac(key, "code", said))
        signs = []
        for _ in range(FREE):
            number, rest = divmod(number, len(SIGNS))
            signs.append(SIGNS[rest])
        plain = "".join(signs)
        if not plain.isdecimal():  # nobody's identity number
            return shown(plain + check_sign(plain))
    raise AssertionError


def check_sign(plain: str) -> str:
    """The sign that ends a code: any one wrong sign or two exchanged neighbours change it."""
    total = sum(place * SIGNS.index(sign) for place, sign in enumerate(plain, 1))
    return SIGNS[total % len(SIGNS)]


def well_typed(code: str) -> bool:
    """Whether the last sign fits the others."""
    plain = code.replace("-", "")
    return check_sign(plain[:FREE]) == plain[FREE:]


def shown(plain: str) -> str:
    """Twelve signs in groups of four."""
    return "-".join(plain[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def codes_in(words: str) -> tuple[str, ...]:
    """Codes in these words, however they were typed; whether they fit is not looked at."""
    found: list[str] = []
    for typed in _TYPED.finditer(words):
        if (code := _read(typed.group())) is not None and code not in found:
            found.append(code)
    return tuple(found[:_MOST])


def without_codes(words: str) -> str:
    """The words without the codes in them."""
    return _TYPED.sub(lambda one: one.group() if _read(one.group()) is None else " ", words)


def _read(typed: str) -> str | None:
    plain = re.sub(r"[^0-9A-ZĐ]", "", typed.upper()).translate(_ALIKE)
    right = len(plain) == LENGTH and all(sign in SIGNS for sign in plain)
    return shown(plain) if right and not plain[:FREE].isdecimal() else None


def bare(text: str) -> str:
    """Letters and figures alone, small, without marks: what stays of a line wherever it is copied.

    A text message leaves the marks out; a number or an address cannot be changed by them.
    """
    known = sms.plain(unicodedata.normalize("NFC", text)).lower()
    return "".join(sign for sign in known if sign.isalnum())


def lines_of(reply: Reply) -> tuple[str, ...]:
    """The lines of a message as a person copies them."""
    return tuple(line for block in reply.blocks for line in _block(block) if bare(line))


def also_of(reply: Reply) -> Iterator[str]:
    """Lines a channel may show beside: buttons, names of files, a link by its words alone."""
    yield from (one.label for one in reply.choices)
    yield from (f"Tệp: {one.filename}" for one in reply.attachments)
    yield from (one.label for one in reply.blocks if isinstance(one, Link))


def _block(block: Block) -> list[str]:
    match block:
        case Heading(text) | Paragraph(text) | Item(text):
            return text.splitlines()
        case Fact(label, value):
            return f"{label}: {value}".splitlines()
        case Link(label, url):
            return [f"{label}: {url}"]


@dataclass(frozen=True, slots=True)
class Issued:
    """What is kept of a code: keyed digests, which nobody can turn back into words."""

    commune: str
    kind: str
    day: str
    text: str
    lines: frozenset[str]
    """Of the lines; and of what filled a form, as `VALUE` and how long it is."""

    @property
    def values(self) -> frozenset[str]:
        """Of what filled the form it carried; empty: it carried none."""
        return frozenset(one for one in self.lines if one.startswith(VALUE))


class Seal:
    """The key of check codes; `source` is asked for it once, when it is first needed.

    `cuts` tells the lines a message becomes where a channel has little room: who copies one page
    of a text message copies half a line, and it must not be told as altered.
    """

    def __init__(self, source: Callable[[], bytes], cuts: Cuts = lambda _: ()) -> None:
        self._source, self._cuts = source, cuts

    @cached_property
    def _key(self) -> bytes:
        return self._source()

    def issue(self, reply: Reply, commune: str, kind: str, day: str) -> tuple[str, Issued]:
        """The code of a message, and what is to be kept of it."""
        lines = lines_of(reply)
        text = self.text(lines)
        said = (*lines, *also_of(reply), *self._cuts(reply))
        kept = frozenset(self.line(one) for one in said if bare(one))
        if reply.form is not None:
            kept |= {self.value(one) for _, one in reply.form.values if bare(one)}
        issued = Issued(commune, kind, day, text, kept)
        return code_of(self._key, commune, kind, day, text), issued

    def vouches(self, code: str, issued: Issued) -> bool:
        """Whether this very code is the one of what is kept: a row alone is not believed."""
        right = code_of(self._key, issued.commune, issued.kind, issued.day, issued.text)
        return hmac.compare_digest(right, code)

    def text(self, lines: Iterable[str]) -> str:
        """Digest of a whole text."""
        return _hmac(self._key, "text", "".join(bare(one) for one in lines)).hex()[:40]

    def line(self, line: str) -> str:
        """Digest of one line."""
        return _hmac(self._key, "line", bare(line)).hex()[:16]

    def value(self, words: str) -> str:
        """Digest of what fills a field of a form, with its length: where to look for it."""
        said = bare(words)
        return f"{VALUE}{len(said)}:{_hmac(self._key, 'value', said).hex()[:16]}"

    def name(self, code: str) -> str:
        """What a code is kept under."""
        return _hmac(self._key, "name", code).hex()

    def person(self, who: str, day: str) -> str:
        """Tells people of one day apart; the next day it is another (see `NoteDoubt.before`)."""
        return _hmac(self._key, "person", f"{day}|{who}").hex()[:24]


def _hmac(key: bytes, use: str, said: str) -> bytes:
    return hmac.new(key, f"{use}|{said}".encode(), hashlib.sha256).digest()
