"""Short ways to say what a reading shows."""

from knowledge.evaluation import shown
from knowledge.matching import Matcher
from knowledge.matching.outcomes import CardFound, Match, RouteFound, Subject


def code(matcher: Matcher, text: str, subject: Subject | None = None) -> str | None:
    """The one procedure answered, or None."""
    outcome = matcher.read(text, subject).outcome
    return outcome.code if isinstance(outcome, Match) else None


def first(matcher: Matcher, text: str) -> str | None:
    """The first procedure shown, answered or asked back."""
    codes = shown(matcher.read(text)).procedures
    return codes[0] if codes else None


def offered(matcher: Matcher, text: str) -> tuple[str, ...]:
    """The procedures asked back about; empty when something was answered."""
    answer = shown(matcher.read(text))
    return answer.procedures if answer.outcome == "clarify" else ()


def key(matcher: Matcher, text: str) -> str | None:
    """The route or card found, or None."""
    outcome = matcher.read(text).outcome
    return outcome.key if isinstance(outcome, RouteFound | CardFound) else None
