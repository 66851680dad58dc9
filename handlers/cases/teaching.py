"""Phrases learnt from questions: offered once, noted, set, and what became of them told."""

from collections.abc import Container, Iterable
from datetime import datetime, timedelta
from typing import Final

from handlers import actions
from handlers.cases.room import room_of
from handlers.commands import SetPhrase, TeachPhrase
from handlers.errors import LostRaceError
from handlers.feedback.teaching import Phrase
from handlers.messages import Button, Paragraph, Reply
from handlers.officers import Member, Officer
from handlers.roles import Act, may
from handlers.store import cases, queueing
from handlers.store.records import audit
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Store, Work
from handlers.wording import teaching as wording
from knowledge.catalogue_store.aliases import (
    AliasState,
    aliases,
    note_verdict,
    one_alias,
    propose,
    set_state,
)
from knowledge.catalogue_store.tables import ProcedureAlias
from knowledge.feedback.kinds import FeedbackKind
from knowledge.text.folding import fold

LIFE: Final = timedelta(days=7)


class StoredPhrases:
    """The `Phrases` of `handlers.feedback.teaching`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def one(self, number: int) -> Phrase | None:
        """A phrase by its number."""
        with self._store.read() as work:
            row = one_alias(work.session, number)
            return None if row is None else Phrase(number, row.code, row.phrase, row.state)

    def known(self, procedure: str, words: str) -> bool:
        """Whether the procedure has these words, or had them."""
        with self._store.read() as work:
            key = fold(words)
            return any(
                one.code == procedure and one.phrase_key == key for one in aliases(work.session)
            )


def offer(work: Work, row: cases.Row, officer: Officer, now: datetime) -> None:
    """Ask who answered a question, once, whether the bot should know it from now on."""
    if row.kind != FeedbackKind.QUESTION or not may(officer, Act.TEACH):
        return
    code = str(cases.code_of(row))
    buttons = (
        Button(wording.CHOOSE, actions.build("teach", "pick", code)),
        Button(wording.MAKE_CARD, actions.build("teach", "card", code)),
        Button(wording.NO, actions.build("teach", "no")),
    )
    reply = Reply((Paragraph(wording.offer(cases.code_of(row))),), buttons)
    member = room_of(work, row.commune).member(officer.id)
    tell(work, [member] if member is not None else [], f"teach:{row.id}", reply, now)


def apply(work: Work, command: TeachPhrase | SetPhrase, now: datetime) -> None:
    """Do it.

    Raises:
        LostRaceError: it is not as the flow saw it.
    """
    officer = command.officer
    if isinstance(command, TeachPhrase):
        said = (command.procedure, command.title, command.words)
        if propose_phrase(work, officer, said, now) is None:
            raise LostRaceError
        return
    row = one_alias(work.session, command.number)
    as_seen = row is not None and row.state == command.was
    if not as_seen or not become(work, officer, command.number, AliasState(command.becomes), now):
        raise LostRaceError


def propose_phrase(
    work: Work, officer: Officer, said: tuple[str, str, str], now: datetime
) -> int | None:
    """Put a phrase (code, title, words) on trial and tell who decides; None where it is known."""
    code, title, words = said
    made = propose(work.session, code, words, officer.name, now)
    if made is None:
        return None
    commune = officer.commune
    audit(work, commune, f"officer:{officer.id}", "alias.proposed", f"alias:{made}", now)
    text = wording.WAITS.format(who=officer.name, phrase=words, name=title)
    buttons = (
        Button(wording.TRY, actions.build("teach", "try", str(made))),
        Button(wording.DROP, actions.build("teach", "drop", str(made))),
    )
    reply = Reply((Paragraph(text),), buttons)
    tell(work, deciding(work, commune), f"alias:{made}:new", reply, now)
    return made


def become(work: Work, officer: Officer, number: int, state: AliasState, now: datetime) -> bool:
    """Let a phrase be tried, or take it back; False when it is so already."""
    if not set_state(work.session, number, state, now):
        return False
    by = f"officer:{officer.id}"
    audit(work, officer.commune, by, f"alias.{state}", f"alias:{number}", now)
    return True


def judged(
    work: Work, commune: str, row: ProcedureAlias, title: str, why: str, now: datetime
) -> None:
    """The gate is through: live where it passed (`why` empty) and was asked to, else on trial."""
    number = row.id or 0
    phrase, proposer, asked = row.phrase, row.added_by, row.state == AliasState.ASKED
    state = AliasState.TRIAL if why or not asked else AliasState.LIVE
    note_verdict(work.session, number, why, now)
    set_state(work.session, number, state, now)
    audit(work, commune, "system", f"alias.{state}", f"alias:{number}", now)
    if not asked:  # only looked at: who asked reads it where they asked
        return
    text = wording.FAILED if why else wording.LIVE
    said = Paragraph(text.format(phrase=phrase, name=title, why=why))
    back = Button(wording.REVOKE, actions.build("teach", "revoke", str(number)))
    again = Button(wording.DROP, actions.build("teach", "drop", str(number)))
    told = {one.id: one for one in deciding(work, commune)}
    key = f"alias:{number}:{state}:{now.isoformat()}"
    tell(work, told.values(), key, Reply((said,), (again if why else back,)), now)
    tell(work, proposing(work, commune, proposer, told), key, Reply((said,)), now)


def deciding(work: Work, commune: str) -> list[Member]:
    """Desk leads and heads in office."""
    return [one for one in room_of(work, commune).members if may(one.officer, Act.LET_LIVE)]


def proposing(work: Work, commune: str, name: str, told: Container[int]) -> list[Member]:
    """Who proposed it, unless they were told already."""
    members = room_of(work, commune).members
    return [one for one in members if fold(one.officer.name) == fold(name) and one.id not in told]


def tell(work: Work, members: Iterable[Member], key: str, reply: Reply, now: datetime) -> None:
    """Write to officers' private chats, each once."""
    for member in members:
        if member.contact is None or member.endpoint is None:
            continue
        message = queueing.Message(
            key=f"{key}:{member.id}",
            reply=reply,
            due=now,
            expires_at=now + LIFE,
            kind=OutboxKind.OFFICER,
            priority=Priority.OFFICER,
        )
        queueing.queue(work, member.officer.commune, member.endpoint, member.contact, message)
