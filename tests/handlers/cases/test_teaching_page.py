"""Phrases and cards as the console lists them: a page at a time, counted, on both databases."""

from handlers.cases.teaching_page import LISTED, cards, phrases, waiting
from handlers.store.unit_of_work import Store
from knowledge.catalogue_store import aliases, answer_cards
from knowledge.catalogue_store.aliases import AliasState
from knowledge.own_cards import CardText, Drafted
from tests.fakes.clock import FakeClock

KEY, OTHER = "phuong-mau", "xa-khac"
NOW = FakeClock().now()
DRAFTED = Drafted(
    CardText("Mượn bàn ghế", ("mượn bàn ghế",), "Anh/chị đăng ký ở quầy 3."),
    (), "Phụ Mẫu", NOW.date(), NOW.date(),
)  # fmt: skip


def test_a_page_holds_the_newest_and_says_how_many_there_are(store: Store) -> None:
    with store.work() as work:
        made = [
            aliases.propose(work.session, "1.001193", f"kiểu {number}", "Phụ Mẫu", NOW)
            for number in range(2 * LISTED + 1)
        ]
        first, last = phrases(work, 1), phrases(work, 9)
    assert [one.number for one in first.rows] == made[: -LISTED - 1 : -1]
    assert (first.page, first.pages, first.total) == (1, 3, 2 * LISTED + 1)
    assert ([one.number for one in last.rows], last.page) == (made[:1], 3)


def test_nothing_is_one_empty_page(store: Store) -> None:
    with store.read() as work:
        assert (phrases(work, 2).rows, cards(work, KEY, 2).page) == ((), 1)


def test_only_the_wards_own_cards_with_words_are_listed(store: Store) -> None:
    with store.work() as work:
        mine = [answer_cards.propose(work.session, KEY, DRAFTED, "Phụ Mẫu", NOW) for _ in range(3)]
        answer_cards.propose(work.session, OTHER, DRAFTED, "Người khác", NOW)
        assert answer_cards.drop(work.session, mine[0], NOW)
        found = cards(work, KEY, 1)
    assert ([one.number for one in found.rows], found.total) == ([mine[2], mine[1]], 2)


def test_what_waits_for_the_gate_is_counted_of_both(store: Store) -> None:
    with store.work() as work:
        session = work.session
        phrase = aliases.propose(session, "1.001193", "vô sổ bộ", "Phụ Mẫu", NOW)
        aliases.propose(session, "1.001193", "vô sổ khác", "Phụ Mẫu", NOW)
        card = answer_cards.propose(session, KEY, DRAFTED, "Phụ Mẫu", NOW)
        assert phrase is not None
        assert aliases.set_state(session, phrase, AliasState.CHECK, NOW)
        assert answer_cards.set_state(session, card, AliasState.ASKED, NOW)
        assert (waiting(work, KEY), waiting(work, OTHER)) == (2, 1)
