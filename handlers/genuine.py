"""Is this really the ward? What a code, a pasted text or the bare question is answered.

Pure but for the book. Neither tells anything of who was written to: a code vouches for words.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from handlers.check_codes import Issued, Seal, bare, codes_in, well_typed, without_codes
from handlers.genuine_forms import Compared, compared
from handlers.genuine_named import (
    LINK,
    Named,
    a_question,
    asks_about,
    baits,
    digits,
    named_in,
    strangers,
    tells_of_impostor,
    without,
)
from handlers.genuine_ports import GenuinePorts, NoteDoubt
from handlers.wording.genuine import AFTER_CODE, CODE_LABEL, brief_code_line
from handlers.wording.guide import SAMPLE_MARK
from handlers.wording.messengers import TYPE_A_NUMBER, TYPE_A_TAG
from handlers.wording.short import GO_ON, GO_ON_BRIEF
from knowledge import sms
from knowledge.calendar import local
from knowledge.commune import Commune
from knowledge.text.folding import fold

_OURS: Final = r"(?:phuong|xa|uy ban|ubnd|mot cua)"
_THING: Final = (
    r"(?<!ho )(?:tin|tin nhan|sms|thong bao|cuoc goi|so dien thoai|so|link|duong link|trang)"
)
ASKING: Final = re.compile(
    rf"\b{_THING} (?:nay|do|kia|vua roi|duoi day).{{0,30}}\b(?:co phai|phai) (?:la )?(?:tin )?"
    rf"(?:cua |do |tu )?{_OURS}\b"
    rf"|\b{_THING} (?:nay|do|kia)(?: la)? (?:co )?(?:that|gia)\b"
    rf"|\b{_THING} (?:nay|do|kia).{{0,20}}\b(?:lua dao|gia mao|that hay (?:gia|lua))\b"
    rf"|\b{_OURS} (?:minh )?(?:co |vua )?(?:nhan|gui|goi) (?:cai )?(?:tin|thong bao|link) nay\b"
    r"|\bkiem tra (?:giup )?(?:em |toi |minh )?(?:ma|tin|tin nhan)(?: nay)?$"
    r"|\b(?:ma kiem tra)$"
)
"""On folded words: asked about a message, a number or a link, never about a procedure."""

_LABEL, _AFTER = (
    r"\s*".join(f"(?:{re.escape(word)}|{re.escape(sms.plain(word))})" for word in one.split())
    for one in (CODE_LABEL, AFTER_CODE)
)
_OWN_LINE: Final = re.compile(rf"{_LABEL}[\s.]*(?:{_AFTER})?", re.IGNORECASE)
"""What we write beside a code, once the code is taken out; words behind it stay."""
_OPTION: Final = re.compile(r"^\s*(?:[A-Z]{2})?\d{1,2}[.)]\s+")
_PART: Final = re.compile(r"^\s*\(\d{1,2}/\d{1,2}\)\s*$")
_HINT: Final = re.compile(bare(TYPE_A_TAG.replace("{tag}", "qqq")).replace("qqq", "[a-z]{2}"))
_BRIEF: Final = bare(brief_code_line("", tight=True))
_GOES_ON: Final = re.compile(
    "|".join(
        rf"(?:{_BRIEF})?" + bare(one.format(page="qqq", pages="")).replace("qqq", r"\d{2,4}")
        for one in (GO_ON, GO_ON_BRIEF)
    )
)
"""Under the pages of a text message; the code's own line may stand before it."""
_ADDED: Final = frozenset({"", bare(TYPE_A_NUMBER), bare(CODE_LABEL), bare(SAMPLE_MARK), _BRIEF})
_FEW: Final = 60
"""Letters of a person's own words beside a code; with more, or any figures, it is a text."""
_PASTED: Final = 40
"""Letters from which words without a code are a text to look up."""


class Found(StrEnum):
    """What became of it."""

    CODE = "code"
    """The code is ours; no text was sent along."""
    WHOLE = "whole"
    PART = "part"
    """Every line is ours, some are missing."""
    ALTERED = "altered"
    """The code is ours, not all of the words are."""
    FORM = "form"
    """It went by an approved template: the code and the fields are ours, its words are unknown."""
    NOT_OURS = "not_ours"
    MISTYPED = "mistyped"
    UNKNOWN = "unknown"
    """Words without a code that we did not start; they may be an answer of ours."""
    ASKED = "asked"
    """There is nothing to look at yet."""
    NAMED = "named"
    """Whose a number or an address is; nothing of what was said with it."""
    IMPOSTOR = "impostor"
    """Told or pasted: somebody wants money or codes in an office's name."""


_LOOKED_FOR: Final = frozenset({Found.NOT_OURS, Found.UNKNOWN, Found.ASKED})
"""What a neighbour may have written."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, before it is put into words."""

    found: Found
    issued: Issued | None = None
    foreign: tuple[str, ...] = ()
    """Numbers and addresses that are not the commune's, as they were written."""
    what: str = ""
    """Keyed digest of what is not ours."""
    ours: tuple[Named, ...] = ()
    """Numbers and addresses that are the commune's, where one was asked about."""
    form: Compared | None = None
    """Of a template's message: what of it is ours."""
    of: Commune | None = None
    """Whose it is, where that is not the commune that was asked."""

    @property
    def failed(self) -> bool:
        """Whether it counts as a wrong guess."""
        return self.found in {Found.NOT_OURS, Found.MISTYPED}

    def doubt(self, seal: Seal, who: str, now: datetime) -> NoteDoubt | None:
        """What is written down of it; nothing of what is ours or was only asked."""
        if not self.what or self.found in {Found.CODE, Found.WHOLE, Found.PART, Found.ASKED}:
            return None
        today, before = (f"{local(now - timedelta(days=ago)):%Y-%m-%d}" for ago in (0, 1))
        persons = seal.person(who, today), seal.person(who, before)
        return NoteDoubt(self.what, *persons, sure=self.found is not Found.MISTYPED)


