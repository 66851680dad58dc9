"""Apologies for several dossiers at once: the acts of `handlers.acts`, one word to the head."""

from collections.abc import Iterator

from handlers import acts
from handlers import officer_letters as letters
from handlers.acts import Acting
from handlers.duties.commands import Apologise
from handlers.duties.values import Done, Outcome
from handlers.store import duties


def apologise(acting: Acting, deed: Apologise) -> Iterator[Outcome]:
    """A slip for each dossier; the head's own are signed at once, others wait in one message."""
    work, commune = acting.work, acting.ward.commune.key
    made = []
    for dossier, new_due_at in sorted(deed.slips):  # two bulk acts cannot wait for one another
        drafted = acts.draft_apology(acting, dossier, new_due_at, deed.reason, tell=False)
        yield drafted
        case = duties.case(work, commune, dossier) if isinstance(drafted, Done) else None
        if case is not None and case.draft is not None:
            made.append(case.draft.id)
    if not deed.sign:
        waiting = duties.slips(work, commune)
        letters.slips_drafted(work, acting.ward, acting.members, waiting, made, acting.now)
        return
    for slip in made:
        yield acts.sign_apology(acting, slip)
