"""What a report brings up and asks, and whether an answer takes it up: by words, not by rules.

The words are data (`topics.yaml`): many ways to say one thing, citizens' and officers'.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from knowledge.feedback.cues import FEEDBACK_DATA, Phrases
from knowledge.text.folding import fold_word, is_marked, words
from knowledge.yaml_lines import read_yaml

_MARKS: Final = (
    ("sotien", re.compile(r"(?i)\d[\d.,]*\s*(?:đ|đồng|k|nghìn|ngàn|triệu|tr)(?!\w)")),
    ("songay", re.compile(r"(?<![\d/])\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?(?![\d/])")),
    (
        "songay",
        re.compile(r"(?i)\b(?:ngày|mùng|mồng|hôm|sáng|chiều|tối) \d{1,2}\b(?!\s*(?:h|giờ))"),
    ),
    ("sogio", re.compile(r"(?i)\b\d{1,2}\s*(?:h|g|giờ)\s*\d{0,2}(?!\w)")),
    ("sohan", re.compile(r"(?i)\b\d+\s*(?:ngày|tuần|tháng|phút|tiếng)(?!\w)")),
)
GROUPS: Final = ("matters", "places", "asks")
_NAMES: Final = {"#tien": "sotien", "#ngay": "songay", "#gio": "sogio", "#han": "sohan"}


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that is brought up or asked."""

    key: str
    said: Phrases
    told: Phrases
    group: str
    """`matters`, `places` (where it happens) or `asks` ("bao giờ")."""


@dataclass(frozen=True, slots=True)
class Topics:
    """All of them, in the order of the file."""

    listed: tuple[Topic, ...]
    plain: frozenset[str]
    """Folded words that mean one thing also without marks; "den" is đèn, đến and đền."""

    def raised(self, matter: str) -> tuple[Topic, ...]:
        """What the citizen's words bring up."""
        said = words(matter.lower())
        plain = frozenset(map(fold_word, said))
        return tuple(
            one
            for one in self.listed
            if not plain.isdisjoint(one.said.by_first) and self._heard(one.said, said)
        )

    def _heard(self, phrases: Phrases, said: Sequence[str]) -> bool:
        return any(
            end - start > 1 or is_marked(said[start]) or said[start] in self.plain
            for start, end in phrases.spans(said, exact=True)
        )

    def left(self, matter: str, answer: str) -> tuple[Topic, ...]:
        """What is brought up and the answer has no word for."""
        told = with_amounts(answer)
        return tuple(one for one in self.raised(matter) if not one.told.found_in(told, exact=True))


def with_amounts(text: str) -> Sequence[str]:
    """The words, and a word of its own beside each amount, date, time and length of time."""
    for name, form in _MARKS:
        text = form.sub(lambda found, name=name: f"{found.group()} {name} ", text)  # type: ignore[misc]
    return words(text.lower())


def load_topics(path: Path = FEEDBACK_DATA / "topics.yaml") -> Topics:
    """The shipped topics.

    Raises:
        KeyError, ValueError: the file does not fit its form.
    """
    value: dict[str, Any] = read_yaml(path).value
    return Topics(
        tuple(
            _topic(key, listed, group) for group in GROUPS for key, listed in value[group].items()
        ),
        frozenset(fold_word(word) for word in value["plain"]),
    )


@lru_cache(maxsize=1)
def shipped_topics() -> Topics:
    """The shipped topics, read once."""
    return load_topics()


@lru_cache(maxsize=512)
def raised_by(text: str) -> tuple[Topic, ...]:
    """What words bring up, remembered: a check asks of each clause several times."""
    return shipped_topics().raised(text)


def _topic(key: str, listed: Mapping[str, Iterable[str]], group: str) -> Topic:
    said = [str(one) for one in listed["said"]]
    told = [_NAMES.get(str(one), str(one)) for one in listed["told"]]
    return Topic(
        key, Phrases.of(said), Phrases.of(told if group == "asks" else [*said, *told]), group
    )
