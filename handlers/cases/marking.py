"""Acts that say something about a case and need no words: it is the ward's own, it cannot wait."""

from typing import Any

from handlers.cases.acts import Doing, Found, Outcome, Refused
from handlers.cases.room import asked_now, room_of, today, unit_names
from handlers.cases.telling import card_of, clock_of, tell
from handlers.store import cases
from handlers.wording import case_cards as wording
from knowledge.feedback.clocks import CaseClocks, shipped_rules
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import CaseAct


def keep(doing: Doing, code: CaseCode) -> Outcome:
    """It is ours to answer: the forwarding clock reminds nobody any more."""
    return doing.act(code, CaseAct.KEEP, lambda _: {})


def urge(doing: Doing, code: CaseCode) -> Outcome:
    """It cannot wait: due by the urgent clock from now, and told at once at any hour."""
    clocks = CaseClocks(doing.ward.calendar, shipped_rules())
    due = clocks.answer_due(doing.now, urgent=True).at
    first = clocks.first_due(doing.now, urgent=True).at

    def change(seen: Found) -> dict[str, Any] | Refused:
        if seen.row.urgent:
            return Refused.NOT_NOW
        return {
            "urgent": True,
            "first_due": min(first, seen.row.first_due),
            "answer_due": min(due, seen.row.answer_due),
            "pauses": "[]",
        }

    done = doing.act(code, CaseAct.URGENT, change)
    if done.done:
        _tell(doing, code)
    return done


def _tell(doing: Doing, code: CaseCode) -> None:
    """Whoever works on it, else those whose it is, and those above them; not who said so."""
    work, now = doing.work, doing.now
    row = cases.by_code(work, code)
    if row is None:
        return
    room = room_of(work, row.commune)
    facts = room.facts(row, unit_names(doing.ward.commune, row.unit))
    asked, day = asked_now(doing.ward.commune, row.unit, now), today(now)
    mine = room.hands(facts, asked, day) or room.first_to_hear(facts, asked, day)
    told = dict.fromkeys([*mine, *room.supervisors(facts), *room.heads(facts)])
    blocks = card_of(work, row, wording.URGED, clock_of(work, row, doing.ward.calendar, now))
    others = [one for one in told if one.id != doing.officer.id]
    tell(work, row, facts, others, (f"case:{row.id}:urged", blocks, now))
