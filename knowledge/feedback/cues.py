"""Words that give a kind away: data, compared folded, as whole words.

A word typed with marks must agree with the marks of the cue: "bảng giá" is not "bằng giả".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from knowledge.feedback.kinds import FeedbackKind
from knowledge.loading import DATA
from knowledge.text.folding import agrees, fold_word, is_marked, words
from knowledge.yaml_lines import read_yaml

FEEDBACK_DATA: Final = DATA / "feedback"

_ASKING: Final = frozenset({"khong", "ko", "hong", "chua", "sao"})
"""Words a question ends with: "cán bộ mắng dân có bị phạt không"."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a text, folded once: some thirty lists look through them."""

    words: tuple[str, ...]
    folded: tuple[str, ...]

    @classmethod
    def of(cls, typed: "Sequence[str] | Said") -> "Said":
        """These words, in lower case; what was folded before stays as it is."""
        if isinstance(typed, Said):
            return typed
        return cls(tuple(typed), tuple(map(fold_word, typed)))


@dataclass(frozen=True)
class Phrases:
    """A set of phrases, found by their first word."""

    by_first: Mapping[str, tuple[Phrase, ...]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Phrases":
        """The phrases as they are written, with marks."""
        found: dict[str, list[Phrase]] = {}
        for text in texts:
            phrase = tuple(words(text.lower()))
            found.setdefault(fold_word(phrase[0]), []).append(phrase)
        return cls({first: tuple(phrases) for first, phrases in found.items()})

    def spans(
        self, said: Sequence[str] | Said, *, exact: bool = False
    ) -> Iterator[tuple[int, int]]:
        """Where phrases stand among the words said.

        `exact`: among words with marks one without is what it is, "hôm qua" is no "quà".
        """
        heard = Said.of(said)
        same = _as_typed if exact and any(map(is_marked, heard.words)) else agrees
        for start, word in enumerate(heard.folded):
            for phrase in self.by_first.get(word, ()):
                part = heard.words[start : start + len(phrase)]
                if len(part) == len(phrase) and all(map(same, part, phrase)):
                    yield start, start + len(phrase)

    def found_in(self, said: Sequence[str] | Said, *, exact: bool = False) -> bool:
        """Whether one of them was said."""
        heard = Said.of(said)
        if self.by_first.keys().isdisjoint(heard.folded):  # nearly always
            return False
        return next(self.spans(heard, exact=exact), None) is not None


@dataclass(frozen=True, slots=True)
class KindCues:
    """The words of one kind: one phrase is enough, or one of each list of a pair."""

    any: Phrases
    both: tuple[tuple[Phrases, Phrases], ...] = ()

    def found_in(self, said: Said, *, exact: bool = False) -> bool:
        """Whether the words give this kind away."""
        if self.any.found_in(said, exact=exact):
            return True
        return any(
            first.found_in(said, exact=exact) and second.found_in(said, exact=exact)
            for first, second in self.both
        )


@dataclass(frozen=True, slots=True)
class Cues:
    """All kinds' words, and the phrases that deny one."""

    kinds: Mapping[FeedbackKind, KindCues]
    cleared: Phrases
    suspected: KindCues
    told: KindCues

    def found_in(self, text: str, *, exact: bool = False) -> frozenset[FeedbackKind]:
        """The kinds a text gives away; what only denies one ("không phải tố cáo") is not heard."""
        said = self._heard(text)
        found = (kind for kind, cues in self.kinds.items() if cues.found_in(said, exact=exact))
        return frozenset(found)

    def suspects(self, text: str) -> bool:
        """Whether it may be a denunciation though no word says so: then it is asked."""
        return self.suspected.found_in(self._heard(text), exact=True)

    def tells(self, text: str) -> bool:
        """Whether it tells how somebody was treated at the desk, and asks nothing."""
        return not self.asks(text) and self.told.found_in(self._heard(text), exact=True)

    def asks(self, text: str) -> bool:
        """Whether it is put as a question."""
        said = self._heard(text)
        if text.rstrip().endswith("?") or not _ASKING.isdisjoint(said.folded[-1:]):
            return True
        return self.kinds[FeedbackKind.QUESTION].found_in(said)

    def _heard(self, text: str) -> Said:
        said = Said.of(words(text.lower()))
        left = said.words
        for start, end in sorted(self.cleared.spans(said), reverse=True):
            left = left[:start] + left[end:]
        return said if left is said.words else Said.of(left)


def load_cues(path: Path = FEEDBACK_DATA / "cues.yaml") -> Cues:
    """The shipped words.

    Raises:
        KeyError, ValueError: the file does not fit its form.
    """
    value: dict[str, Any] = read_yaml(path).value
    kinds = {FeedbackKind(name): _kind(listed) for name, listed in value["kinds"].items()}
    suspected = _kind({"any": (), "both": value["suspected"]})
    told = _kind({"any": (), "both": value["told"]})
    return Cues(kinds, Phrases.of(value["cleared"]), suspected, told)


@lru_cache(maxsize=1)
def shipped_cues() -> Cues:
    """The shipped words, read once."""
    return load_cues()


def _as_typed(typed: str, meant: str) -> bool:
    return is_marked(typed) == is_marked(meant) and agrees(typed, meant)


def _kind(listed: Mapping[str, Any]) -> KindCues:
    both = tuple((Phrases.of(first), Phrases.of(second)) for first, second in listed["both"])
    return KindCues(Phrases.of(listed["any"]), both)
