"""Whether one of several complaints is left without an answer, as numbers.

Of each complaint: whether it calls for an answer of its own, and how far one is seen (`nears.py`).
A small fitted model (`complaints.yaml`) weighs both; an answer leaves one out as surely as the
complaints together say: one is enough.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from knowledge.feedback.cues import FEEDBACK_DATA
from knowledge.feedback.listing import told_sentences
from knowledge.feedback.nearness import near, size
from knowledge.feedback.nears import NEAR, Complaint, Nears
from knowledge.feedback.raising import is_asked
from knowledge.feedback.same import shared
from knowledge.feedback.topics import raised_by, with_amounts
from knowledge.text.folding import fold
from knowledge.yaml_lines import read_yaml

FILE: Final = FEEDBACK_DATA / "complaints.yaml"
ANSWERED: Final = 1.0
"""From here on a piece surely answers a complaint."""
MOST_WORDS, SHORT = 50, 9
"""Words of a report, and of its complaints on average, that is a list and no tale."""
_AFTERWARDS: Final = re.compile(
    r"\b(?:lien he|goi (?:so|0\d|1900)|dau moi|so dien thoai 0|kinh bao|"
    r"can (?:them|hoi them|bo sung|gi them)|theo doi|giam sat|kiem tra lai|mong anh chi|"
    r"xin cam on|dang ky tai)\b"
)
"""A sentence on whom to ask and who looks after it answers no complaint."""
_TELLS: Final[Mapping[str, re.Pattern[str]]] = {
    "wish": re.compile(r"\b(?:de nghi|yeu cau|kien nghi|xin|muon|mong|nho|giup|de xuat|doi)\b"),
    "feels": re.compile(
        r"\b(?:so|kho|buc xuc|met|lo|chiu noi|khong dam|cuc|xau ho|buon|ton tien|oan|nguy hiem|"
        r"mat ngu|khong ngu|te liet|bat tien|lang phi|xot|sot ruot|thuong|ngai)\b"
    ),
    "harm": re.compile(
        r"\b(?:nga|te|tray|xuoc|gay tay|sa banh|lot chan|uot|khoc|om|benh|chet|dut|mat tien|e am|"
        r"buon ban|do ca|giat minh|mat ngu|tai nan|kho so|bo hoc|ton)\b"
    ),
    "family": re.compile(
        r"\b(?:con toi|con em|me toi|ba toi|nha toi|nha em|chau|ong cu|ba cu|cu|ba con|vo toi|"
        r"chong toi|me em|ca xom|ca nha|dan|gia dinh)\b"
    ),
    "wrong": re.compile(
        r"\b(?:khong|ko|chua|chang|het|hu|hong|gay|mat|tat|thieu|bi|tran|day|do|vo|be|lan|xa|hoi|"
        r"on|ban|tham|cat|sai|cham|cao)\b"
    ),
    "told": re.compile(
        r"\b(?:bao|goi|gui don|hua|phan anh|noi)\b.*\b(?:roi|lan|khong|chua|nam|thang)\b"
    ),
    "besides": re.compile(r"^(?:voi lai|ngoai ra|con|rieng|them nua|nhan tien|dong thoi|roi|va)\b"),
    "yes_or_no": re.compile(r"\b(?:khong|ko|chua|hong)\W*(?:a|vay|nhi|ha)?\W*$"),
}
"""What a clause tells besides what it is about: a wish, a feeling, a harm …"""

Signs = Mapping[str, float]


def left_out_signs(reply: str, matter: str) -> list[dict[str, float]]:
    """Of each complaint, what tells whether it is left out."""
    found = Nears.of(reply, matter)
    listed = _is_list(matter, [one.text for one in found.raised])
    deeds = _deeds(reply)
    signs = []
    for number, one in enumerate(found.raised):
        calls = _calls(found.raised, number, listed=listed)
        seen = _seen(found, number, reply)
        seen["fewer"] = min(max(len(found.raised) - deeds, 0), 3) / 3
        seen["more"] = min(max(deeds - len(found.raised), 0), 3) / 3
        unseen = 1 - min(found.best(number), 2.0) / 2
        together = {f"unseen_{name}": unseen * value for name, value in calls.items()}
        apart = {"unseen": unseen, "unseen_fewer": unseen * seen["fewer"]}
        signs.append({**calls, **seen, **together, **apart, **_kinds(one, reply)})
    return signs


def _calls(raised: Sequence[Complaint], number: int, *, listed: bool) -> dict[str, float]:
    """Whether a complaint calls for an answer of its own."""
    one = raised[number]
    plain = fold(one.text)
    akin = [one.akin(other) for other in raised if other is not one]
    long = len(one.text.split())
    return {
        "size": min(size(one.whole), 20) / 20,
        "topic": float(bool(one.topics)),
        "line": float(bool(one.own_lines)),
        "words": min(len(one.words), 6) / 6,
        "asked": float(is_asked(one.text, plain)),
        "first": float(number == 0),
        "last": float(number == len(raised) - 1),
        "begins": float(number > 0 and raised[number - 1].text.rstrip().endswith((".", "?", "!"))),
        "listed": float(listed),
        "short": float(long < 4),
        "long": min(long, 12) / 12,
        "akin": min(max(akin, default=0.0), 1.5),
        **{name: float(form.search(plain) is not None) for name, form in _TELLS.items()},
    }


def _seen(found: Nears, number: int, reply: str) -> dict[str, float]:
    """How far an answer to it is seen."""
    one, best = found.raised[number], found.best(number)
    pieces = [piece for line in found.told for piece in line]
    kin = [
        one.akin(other) * min(found.best(at), 2.0) / 2
        for at, other in enumerate(found.raised)
        if at != number
    ]
    given = found.by_sentence[number]
    return {
        "faint": min(best, 0.5),
        "near": min(best, 1.0),
        "best": min(best, 2.5) / 2.5,
        "own": min(found.own(number), 4.0) / 4,
        "weak": float(best < ANSWERED),
        "piece": min(found.by_piece[number], 2.5) / 2.5,
        "sentence": min(given, 2.0) / 2,
        "none_left": float(given < NEAR),
        "no_piece": float(found.by_piece[number] < NEAR),
        "taken_away": float(best >= NEAR > given),
        "bare": float(not any(number in owners for owners in found.owners)),
        "about": max((near(one.meaning, piece.meaning) for piece in pieces), default=0.0),
        "same": max((shared(one.lines, piece.lines) for piece in pieces), default=0.0),
        "kin": max(kin, default=0.0),
        "gap": float(best < ANSWERED and _gap(found, number)),
        "answer": min(len(reply.split()), 100) / 100,
    }


def _gap(found: Nears, number: int) -> bool:
    """Whether a sentence of none stands where its answer would: officers keep the order."""
    sure = {
        at: _nearest([line[at] for line in found.sentences])
        for at in range(len(found.raised))
        if found.best(at) >= ANSWERED
    }
    after = max((line for at, line in sure.items() if at < number), default=-1)
    before = min((line for at, line in sure.items() if at > number), default=len(found.told))
    return any(after < line < before for line in found.free())


def _nearest(nears: Sequence[float]) -> int:
    return max(range(len(nears)), key=nears.__getitem__)


def _kinds(one: Complaint, reply: str) -> dict[str, float]:
    """Whether it asks for a day, a sum, a reason …, and the answer has one."""
    asks = [each for each in raised_by(one.text) if each.group == "asks"]
    told = with_amounts(reply)
    has = any(each.told.found_in(told, exact=True) for each in asks)
    return {
        "kind": float(bool(asks)),
        "no_kind": float(bool(asks) and not has),
        "has_kind": float(has),
    }


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The fitted model of one complaint."""

    bias: float
    signs: Signs

    def surely(self, each: Sequence[Signs]) -> list[float]:
        """Of each complaint, in log-odds, that it is left out."""
        return [
            self.bias + sum(self.signs[name] * value for name, value in one.items()) for one in each
        ]


