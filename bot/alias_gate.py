"""The gate before a learnt phrase is live: it must lead where it should and spoil nothing.

The shipped labelled questions (`knowledge/data/questions`) are asked before and after, through the
real router: whatever was right must stay right, and the phrase itself, with and without marks,
must be answered with its procedure.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from bot.config import Settings
from bot.dialogue import Dialogue, answer_object, router_of
from bot.knowledge import knowledge_of
from handlers.store.unit_of_work import Store, Work
from knowledge.base import KnowledgeBase
from knowledge.catalogue_store.aliases import AliasState, set_state
from knowledge.evaluation import Answer, Scorer, evaluate
from knowledge.loading import DATA
from knowledge.questions import Line, read_lines
from knowledge.text.folding import fold

if TYPE_CHECKING:
    from knowledge.catalogue_store import ProcedureAlias


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found."""

    leads: bool
    """The phrase is answered with its procedure, with marks and without."""
    spoilt: tuple[str, ...]
    """Labelled questions that were right and are not any more, by their names."""
    asked: int

    @property
    def passed(self) -> bool:
        """Whether it may be live."""
        return self.leads and not self.spoilt


class _Within:
    """A store that reads inside an open transaction: what is not committed counts."""

    def __init__(self, work: Work) -> None:
        self._work = work

    @contextmanager
    def read(self) -> Iterator[Work]:
        """The transaction that is open."""
        yield self._work

    glance = read


def tried(settings: Settings, store: Store, alias: "ProcedureAlias", now: datetime) -> Verdict:
    """Ask everything with and without the phrase; nothing is changed."""
    before = knowledge_of(settings, store).at(now)
    with store.work() as work:  # never committed; the questions are asked when it is over
        set_state(work.session, alias.id or 0, AliasState.LIVE, now)
        after = knowledge_of(settings, cast("Store", _Within(work))).at(now)
    lines = labelled()
    wrong, asked = wrong_of(before, now, lines)
    spoilt = sorted(wrong_of(after, now, lines)[0] - wrong)
    leads = all(_leads(after, words, alias.code, now) for words in (alias.phrase, alias.phrase_key))
    return Verdict(leads, tuple(spoilt), asked)


def wrong_of(base: KnowledgeBase, now: datetime, lines: Sequence[Line]) -> tuple[set[str], int]:
    """Names of the labelled questions that are answered wrongly, and how many were asked."""
    successors = {code: one.replaced_by for code, one in base.retired.items() if one.replaced_by}
    scorer = Scorer(frozenset(base.procedures), successors)
    router = router_of(base)

    def ask(questions: Sequence[str]) -> list[Answer]:
        dialogue = Dialogue(router, now)
        found = [answer_object(dialogue.says(question)) for question in questions]
        return [
            Answer(one["outcome"], tuple(each["code"] for each in one["procedures"]))
            for one in found
        ]

    errors = evaluate(lines, scorer, ask)["errors"]
    return {f"{one['id']}: {one['question']}" for one in errors}, len(lines)


def labelled() -> list[Line]:
    """Every shipped question with its label."""
    files = sorted((DATA / "questions").glob("*.jsonl"))
    return [line for file in files for line in read_lines(file)]


def _leads(base: KnowledgeBase, words: str, code: str, now: datetime) -> bool:
    found = answer_object(Dialogue(router_of(base), now).says(words))
    codes = [one["code"] for one in found["procedures"]]
    return bool(fold(words)) and found["outcome"] == "answer" and codes[:1] == [code]
