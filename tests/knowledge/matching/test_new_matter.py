"""With a choice open, another matter said by its own name is no choice."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import Ambiguous, Match, Subject

BIRTHS = Subject(options=("1.001193", "3.000722", "2.000635", "1.004859", "1.004884"))


@pytest.mark.parametrize("message", ["sổ đỏ", "giay to nha dat"])
def test_another_family_is_heard(matcher: Matcher, message: str) -> None:
    outcome = matcher.read(message, BIRTHS).outcome
    assert isinstance(outcome, Ambiguous)
    assert outcome == matcher.read(message).outcome


def test_what_is_offered_is_still_chosen(matcher: Matcher) -> None:
    outcome = matcher.read("trích lục khai sinh", BIRTHS).outcome
    assert isinstance(outcome, Match)
    assert outcome.code == "2.000635"
