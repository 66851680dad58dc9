"""The shipped knowledge as a test's citizens meet it."""

from datetime import date
from functools import cache

from bot.config import DEFAULT_FILE, load_settings
from knowledge.base import KnowledgeBase
from knowledge.calendar import calendar_of
from knowledge.catalogue import catalogue_of
from knowledge.loading import load_guidance, load_procedures
from knowledge.matching.matcher import build_matcher

TODAY = date(2026, 11, 23)


@cache
def shipped_base(on: date = TODAY) -> KnowledgeBase:
    """The shipped knowledge on a day, without a database."""
    commune = load_settings(DEFAULT_FILE).commune
    catalogue = catalogue_of(load_procedures(), on)
    guidance = load_guidance()
    matcher = build_matcher([*catalogue.active, *catalogue.retired.values()], guidance)
    return KnowledgeBase(
        1,
        on,
        commune,
        calendar_of(commune.calendar),
        matcher,
        guidance,
        catalogue.procedures,
        catalogue.retired,
        catalogue.versions,
        catalogue.stale,
    )
