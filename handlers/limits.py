"""Flow: the last day of a citizen's own limit, told with the last open day before it (D-7).

The day of birth or death is used and forgotten: the message that held it is wiped, so that no
consent is needed for what is not kept.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from handlers import actions, options
from handlers.asked_papers import asked_paper
from handlers.commands import WipeInbound
from handlers.messages import Button, Heading, Paragraph, Reply
from handlers.own_days import day_in, told_day
from handlers.stale import STALE
from handlers.turns import Answer, AnswerProcedure, Told, Turn
from handlers.wording import following
from handlers.wording import guide as guide_wording
from handlers.wording import limits as wording
from handlers.wording.parts import desk_phone
from handlers.wording.procedure import CONDOLENCE, Setting
from knowledge.base import KnowledgeBase
from knowledge.clocks import own_limit
from knowledge.matching.asked_parts import asked_parts
from knowledge.matching.outcomes import Intent, Subject
from knowledge.procedures import CitizenLimit, Part, Procedure, TimeUnit
from knowledge.text.folding import fold

_COUNTED = (TimeUnit.DAY, TimeUnit.WORKING_DAY, TimeUnit.MONTH)
DAY_STEP: Final = "limit.day"
"""The step that waits for the day a limit counts from."""
DAY: Final = "day"
"""Key of a draft: the day told before a choice was asked for; gone with the choice."""
DEATH = "1.000656"
"""Condolence comes first (W-5)."""
_DIGIT = re.compile(r"\d")
_LIMIT_CUES = re.compile(
    r"\b(?:(?<!gia )(?<!thoi )han "
    r"(?:chot|cuoi|la|dang ky|khai|lam|nop|den|toi|ngay|nao|khi|bao|cua|con)"
    r"|cham nhat|tre nhat|ngay cuoi|(?:den|truoc|toi) (?:ngay|khi|luc|bao gio|hom) ?nao"
    r"|(?:qua|tre|het|dung|con) (?:mat )?han (?:chua|khong|ko|k|hong|ngay|khi|bao|roi)"
    r"|qua 60 ngay chua|con kip|kip (?:khong|ko|k|hong)|(?:con )?(?:may|bao nhieu) ngay nua"
    r"|con (?:may|bao nhieu) ngay|co (?:bi )?(?:tre|muon|qua) han)\b"
)
"""Words that ask for the last day, folded; "gia hạn" and "thời hạn" are another matter."""
_DAYS = re.compile(r"\b(?:may|bao nhieu|bn) (?:ngay|hom)\b")
_OTHER_PAPER = re.compile(r"\b(?:can cuoc|cccd|cmnd|ho chieu|bang lai|giay phep|bao hiem|visa)\b")
"""A paper whose own day of running out is asked: no limit counts from a birth then."""
_EVENTS = (
    ("het han tam tru", "1.002755"), ("gia han tam tru", "1.002755"), ("tam tru", "1.002755"),
    ("khai tu", DEATH), ("mat", DEATH), ("qua doi", DEATH),
    ("khai sinh", "1.001193"), ("sinh", "1.001193"), ("de", "1.001193"),
)  # fmt: skip
"""What happened on the day named, and whose limit counts from it; the more exact words first."""


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """Computes the dates a citizen has to keep."""

    base: KnowledgeBase

    subject: Subject | None = None
    """What the conversation was about before this message."""

    def in_question(self, words: str, now: datetime) -> Turn | None:
        """A day and "hạn" in one question: the limit is told at once, with what else was asked."""
        folded = f" {fold(words)} "
        if not asks_limit(folded):
            return None
        code = next((one for cue, one in _EVENTS if f" {cue} " in folded), "")
        if not _DIGIT.search(words) and self._told(code, words, now) is None:
            return None
        beside = [part for part in asked_parts(fold(words)) if part is not Part.TIME]
        return self._headed(self.take(words, code, now, beside), code) if code else None

    def carried(self, turn: Turn, words: str, now: datetime) -> Turn:
        """A question back keeps the day told with a question about a limit till the choice.

        A day alone, told of what was talked about, asks for its limit; a day that an answer
        was counted from is wiped like any other.
        """
        if not (turn.draft or {}).get("options"):
            return self._answered(turn, words, now)
        day = day_in(words, now.date()) if asks_limit(fold(words)) else None
        return replace(turn, draft={**(turn.draft or {}), DAY: day.isoformat()}) if day else turn

    def _answered(self, turn: Turn, words: str, now: datetime) -> Turn:
        shown = turn.answer.procedures if turn.answer and turn.answer.outcome == "answer" else ()
        if turn.answer is None or not shown or self._told(shown[0].code, words, now) is None:
            return turn
        if turn.answer.follow_up and turn.answer.part is None:
            return self._headed(self.take(words, shown[0].code, now), shown[0].code) or turn
        return replace(turn, commands=(*turn.commands, WipeInbound()))

    def _told(self, code: str, words: str, now: datetime) -> date | None:
        procedure = self.base.active(code)
        limit = countable(procedure) if procedure else None
        return told_day(words, limit, now.date()) if limit else None

    def chosen(self, code: str, draft: dict[str, Any] | None, now: datetime) -> Turn | None:
        """The limit of what was chosen, from the day told before the question back."""
        day = str((draft or {}).get(DAY) or "")
        if not day:
            return None
        told = f"{date.fromisoformat(day):%d/%m/%Y}"
        return self._headed(self.take(told, code, now), code)

    def _headed(self, turn: Turn | None, code: str) -> Turn | None:
        """The limit as an answer of its own: condolence if due, the name, the last day."""
        procedure = self.base.active(code)
        if turn is None or procedure is None:
            return None
        known = self.subject is not None and self.subject.code == code
        told = (Paragraph(CONDOLENCE),) if code == DEATH and not known else ()
        blocks = (*told, Heading(procedure.title), *turn.replies[0].blocks)
        return replace(turn, replies=(replace(turn.replies[0], blocks=blocks),))

    def ask(self, code: str) -> Turn:
        """Asks for the day the limit counts from."""
        procedure = self.base.active(code)
        limit = countable(procedure) if procedure else None
        if procedure is None or limit is None:
            return STALE
        cancel = Button(guide_wording.CANCEL, actions.build("cancel"))
        reply = Reply((Paragraph(wording.ask_day(limit)),), (cancel,))
        return Turn((reply,), step=DAY_STEP, draft={"code": code})

    def take(
        self, words: str, code: str, now: datetime, beside: Sequence[Part] = ()
    ) -> Turn | None:
        """The day arrived; None when the words hold no day, so that a question may take over.

        What was asked `beside` it is told after it.
        """
        procedure = self.base.active(code)
        limit = countable(procedure) if procedure else None
        start = self._told(code, words, now)
        start = start or day_in(words, now.date(), ahead=bool(limit and limit.before))
        if procedure is None or limit is None or start is None:
            return None
        dates = own_limit(self.base.calendar, limit, start)
        if dates is None:
            return None
        setting = Setting(self.base.commune, self.base.on, self.base.is_stale(code))
        phone = desk_phone(procedure, self.base.commune)
        late = limit.missed is not None
        blocks = wording.last_day(dates, today=now.date(), late=late, ask=phone)
        blocks += wording.grounds(procedure, limit, setting, beside)
        buttons = options.part_buttons(procedure, Part.LIMIT, [], full=False)
        if dates.last >= now.date():
            buttons.insert(0, _remind_button(code, dates.last))
        return self._recorded(procedure, limit, Reply(tuple(blocks), tuple(buttons)))

    def _recorded(self, procedure: Procedure, limit: CitizenLimit, reply: Reply) -> Turn:
        """The answer about the limit, which the conversation is about from now on.

        What is recorded is the rule: the day counted from it would tell the day of a birth.
        """
        code, part = procedure.code, Part.LIMIT
        shown = AnswerProcedure(code, procedure.title, 1.0)
        answer = Answer("answer", (shown,), part=part, intent=Intent.PROCEDURE, confidence=1.0)
        told = Told("answer", code, self.base.version_of(code), part, limit.text)
        return Turn(
            (replace(reply, subject=f"procedure:{code}"),),
            subject=Subject(code, (), part),
            commands=(WipeInbound(),),
            told=(told,),
            answer=answer,
        )


def asks_limit(folded: str) -> bool:
    """True when folded words ask for the last day of somebody's own limit."""
    return _LIMIT_CUES.search(folded) is not None and _OTHER_PAPER.search(folded) is None


