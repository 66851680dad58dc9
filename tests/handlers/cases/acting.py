"""What officers do with a case, straight on the store."""

from collections.abc import Callable

from handlers.cases import acts
from handlers.cases.acts import Answer, Doing, Outcome
from knowledge.feedback.codes import CaseCode
from tests.fakes.casework import GOOD, CaseWard


def does(
    ward: CaseWard, who: str, act: Callable[[Doing], Outcome], *, keep: bool = True
) -> Outcome:
    with ward.store.work() as work:
        outcome = act(ward.doing(work, who))
        if keep:
            work.commit()
    return outcome


def claims(ward: CaseWard, who: str, code: CaseCode) -> Outcome:
    return does(ward, who, lambda doing: acts.claim(doing, code))


def answers(ward: CaseWard, who: str, code: CaseCode, **given: str) -> Outcome:
    answer = Answer(given.pop("words", GOOD), **given)
    return does(ward, who, lambda doing: acts.answer(doing, code, answer))
