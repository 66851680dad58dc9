"""Is this really the ward? What a code, a pasted text or the bare question is answered.

Pure but for the book. Neither tells anything of who was written to: a code vouches for words.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.check_codes import Issued, bare, codes_in, well_typed, without_codes
from handlers.genuine_ports import GenuinePorts, NoteDoubt
from handlers.wording.genuine import AFTER_CODE, CODE_LABEL
from handlers.wording.guide import SAMPLE_MARK
from handlers.wording.messengers import TYPE_A_NUMBER, TYPE_A_TAG
from handlers.wording.short import GO_ON
from knowledge import sms
from knowledge.commune import Commune
from knowledge.text.folding import fold

_OURS: Final = r"(?:phuong|xa|uy ban|ubnd|mot cua)"
_THING: Final = r"(?:tin|tin nhan|sms|thong bao|cuoc goi|so dien thoai|so|link|duong link|trang)"
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

_LINK: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']+|(?<![a-z0-9.-])[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,6}"
    r"\.(?:vn|com|net|org|info|top|xyz|cc|vip|site|online|shop|app|link|icu|club|me|ly|io|asia)"
    r"\b(?:/[^\s<>\"']*)?",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"(?<![\w.])(?:\+?84|0)(?:[\s.-]?\d){8,10}(?![\w])|\b1[89]00(?:[\s.-]?\d){4,6}\b"
)
_NATIONAL: Final = ("dichvucong.gov.vn", "vneid.gov.vn", "chinhphu.vn")
"""Sites of the state that notices and cards name."""
_LABEL, _AFTER = (
    r"\s*".join(f"(?:{re.escape(word)}|{re.escape(sms.plain(word))})" for word in one.split())
    for one in (CODE_LABEL, AFTER_CODE)
)
_OWN_LINE: Final = re.compile(rf"{_LABEL}[\s.]*(?:{_AFTER})?", re.IGNORECASE)
"""What we write beside a code, once the code is taken out; words behind it stay."""
_OPTION: Final = re.compile(r"^\s*(?:[A-Z]{2})?\d{1,2}[.)]\s+")
_PART: Final = re.compile(r"^\s*\(\d{1,2}/\d{1,2}\)\s*$")
_ADDED: Final = frozenset({"", bare(TYPE_A_NUMBER), bare(CODE_LABEL), bare(SAMPLE_MARK)})
_HINT: Final = re.compile(bare(TYPE_A_TAG.replace("{tag}", "qqq")).replace("qqq", "[a-z]{2}"))
_GOES_ON: Final = re.compile(bare(GO_ON.format(page="qqq", pages="")).replace("qqq", r"\d{2,4}"))
"""Under the pages of a text message."""
_FEW: Final = 60
"""Letters of a person's own words beside a code; with more, or any figures, it is a text."""
_PASTED: Final = 40
"""Letters from which words without a code are a text to look up."""
MOST_NAMED: Final = 3


class Found(StrEnum):
    """What became of it."""

    CODE = "code"
    """The code is ours; no text was sent along."""
    WHOLE = "whole"
    PART = "part"
    """Every line is ours, some are missing."""
    ALTERED = "altered"
    """The code is ours, not all of the words are."""
    NOT_OURS = "not_ours"
    MISTYPED = "mistyped"
    UNKNOWN = "unknown"
    """Words without a code that we did not start; they may be an answer of ours."""
    ASKED = "asked"
    """There is nothing to look at yet."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, before it is put into words."""

    found: Found
    issued: Issued | None = None
    foreign: tuple[str, ...] = ()
    """Numbers and addresses that are not the commune's, as they were written."""
    what: str = ""
    """Keyed digest of what is not ours."""

    @property
    def failed(self) -> bool:
        """Whether it counts as a wrong guess."""
        return self.found in {Found.NOT_OURS, Found.MISTYPED}

    def doubt(self, person: str) -> NoteDoubt | None:
        """What is written down of it; nothing of what is ours or was only asked."""
        if not self.what or self.found in {Found.CODE, Found.WHOLE, Found.PART, Found.ASKED}:
            return None
        return NoteDoubt(self.what, person, sure=self.found is not Found.MISTYPED)


def concerns(words: str) -> bool:
    """Whether these words hold a check code or ask about a message: cheap, for every message."""
    return bool(codes_in(words)) or asks(words)


def asks(words: str) -> bool:
    """Whether somebody asks if a message is the ward's."""
    return any(ASKING.search(fold(line)) for line in words.splitlines())


def check(words: str, commune: Commune, ports: GenuinePorts) -> Verdict:
    """What is known of a code, of a pasted text, or of both together."""
    codes = codes_in(words)
    lines = tuple(_pasted(words))
    foreign = foreign_in(words, commune)
    if not codes:
        return _text_alone(lines, foreign, commune, ports)
    code = next((one for one in codes if ports.book.issued(commune.key, one)), codes[0])
    issued = ports.book.issued(commune.key, code)
    what = ports.seal.text(lines) if _is_text(lines) else ports.seal.name(code)[:40]
    if issued is None:
        sure = well_typed(code) or _is_text(lines)
        return Verdict(Found.NOT_OURS if sure else Found.MISTYPED, None, foreign, what)
    if not _is_text(lines):
        return Verdict(Found.CODE, issued, foreign)
    return Verdict(_compared(lines, issued, ports), issued, foreign, what)


def _text_alone(
    lines: tuple[str, ...], foreign: tuple[str, ...], commune: Commune, ports: GenuinePorts
) -> Verdict:
    letters = sum(len(bare(line)) for line in lines)
    if letters < _PASTED and not foreign:
        return Verdict(Found.ASKED)
    text = ports.seal.text(lines)
    issued = ports.book.by_text(commune.key, text)
    if issued is not None:
        return Verdict(Found.WHOLE, issued, foreign)
    return Verdict(Found.UNKNOWN, None, foreign, text)


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
    return _LINK.search(said) is not None


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


def foreign_in(words: str, commune: Commune) -> tuple[str, ...]:
    """Telephone numbers and addresses in a text that the commune has not published."""
    plain = without_codes(words)
    desks = [desk.phone for desk in commune.desks.values()]
    known = [commune.hotline.number, commune.feedback.province.phone, *desks]
    numbers = {_digits(one) for line in known for one in (line, *_PHONE.findall(line))}
    found = [one.group().strip() for one in _PHONE.finditer(_LINK.sub(" ", plain))]
    found = [one for one in found if _digits(one) not in numbers]
    sites = {*_NATIONAL, host_of(commune.website)} - {""}
    links = [one.group().rstrip(".,;:!?)") for one in _LINK.finditer(plain)]
    found += [one for one in links if not _of_site(host_of(one), sites)]
    return tuple(dict.fromkeys(found))[:MOST_NAMED]


def host_of(link: str) -> str:
    """The host of an address, as a browser reads it: what stands before an @ is not it."""
    rest = re.sub(r"^https?:[\\/]*", "", link.strip().lower())
    host = re.split(r"[/\\?#]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0]
    return host.removeprefix("www.").rstrip(".")


def _of_site(host: str, sites: set[str]) -> bool:
    return any(host == site or host.endswith(f".{site}") for site in sites)


def _digits(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return "0" + digits[2:] if digits.startswith("84") and len(digits) > 9 else digits
