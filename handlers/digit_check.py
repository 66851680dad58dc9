"""The digits of a dossier compared: counted, paused, one answer for wrong and unknown."""

from dataclasses import dataclass
from datetime import datetime

from handlers.commands import Command, CountEvent
from handlers.dossier_commands import CountLookUp
from handlers.dossier_ports import LookUpPorts
from knowledge.dossiers.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Checked:
    """What comparing came to; neither a dossier nor a pause: not the right digits."""

    dossier: Dossier | None = None
    paused_until: datetime | None = None
    commands: tuple[Command, ...] = ()
    """What counts the try."""


def check_digits(
    ports: LookUpPorts, contact: str, asked: str, found: Dossier | None, four: str, now: datetime
) -> Checked:
    """Compare four digits; `asked` is the code tries are counted under (L-1)."""
    tries = ports.log.tries(contact, asked, now)
    if (until := tries.paused_until(now)) is not None:
        return Checked(paused_until=until)
    # Compared in any case, so that an unknown code costs the same time.
    right = ports.dossiers.matches(found.id if found else 0, four)
    entries = tuple((count.name, count.number + 1) for count in tries.counts)
    if found is None or not right:
        return Checked(commands=(CountLookUp(entries, failed=True), CountEvent("lookup.failed")))
    shown = (CountLookUp(entries, failed=False), CountEvent("lookup.shown"))
    return Checked(found, commands=shown)
