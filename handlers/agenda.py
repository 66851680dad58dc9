"""The agenda as a message with its choices; the flow and the digests share it."""

from datetime import datetime

from handlers import actions
from handlers.duties import checks
from handlers.duties.checks import AT_ONCE
from handlers.duties.tasks import LISTED, Agenda, Day, broken
from handlers.duties.values import Case
from handlers.messages import Button, Reply
from handlers.officer_cards import TAPS, choice, seen
from handlers.wording import agenda as wording
from handlers.wording import duties as cards
from knowledge.calendar import WorkingCalendar


def agenda_reply(found: Agenda, day: Day, title: str) -> Reply:
    """One officer's agenda with its choices."""
    return Reply(tuple(wording.agenda(found, day, title)), choices(found))


def closing_reply(found: Agenda, day: Day) -> Reply:
    """What must leave today, written out, with one tap for all of a kind (D-14)."""
    taps = list(choices(found))
    if (apologies := _apologies(found, day)) is not None:
        taps.insert(0, apologies)
    if 0 < len(found.unconfirmed) <= AT_ONCE:  # no tap for what the message does not show
        label = f"Tất cả {len(found.unconfirmed)} đã có trên kệ"
        listed = seen(case.dossier.id for case in found.unconfirmed)
        taps.insert(0, choice(label, "ready-all", listed))
    return Reply(tuple(wording.agenda(found, day, wording.CLOSING, listed=True)), tuple(taps))


def sorry_for(found: Agenda, calendar: WorkingCalendar, now: datetime) -> list[Case]:
    """Dossiers whose last day to apologise is today, as many as one choice settles.

    Without those said to be on time, and those an apology now would break a rule for.
    """
    due = [task.case for task in found.under(wording.APOLOGY_DUE) if not broken(task)]
    open_ = [case for case in due if not case.said_on_time]
    return [one for one in open_ if not checks.breached(one.dossier, calendar, now)][:AT_ONCE]


def _apologies(found: Agenda, day: Day) -> Button | None:
    """One tap for all apologies: signs what is drafted, then asks the date of the rest."""
    signable = checks.signable(found.slips, day.calendar, day.now)
    undrafted = len(sorry_for(found, day.calendar, day.now))
    if not signable:
        label = f"Xin lỗi, hẹn lại cả {undrafted} hồ sơ"
        return choice(label, "sorry") if undrafted else None
    label = f"Ký cả {len(signable)} phiếu" if len(signable) > 1 else "Ký phiếu chờ"
    if undrafted:
        label = f"Ký {len(signable)} phiếu, hẹn lại {undrafted} hồ sơ nữa"
    return choice(label, "sign-all", seen(signable))


def choices(found: Agenda) -> tuple[Button, ...]:
    """What can be settled from here."""
    buttons: list[Button] = []
    if found.slips:
        label = f"Xem {len(found.slips)} phiếu chờ ký"
        buttons.append(Button(label, actions.build("work", "slips")))
    if found.unconfirmed:
        label = f"Xác nhận {len(found.unconfirmed)} kết quả"
        buttons.append(Button(label, actions.build("work", "ready")))
    if (owed := len(found.unexplained)) > 1:
        label = cards.explain_all(min(owed, cards.SHOWN))
        buttons.append(Button(label, actions.build("work", "causes")))
    asked = [task.case.dossier for rule in LISTED for task in found.under(rule)]
    asked += [case.dossier for case in found.unexplained]
    asked += [task.case.dossier for task in found.decisions]
    unique = {one.id: one for one in asked}
    buttons += [
        Button(cards.short(one), actions.build("work", "card", str(one.id)))
        for one in list(unique.values())[:TAPS]
    ]
    return tuple(buttons)
