"""Which unit a case goes to: rules in the commune's settings, the first that fits wins."""

from knowledge.commune import FeedbackSettings, RoutingRule
from knowledge.feedback.cues import Phrases
from knowledge.feedback.kinds import TAKEN, FeedbackKind
from knowledge.text.folding import words


def unit_for(
    settings: FeedbackSettings, kind: FeedbackKind, text: str, place: str = "", field: str = ""
) -> str:
    """Key of the unit a case goes to; empty: the desk lead."""
    if kind not in TAKEN and kind is not FeedbackKind.QUESTION:
        return ""
    said = words(f"{text} {place}".lower())
    fitting = (rule.unit for rule in settings.rules if _fits(rule, kind, field, said))
    # A question nobody else is named for is the one-stop desk's.
    otherwise = "" if kind is FeedbackKind.QUESTION else settings.default_unit
    return next(fitting, otherwise)


def _fits(rule: RoutingRule, kind: FeedbackKind, field: str, said: list[str]) -> bool:
    """Whether every part the rule gives fits this case."""
    return (
        (rule.kind is None or rule.kind == kind)
        and (not rule.field or rule.field == field)
        and (not rule.words or Phrases.of(rule.words).found_in(said))
        and (not rule.places or Phrases.of(rule.places).found_in(said))
    )
