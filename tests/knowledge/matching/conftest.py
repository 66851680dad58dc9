"""One matcher over the shipped records for every test of matching."""

import pytest

from knowledge.loading import load_guidance, load_procedures
from knowledge.matching import Matcher, build_matcher


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    return build_matcher(load_procedures(), load_guidance())
