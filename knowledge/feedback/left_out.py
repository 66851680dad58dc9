"""What an answer leaves out, told without the citizen's own sentences: they may hold a name."""

from typing import Final

from knowledge.feedback.coverage import taken
from knowledge.feedback.owning import owned
from knowledge.feedback.telling_words import said_again, telling
from knowledge.feedback.topics import GROUPS, raised_by, shipped_topics, with_amounts
from knowledge.text.folding import words

HARDLY: Final = 0.3
"""Strength below which a point is hardly said."""


def left_out(matter: str, reply: str) -> str:
    """The listed words of the first topic left out, as typed; empty when none can be told.

    Never more of the matter than words of `topics.yaml`: officers read this where names are hidden.
    """
    said = words(matter.lower())
    left = sorted(shipped_topics().left(matter, reply), key=lambda one: GROUPS.index(one.group))
    spans = [span for one in left[:1] for span in one.said.spans(said, exact=True)]
    start, end = max(spans, key=lambda span: span[1] - span[0], default=(0, 0))
    return " ".join(said[start:end])


def is_elsewhere(matter: str, reply: str) -> bool:
    """Whether an answer takes up nothing of what is brought up, and says no word of it."""
    told, raised = with_amounts(reply), raised_by(matter)
    if not raised or any(one.told.found_in(told, exact=True) for one in raised):
        return False
    return not said_again(set(telling(matter)), told)


def unowned(matter: str, reply: str) -> bool:
    """Whether a point that is set apart ("2.", "với lại") owns no piece and is hardly said at all.

    Nearly no good answer has one; a question without a piece is no proof: of the good answers of
    a set up to 43 % have one, since they answer it in other words.
    """
    points = zip(owned(reply, matter), taken(reply, matter), strict=True)
    several = len(owned(reply, matter)) > 1
    return several and any(
        one.point.apart and one.pieces == 0 and other.strength < HARDLY for one, other in points
    )
