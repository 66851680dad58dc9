"""From an answered question to the draft of a card: what stands there, and what names somebody.

The asker's name and number are compared inside these functions alone and never handed out. Where
they are sealed to the ward's key nothing that may name somebody is kept, whoever says so.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cases.acts import Doing, Found, found
from handlers.cases.publishing import never_named, public_phones
from handlers.feedback.card_ports import CardSource
from handlers.roles import Act, may
from handlers.store import cases, staff
from handlers.vault import Vault
from handlers.ward import Ward
from handlers.wording.publishing import KINDS
from knowledge.calendar import local
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import CaseAct
from knowledge.own_cards import Private, left_private
from knowledge.redaction.never import Person, never
from knowledge.redaction.recognising import recognised
from knowledge.redaction.suggesting import Recogniser, suggest
from knowledge.text.folding import fold


def source_of(doing: Doing, code: CaseCode) -> CardSource | None:
    """The question and its last answer, if this officer sees it and may teach from it."""
    seen = _question(doing, code)
    if seen is None:
        return None
    told = [
        one
        for one in cases.events(doing.work, seen.row.id)
        if one.act == CaseAct.ANSWER and one.words and not one.internal
    ]
    if not told:
        return None
    last = told[-1]
    members = staff.members(doing.work, seen.row.commune)
    names = {f"officer:{one.id}": one.officer.name for one in members}
    by, on = names.get(last.by, doing.ward.commune.name), local(last.at).date()
    return CardSource(seen.row.matter or "", str(last.words), by, on)


def private_of(
    doing: Doing,
    code: CaseCode,
    texts: Sequence[str],
    vault: Vault | None,
    recogniser: Recogniser | None = recognised,
) -> tuple[Private, ...]:
    """What in these texts may name somebody; who asked is never to be kept."""
    seen = _question(doing, code)
    persons: list[Person] = []
    unread = False
    if seen is not None and vault is not None:
        persons, unread = never_named(doing, seen, vault)
    found = [one for text in texts for one in private_in(doing.ward, text, persons, recogniser)]
    if unread:
        found = [replace(one, locked=True) for one in found]
    return tuple({(fold(one.words), one.locked): one for one in found}.values())


def private_in(
    ward: Ward,
    text: str,
    persons: Sequence[Person] = (),
    recogniser: Recogniser | None = recognised,
) -> tuple[Private, ...]:
    """What in a text may name somebody, apart from what the ward itself has published."""
    locked = never(text, persons)
    facts = [fold(one) for one in ward.commune.facts().values() if one]
    made = [Private(text[one.start : one.end], KINDS[one.kind], locked=True) for one in locked]
    for one in suggest(text, public_phones(ward.commune), recogniser):
        words = text[one.start : one.end]
        own = any(fold(words) in fact for fact in facts)
        hidden = any(one.start < other.end and other.start < one.end for other in locked)
        if one.on and not own and not hidden:
            made.append(Private(words, KINDS[one.kind]))
    return tuple(made)


def left_in(ward: Ward, body: str, kept: Sequence[str]) -> tuple[Private, ...]:
    """What the gate still finds in a card's text."""
    return left_private(body, kept, lambda text: private_in(ward, text))


def _question(doing: Doing, code: CaseCode) -> Found | None:
    seen = found(doing.work, doing.ward, doing.officer, code)
    asked = seen is not None and seen.row.kind == FeedbackKind.QUESTION
    return seen if asked and may(doing.officer, Act.TEACH) else None
