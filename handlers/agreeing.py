"""Yes and no in a person's own words, where two buttons ask for one of them.

Consent must be clear (Law 91/2025/QH15): "đồng ý" and "có" say it, a nod that may only mean
"I hear you" ("ok", "dạ", "vâng") does not and is asked once more. A guess of ours that is asked
for confirmation ("Đúng rồi", "Loại khác") takes a nod for a yes.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.choices import may_choose, resolve
from handlers.messages import Button, Paragraph, Reply
from handlers.turns import ConversationState, Turn
from handlers.wording import privacy as wording
from handlers.wording.guide import UNSURE
from knowledge.text.folding import fold

_OKAY: Final = frozenset(
    {"ok", "oke", "oki", "okie", "okay", "okela", "okey", "duoc", "roi", "het"}
)
"""Nods that may also begin a question: "ok không", "được không ạ"."""
_NODS: Final = frozenset({"da", "vang", "u", "uh", "uk", "uhm", "um"})
_FILLERS: Final = _NODS | {
    "toi", "minh", "em", "anh", "chi", "chau", "con", "bac", "chu", "ban", "a", "ah", "nhe", "nha",
    "nghe", "nhen", "luon", "di", "thi", "xin", "oi", "day", "vay", "do", "cho", "voi",
}  # fmt: skip
"""Words around an answer that say nothing by themselves."""
_NOT: Final = frozenset({"ko", "k", "kg", "kh", "khg", "hong", "hok", "hem", "hk", "khog"})
_YES: Final = frozenset(
    {"dong y", "dong y nhan", "dong y nhan tin", "nhat tri", "chap nhan", "tan thanh", "dong tinh",
     "co", "co dong y", "co nhan", "co nhan tin", "nhan tin"}
)  # fmt: skip
_NO: Final = frozenset(
    {"khong", "khong dong y", "khong nhan", "khong nhan tin", "khong can", "khong muon",
     "khong chap nhan", "chua dong y", "tu choi", "thoi khong", "thoi khong can"}
)  # fmt: skip
_CANNOT_TELL: Final = frozenset(
    f"{no} {what}{which}"
    for no in ("khong", "chua", "cung khong", "chang")
    for what in ("ro", "biet", "chac", "biet chon", "biet chon cai", "ro la", "biet la")
    for which in ("", " nua", " cai nao", " viec nao", " nao", " loai nao", " lam sao")
)
_RIGHT: Final = frozenset({"dung", "phai", "chinh xac", "chuan"})
_WRONG: Final = frozenset({"sai", "khong dung", "khong phai", "chua dung"})
_AUNT: Final = re.compile(r"(?i)\bcô\b|\bco (?=oi\b)")
"""Whom one speaks to; without marks it would be "có"."""


@dataclass(frozen=True, slots=True)
class _Pair:
    yes: Button
    no: Button
    consent: bool


def chosen(words: str, state: ConversationState) -> str | None:
    """The action of the offered button these words name: by number, label, or a plain yes or no."""
    return resolve(words, state.offered) or _agreed(words, state) or _unsure(words, state.offered)


def _unsure(words: str, offered: Sequence[Button]) -> str | None:
    """The choice of who cannot choose, in any of the ways people say so."""
    if not may_choose(words) or _core(words) not in _CANNOT_TELL:
        return None
    return next((one.action for one in offered if fold(one.label) == fold(UNSURE)), None)


def _agreed(words: str, state: ConversationState) -> str | None:
    pair = _pair(state.offered)
    if pair is None or not may_choose(words):
        return None
    said = _core(words)
    if pair.consent:
        if said in _YES:
            return pair.yes.action
        return pair.no.action if said in _NO else None
    if said in _YES or said in _RIGHT or _nods(words):
        return pair.yes.action
    return pair.no.action if said in _NO or said in _WRONG else None


def answered(words: str, state: ConversationState) -> str | Turn | None:
    """What words choose of what was offered; a bare nod to consent gets the two choices again."""
    picked = chosen(words, state)
    if picked is not None or state.expired:
        return picked
    pair = _pair(state.offered)
    return asked_again(state) if pair is not None and pair.consent and _nods(words) else None


def asked_again(state: ConversationState) -> Turn:
    """The choices of before once more, and everything as it was."""
    reply = Reply((Paragraph(wording.YES_OR_NO),), state.offered)
    return Turn((reply,), step=state.step, draft=state.draft)


def _pair(offered: tuple[Button, ...]) -> _Pair | None:
    """The one yes and the one no among what was offered."""
    for consent, yes, no in _LABELS:
        sure = [one for one in offered if fold(one.label).startswith(yes)]
        unsure = [one for one in offered if fold(one.label).startswith(no)]
        if len(sure) == len(unsure) == 1:
            return _Pair(sure[0], unsure[0], consent)
    return None


_LABELS: Final = ((True, "dong y", "khong"), (False, "dung roi", "loai khac"))


def _core(words: str) -> str:
    """What is left without the polite words around it ("ok đồng ý nhé" is "dong y")."""
    told = fold(_AUNT.sub(" ", unicodedata.normalize("NFC", words))).split()
    kept = ["khong" if one in _NOT else one for one in told if one not in _FILLERS]
    if "khong" not in kept:
        kept = [one for one in kept if one not in _OKAY]
    return " ".join(kept)


def _nods(words: str) -> bool:
    """Only nods and polite words, at least one nod among them."""
    said = fold(words).split()
    return any(one in _NODS | _OKAY for one in said) and not _core(words)
