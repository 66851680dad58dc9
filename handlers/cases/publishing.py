"""A head shows question and answer on the public page (F-6): what to hide is suggested first.

Off for every case until somebody does it. Who publishes decides what is hidden; but a child's
name, the sender's, and officers' names where a case is about one may never stand there. The
sender's name is compared inside this function alone, and nobody is told which name it was; where
it is sealed to the ward's key, a holder's passphrase must have opened the vault for that.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.cases.acts import Doing, Found, Outcome, Refused, found
from handlers.cases.telling import subject
from handlers.feedback.opening import unit_name
from handlers.store import cases, publications, staff
from handlers.store.files import FileStore
from handlers.store.records import audit, count
from handlers.vault import NeedsHolderError, Vault
from knowledge.calendar import local
from knowledge.commune import Commune
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseAct
from knowledge.redaction.marks import Mark, hide, joined
from knowledge.redaction.never import Person, never
from knowledge.redaction.recognising import recognised
from knowledge.redaction.suggesting import Recogniser, suggest

ANSWERS = frozenset({CaseAct.ANSWER, CaseAct.FORWARD, CaseAct.REFUSE})


@dataclass(frozen=True, slots=True)
class Part:
    """Question or answer, and what is suggested to be hidden in it."""

    text: str
    marks: tuple[Mark, ...] = ()
    locked: frozenset[Mark] = frozenset()
    """What cannot be shown whatever is chosen."""

    def hidden(self, off: Sequence[int] = (), more: Sequence[Mark] = ()) -> str:
        """As it would be shown: without the marks switched off or on by their place, and more.

        A place that is off by itself is switched on by naming it.
        """
        chosen = [
            one
            for place, one in enumerate(self.marks)
            if one in self.locked or one.on != (place in off)
        ]
        return hide(self.text, [*chosen, *more])

    def stretches(self, words: str) -> list[Mark]:
        """Every place where these words stand, to be hidden by hand."""
        from knowledge.redaction.marks import Hidden

        found, start = [], self.text.find(words) if words else -1
        while start >= 0:
            found.append(Mark(start, start + len(words), Hidden.CHOSEN))
            start = self.text.find(words, start + len(words))
        return found


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be published of a case."""

    code: CaseCode
    kind: FeedbackKind
    unit: str
    question: Part
    answer: Part
    answered_on: date
    pictures: tuple[str, ...] = ()
    """Keys of the sender's pictures: none is shown unless chosen and blocked."""
    live: int | None = None
    """Its number on the page, if it is shown now."""
    needs_key: bool = False
    """To publish it, a holder's passphrase is asked: a sender's name is compared then only."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a head decided to show."""

    question: str
    answer: str
    pictures: tuple[bytes, ...] = ()
    """Blocked copies."""


def propose(
    doing: Doing, code: CaseCode, vault: Vault, recogniser: Recogniser | None = recognised
) -> Proposal | Outcome:
    """Question and answer with what should be hidden; refused as the act would be."""
    seen = found(doing.work, doing.ward, doing.officer, code)
    if seen is None or CaseAct.PUBLISH not in seen.able:
        return Outcome(code, Refused.GONE)
    words = _answer_of(doing, seen)
    if words is None or not seen.row.matter:
        return Outcome(code, Refused.NOT_NOW)
    persons, needs_key = never_named(doing, seen, vault)
    phones = public_phones(doing.ward.commune)

    def part(text: str) -> Part:
        text = unicodedata.normalize("NFC", text)
        must = never(text, persons)
        marks = joined([*suggest(text, phones, recogniser), *must])
        locked = frozenset(
            one
            for one in marks
            if any(one.start < other.end and other.start < one.end for other in must)
        )
        return Part(text, marks, locked)

    live = publications.live_of(doing.work, seen.row.id)
    return Proposal(
        code=code,
        kind=FeedbackKind(seen.row.kind),
        unit=_public_unit(doing, seen),
        question=part(seen.row.matter),
        answer=part(words),
        answered_on=_answered_on(seen),
        pictures=tuple(
            f"{one.contact}/{one.sha256}"
            for one in cases.files(doing.work, seen.row.id)
            if one.mime.startswith("image/") and one.mime != "image/heic"
        ),
        live=live.id if live is not None else None,
        needs_key=needs_key,
    )


