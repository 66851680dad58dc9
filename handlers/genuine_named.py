"""Telephone numbers and addresses in a person's words: whose they are, and what is asked of them.

Pure. A number that stands in the settings is the commune's; any other is "not in its list", which
says nothing of whether it is good or bad.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from handlers.check_codes import bare, without_codes
from knowledge.commune import Commune
from knowledge.text.folding import fold, word_set

LINK: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']+|(?<![a-z0-9.-])[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,6}"
    r"\.(?:vn|com|net|org|info|top|xyz|cc|vip|site|online|shop|app|link|icu|club|me|ly|io|asia)"
    r"\b(?:/[^\s<>\"']*)?",
    re.IGNORECASE,
)
_GAP: Final = r"(?:[ \t.\u00a0()\u2010-\u2015-]{0,2}\d)"
PHONE: Final = re.compile(
    rf"(?<![\w.])(?:(?:\+ ?|00)84|\(?0|84(?=[ .-]?[235789])){_GAP}{{8,10}}(?!\w)"
    rf"|\b1[89]00{_GAP}{{4,6}}\b"
)
"""As people type them: in groups, with dots, hyphens or brackets, with the country's number."""
_NATIONAL: Final = ("dichvucong.gov.vn", "vneid.gov.vn", "chinhphu.vn")
"""Sites of the state that notices and cards name."""
STATE: Final = "Nhà nước"
HOTLINE: Final = "đường dây nóng"
MOST_NAMED: Final = 3
_LONGEST_QUESTION: Final = 120
"""Letters of a person's own sentence about a number; a longer line is a text."""

_X: Final = "qxq"
"""Stands for a number or an address in folded words."""
_OURS: Final = r"(?:phuong|xa|uy ban|ubnd|mot cua|cong an|can bo|trung tam|duong day nong)"
_NO: Final = r"(?:khong|ko|k|kg|hong|hok|hk)"
_END: Final = r"(?: (?:a|ha|nhi|nhe|vay|the|em|anh|chi|ad|shop|minh|ban|oi|day|do)){0,3}$"
_ASKED: Final = re.compile(
    rf"\b{_X}(?: nay)?\b.{{0,40}}\b(?:co phai|phai|co dung|dung|co)(?: la)?(?: so)?"
    rf"(?: dien thoai| hotline)?(?: cua| do| tu)? {_OURS}\b"
    rf"|\b{_OURS}\b.{{0,30}}\b{_X}\b.{{0,12}}\b(?:phai|dung|that) (?:{_NO}|chua)\b"
    rf"|\b{_OURS}\b.{{0,12}}\bco .{{0,20}}\b{_X} ?{_NO}"
    rf"|\b{_X} (?:la )?(?:so )?cua ai\b|\b{_X} la (?:ai|so nao|so gi)\b"
    rf"|\b{_X} (?:la )?(?:so )?(?:cua )?{_OURS}(?: minh)?(?: phai| dung)? ?(?:{_NO}|ha|a)?{_END}"
    rf"|\bai (?:vua |moi |hay )?(?:goi|nhan)\b.{{0,30}}\b{_X}\b"
    rf"|\b{_X}\b.{{0,24}}\b(?:lua dao|gia mao|mao danh|that hay gia|that hay lua|co that|that {_NO}"
    r"|co dang tin|dang tin|co an toan)\b"
    rf"|\b(?:kiem tra|xac minh|check)(?: giup| ho| gium)?(?: em| toi| minh| chau| con)?(?: cai)? "
    rf"(?:so|sdt|link|trang|duong link)(?: dien thoai)? {_X}{_END}"
)
"""On folded words with numbers and addresses replaced: asked whose one of them is."""
_AROUND: Final = word_set("so sdt dt dien thoai hotline day ne nay a ha alo em oi thi sao vay nhe")
"""Words beside a bare number."""

