"""The matters a report lists one by one, and whether an answer takes up each.

Only what somebody sets apart counts: numbers, "với lại", a second question. A sentence of
background ("tối thui mấy đứa nhỏ sợ") needs no answer: in the tuning half 22 of 50 good answers
leave such a one out.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from knowledge.feedback.stop_words import StopWords, has_marks
from knowledge.text.folding import agrees, fold, words

_LISTED: Final = re.compile(
    r"\b(?:v[oớ]i l[aạ]i|v[aả] l[aạ]i|ngo[aà]i ra|th[eê]m n[uữ]a|th[eê]m v[aà]o đó|đồng thời|"
    r"dong thoi|nh[aâ]n ti[eệ]n|ti[eệ]n th[eể]|(?:m[oộ]t|hai|ba) l[aà](?=[\s,:])|"
    r"(?:đã|da) v[aậ]y|ch[uư]a k[eể]|l[aạ]i c[oò]n|"
    r"th[uứ] (?:nh[aấ]t|hai|ba)(?=[,:])|c[oò]n (?:v[uụ]|chuy[eệ]n|vi[eệ]c)|[yý] n[uữ]a)\b|"
    r"(?<![\d./])\b\d[.)]\s|\n\s*[-+•]",
    re.IGNORECASE,
)
_QUESTION: Final = re.compile(r"[^.?!;\n]+\?")
_AND: Final = re.compile(r"\s(?:và|va)\s", re.IGNORECASE)
CLAUSE: Final = re.compile(r"[.?!;,\n]+|\s(?:và|va)\s", re.IGNORECASE)
_ASKS: Final = re.compile(
    r"\b(?:c[oó]) (?!c[aá]ch )[^.?!;,\n]{2,}\s(?:không|khong|ko|hông|hong)\b|"
    r"\b(?:ở đâu|o dau|bao nhiêu|bao nhieu)\b",
    re.IGNORECASE,
)
"""A clause that asks for something of its own; for a day it is asked by the day that is missing."""
ASKED: Final = 3
"""Words that must tell what such a clause asks: "có an toàn không" is how a worry is put."""
_WISH: Final = re.compile(
    r"\b(?:đề nghị|de nghi|yêu cầu|yeu cau|cho (?:em|tôi|toi|con) xin(?: lại| lai)?)\s+"
    r"([^.?!;,\n]+)",
    re.IGNORECASE,
)
PHONE: Final = 8
"""Digits from which a clause is a telephone number."""
HEAD: Final = 5
"""Words at the beginning of a listed matter that say what it is; the rest is how it is felt."""
LEAST: Final = 2
"""Words from which it can be told whether a matter is taken up."""
SAYS_NOTHING: Final = StopWords.of(
    "là mà và của cho ở có không ko bị được thì này kia đó do các những một hai ba bốn tôi em anh "
    "chị ông mình đến đi về vào ra lên xuống từ với như cũng đã đang sẽ chưa rồi nữa rất quá qua "
    "lại lài thấy nói báo bảo mọi mới mỗi ai gì nào sao vì vị nên để khi trước sau trong ngoài "
    "trên dưới ngày giờ hôm nay mai phường xã việc xin hỏi muốn biết làm thế thể con còn người nhà "
    "tiền giúp đâu đầu"
)


def untouched(matter: str, answer: str) -> tuple[str, ...]:
    """The listed matters no word of the answer takes up.

    Marks are compared where both wrote them: "nhân viên" is not taken up by "nhận 4.000 viên".
    """
    told = words(answer.lower())
    return tuple(one for one in listed(matter) if not _taken_up(one, told))


def listed(matter: str) -> Iterator[str]:
    """The matters a report sets apart."""
    parts = [one for one in _LISTED.split(matter) if one.strip()]
    yield from (one.strip() for one in parts[1:])
    for asked in _QUESTION.findall(matter):
        yield from (one.strip() for one in _AND.split(asked)[1:])
    asked = (found.group() for one in CLAUSE.split(matter) if (found := _ASKS.search(one)))
    yield from (one for one in asked if _asks_much(one))
    yield from _WISH.findall(matter)


def _taken_up(one: str, told: Sequence[str]) -> bool:
    said = list(meant(one))[:HEAD]
    if len(set(said)) < LEAST:
        return True
    found = sum(any(agrees(word, other) for other in told) for word in set(said))
    pairs_told = list(pairwise(told))
    together = any(
        agrees(first, one) and agrees(second, other)
        for first, second in pairwise(said)
        for one, other in pairs_told
    )
    return found > 1 or together


def _asks_much(one: str) -> bool:
    return len(set(meant(one))) >= ASKED


def meant(clause: str) -> tuple[str, ...]:
    """The words of a clause that tell what it is about."""
    said = words(clause.lower())
    marked = has_marks(said)
    return tuple(
        word for word in said if len(word) > 1 and not SAYS_NOTHING.holds(word, marked=marked)
    )


WHO: Final = re.compile(r"\b(?:toi|em|con|chau|minh|ten|tui)(?: ten)? (?:la|ten)\b")


def clauses(matter: str) -> list[str]:
    """The clauses that tell of the matter: not who writes, not a telephone number."""
    return [
        one
        for one in CLAUSE.split(matter)
        if len(set(meant(one))) > 1
        and WHO.search(fold(one)) is None
        and sum(map(str.isdigit, one)) < PHONE
    ]
