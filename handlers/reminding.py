"""Flow: "nhắc tôi" after the last day of a citizen's own limit was told (D-7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from handlers import actions
from handlers.commands import CountEvent
from handlers.dossier_commands import Remind
from handlers.dossiers import LookUp
from handlers.limits import countable
from handlers.messages import Button, Paragraph, Reply
from handlers.privacy import needs_consent
from handlers.private import in_private
from handlers.reaching import promised
from handlers.stale import STALE
from handlers.turns import Turn
from handlers.wording import figures
from handlers.wording import following as wording

OFFERED: Final = ("1.001193", "1.000656", "1.002755", "2.000720")
"""Birth, death, renewing temporary residence, a change of a business: the limits most asked."""
FURTHEST: Final = timedelta(days=730)
"""No own limit of a commune's procedures is further away."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """One tap of a person who wants to be reminded."""

    look_up: LookUp

    def offer(self) -> Turn | None:
        """What is to be counted, where "nhắc tôi" stands alone: the limits most people meet."""
        base = self.look_up.base
        known = [one for code in OFFERED if (one := base.active(code)) and countable(one)]
        if not known:
            return None
        buttons = [Button(one.title, actions.build("limit", one.code)) for one in known]
        if not self.look_up.inbound.group:
            buttons.append(Button(wording.MINE, actions.build("follow")))
        return Turn((Reply((Paragraph(wording.OF_WHAT),), tuple(buttons)),))

    def remind(self, code: str, day: str) -> Turn:
        """Promise to remind of the last day `day` of procedure `code`, once agreed to."""
        up = self.look_up
        if up.inbound.group:
            return in_private("theodoi")
        procedure, last = up.base.active(code), _day(day)
        if procedure is None or countable(procedure) is None or last is None:
            return STALE
        if not up.now.date() <= last <= up.now.date() + FURTHEST:
            return STALE
        if needs_consent(up.state):
            return up.privacy.ask_consent(
                wording.REMIND_PURPOSE, actions.build("remind", code, day)
            )
        open_day = up.base.calendar.last_open_day(last)
        promise = promised(up.ports.reach, up.ports.joins, up.inbound.address, up.now, None)
        blocks = [
            *wording.will_remind(procedure.title, figures.day(last)),
            *wording.reach(None, promise, up.phone()),
        ]
        buttons = (
            Button("Giấy tờ cần có", actions.build("p", code, "documents")),
            Button(wording.MINE, actions.build("follow")),
        )
        commands = (Remind(code, last, open_day), CountEvent("reminder.asked"))
        return Turn((Reply(tuple(blocks), buttons),), commands=commands)


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if len(text) == 8 else None
    except ValueError:
        return None
