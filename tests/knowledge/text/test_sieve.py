"""Phrases all of whose words stand in a message."""

from knowledge.text.sieve import Sieve

SIEVE = Sieve(
    (frozenset(text.split()), text) for text in ("chay nha", "nha", "chay rung", "nha sap")
)


def test_only_what_is_said_in_whole_passes_in_the_order_it_was_put_in() -> None:
    assert SIEVE.passed(frozenset(("sap", "chay", "nha"))) == [
        (0, "chay nha"),
        (1, "nha"),
        (3, "nha sap"),
    ]


def test_nothing_passes_where_a_word_is_missing() -> None:
    assert SIEVE.passed(frozenset(("chay", "sap"))) == []
