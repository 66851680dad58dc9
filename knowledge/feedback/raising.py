"""The points a report brings up, each to be answered: matters, questions, demands.

A report is cut into clauses; a clause begins a point of its own when it is set apart ("với lại",
"2."), asks something new, or speaks of another matter; else it belongs to the point before it.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from knowledge.feedback.nearness import Meaning, near, shipped_nearness, size
from knowledge.feedback.points import PHONE, WHO
from knowledge.feedback.stop_words import StopWords, has_marks
from knowledge.feedback.telling_words import telling
from knowledge.feedback.topics import Topic, raised_by
from knowledge.text.folding import fold, fold_word, words

APART: Final = re.compile(
    r"(?i)\b(?:v[oớ]i l[aạ]i|v[aả] l[aạ]i|ngo[aà]i ra|th[eê]m n[uữ]a|th[eê]m v[aà]o đó|đồng thời|"
    r"dong thoi|nh[aâ]n ti[eệ]n|ti[eệ]n (?:th[eể]|đ[aâ]y)|(?:đã|da) v[aậ]y|ch[uư]a k[eể]|"
    r"l[aạ]i (?:c[oò]n|th[eê]m)|th[uứ] (?:nh[aấ]t|hai|ba)(?=[ ,:])|"
    r"c[oò]n (?:v[uụ]|chuy[eệ]n|vi[eệ]c)|[yý] n[uữ]a|th[eê]m (?:c[aá]i|chuy[eệ]n|vi[eệ]c)|"
    r"c[uũ]ng (?:xin|mu[oố]n) h[oỏ]i|h[oỏ]i (?:th[eê]m|lu[oô]n)|"
    r"(?:m[oộ]t|hai|ba|[123]) l[aà](?=[\s,:]))\b|(?<![\d./])\b[1-5][.)/](?=\s)|\([1-5a-eđ]\)|"
    r"(?<![\w(])[a-eđ]\)(?=\s)|\n\s*[-+•]"
)
SENTENCE: Final = re.compile(r"(?<=[.?!;\n])(?<!\s[1-5]\.)(?<!^[1-5]\.)(?!(?<=\d\.)\d)\s*")
"""Where a sentence ends; "2." begins one, and "123.45" is one number."""
_CUT: Final = re.compile(
    r"[,:]\s+|(?<!hôm)(?<!hom)(?<!vừa)(?<!vua)(?<!tuần)(?<!tháng)(?<!năm)(?<!lần)(?<!bữa)(?<!ngày)"
    r"\s(?=(?:và|va|mà|ma|nhưng|nhung|rồi|roi|còn)\s)(?!\s?còn (?:ko|không|k|hông|nữa|hay)\b)",
    re.IGNORECASE,
)
"""Where a clause ends; "hôm rồi" and "còn không" are no beginnings."""
_LEAD_IN: Final = re.compile(
    r"\b(?:hoi|y kien|viec|noi dung|van de|noi kho|de nghi|kien nghi|phan anh|sau|cong khai)\b"
)
"""Before a colon: it announces what follows and brings up nothing ("có 3 việc muốn hỏi xã:")."""
_COURTEOUS: Final = re.compile(
    r"^(?:\w+ ){0,3}(?:cam on|lam on|tran trong|mong (?:phuong|xa|ubnd|duoc|can bo)(?: \w+){0,4})$"
)
_ASKS: Final = re.compile(
    r"\b(?:(?:bao|may) (?:nhieu|lau|gio|ngay)|nhieu|(?:o )?dau|(?:khi|luc|ngay|buoi) nao|chung nao|"
    r"ai|khong|ko|hong|hok|chua|(?:the|cach) nao|ra sao|(?:lam|tinh) sao|sao|gi|nao)"
    r"(?: (?:a|vay|nhi|ha|day|the|nua|luon|cho dan|voi|di|roi))*$|"
    r"^(?:(?:cho|xin|toi|em|con|minh|va|ma|roi|vay|gio|nay|hoi|dan|ba con|tui) ){0,4}"
    r"(?:bao (?:gio|lau|nhieu)|may (?:ngay|gio|tien)|khi nao|chung nao|o dau|"
    r"vi sao|tai sao|sao|ai|co phai|co duoc)\b|"
    r"\b(?:muon (?:biet|hoi)|xin hoi|cho hoi|ly do)\b"
)
_ASKS_PLAINLY: Final = re.compile(
    r"\b(?:bao (?:nhieu|lau|gio)|may (?:gio|ngay)|khi nao|chung nao|o dau|the nao|ra sao|"
    r"duoc khong|muon (?:biet|hoi)|xin hoi|cho hoi)\b"
)
"""What asks also where a full stop stands after it: "còn chục nhà không." tells."""
_TELLS: Final = re.compile(r"^(?:ma |roi |va )?ai (?:cung|nay)\b")
_WISH: Final = re.compile(
    r"\b(?:de nghi|yeu cau|kien nghi|xin|muon|mong|nho|giup|gium|dum|de xuat|phai|doi)\b"
)
_COUNTED: Final = re.compile(
    r"\b(hai|ba|bon|[234]) (?:chuyen|viec|y|van de|dieu|noi dung|cau hoi|cai|thu)\b"
)
_NUMBERS: Final = {"hai": 2, "ba": 3, "bon": 4}
_ASKS_NOTHING: Final = StopWords.of(
    "phường xã xử lý giải quyết kiểm tra tính thế nào vào cuộc làm gì được không có ai quản dân "
    "giúp xem để hỏi bao giờ khi chừng lúc sao phải đúng thật hay vậy tự chịu điều hiểu nói biết "
    "muốn rồi thôi dùm giùm thích"
)
"""Words of a question that only calls for something to be done: "phường có xử lý không"."""
KINDS: Final = frozenset({"when", "where", "how_much", "how_long", "deadline", "papers", "written"})
"""What is asked that has an answer of its own kind."""
_BESIDE: Final = frozenset({"no_one_came", "spoiled", "delay", "keep_name", "promise"})
"""Topics that tell how bad a matter is rather than another one."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is brought up."""

    parts: tuple[str, ...]
    """Its clauses as typed."""
    words: tuple[str, ...]
    """What tells it from others."""
    topics: frozenset[str]
    asks: tuple[Topic, ...]
    question: bool
    apart: bool
    """Set apart by a number or "với lại"."""
    wish: bool
    why: str
    """What began it: `first`, `marker`, `ask`, `ask_more`, `topic`, `near`, `wish`, `sentence`."""

    @property
    def text(self) -> str:
        """As typed."""
        return " ".join(self.parts)


