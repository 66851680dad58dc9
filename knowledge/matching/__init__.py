"""Finding what a message asks for: `build_matcher(procedures, guidance).read(text)`."""

from knowledge.matching.calibration import Calibration
from knowledge.matching.matcher import Matcher, build_matcher

__all__ = ["Calibration", "Matcher", "build_matcher"]