@lru_cache(maxsize=1)
def shipped_left_out() -> LeftOut:
    """The shipped weights, read once."""
    value: dict[str, Any] = read_yaml(FILE).value
    return LeftOut(
        float(value["bias"]), {str(name): float(one) for name, one in value["signs"].items()}
    )


def listing_signs(reply: str, matter: str) -> dict[str, float]:
    """Of an answer: how surely it leaves a complaint out."""
    return of_each(shipped_left_out(), left_out_signs(reply, matter))


def of_each(model: LeftOut, each: Sequence[Signs]) -> dict[str, float]:
    """The same of what is known of each complaint."""
    far = sorted(model.surely(each))
    together = sum(math.log1p(math.exp(min(one, 30.0))) for one in far)
    surely = math.log(max(math.expm1(min(together, 30.0)), 1e-4))
    listed = each[0]["listed"]
    clear = min(far[-1] - far[-2], 4.0) / 4 if len(far) > 1 else 0.0
    return {
        "l_left": max(min(surely, 4.0), -4.0) / 4,
        "l_surely": max(min(surely, 4.0), 0.0) / 4,
        "l_listed": max(min(surely, 4.0), -4.0) / 4 * listed,
        "l_surely_listed": max(min(surely, 4.0), 0.0) / 4 * listed,
        "l_clear": 1 / (1 + math.exp(-far[-1])) * clear,
        "l_several": float(len(far) > 1),
    }


def _is_list(matter: str, texts: Sequence[str]) -> bool:
    """Three short clauses with commas between: each of them calls for an answer."""
    commas = sum(one.rstrip().endswith(",") for one in texts)
    long = sum(len(one.split()) for one in texts) / len(texts)
    return len(texts) > 2 and commas > 1 and long <= SHORT and len(matter.split()) <= MOST_WORDS


def _deeds(reply: str) -> int:
    """The sentences that tell something of a matter."""
    return sum(_AFTERWARDS.search(fold(", ".join(one))) is None for one in told_sentences(reply))
