"""Each act over the key to reporters' names is recorded and told to every head and reviewer."""

from datetime import datetime

from handlers.officers import Member, Officer
from handlers.store.records import audit
from handlers.store.unit_of_work import Work
from handlers.watching import tell_watchers
from handlers.wording import key_holders as wording


def note(
    work: Work,
    officer: Officer,
    what: str,
    now: datetime,
    whom: Member | None = None,
    *,
    by: str = "",
) -> None:
    """Record and tell it; `by`: somebody else than the officer did it."""
    about = officer.id if whom is None else whom.id
    who = by or f"officer:{officer.id}"
    audit(work, officer.commune, who, f"key_holder.{what}", f"officer:{about}", now)
    key = f"key_holder:{what}:{about}:{now.isoformat()}"
    name = "" if whom is None else whom.officer.name
    tell_watchers(work, officer.commune, key, wording.happened(what, officer.name, name, now), now)
