"""Each part that the benchmark leaves out can still be left out, and the rest answers."""

import pytest

from knowledge.evaluation import shown
from knowledge.loading import load_guidance, load_procedures
from knowledge.matching import build_matcher
from tests.benchmarks.matching import ABLATIONS, replaced

TAKEN_OUT = [name for name, change in ABLATIONS.items() if change and change[2] is not None]
"""Another library's cleaning before ours takes nothing out."""


@pytest.mark.parametrize("name", TAKEN_OUT)
def test_a_part_left_out_still_answers(name: str) -> None:
    owner, attribute, value = ABLATIONS[name]
    before = getattr(owner, attribute)
    procedures = list(load_procedures())[:12]
    with replaced(owner, attribute, value):
        assert getattr(owner, attribute) is not before
        matcher = build_matcher(procedures, load_guidance())
        assert procedures[0].code in shown(matcher.read(procedures[0].name)).procedures