_CLAIM: Final = (
    r"(?:xung|mao danh|gia danh|gia mao|gia lam|nhan la|noi la|bao la)(?: la| lam| minh la)?"
    r"(?: ben| anh| chi| mot| cac)? (?:can bo|cong an|nhan vien|phuong|xa|uy ban|ubnd|mot cua"
    r"|thue|toa an|vien kiem sat|trung tam)"
)
_DEMAND: Final = (
    rf"(?:chuyen (?:tien|khoan|truoc)|(?:nop|dong|tra|ung|gui) (?:truoc )?(?:tien|phi|le phi|phat)"
    rf"|dat coc|otp|mat khau|so the|tai khoan ngan hang|ma xac (?:thuc|nhan)"
    rf"|(?:tai|cai)(?: dat)? (?:app|ung dung|phan mem|vneid)|quet (?:ma )?qr|quet ma"
    rf"|(?:bam|nhap|an|nhan|click|truy cap|vao|mo)(?: vao)?(?: duong)? ?(?:link|duong dan|{_X})"
    rf"|qua (?:link|duong dan|{_X})|ket ban zalo|doi tien)"
)
_IMPOSTOR: Final = re.compile(
    rf"\b{_CLAIM}\b.{{0,120}}\b{_DEMAND}\b|\b{_DEMAND}\b.{{0,120}}\b{_CLAIM}\b"
    rf"|\b{_X} (?:no |ho |vua |moi |hay |cu )?(?:goi|nhan|xung|bao|yeu cau|doi|keu|gui)\b.{{0,80}}"
    rf"\b{_DEMAND}\b"
)
"""Somebody says who they are and wants money, a code, an app or a click; or a number does."""
_BAIT: Final = re.compile(
    rf"\b(?:phuong|xa|ubnd|uy ban|cong an|can bo|dich vu cong|vneid|dinh danh|thue)\b.{{0,300}}"
    r"\b(?:chuyen (?:tien|khoan)|otp|mat khau|ma xac (?:thuc|nhan)"
    r"|(?:tai|cai)(?: dat)? (?:app|ung dung)"
    rf"|(?:bam|nhap|an|nhan|click|truy cap|vao)(?: vao)?(?: duong)? ?(?:link|duong dan|{_X})"
    rf"|(?:lien he|goi|zalo)(?: ngay| gap| so| sdt){{1,2}} {_X})\b"
)
"""A text of the trick itself, in the name of an office."""
_OTHERWISE: Final = re.compile(
    r"\bbi lua\b|\b(?:lua|lua dao|lay|mat)(?: mat| cua)?(?: toi| em| con| me)? \d"
    r"|\b(?:toi|em|minh|con|chau|muon|xin|can|gui|de nghi)(?: duoc| gui)? "
    r"(?:phan anh|to cao|khieu nai|kien nghi|to giac)\b|^(?:phan anh|to cao|khieu nai|kien nghi)\b"
    rf"|\b{_X} cua (?:toi|em|minh|con|chau|me|bo|ba|anh|chi)\b"
    r"|\b(?:toi|em|minh|con|chau) (?:da|vua|moi|muon|can|xin|bi|dang)\b.{0,40}\b(?:nop|dong|lam)\b"
)
"""A victim's cry, a report or a person's own number: other roads than this check."""
_READ: Final = 1_500
"""Letters looked through for a trick."""


@dataclass(frozen=True, slots=True)
class Named:
    """One number or address, as it was written."""

    written: str
    whose: str = ""
    """The desk it belongs to; empty: it is not in the commune's list."""
    link: bool = False


def named_in(words: str, commune: Commune) -> tuple[Named, ...]:
    """Numbers, then addresses, each once."""
    plain = without_codes(words)
    numbers, sites = numbers_of(commune), _sites(commune)
    found: dict[str, Named] = {}
    for one in PHONE.finditer(LINK.sub(" ", plain)):
        key = digits(one.group())
        found.setdefault(key, Named(one.group().strip(), numbers.get(key, "")))
    for one in LINK.finditer(plain):
        written = one.group().rstrip(".,;:!?)")
        found.setdefault(written, Named(written, _whose(host_of(written), sites), link=True))
    return tuple(found.values())


