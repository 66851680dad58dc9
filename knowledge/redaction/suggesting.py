"""Everything that may name a person, as marks to confirm."""

from collections.abc import Callable, Iterator, Set

from knowledge.redaction.addresses import addresses
from knowledge.redaction.marks import Mark, joined
from knowledge.redaction.numbers import numbers
from knowledge.redaction.people import people
from knowledge.redaction.recognising import recognised

Recogniser = Callable[[str], Iterator[Mark]]


def suggest(
    text: str, public: Set[str] = frozenset(), recogniser: Recogniser | None = recognised
) -> tuple[Mark, ...]:
    """What should be hidden, in order; `public` are the ward's own telephones, digits only.

    `recogniser` None: by rules alone.
    """
    found = [*numbers(text, public), *addresses(text), *people(text)]
    if recogniser is not None:
        found += recogniser(text)
    return joined(found)
