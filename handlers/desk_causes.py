"""Why several dossiers are late: one sentence for all, or each its own, till none is left."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.desk_answers import ANSWERS, slip_reason
from handlers.desk_context import At, ask, say
from handlers.duties import checks, tasks
from handlers.duties.commands import ActAsOfficer, ExplainEach
from handlers.duties.values import Case
from handlers.messages import Block, Paragraph, Reply
from handlers.officer_cards import choice
from handlers.roles import Act, may
from handlers.turns import Turn
from handlers.wording import duties as wording
from knowledge.text.codes import dossier_codes, without_codes
from knowledge.text.folding import fold

STEP: Final = "work.causes"
_TAILS: Final = re.compile(r"^((?:\d{3,8}(?:[\s,;]+|$))*\d{3,8})[\s:,;.-]+(.*)$", re.DOTALL)
"""Ends of codes before the words that are meant for them."""
_NUMBER: Final = re.compile(r"\d+")


def begin(at: At, target: str = "") -> Turn:
    """Every dossier of this officer whose cause is still owed."""
    del target
    found = tasks.agenda(at.officer, at.book.material(at.commune, at.now), at.today)
    listed = list(found.unexplained[: wording.SHOWN])
    return _ask(listed) if listed else say(wording.NO_CAUSES)


def opened(at: At, done: Turn, cases: Sequence[Case]) -> Turn:
    """After `done` these are known to be late: why? Who may not say so is not asked."""
    owed = [case for case in cases if not case.dossier.cause]
    if not owed or not may(at.officer, Act.EXPLAIN_LATE):
        return done
    asked = _ask(owed[: wording.SHOWN])
    return replace(asked, replies=(*done.replies, *asked.replies), commands=done.commands)


def explained(at: At, words: str) -> Turn | None:
    """The cause, typed; the next dossier's code, or an answer to a card, is none."""
    if fold(words) in ANSWERS or (dossier_codes(words) and not fold(without_codes(words))):
        return None
    listed = _meant(at)
    named, cause = _named(words, listed)
    if not any(one.isalpha() for one in cause):
        return _ask(listed) if listed else say(wording.NO_CAUSES)
    return _written(at, listed, [(case, cause) for case in named])


def same(at: At, target: str) -> Turn:
    """The cause is what each slip says; one without a slip stays open."""
    del target
    listed = _meant(at)
    return _written(at, listed, [(one, slip_reason(one)) for one in listed if slip_reason(one)])


def _written(at: At, listed: Sequence[Case], causes: Sequence[tuple[Case, str]]) -> Turn:
    """Those nobody explained meanwhile; of the rest of the list it is asked again."""
    good = [
        (case.dossier.id, words.strip())
        for case, words in causes
        if checks.owes_explanation(case, at.now)
        and checks.against_explaining(at.members, at.officer, case, at.now) is None
    ]
    text = wording.explained_each(len(good), len(causes) - len(good))
    commands = (ActAsOfficer(at.ward, ExplainEach(tuple(good))),) if good else ()
    done = Turn((Reply((Paragraph(text),)),), commands=commands)
    told = {case.dossier.id for case, _ in causes}
    left = [case for case in listed if case.dossier.id not in told]
    return opened(at, done, left)


def _ask(cases: Sequence[Case]) -> Turn:
    blocks: list[Block] = [Paragraph(wording.ask_causes(len(cases)))]
    blocks += wording.lines(case.dossier for case in cases)
    about: dict[str, object] = {"dossiers": [case.dossier.id for case in cases]}
    slips = any(slip_reason(case) for case in cases)
    return ask(blocks, STEP, about, *([choice(wording.SAME_CAUSE, "same-all")] if slips else []))


def _meant(at: At) -> list[Case]:
    listed = at.draft.get("dossiers", [])
    numbers = listed if isinstance(listed, list) else []
    return [case for number in numbers if (case := at.case(number)) is not None]


def _named(words: str, listed: Sequence[Case]) -> tuple[list[Case], str]:
    """The dossiers a cause is meant for, and the cause: without a code or its end, all of them."""
    if codes := set(dossier_codes(words)):
        return [case for case in listed if case.dossier.code in codes], without_codes(words)
    found = _TAILS.match(words)
    tails = set(_NUMBER.findall(found[1])) if found else set()
    if found and tails <= {wording.tail(case.dossier.code) for case in listed}:
        named = [case for case in listed if wording.tail(case.dossier.code) in tails]
        return named, found[2]
    return list(listed), words
