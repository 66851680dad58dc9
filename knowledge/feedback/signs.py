"""What an answer is made of, as numbers: the signs its judgement is fitted on (`judging.py`).

Each head looks at its own: whether something was or will be done, in what tone, and whether what
was brought up is taken up. The words of the answer count besides (`grams`).
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from knowledge.feedback import steps
from knowledge.feedback.coverage import taken
from knowledge.feedback.coverage_signs import coverage_signs
from knowledge.feedback.cues import FEEDBACK_DATA, Phrases
from knowledge.feedback.listing_signs import listing_signs
from knowledge.feedback.owning_signs import owning_signs
from knowledge.feedback.points import clauses, listed, untouched
from knowledge.feedback.telling_words import said_again, telling
from knowledge.feedback.topics import Topic, raised_by, with_amounts
from knowledge.text.folding import fold, words
from knowledge.yaml_lines import read_yaml

Signs = Mapping[str, float]

_AMOUNT: Final = re.compile(
    r"(?i)\b\d[\d.,]*\s*(?:đ|đồng|k|nghìn|ngàn|triệu|%|m²|m2|m|km|kg|khối|cm)(?!\w)"
)
_COUNTED: Final = re.compile(r"\b\d{1,4}\s+[^\W\d_]{2,}")
_CLOCK: Final = re.compile(r"(?i)\b\d{1,2}\s*(?:h|g|giờ)\s*\d{0,2}(?!\w)|\b\d{1,2}:\d{2}\b")
_LAW: Final = re.compile(
    r"(?i)\b(?:luật|nghị định|thông tư|nghị quyết|điều \d|khoản \d|quy chuẩn|căn cứ)\b"
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_COUNTS: Final = re.compile(
    r"(?i)\d\s*%|\btỷ\b|\blượt\b|\d[\d.]*\s+(?:hộ|người|cơ sở|vụ|trường hợp)\b"
)
"""What a report of results counts: shares, milliards, visitors."""
_PLACE: Final = re.compile(
    r"(?i)\bquầy(?: số)? \d|\bphòng (?:số )?\d|\btrụ sở|\btận nhà|\btại nhà|\bbàn trực"
)
_PHONE: Final = re.compile(r"(?<!\d)0\d(?:[ .-]?\d){7,9}(?!\d)")
_COMING: Final = re.compile(r"\b(?:se|du kien|hen|bat dau|tu|truoc|cham nhat|den het|trong)\b")
_PARTS: Final = re.compile(
    r"(?m)(?:^|\s)(?:\d[.)]|\(\d\)|[-+•])\s|(?:^|[.;,!?] )[^.;,:!?\d]{3,40}: "
)


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, Phrases]:
    value: dict[str, Any] = read_yaml(FEEDBACK_DATA / "signs.yaml").value
    return {name: Phrases.of(str(one) for one in listed) for name, listed in value.items()}


def _capped(number: float, most: float) -> float:
    return min(number, most) / most


def _shares(said: Sequence[str], names: Sequence[str]) -> dict[str, float]:
    """How often each list's words stand there, and per ten words."""
    counts = {name: sum(1 for _ in _lists()[name].spans(said)) for name in names}
    per_ten = {f"{name}_share": 10 * count / (len(said) + 10) for name, count in counts.items()}
    return {**counts, **per_ten}


def of_deeds(reply: str) -> Signs:
    """Whether something was done or will be: days, places, amounts against talk."""
    said, told, lines = words(reply.lower()), steps.telling(reply), steps.sentences(reply)
    found = _shares(said, ("deeds", "goodwill", "praise", "office", "law"))
    days, moments = steps.days(told), steps.moments(told)
    for name, most in (("deeds", 6), ("goodwill", 5), ("praise", 8), ("office", 5), ("law", 8)):
        found[name] = _capped(found[name], most)
    return {
        **found,
        "days": _capped(days, 3),
        "day": float(days > 0),
        "moments": _capped(moments, 3),
        "moment": float(moments > 0),
        "either": float(days + moments > 0),
        "concrete": float(steps.concrete(told)),
        "steps": _capped(steps.steps(told), 2),
        "amounts": _capped(len(_AMOUNT.findall(told)), 3),
        "counted": _capped(len(_COUNTED.findall(told)), 4),
        "clocks": _capped(len(_CLOCK.findall(told)), 2),
        "places": _capped(len(_PLACE.findall(reply)), 2),
        "phone": float(_PHONE.search(reply) is not None),
        "laws": _capped(len(_LAW.findall(reply)), 3),
        "office_lines": sum(map(steps.office_only, lines)) / max(len(lines), 1),
        "short": float(len(said) < 25),
        "length": math.log(max(len(said), 1)) / 4,
        "years": _capped(len(_YEAR.findall(steps.telling(reply))), 3),
        "results": _capped(len(_COUNTS.findall(reply)), 3),
        "coming": sum(map(_day_comes, lines)) / max(len(lines), 1),
        "planned": _capped(sum(map(_day_comes, lines)), 2),
    }


def _day_comes(line: str) -> bool:
    told = steps.telling(line)
    return steps.days(told) + steps.moments(told) > 0 and _COMING.search(fold(told)) is not None


