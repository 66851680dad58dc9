"""Which unit a case goes to: rules in the commune's settings, the first that fits wins."""

from knowledge.commune import FeedbackSettings, RoutingRule
from knowledge.feedback.cues import Phrases
from knowledge.feedback.kinds import TAKEN, FeedbackKind
from knowledge.text.folding import fold, words


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


def places_that_decide(
    settings: FeedbackSettings, kind: FeedbackKind, text: str, place: str = "", field: str = ""
) -> tuple[str, ...]:
    """Places of the rules of which one, were it named, would send the case to another unit.

    Empty where the words name one already, or where no rule that could fit asks for a place.
    """
    if kind not in TAKEN:
        return ()
    said, found = words(f"{text} {place}".lower()), dict[str, str]()
    chosen = unit_for(settings, kind, text, place, field)
    for rule in settings.rules:
        if not _fits(rule, kind, field, said, anywhere=True):
            continue
        if not rule.places:
            break
        if Phrases.of(rule.places).found_in(said):
            return ()
        if rule.unit != chosen:
            found |= {fold(name): name for name in rule.places if fold(name) not in found}
    return tuple(found.values())


def _fits(
    rule: RoutingRule, kind: FeedbackKind, field: str, said: list[str], *, anywhere: bool = False
) -> bool:
    """Whether every part the rule gives fits this case; `anywhere`: but for its places."""
    return (
        (rule.kind is None or rule.kind == kind)
        and (not rule.field or fold(rule.field) == fold(field))
        and (not rule.words or Phrases.of(rule.words).found_in(said))
        and (anywhere or not rule.places or Phrases.of(rule.places).found_in(said))
    )