def concerns(words: str, commune: Commune) -> bool:
    """Whether words hold a check code, ask about a message or number, or tell of an impostor.

    Cheap, for every message.
    """
    return bool(codes_in(words)) or asks(words) or _warned(words, commune)


def asks(words: str) -> bool:
    """Whether somebody asks if a message, a number or an address is the ward's."""
    lines = words.splitlines()
    return any(ASKING.search(fold(line)) or asks_about(line) for line in lines)


def check(words: str, commune: Commune, ports: GenuinePorts) -> Verdict:
    """What is known of a code, of a pasted text, or of both together.

    Of a commune that writes from the same program it is said whose it is: who asks the wrong one
    must not hear that a true message is none. Numbers and addresses are then looked up as its own.
    """
    asked = _check(words, commune, ports)
    if asked.found not in _LOOKED_FOR:
        return asked
    for one in ports.neighbours:
        if one.key == commune.key:
            continue
        verdict = _check(words, one, ports)
        if verdict.issued is not None:
            return replace(verdict, of=one)
    return asked


def _check(words: str, commune: Commune, ports: GenuinePorts) -> Verdict:
    codes = codes_in(words)
    lines = tuple(_pasted(words))
    named = named_in(words, commune)
    foreign = strangers(named)
    if not codes:
        return _text_alone(words, lines, named, commune, ports)
    code = next((one for one in codes if ports.book.issued(commune.key, one)), codes[0])
    issued = ports.book.issued(commune.key, code)
    what = ports.seal.text(lines) if _is_text(lines) else ports.seal.name(code)[:40]
    if issued is None:
        sure = well_typed(code) or _is_text(lines)
        return Verdict(Found.NOT_OURS if sure else Found.MISTYPED, None, foreign, what)
    if not _is_text(lines):
        return Verdict(Found.CODE, issued, foreign)
    found = _compared(lines, issued, ports)
    form = compared(lines, issued, ports.seal) if found is Found.ALTERED else None
    if form is not None:
        return Verdict(Found.FORM, issued, foreign, form=form)
    return Verdict(found, issued, foreign, what)


def _text_alone(
    words: str,
    lines: tuple[str, ...],
    named: tuple[Named, ...],
    commune: Commune,
    ports: GenuinePorts,
) -> Verdict:
    foreign, ours = strangers(named), tuple(one for one in named if one.whose)
    text = ports.seal.text(lines)
    issued = ports.book.by_text(commune.key, text) if lines else None
    if issued is not None:
        return Verdict(Found.WHOLE, issued, foreign)
    about = ports.seal.name(digits(foreign[0]) or foreign[0])[:40] if foreign else ""
    if _warned(words, commune):
        return Verdict(Found.IMPOSTOR, None, foreign, about or text, ours)
    if named and _beside(lines) < _PASTED:
        return Verdict(Found.NAMED, None, foreign, about, ours)
    if not foreign and sum(len(bare(line)) for line in lines) < _PASTED:
        return Verdict(Found.ASKED)
    return Verdict(Found.UNKNOWN, None, foreign, text)


def _beside(lines: tuple[str, ...]) -> int:
    """Letters beside the numbers and addresses and the question about them."""
    return sum(len(bare(without(line))) for line in lines if not a_question(line))


def _warned(words: str, commune: Commune) -> bool:
    if tells_of_impostor(words):
        return True
    return baits(words) and bool(strangers(named_in(words, commune)))


def _compared(lines: tuple[str, ...], issued: Issued, ports: GenuinePorts) -> Found:
    said = tuple(line for line in lines if not _OPTION.match(line))
    if any(ports.seal.text(one) == issued.text for one in (lines, said)):
        rest = () if ports.seal.text(lines) == issued.text else lines
        known = all(_known(line, issued, ports) for line in rest)
        return Found.WHOLE if known else Found.ALTERED
    known = all(_known(line, issued, ports) for line in lines)
    return Found.PART if known else Found.ALTERED


def _known(line: str, issued: Issued, ports: GenuinePorts) -> bool:
    forms = (line, _OPTION.sub("", line))
    return any(ports.seal.line(one) in issued.lines for one in forms)


def _is_text(lines: tuple[str, ...]) -> bool:
    """Whether lines are a text, rather than a few words beside a code."""
    if len(lines) > 1:
        return True
    said = "".join(lines)
    return len(bare(said)) > _FEW or any(sign.isdecimal() for sign in said) or _has_link(said)


def _has_link(said: str) -> bool:
    return LINK.search(said) is not None


def _pasted(words: str) -> Iterator[str]:
    """Lines of the text: without the code's own line, the question, and what channels add."""
    plain = _OWN_LINE.sub("\n", without_codes(unicodedata.normalize("NFC", words)))
    for line in plain.splitlines():
        if not _added(line) and not _said_about(line):
            yield line.strip()


def _added(line: str) -> bool:
    said = bare(line)
    if said in _ADDED or _PART.match(line) is not None:
        return True
    return any(one.fullmatch(said) is not None for one in (_HINT, _GOES_ON))


def _said_about(line: str) -> bool:
    """The person's own question beside the text: short, and neither a link nor figures in it."""
    plain = len(bare(line)) <= _FEW and not any(sign.isdecimal() for sign in line)
    return plain and not _has_link(line) and ASKING.search(fold(line)) is not None