def countable(procedure: Procedure) -> CitizenLimit | None:
    """The limit of a procedure that counts from a day, if it has one."""
    return next((one for one in procedure.citizen_limits if one.unit in _COUNTED), None)


def with_own_day(
    setting: Setting, base: KnowledgeBase, procedure: Procedure, words: str
) -> Setting:
    """The setting with the last day of who told the day it counts from, and so with the case."""
    limit = countable(procedure)
    start = told_day(words, limit, base.on) if limit else None
    dates = own_limit(base.calendar, limit, start) if limit and start else None
    if dates is None or limit is None:
        return setting
    late = limit.missed if dates.last < base.on else None
    case = late or (None if setting.case == limit.missed else setting.case)
    told = wording.last_day(
        dates, today=base.on, late=late is not None, ask=desk_phone(procedure, base.commune)
    )
    return replace(setting, case=case, own=tuple(told))


def part_meant(procedure: Procedure, part: Part | None, words: str) -> Part | None:
    """The time it takes, where "hạn mấy ngày" is asked of what has no day to keep.

    Whether a paper is needed is no condition, it is in the list of papers.
    """
    if part is Part.CONDITIONS and asked_paper(words) is not None:
        return Part.DOCUMENTS
    counted = _DAYS.search(fold(words)) is not None
    return Part.TIME if part is Part.LIMIT and counted and not procedure.citizen_limits else part


def _remind_button(code: str, last: date) -> Button:
    """Carries the last day, not the day it was counted from, which is not kept."""
    return Button(following.REMIND, actions.build("remind", code, f"{last:%Y%m%d}"))
