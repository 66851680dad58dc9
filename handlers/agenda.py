"""The agenda as a message with its choices; the flow and the digests share it."""

from typing import Final

from handlers import actions
from handlers.duties import checks
from handlers.duties.tasks import LISTED, Agenda, Day
from handlers.messages import Button, Reply
from handlers.officer_cards import choice, seen
from handlers.wording import agenda as wording
from handlers.wording import duties as cards

ASKED: Final = 5
"""Dossiers offered as choices of one message: a screen of a phone holds no more."""


def agenda_reply(found: Agenda, day: Day, title: str) -> Reply:
    """One officer's agenda with its choices."""
    return Reply(tuple(wording.agenda(found, day, title)), choices(found))


def closing_reply(found: Agenda, day: Day) -> Reply:
    """What must leave today, written out, with one tap for all of a kind (D-14)."""
    taps = list(choices(found))
    signable = checks.signable(found.slips, day.calendar, day.now)
    if signable:
        label = f"Ký cả {len(signable)} phiếu" if len(signable) > 1 else "Ký phiếu chờ"
        taps.insert(0, choice(label, "sign-all", seen(signable)))
    if 0 < len(found.unconfirmed) <= cards.SHOWN:  # no tap for what the message does not show
        label = f"Tất cả {len(found.unconfirmed)} đã có trên kệ"
        listed = seen(case.dossier.id for case in found.unconfirmed)
        taps.insert(0, choice(label, "ready-all", listed))
    return Reply(tuple(wording.agenda(found, day, wording.CLOSING, listed=True)), tuple(taps))


def choices(found: Agenda) -> tuple[Button, ...]:
    """What can be settled from here."""
    buttons: list[Button] = []
    if found.slips:
        label = f"Xem {len(found.slips)} phiếu chờ ký"
        buttons.append(Button(label, actions.build("work", "slips")))
    if found.unconfirmed:
        label = f"Xác nhận {len(found.unconfirmed)} kết quả"
        buttons.append(Button(label, actions.build("work", "ready")))
    asked = [task.case.dossier for rule in LISTED for task in found.under(rule)]
    asked += [case.dossier for case in found.unexplained]
    asked += [task.case.dossier for task in found.decisions]
    unique = {one.id: one for one in asked}
    buttons += [
        Button(cards.short(one), actions.build("work", "card", str(one.id)))
        for one in list(unique.values())[:ASKED]
    ]
    return tuple(buttons)
