"""Complaints strung together ("đèn tắt, rác ứ đầu ngõ, chó thả rông") and an answer's sentences.

Finer than `raising.py`: each clause of a list counts as a complaint of its own, whether it names
its subject or goes on with the one before; only what tells its consequence, whom it was told or
what is wished stays with it.
"""

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from knowledge.feedback.coverage import without_courtesy
from knowledge.feedback.follows import follows
from knowledge.feedback.raising import APART, KINDS, SENTENCE, is_asked, is_beside
from knowledge.feedback.same import shipped_same
from knowledge.feedback.telling_words import telling
from knowledge.feedback.topics import raised_by
from knowledge.text.folding import fold

_CUT: Final = re.compile(
    r"[,:;]\s+|(?<!hôm)(?<!vừa)(?<!tuần)(?<!tháng)(?<!năm)(?<!lần)"
    r"\s(?=(?:và|va|mà|ma|nhưng|nhung|rồi|roi|còn)\s)(?!\s?còn (?:ko|không|k|hông|nữa|hay)\b)",
    re.IGNORECASE,
)
_GOES_ON: Final = re.compile(
    r"^(?:(?:va|ma|nhung|roi) )?(?:nen|lam|khien|gay|de|vi|do|boi|du|tuy|neu|khi|luc|moi khi|cu|"
    r"thi|mong|kinh mong|de nghi phuong|de nghi xa|xin phuong xu|nho phuong|phuong|xa|da bao|bao|"
    r"hoi|noi|goi|rat|qua|toi|nay|(?:khong|ko|chang|chua) ai)\b"
)
"""How a clause begins that tells more of the complaint before it."""
_BUT: Final = re.compile(r"^ma (?:\w+ ){0,2}(?:khong|ko|chua|chang) (?!co\b)(?!.*\bthi\b)")
"""A clause that stands against the one before: "thu phí mà không công khai" is one complaint."""
_SELF: Final = re.compile(r"^(?:toi|em|minh|con|chau|to) (?:la|ten)\b")
"""Who writes: "Tôi là …, gọi …"."""
_STILL: Final = re.compile(r"\bvan\b(?! (?:de|chuyen|phong|tay|hoa|khan))")
_SIGNED: Final = re.compile(
    r"^(?:(?:da|xin|kinh|ubnd|phuong|xa) ){0,3}(?:to|phong|ban|bo phan|cong an|tram|hoi|van phong|"
    r"quay|don vi|dien luc|uy ban|ubnd|dau moi|lien he|phuong|xa|chu tich|thue|ho|nha truong)\b"
)
_ACTS: Final = re.compile(
    r"\b(?:da|se|duoc|bi|phai|nay|tu|thay|lap|chi|khong|dong y|cam ket|hen)\b"
)
_REPLIES: Final = re.compile(
    r"\b(?:tra loi|kinh bao|thong tin|huong dan|cam on|xin loi|chia se|tiep thu|hoan nghenh|"
    r"phan hoi|bao cao|giai dap|gop y|ghi nhan|nhan loi|tiep nhan)(?: \w+){0,6}$"
)
_AS_FOLLOWS: Final = re.compile(r"\b(?:nhu sau|mot luot|theo thu tu)\b")
"""It only announces the answer, and may name every matter."""
_LINE: Final = re.compile(r"(?<=[.!?;])\s+|\n|:\s")
_PIECE: Final = re.compile(r",\s|;\s|\s(?=(?:còn|riêng|đồng thời|ngoài ra)\s)", re.IGNORECASE)
_ALSO: Final = re.compile(r"còn\b", re.IGNORECASE)
_SOMEBODY: Final = re.compile(
    r"^(?:anh|chi|ong|ba|co|chu|nguoi|can bo|nhan vien|may|tui|bon|ho|thang|con|em|khach|hang xom|"
    r"bao ve|tai xe|cong an|to truong|truong)\b"
)
FEW: Final = 6
SIGNED: Final = 9
"""Words up to which a sentence without a deed only names who answers."""
REPLIES: Final = 16
"""Words up to which one that ends with thanks or "xin trả lời" tells nothing."""