def announced(matter: str) -> int:
    """How many things the writer says there are ("nhờ phường 2 chuyện"); nought without a word."""
    found = _COUNTED.search(fold(matter))
    return 0 if found is None else _NUMBERS.get(found[1], 0) or int(found[1])


@lru_cache(maxsize=64)
def points_of(matter: str) -> tuple[Point, ...]:
    """The points, in the order of the text; always one at least."""
    found: list[Point] = []
    for clause in _clauses(matter):
        one = _point(clause.text, asks=clause.asks)
        why = _begins(one, found, counted=announced(matter) > 1) if found else "first"
        if not why and clause.opens and len(_fresh(one, found)) > 1:
            why = "sentence"
        if why:
            found.append(replace(one, why=why))
        else:
            found[-1] = _joined(found[-1], one)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    asks: bool
    opens: bool
    """It is the first of its sentence that tells something."""


def _clauses(matter: str) -> list[_Clause]:
    found: list[_Clause] = []
    for sentence in SENTENCE.split(matter):
        opens = True
        for clause in _pieces(sentence):
            plain, said = fold(clause), telling(clause)
            if is_beside(clause, plain, said):
                continue
            asks = is_asked(clause, plain)
            if said and found and len(set(said)) < 2 and not asks and not APART.match(clause):
                found[-1] = replace(found[-1], text=f"{found[-1].text} {clause}")
            elif said or asks or (found and APART.match(clause)):
                found.append(_Clause(clause, asks, opens))
                opens = False
    return found or [_Clause(matter, asks=False, opens=True)]


