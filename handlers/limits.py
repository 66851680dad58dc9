"""Flow: the last day of a citizen's own limit, told with the last open day before it (D-7).

The day of birth or death is used and forgotten: the message that held it is wiped, so that no
consent is needed for what is not kept.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers import actions
from handlers.commands import WipeInbound
from handlers.messages import Button, Paragraph, Reply
from handlers.stale import STALE
from handlers.turns import Turn
from handlers.wording import following
from handlers.wording import guide as guide_wording
from handlers.wording import limits as wording
from knowledge.base import KnowledgeBase
from knowledge.clocks import own_limit
from knowledge.procedures import CitizenLimit, Procedure, TimeUnit
from knowledge.text.folding import fold

_NUMERIC = re.compile(
    r"(?<!\d)(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d{2}))?(?!\d)"
)
_SPOKEN = re.compile(r"\bngay (\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?\b")
_COUNTED = (TimeUnit.DAY, TimeUnit.WORKING_DAY, TimeUnit.MONTH)
_RELATIVE = {"hom nay": 0, "sang nay": 0, "toi qua": 1, "hom qua": 1, "hom kia": 2}


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """Computes the dates a citizen has to keep."""

    base: KnowledgeBase

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