def foreign_in(words: str, commune: Commune) -> tuple[str, ...]:
    """Telephone numbers and addresses in a text that the commune has not published."""
    return strangers(named_in(words, commune))


def strangers(named: tuple[Named, ...]) -> tuple[str, ...]:
    """Those of them that are nobody's of ours, as they were written; at most three."""
    return tuple(one.written for one in named if not one.whose)[:MOST_NAMED]


def numbers_of(commune: Commune) -> dict[str, str]:
    """Published numbers by their digits, with whose they are."""
    province = commune.feedback.province
    lines = [(desk.phone, f"{desk.name}, {commune.name}") for desk in commune.desks.values()]
    hotline = f"{HOTLINE} {commune.name}"
    lines = [(province.phone, province.name), *lines, (commune.hotline.number, hotline)]
    known: dict[str, str] = {}
    for line, whose in lines:
        for one in (line, *PHONE.findall(line)):
            if digits(one):
                known[digits(one)] = whose or commune.name
    return known


def asks_about(line: str) -> bool:
    """Whether a line asks whose a number or an address in it is."""
    said = _folded(line)
    return _X in said and _ASKED.search(said) is not None


def a_question(line: str) -> bool:
    """Whether a line is such a question and nothing else worth looking up."""
    return len(bare(line)) <= _LONGEST_QUESTION and asks_about(line)


def alone(words: str) -> bool:
    """Whether there is a telephone number and nothing beside it."""
    if len(words) > _LONGEST_QUESTION or PHONE.search(words) is None:
        return False
    return all(word == _X or word in _AROUND for word in _folded(words).split())


def without(line: str) -> str:
    """The line without numbers and addresses."""
    return PHONE.sub(" ", LINK.sub(" ", line))


def tells_of_impostor(words: str) -> bool:
    """Whether somebody tells of a call or message that wants money or codes in an office's name."""
    said = _folded(words[:_READ])
    return _IMPOSTOR.search(said) is not None and _OTHERWISE.search(said) is None


def baits(words: str) -> bool:
    """Whether the words are such a message themselves, with a number or an address to go to."""
    said = _folded(words[:_READ])
    return _X in said and _BAIT.search(said) is not None and _OTHERWISE.search(said) is None


def host_of(link: str) -> str:
    """The host of an address, as a browser reads it: what stands before an @ is not it."""
    rest = re.sub(r"^https?:[\\/]*", "", link.strip().lower())
    host = re.split(r"[/\\?#]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0]
    return host.removeprefix("www.").rstrip(".")


def digits(number: str) -> str:
    """The figures of a number as it is dialled at home, however it was typed."""
    plain = re.sub(r"\D", "", number)
    plain = plain.removeprefix("00") if plain.startswith("0084") else plain
    if not plain.startswith("84") or len(plain) <= 9:
        return plain
    rest = plain[2:]
    return rest if len(rest) > 9 and rest.startswith("0") else "0" + rest


@lru_cache(maxsize=32)
def _folded(words: str) -> str:
    """Folded, with numbers and addresses replaced by one word; remembered as `fold` does.

    Each message is looked through three times.
    """
    return fold(PHONE.sub(f" {_X} ", LINK.sub(f" {_X} ", words)))


def _sites(commune: Commune) -> dict[str, str]:
    known = dict.fromkeys(_NATIONAL, STATE)
    own = host_of(commune.website)
    return {**known, own: commune.name} if own else known


def _whose(host: str, sites: dict[str, str]) -> str:
    found = (whose for site, whose in sites.items() if host == site or host.endswith(f".{site}"))
    return next(found, "")
