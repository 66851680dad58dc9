"""What the console shows of unanswered questions, phrases and cards: read once, for one officer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from handlers.cases.acts import Doing
from handlers.cases.room import room_of
from handlers.cases.seeing import Seeing
from handlers.officers import Officer
from handlers.store import case_lists, cases
from handlers.store.unit_of_work import Work
from handlers.ward import Ward
from handlers.wording.group_cards import STATES
from handlers.wording.teaching import STATE_NAMES
from knowledge.catalogue_store import aliases as learnt
from knowledge.catalogue_store import answer_cards, load_catalogue, record_names
from knowledge.catalogue_store.aliases import AliasState
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import CaseState
from knowledge.text.folding import fold

MOST: Final = 50
"""Questions of one page, the newest; older ones are found through the inbox."""
STEP: Final = 200
LISTED: Final = 30
"""Phrases or cards of one page."""
FURTHEST: Final = 2_000
"""Rows looked through for one page."""
OFFERED: Final = 8
"""Procedures offered for words typed."""
WAITING: Final = frozenset({AliasState.CHECK, AliasState.ASKED})


@dataclass(frozen=True, slots=True)
class Question:
    """A question for a person, as it is listed."""

    code: CaseCode
    matter: str
    state: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Learnt:
    """A phrase or a card, as it is listed."""

    number: int
    what: str
    """The phrase, or the card's title."""
    of: str
    """The procedure, or how the card is asked for."""
    state: AliasState
    by: str
    verdict: str
    tried_at: datetime | None
    due: date | None = None
    """The day a card is to be looked at again."""

    @property
    def named(self) -> str:
        """Its state in words."""
        return STATE_NAMES[self.state]

    @property
    def passed(self) -> bool:
        """Whether the gate tried it last and found nothing."""
        return self.tried_at is not None and not self.verdict


@dataclass(frozen=True, slots=True)
class Taught:
    """One page of phrases or cards."""

    rows: tuple[Learnt, ...]
    page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // LISTED))


def questions(work: Work, ward: Ward, officer: Officer) -> tuple[Question, ...]:
    """What this officer may see of questions for a person, the newest first."""
    seeing = Seeing(room_of(work, officer.commune), ward, officer)
    asked: list[cases.Row] = []
    before, looked = 2**31 - 1, 0
    while len(asked) < MOST and looked < FURTHEST:
        rows = case_lists.of_kind(work, officer.commune, FeedbackKind.QUESTION, before, STEP)
        if not rows:
            break
        before, looked = rows[-1].id, looked + len(rows)
        asked += [one for one in rows if one.matter and _stands(one) and seeing.sees(one)]
    return tuple(
        Question(
            cases.code_of(row),
            row.matter or "",
            STATES[CaseState(row.state)],
            row.answered_at is not None,
        )
        for row in asked[:MOST]
    )


def _stands(row: cases.Row) -> bool:
    return bool(row.state != CaseState.WITHDRAWN)


def phrases(work: Work, page: int) -> Taught:
    """A page of the learnt phrases, the newest first."""
    total = learnt.in_states(work.session)
    page = _within(page, total)
    rows = learnt.newest(work.session, (page - 1) * LISTED, LISTED)
    titles = record_names(work.session) if rows else {}
    return Taught(
        tuple(
            Learnt(
                one.id or 0,
                one.phrase,
                f"{one.code} {titles.get(one.code, '')}".strip(),
                AliasState(one.state),
                one.added_by,
                one.verdict,
                one.tried_at,
            )
            for one in rows
        ),
        page,
        total,
    )


def cards(work: Work, commune: str, page: int) -> Taught:
    """A page of the commune's cards that still have their words, the newest first."""
    total = answer_cards.in_states(work.session, commune)
    page = _within(page, total)
    rows = answer_cards.newest(work.session, commune, (page - 1) * LISTED, LISTED)
    return Taught(
        tuple(
            Learnt(
                one.number,
                one.own.text.title,
                ", ".join(one.own.text.phrases),
                one.state,
                one.added_by,
                one.verdict,
                one.tried_at,
                one.own.review_by,
            )
            for one in rows
        ),
        page,
        total,
    )


def waiting(work: Work, commune: str) -> int:
    """How many phrases and cards wait for the gate."""
    session = work.session
    return learnt.in_states(session, WAITING) + answer_cards.in_states(session, commune, WAITING)


def _within(page: int, total: int) -> int:
    """A page there is: the last one where there are not so many."""
    return max(1, min(page, -(-total // LISTED)))


def procedures(work: Work, doing: Doing) -> dict[str, str]:
    """Titles of the active records, by code."""
    day, key = doing.now.date(), doing.ward.commune.key
    return {one.code: one.title for one in load_catalogue(work.session, day, key).active}


def meant(titles: dict[str, str], words: str) -> dict[str, str]:
    """Procedures a code or words of a title name, the closest first."""
    if words.strip() in titles:
        return {words.strip(): titles[words.strip()]}
    wanted = set(fold(words).split())
    if not wanted:
        return {}
    scored = {
        code: len(wanted & set(fold(title).split())) / (len(wanted) + len(title) / 500)
        for code, title in titles.items()
    }
    best = sorted((code for code in scored if scored[code] >= 0.5), key=lambda one: -scored[one])
    return {code: titles[code] for code in best[:OFFERED]}