def publish(
    doing: Doing, code: CaseCode, shown: Shown, vault: Vault, files: FileStore | None = None
) -> Outcome:
    """Show it. What stood there of this case before is withdrawn.

    Refused as `NAMED` when a name is left that may never stand there; commit then too: that is
    recorded.
    """
    question, answer = (_tidy(text) for text in (shown.question, shown.answer))
    if not question or not answer:
        return Outcome(code, Refused.NEEDS_REASON)
    seen = found(doing.work, doing.ward, doing.officer, code)
    if seen is None or CaseAct.PUBLISH not in seen.able:
        return Outcome(code, Refused.GONE)
    persons, needs_key = never_named(doing, seen, vault)
    by = f"officer:{doing.officer.id}"
    if never(question, persons) or never(answer, persons):
        # Who tries names to learn whose report it is leaves a trace, as who opens the vault does.
        note = "publish.named"
        cases.record(doing.work, seen.row.id, note, by, doing.now, internal=True)
        audit(doing.work, code.commune, by, note, subject(seen.row), doing.now)
        return Outcome(code, Refused.NAMED)
    if needs_key or _answer_of(doing, seen) is None:
        return Outcome(code, Refused.NEEDS_KEY if needs_key else Refused.NOT_NOW)
    done = doing.act(code, CaseAct.PUBLISH, lambda _: {})
    if not done.done:
        return done
    publications.withdraw(doing.work, seen.row.id, by, doing.now)
    values = {
        "commune": code.commune,
        "case": seen.row.id,
        "kind": seen.row.kind,
        "unit": _public_unit(doing, seen),
        "question": question,
        "answer": answer,
        "answered_on": _answered_on(seen),
        "published_at": doing.now,
        "published_by": doing.officer.id,
    }
    number = publications.add(doing.work, values)
    if shown.pictures and files is not None:
        keys = [files.put(f"pub{number}", data) for data in shown.pictures]
        publications.keep_pictures(doing.work, number, keys)
    count(doing.work, code.commune, "feedback.published", doing.now)
    return done


def withdraw(doing: Doing, code: CaseCode) -> Outcome:
    """Take it from the public page: the address then says that it is gone."""
    seen = found(doing.work, doing.ward, doing.officer, code)
    if seen is not None and publications.live_of(doing.work, seen.row.id) is None:
        able = CaseAct.UNPUBLISH in seen.able
        return Outcome(code, Refused.NOT_NOW if able else Refused.GONE)
    done = doing.act(code, CaseAct.UNPUBLISH, lambda _: {})
    if done.done and seen is not None:
        by = f"officer:{doing.officer.id}"
        publications.withdraw(doing.work, seen.row.id, by, doing.now)
    return done


def _answer_of(doing: Doing, seen: Found) -> str | None:
    """The ward's latest words to the sender."""
    told = [
        str(one.words)
        for one in cases.events(doing.work, seen.row.id)
        if one.act in ANSWERS and one.words and not one.internal
    ]
    return told[-1] if told else None


def _answered_on(seen: Found) -> date:
    at: Any = seen.row.answered_at or seen.row.received_at
    return local(at).date()


def _about_an_officer(seen: Found) -> bool:
    return seen.facts.about is not About.NOBODY or seen.facts.kind is FeedbackKind.CONDUCT


def _public_unit(doing: Doing, seen: Found) -> str:
    """A unit of two names its officers as good as a name does: then the ward stands for it."""
    commune = doing.ward.commune
    return commune.name if _about_an_officer(seen) else unit_name(commune, seen.row.unit)


def never_named(doing: Doing, seen: Found, vault: Vault) -> tuple[list[Person], bool]:
    """Senders of the case and of those joined to it; where it is about an officer, all staff.

    True: a sender's name could not be read, it is sealed to the ward's key.
    """
    senders = [seen.row.id, *(one.id for one in cases.sharing(doing.work, seen.row.id))]
    persons, unread = [], False
    for case in senders:
        sealed = cases.sealed(doing.work, case)
        if sealed is None:
            continue
        try:
            who = vault.open(cases.code_of(cases.read(doing.work, case)).full, sealed)
        except NeedsHolderError:
            unread = True
        else:
            persons.append(Person(who.name, who.phone))
    if _about_an_officer(seen):
        everybody = staff.members(doing.work, seen.row.commune)
        persons += [Person(one.officer.name) for one in everybody]
    return persons, unread


def public_phones(commune: Commune) -> frozenset[str]:
    """Numbers the ward itself has published, digits only."""
    phones = [desk.phone for desk in commune.desks.values()]
    phones += [commune.hotline.number, commune.feedback.province.phone]
    return frozenset("".join(filter(str.isdigit, phone)) for phone in phones if phone)


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()
