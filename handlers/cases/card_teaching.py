"""Cards made from answers: read for the flow, noted, set, and what became of them told."""

from datetime import datetime

from handlers import actions
from handlers.cases.acts import Doing
from handlers.cases.card_source import private_of, source_of
from handlers.cases.teaching import deciding, proposing, tell
from handlers.commands import SetCard, TeachCard
from handlers.errors import LostRaceError
from handlers.feedback.card_ports import CardSeen, CardSource
from handlers.messages import Button, Paragraph, Reply
from handlers.officers import Officer
from handlers.store.records import audit
from handlers.store.unit_of_work import Store, Work
from handlers.vault import Vault
from handlers.ward import Ward
from handlers.wording import card_teaching as wording
from knowledge.catalogue_store import answer_cards
from knowledge.catalogue_store.aliases import AliasState
from knowledge.catalogue_store.answer_cards import Card
from knowledge.feedback.codes import CaseCode
from knowledge.own_cards import Drafted, Private


class StoredCards:
    """The `Cards` of `handlers.feedback.card_ports`."""

    def __init__(self, store: Store, vault: Vault | None = None) -> None:
        """Without the vault the asker's own name is not looked for."""
        self._store, self._vault = store, vault

    def source(
        self, ward: Ward, officer: Officer, code: CaseCode, now: datetime
    ) -> CardSource | None:
        """The answered question, if this officer may teach from it."""
        with self._store.read() as work:
            return source_of(Doing(work, ward, officer, now), code)

    def private(
        self, ward: Ward, officer: Officer, code: CaseCode, text: str, now: datetime
    ) -> tuple[Private, ...]:
        """What may name somebody, by rules alone: a chat's turn must not wait for a model.

        The gate looks with the recogniser as well.
        """
        with self._store.read() as work:
            doing = Doing(work, ward, officer, now)
            return private_of(doing, code, (text,), self._vault, recogniser=None)

    def one(self, commune: str, number: int) -> CardSeen | None:
        """A card by its number."""
        with self._store.read() as work:
            found = answer_cards.one_card(work.session, commune, number)
        return None if found is None else CardSeen(number, found.own.text.title, found.state)


def drafted_of(card: Card) -> Drafted:
    """A card as it was proposed."""
    own = card.own
    told = (own.answered_by, own.answered_on, own.review_by)
    return Drafted(own.text, card.kept, *told, card.replaces)


def propose(work: Work, officer: Officer, drafted: Drafted, now: datetime) -> int:
    """Put a card on trial and tell who decides; its number."""
    commune = officer.commune
    made = answer_cards.propose(work.session, commune, drafted, officer.name, now)
    audit(work, commune, f"officer:{officer.id}", "card.proposed", f"card:{made}", now)
    text = wording.WAITS.format(who=officer.name, title=drafted.text.title)
    buttons = (
        Button(wording.TRY, actions.build("teach", "ctry", str(made))),
        Button(wording.DROP, actions.build("teach", "cdrop", str(made))),
    )
    reply = Reply((Paragraph(text), *wording.shown(drafted)), buttons)
    tell(work, deciding(work, commune), f"card:{made}:new", reply, now)
    return made


def become(work: Work, officer: Officer, card: Card, state: AliasState, now: datetime) -> bool:
    """Let a card be tried, drop it, or take it back; False when it is so already."""
    never_live = state is AliasState.REVOKED and card.state is not AliasState.LIVE
    number = card.number
    if never_live:
        done = answer_cards.drop(work.session, number, now)
    else:
        done = answer_cards.set_state(work.session, number, state, now)
    if done:
        by = f"officer:{officer.id}"
        audit(work, officer.commune, by, f"card.{state}", f"card:{number}", now)
    return done


def apply(work: Work, command: TeachCard | SetCard, now: datetime) -> None:
    """Do it.

    Raises:
        LostRaceError: it is not as the flow saw it.
    """
    if isinstance(command, TeachCard):
        propose(work, command.officer, command.drafted, now)
        return
    officer = command.officer
    card = answer_cards.one_card(work.session, officer.commune, command.number)
    as_seen = card is not None and card.state == command.was
    if card is None or not as_seen:
        raise LostRaceError
    if not become(work, officer, card, AliasState(command.becomes), now):
        raise LostRaceError


def judged(work: Work, commune: str, card: Card, why: str, now: datetime) -> None:
    """The gate is through: live where it passed (`why` empty) and was asked to, else on trial."""
    number, asked = card.number, card.state is AliasState.ASKED
    state = AliasState.TRIAL if why or not asked else AliasState.LIVE
    answer_cards.note_verdict(work.session, number, why, now)
    answer_cards.set_state(work.session, number, state, now)
    audit(work, commune, "system", f"card.{state}", f"card:{number}", now)
    if not asked:  # only looked at: who asked reads it where they asked
        return
    text = wording.FAILED if why else wording.LIVE
    said = Paragraph(text.format(title=card.own.text.title, why=why))
    back = Button(wording.REVOKE, actions.build("teach", "crevoke", str(number)))
    again = Button(wording.DROP, actions.build("teach", "cdrop", str(number)))
    told = {one.id: one for one in deciding(work, commune)}
    key = f"card:{number}:{state}:{now.isoformat()}"
    tell(work, told.values(), key, Reply((said,), (again if why else back,)), now)
    tell(work, proposing(work, commune, card.added_by, told), key, Reply((said,)), now)
