"""What is told by an outcome, or by the form of a message, about going on with the subject."""

from collections.abc import Sequence
from typing import Final

from knowledge.matching.circumstances import is_absent
from knowledge.matching.outcomes import (
    Ambiguous,
    CardFound,
    Intent,
    Outcome,
    ProcedureOption,
)
from knowledge.matching.queries import Query
from knowledge.matching.what_about import is_about_another
from knowledge.procedures import Desk, Part, Procedure
from knowledge.text.folding import fold, fold_word, word_set

CHOOSES: Final = 1.5
"""Full words from which a message that asks a part chooses one of several options too."""
WISHED: Final = word_set("muon xin doi lam thu tuc")
"""Words of a wish, by which a divorce is one to get and not one that was."""
_NO: Final = word_set("khong chua")
_FINED: Final = word_set(
    """
    phat bi co nhieu bao tien khong ko k hong hok gi may het vay the a ha muc ra sao la thi nhiu
    khi tre han muon cham dong nop nang nao
    """
)
"""Words of "có bị phạt không", "phạt nhiêu tiền"."""
ANEW: Final = WISHED | word_set("dang ky sua")
"""Words of who may speak of another case than the one talked about."""


def asks_fine(whole: Query) -> bool:
    """True for what a delay costs, and no more: within a matter it is no traffic fine."""
    said = {fold_word(word) for word in whole.typed}
    return "phat" in said and said <= _FINED


def part_meant(part: Part | None, whole: Query) -> Part | None:
    """The part asked; who may go, for somebody who cannot come and asks nothing more exact."""
    loose = part in (None, Part.STEPS, Part.CONDITIONS)
    return Part.APPLICANTS if loose and is_absent(whole) else part


def is_another(targets: set[str], options: Sequence[str]) -> bool:
    """True when what was named has next to nothing in common with what was offered."""
    return len(targets.intersection(options)) * 2 < len(targets)


def is_condition(whole: Query) -> bool:
    """True for what may stand in the subject's way: "còn nợ thuế thì có đóng được không"."""
    folded = [fold_word(word) for word in whole.typed]
    asked = not _NO.isdisjoint(folded[-3:])
    return asked and "thi" in folded[1:] and ANEW.isdisjoint(folded)


def asks_on(whole: Query) -> bool:
    """True for a part asked by words too few to choose by: "mấy ngày thì họ nhận"."""
    asked = set(whole.parts) - {Part.STEPS, Part.CONDITIONS}
    return bool(asked) and (whole.weight <= CHOOSES or Part.APPLICANTS in asked)


def is_among(code: str, outcome: Outcome, whole: Query) -> bool:
    """True for a part asked by words that may mean the subject: "kết hôn mất bao lâu"."""
    options = outcome.options if isinstance(outcome, Ambiguous) else ()
    wished = not ANEW.isdisjoint(map(fold_word, whole.typed))
    among = any(isinstance(one, ProcedureOption) and one.code == code for one in options)
    other = "offtopic" in whole.facets.has or is_about_another(whole)
    return bool(whole.parts) and among and not wished and not other


def targets(outcome: Outcome) -> set[str]:
    """Codes and keys an outcome leads to."""
    options = outcome.options if isinstance(outcome, Ambiguous) else (outcome,)
    return {str(getattr(one, "code", None) or getattr(one, "key", "")) for one in options}


def road(procedure: Procedure) -> Intent | None:
    """Complaint or denunciation for the procedures that are the law's own road (F-10)."""
    field = fold(procedure.field)
    if procedure.desk is not Desk.ROUTE:
        return None
    if "to cao" in field:
        return Intent.DENUNCIATION
    return Intent.COMPLAINT if "khieu nai" in field else None


def asks_part(outcome: Outcome, query: Query) -> bool:
    """True for a general card ("cần mang gì") that, within a subject, asks a part of it."""
    return isinstance(outcome, CardFound) and bool(query.parts)