def of_tone(reply: str) -> Signs:
    """How the citizen is spoken to."""
    said = words(reply.lower())
    found = _shares(said, ("rude", "blame", "courtesy"))
    return {
        "rude": _capped(found["rude"], 3),
        "rude_share": found["rude_share"],
        "blame": _capped(found["blame"], 3),
        "blame_share": found["blame_share"],
        "courtesy": _capped(found["courtesy"], 4),
        "discourteous": float(found["courtesy"] == 0),
        "sorry": float("xin lỗi" in reply.lower() or "nhận lỗi" in reply.lower()),
        "asks": _capped(reply.count("?"), 2),
        "length": math.log(max(len(said), 1)) / 4,
    }


def of_points(reply: str, matter: str) -> Signs:
    """Whether what was brought up is taken up."""
    lines = steps.sentences(reply)
    raised, told = raised_by(matter), with_amounts(reply)
    core = with_amounts(" . ".join(one for one in lines if not steps.idle(one)))
    left = [one for one in raised if not one.told.found_in(told, exact=True)]
    parts_said = [one for one in clauses(matter) if len(set(telling(one))) > 1]
    bare = [one for one in parts_said if not linked(one, told)]
    asked = set(telling(matter))
    found = said_again(asked, told)
    strength = sorted(_strength(one, told) for one in parts_said) or [1.0]
    kinds, many = Counter(one.group for one in left), Counter(one.group for one in raised)
    several = len(raised) > 1
    apart = len(tuple(listed(matter)))
    return {
        **coverage_signs(reply, matter),
        **owning_signs(reply, matter),
        **listing_signs(reply, matter),
        **_of_guidance(reply, matter),
        "several": float(several),
        "several_left": float(several) * _capped(len(left), 2),
        "several_bare": float(several) * _capped(len(bare), 2),
        "one_bare": float(not several) * _capped(len(bare), 2),
        "apart": _capped(apart, 3),
        "apart_left": _capped(len(left) + len(bare), 3) * float(apart > 0),
        "few_words": float(len(told) < 35),
        "left_matters": _capped(kinds["matters"], 3),
        "left_core": _capped(
            _matters(one for one in raised if not one.told.found_in(core, exact=True)), 3
        ),
        "left_places": _capped(kinds["places"], 2),
        "left_asks": _capped(kinds["asks"], 2),
        "left_asks_of": float(kinds["asks"] > 0 and len(raised) > 1),
        "left_all": float(bool(raised) and len(left) == len(raised)),
        "left_share": len(left) / max(len(raised), 1),
        "raised": _capped(len(raised), 5),
        "raised_matters": _capped(many["matters"], 4),
        "raised_asks": _capped(many["asks"], 3),
        "untouched": _capped(len(untouched(matter, reply)), 2),
        "bare_core": _capped(sum(not linked(one, core) for one in parts_said), 3),
        "bare_last": float(bool(bare) and bare[-1] == parts_said[-1]),
        "found_share": len(found) / max(len(asked), 1),
        "weakest": strength[0],
        "weak": _capped(sum(one < 0.3 for one in strength), 3),
        "length": math.log(max(len(told), 1)) / 4,
        "per_topic": _capped(len(told) / (10 * max(len(raised), 1)), 5),
        "parts": _capped(len(_PARTS.findall(reply)), 3),
    }


def _of_guidance(reply: str, matter: str) -> dict[str, float]:
    """Whether only questions are asked: who is told where, how much and how long needs no day."""
    found = taken(reply, matter)
    asked = sum(one.point.question for one in found) / len(found)
    told = steps.telling(reply)
    dated = steps.days(told) + steps.moments(told) > 0
    kinds = [one for one in found if one.point.question and one.point.asks]
    met = sum(not one.unanswered for one in kinds) / max(len(kinds), 1)
    return {
        "asked": asked,
        "asked_undated": asked * (1 - dated),
        "asked_dated": asked * dated,
        "asked_met": asked * met,
        "asked_placed": asked * float(_PLACE.search(reply) is not None),
        "asked_priced": asked * float(_AMOUNT.search(reply) is not None),
    }


def _matters(topics: Iterable[Topic]) -> int:
    return sum(one.group == "matters" for one in topics)


def linked(clause: str, told: Sequence[str]) -> bool:
    """Whether the answer says a telling word of the clause, or takes up a topic of it."""
    if said_again(telling(clause), told):
        return True
    return any(one.told.found_in(told, exact=True) for one in raised_by(clause))


def _strength(clause: str, told: Sequence[str]) -> float:
    """Share of the telling words the answer says, or a little less for a topic it takes up."""
    said = set(telling(clause))
    share = len(said_again(said, told)) / max(len(said), 1)
    topics = raised_by(clause)
    taken = sum(one.told.found_in(told, exact=True) for one in topics) / max(len(topics), 1)
    return max(share, 0.6 * taken)


def grams(reply: str) -> frozenset[str]:
    """The words and pairs of words of an answer, folded, figures as one."""
    said = ["0" if any(char.isdigit() for char in word) else word for word in fold(reply).split()]
    return frozenset((*said, *(f"{one} {other}" for one, other in pairwise(said))))
