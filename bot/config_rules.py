"""Settings of the rules: what a province or a special law adds to those that ship."""

from typing import Annotated

from pydantic import AfterValidator

from knowledge.dossiers.rulebook import RuleOverlay, put_in_force, shipped_rules


def _fits(overlays: dict[str, RuleOverlay]) -> dict[str, RuleOverlay]:
    shipped_rules().overlaid(overlays)
    return overlays


RuleSettings = Annotated[dict[str, RuleOverlay], AfterValidator(_fits)]
"""Changes by a rule's name; every rule is named and every change in the order of its day."""


def judge_by(overlays: dict[str, RuleOverlay]) -> None:
    """Judge dossiers by the shipped rules with these changes, in this whole process."""
    put_in_force(shipped_rules().overlaid(overlays) if overlays else None)
