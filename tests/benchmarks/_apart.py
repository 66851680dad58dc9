"""A matcher that reads each text by situations fitted on other texts.

What weighs the situations beside the names must not see them at their best: on texts they have
learnt by heart.
"""

from functools import cached_property
from typing import Final

from knowledge.loading import load_guidance, load_procedures
from knowledge.matching import Matcher, build_matcher
from knowledge.matching.situations import Situations
from tests.benchmarks._situations import fitted, named, read, texts

PARTS: Final = 4
"""The situations are fitted anew without each of so many parts of the texts."""


class Apart:
    """The matcher over the shipped records, and the situations without each part."""

    def __init__(self) -> None:
        self.guidance = load_guidance()
        self.matcher = build_matcher(list(load_procedures()), self.guidance)
        self.procedures = self.matcher.procedures
        self.parts = {text: number % PARTS for number, (text, _) in enumerate(texts())}
        """The part each text is in; what the situations never learn from is in none."""

    @cached_property
    def models(self) -> list[Situations]:
        """The situations without each part."""
        told, names = read(self.matcher, texts()), read(self.matcher, named(self.guidance))
        return [
            fitted([*(one for at, one in enumerate(told) if at % PARTS != part), *names])
            for part in range(PARTS)
        ]

    def knowing_others(self, text: str) -> Matcher:
        """The matcher with situations that have not learnt from `text`."""
        self.matcher.situations = self.models[self.parts.get(text, 0)]
        return self.matcher