@lru_cache(maxsize=64)
def complaints(matter: str) -> tuple[str, ...]:
    """Clause by clause, each with what goes on with it; always one at least."""
    found: list[str] = []
    begun = ""
    for sentence in SENTENCE.split(matter):
        for clause in _clauses(sentence):
            plain, said = fold(clause), set(telling(clause))
            if is_beside(clause, plain, telling(clause)) or _SELF.search(plain):
                continue
            if not found and clause.rstrip().endswith(":"):
                continue
            asks, whole = is_asked(clause, plain), f"{begun} {clause}".strip()
            goes_on = _goes_on(plain, whole, asks=asks)
            comes = bool(found) and not asks and follows(found[-1], whole)
            lasting = _lasts(clause, plain, found)
            if lasting is not None:
                found[lasting] = f"{found[lasting]} {clause}"
            elif found and (goes_on or comes):
                found[-1], begun = f"{found[-1]} {whole}", ""
            elif _only_begins(clause, whole, first=not found, few=len(said) < 2, asks=asks):
                begun = whole
            else:
                found.append(whole)
                begun = ""
    return tuple([*found, begun] if begun else found) or (matter,)


def _goes_on(plain: str, whole: str, *, asks: bool) -> bool:
    """Whether a clause tells more of the complaint before it, or only asks what is done of it."""
    if asks:
        return not _asks_more(whole) and len(set(telling(whole))) < 2
    return (
        _GOES_ON.search(plain) is not None or _BUT.search(plain) is not None or not telling(whole)
    )


def _asks_more(clause: str) -> bool:
    return any(one.key in KINDS for one in raised_by(clause)) or bool(
        shipped_same().lines_of(clause)
    )


def _lasts(clause: str, plain: str, found: Sequence[str]) -> int | None:
    """The complaint of which a clause only says that it lasts: "đèn vẫn tắt" after "đèn hỏng"."""
    if _STILL.search(plain) is None:
        return None
    said = telling(clause)[:1]
    return next((at for at, one in enumerate(found) if said and said[0] in telling(one)), None)


def _only_begins(clause: str, whole: str, *, first: bool, few: bool, asks: bool) -> bool:
    """Whether it says only where or whose: "Ngõ 45," stands before the first complaint."""
    if not telling(whole) and not asks:
        return True
    return first and few and not clause.rstrip().endswith((".", "?"))


def _clauses(sentence: str) -> list[str]:
    cuts = {one.end() for one in _CUT.finditer(sentence)} | {0, len(sentence)}
    cuts |= {one.start() for one in APART.finditer(sentence)}
    found: list[str] = []
    for start, end in itertools.pairwise(sorted(cuts)):
        piece = sentence[start:end].strip()
        if found and _ALSO.match(piece) and _only_who(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        elif any(map(str.isalnum, piece)):
            found.append(piece)
    return found


def _only_who(clause: str) -> bool:
    """Somebody before "còn": "Chị vợ còn phơi giẻ" is one clause."""
    return len(clause.split()) < FEW and _SOMEBODY.match(fold(clause)) is not None


@lru_cache(maxsize=64)
def told_sentences(reply: str) -> tuple[tuple[str, ...], ...]:
    """The sentences of an answer that tell something, each in its pieces.

    Who answers, thanks and "xin trả lời" are none: a unit's name takes up no complaint.
    """
    found = []
    for line in _LINE.split(reply):
        told = without_courtesy(line).strip()
        pieces = [] if _tells_nothing(told) else _pieces(told)
        if pieces:
            found.append(tuple(pieces))
    return tuple(found)


def _pieces(line: str) -> list[str]:
    found: list[str] = []
    more = ""
    for piece in _PIECE.split(line):
        more = f"{more}, {piece}".strip(", ")
        if len(set(telling(more))) > 1:
            found.append(more)
            more = ""
    if more and telling(more):
        found[-1:] = [f"{found[-1]}, {more}" if found else more]
    return found


def _tells_nothing(line: str) -> bool:
    plain = fold(line)
    long = len(plain.split())
    if long <= SIGNED and _SIGNED.search(plain) and not _ACTS.search(plain):
        return True
    digits = any(map(str.isdigit, plain))
    if _AS_FOLLOWS.search(plain) is not None and not digits:
        return True
    return _REPLIES.search(plain) is not None and long <= REPLIES and not digits
