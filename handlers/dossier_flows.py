"""All flows about dossiers behind one door: the router asks here and nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from handlers.dossiers import LookUp
from handlers.following import Following, number_in
from handlers.joins import Joining
from handlers.rating import Rating
from handlers.reminding import Reminding
from handlers.turns import Turn


@dataclass(frozen=True, slots=True)
class DossierFlows:
    """The flows about dossiers for one message."""

    look_up: LookUp

    def act(self, verb: str, first: str, second: str) -> Turn:
        """What a tap with one of `VERBS` does."""
        return VERBS[verb](self, first, second)

    def read(self, words: str) -> Turn | None:
        """What these flows make of free words; None lets them be a question."""
        return (
            Rating(self.look_up).read(words)
            or Following(self.look_up).read(words)
            or Joining(self.look_up).read(words)
            or self.look_up.read(words)
        )


VERBS: Final[dict[str, Callable[[DossierFlows, str, str], Turn]]] = {
    "dossier": lambda flows, what, name: flows.look_up.act(what, name),
    "follow": lambda flows, what, name: Following(flows.look_up).act(what, name),
    "ds": lambda flows, dossier, _: Following(flows.look_up).see(number_in(dossier)),
    "unf": lambda flows, follow, _: Following(flows.look_up).stop(follow=number_in(follow)),
    "unr": lambda flows, one, _: Following(flows.look_up).stop_reminder(number_in(one)),
    "remind": lambda flows, code, day: Reminding(flows.look_up).remind(code, day),
    "join": lambda flows, what, code: Joining(flows.look_up).act(what, code),
    "rate": lambda flows, dossier, what: Rating(flows.look_up).act(number_in(dossier), what),
}
"""What each verb of theirs does."""
