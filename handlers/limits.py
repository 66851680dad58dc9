"""Flow: the last day of a citizen's own limit, told with the last open day before it (D-7).

The day of birth or death is used and forgotten: the message that held it is wiped, so that no
consent is needed for what is not kept.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handlers import actions
from handlers.commands import WipeInbound
from handlers.messages import Button, Heading, Paragraph, Reply
from handlers.stale import STALE
from handlers.turns import Answer, AnswerProcedure, Turn
from handlers.wording import following
from handlers.wording import guide as guide_wording
from handlers.wording import limits as wording
from handlers.wording.procedure import CONDOLENCE
from knowledge.base import KnowledgeBase
from knowledge.clocks import own_limit
from knowledge.matching.outcomes import Intent
from knowledge.procedures import CitizenLimit, Procedure, TimeUnit
from knowledge.text.folding import fold

_NUMERIC = re.compile(
    r"(?<!\d)(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d{2}))?(?!\d)"
)
_SPOKEN = re.compile(r"\bngay (\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?\b")
_COUNTED = (TimeUnit.DAY, TimeUnit.WORKING_DAY, TimeUnit.MONTH)
DEATH = "1.000656"
"""Condolence comes first (W-5)."""
_DIGIT = re.compile(r"\d")
_LIMIT_CUES = (
    "han chot", "han cuoi", "cham nhat", "tre nhat", "den ngay nao", "truoc ngay nao", "han la",
    "het han ngay nao", "han dang ky", "ngay cuoi",
)  # fmt: skip
_EVENTS = (
    ("het han tam tru", "1.002755"), ("gia han tam tru", "1.002755"), ("tam tru", "1.002755"),
    ("khai tu", DEATH), ("mat", DEATH), ("qua doi", DEATH),
    ("khai sinh", "1.001193"), ("sinh", "1.001193"), ("de", "1.001193"),
)  # fmt: skip
"""What happened on the day named, and whose limit counts from it; the more exact words first."""
_RELATIVE = {"hom nay": 0, "sang nay": 0, "toi qua": 1, "hom qua": 1, "hom kia": 2}


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """Computes the dates a citizen has to keep."""

    base: KnowledgeBase

    def in_question(self, words: str, now: datetime) -> Turn | None:
        """A day and "hạn" in one question: the limit is told at once, what to bring by a tap."""
        if not _DIGIT.search(words):
            return None
        folded = f" {fold(words)} "
        if not any(f" {cue} " in folded for cue in _LIMIT_CUES):
            return None
        code = next((one for cue, one in _EVENTS if f" {cue} " in folded), "")
        turn = self.take(words, code, now) if code else None
        procedure = self.base.active(code)
        if turn is None or procedure is None:
            return None
        told = (Paragraph(CONDOLENCE),) if code == DEATH else ()
        blocks = (*told, Heading(procedure.title), *turn.replies[0].blocks)
        shown = AnswerProcedure(procedure.code, procedure.name, 1.0)
        answer = Answer("answer", (shown,), intent=Intent.PROCEDURE)
        return replace(turn, replies=(replace(turn.replies[0], blocks=blocks),), answer=answer)

    def ask(self, code: str) -> Turn:
        """Asks for the day the limit counts from."""
        procedure = self.base.active(code)
        limit = countable(procedure) if procedure else None
        if procedure is None or limit is None:
            return STALE
        cancel = Button(guide_wording.CANCEL, actions.build("cancel"))
        reply = Reply((Paragraph(wording.ask_day(limit)),), (cancel,))
        return Turn((reply,), step="limit.day", draft={"code": code})

    def take(self, words: str, code: str, now: datetime) -> Turn | None:
        """The day arrived; None when the words hold no day, so that a question may take over."""
        procedure = self.base.active(code)
        limit = countable(procedure) if procedure else None
        start = day_in(words, now.date(), ahead=bool(limit and limit.before))
        if procedure is None or limit is None or start is None:
            return None
        dates = own_limit(self.base.calendar, limit, start)
        if dates is None:
            return None
        blocks = wording.last_day(dates, today=now.date())
        buttons = [Button("Giấy tờ cần có", actions.build("p", code, "documents"))]
        if dates.last >= now.date():
            buttons.insert(0, _remind_button(code, dates.last))
        return Turn((Reply(tuple(blocks), tuple(buttons)),), commands=(WipeInbound(),))


def countable(procedure: Procedure) -> CitizenLimit | None:
    """The limit of a procedure that counts from a day, if it has one."""
    return next((one for one in procedure.citizen_limits if one.unit in _COUNTED), None)


def _remind_button(code: str, last: date) -> Button:
    """Carries the last day, not the day it was counted from, which is not kept."""
    return Button(following.REMIND, actions.build("remind", code, f"{last:%Y%m%d}"))


def day_in(words: str, today: date, *, ahead: bool = False) -> date | None:
    """A day named in the words: 7/10, 07-10-2026, "ngày 7 tháng 10", "hôm qua"; not to come.

    With `ahead` it is a day something runs out, which may be to come. A day without a year is
    the latest such day not after today; ahead, the first one not before it.
    """
    folded = fold(words)
    for phrase, back in _RELATIVE.items():
        if phrase in folded:
            return today - timedelta(days=back)
    found = _SPOKEN.search(folded) or _NUMERIC.search(words)
    return _day_of(found.groups(), today, ahead=ahead) if found else None


def _day_of(parts: tuple[str | None, ...], today: date, *, ahead: bool) -> date | None:
    day, month, year = (int(part) if part else None for part in parts)
    likely = [today.year, today.year + 1] if ahead else [today.year, today.year - 1]
    years = [year + 2000 if year < 100 else year] if year else likely
    for candidate in years:
        try:
            when = date(candidate, month or 0, day or 0)
        except ValueError:
            return None
        if (ahead and (year or when >= today)) or (not ahead and when <= today):
            return when
    return None