def is_beside(clause: str, plain: str, said: Sequence[str]) -> bool:
    """Who writes, a telephone, thanks, or words that only announce what follows."""
    own = WHO.search(plain) is not None and len(said) <= 2
    if own or sum(map(str.isdigit, clause)) >= PHONE or _COURTEOUS.search(plain) is not None:
        return True
    leads = clause.rstrip().endswith(":") and _LEAD_IN.search(plain) is not None
    return leads and (len(set(said)) <= 4 or announced(clause) > 0)


def is_asked(clause: str, plain: str) -> bool:
    """Whether it asks; `plain`: folded."""
    if clause.endswith("?"):
        return True
    if _TELLS.search(plain):
        return False
    return (_ASKS_PLAINLY if clause.endswith((".", "!", ";")) else _ASKS).search(plain) is not None


def _pieces(sentence: str) -> list[str]:
    cuts = {one.end() for one in _CUT.finditer(sentence)}
    cuts |= {one.start() for one in APART.finditer(sentence)} | {0, len(sentence)}
    found = [sentence[a:b].strip() for a, b in itertools.pairwise(sorted(cuts))]
    return [one for one in found if any(map(str.isalnum, one))]


def _point(clause: str, *, asks: bool) -> Point:
    raised = raised_by(clause)
    return Point(
        (clause,),
        tuple(dict.fromkeys(telling(clause))),
        frozenset(one.key for one in raised if one.group == "matters") - _BESIDE,
        tuple(one for one in raised if one.group == "asks"),
        asks,
        APART.search(clause[:25]) is not None,
        _WISH.search(fold(clause)) is not None,
        "first",
    )


def _begins(one: Point, found: Sequence[Point], *, counted: bool) -> str:
    """What makes a clause a point of its own; empty when it goes on with the one before."""
    fresh = _fresh(one, found)
    mine = _meaning(one.text)
    closest = max(near(mine, _meaning(point.text)) for point in found)
    asked = {ask.key for point in found for ask in point.asks}
    wanted = KINDS & {ask.key for ask in one.asks}
    new_topic = one.topics.difference(*(point.topics for point in found))
    tries = (
        ("marker", one.apart and bool(one.words or one.asks)),
        ("ask", one.question and _ask_something(fresh, one)),
        ("ask_more", one.question and bool(wanted - asked)),
        ("ask_more", one.question and found[-1].question and _asks_something(one)),
        ("topic", counted and len(fresh) > 1 and not one.question and closest < 0.5),
        ("topic", bool(new_topic) and closest < 0.25 and len(fresh) > 1),
        ("near", size(mine) >= 9 and closest < 0.08 and len(fresh) > 1),
        ("wish", one.wish and len(fresh) > 1 and closest < 0.12),
    )
    return next((why for why, begins in tries if begins), "")


def _fresh(one: Point, found: Sequence[Point]) -> list[str]:
    """Its words no point before it says."""
    known = {fold_word(word) for point in found for word in point.words}
    return [word for word in one.words if fold_word(word) not in known]


def _asks_something(one: Point) -> bool:
    return bool(one.asks) and _ask_something(one.words, one)


def _ask_something(said: Sequence[str], of: Point) -> bool:
    """Whether these words of a question call for more than that something is done."""
    marked = has_marks(words(of.text))
    return any(not _ASKS_NOTHING.holds(word, marked=marked) for word in said)


def _joined(point: Point, more: Point) -> Point:
    return replace(
        point,
        parts=(*point.parts, *more.parts),
        words=tuple(dict.fromkeys((*point.words, *more.words))),
        topics=point.topics | more.topics,
        asks=(*point.asks, *more.asks),
        question=point.question or more.question,
        wish=point.wish or more.wish,
    )


@lru_cache(maxsize=256)
def _meaning(text: str) -> Meaning:
    return shipped_nearness().meaning(words(text.lower()))
