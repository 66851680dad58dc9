"""What comes of what: "ruồi bu đen nghịt" after "rác không ai hốt" is no complaint of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.feedback.cues import FEEDBACK_DATA, Phrases
from knowledge.text.folding import words
from knowledge.yaml_lines import read_yaml


@dataclass(frozen=True, slots=True)
class Following:
    """A matter's words and those of what comes of it."""

    of: Phrases
    then: Phrases

    def holds(self, matter: Sequence[str], clause: Sequence[str]) -> bool:
        """Whether the clause tells what comes of the matter, and names no such matter itself."""
        if not self.then.found_in(clause, exact=True) or not self.of.found_in(matter, exact=True):
            return False
        return not self.of.found_in(clause, exact=True)


@lru_cache(maxsize=1)
def shipped_following() -> tuple[Following, ...]:
    """The shipped lines, read once."""
    listed = read_yaml(FEEDBACK_DATA / "follows.yaml").value
    return tuple(
        Following(Phrases.of(map(str, one["of"])), Phrases.of(map(str, one["then"])))
        for one in listed
    )


def follows(matter: str, clause: str) -> bool:
    """Whether a clause tells only what comes of the matter before it."""
    told, said = words(matter.lower()), words(clause.lower())
    return any(one.holds(told, said) for one in shipped_following())
