"""Apologies for several dossiers at once: the acts of `handlers.acts`, one word to the head."""

from handlers import acts
from handlers import officer_letters as letters
from handlers.acts import Acting
from handlers.duties.commands import Apologise
from handlers.duties.values import Case, Done, Draft, Outcome
from handlers.store import duties


def apologise(acting: Acting, deed: Apologise) -> dict[int, Outcome]:
    """What came of each: a slip; the head's own are signed at once, others wait in one message.

    A slip the head may sign only with a reason waits too. Officers whose dossiers somebody else
    spoke for are asked why they are late.
    """
    found: dict[int, Outcome] = {}
    made: list[tuple[Case, Draft]] = []
    for dossier, new_due_at in sorted(deed.slips):  # two bulk acts cannot wait for one another
        found[dossier] = acts.draft_apology(acting, dossier, new_due_at, deed.reason, tell=False)
        if isinstance(found[dossier], Done):
            case = duties.case(acting.work, acting.ward.commune.key, dossier)
            made += [(case, case.draft)] if case is not None and case.draft is not None else []
    if deed.sign:
        found |= {case.dossier.id: acts.sign_apology(acting, slip.id) for case, slip in made}
    _tell(acting, deed, made)
    return found


def _tell(acting: Acting, deed: Apologise, made: list[tuple[Case, Draft]]) -> None:
    told = (acting.work, acting.ward, acting.members)
    if made and not deed.sign:
        waiting = duties.slips(acting.work, acting.ward.commune.key)
        numbers = [slip.id for _, slip in made]
        letters.slips_drafted(*told, waiting, numbers, acting.now)
    cases = [case for case, _ in made]
    letters.causes_asked(*told, cases, acting.officer.id, acting.now)
