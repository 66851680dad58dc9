"""Cards of one commune: they answer who asks for them, and take no other question away."""

from datetime import date

import pytest

from knowledge.base import KnowledgeBase
from knowledge.loading import DATA
from knowledge.matching.matcher import build_matcher
from knowledge.matching.outcomes import CardFound, Intent
from knowledge.matching.own_cards import CardFinder
from knowledge.own_cards import CardText, Flaw, OwnCard, Private, flaws, left_private
from knowledge.questions import read_lines
from tests.fakes.shipped import shipped_base

BODY = "Anh/chị đăng ký ở quầy 3 trước 5 ngày làm việc."
DAY = date(2026, 11, 26)
ASKED: dict[str, tuple[str, ...]] = {
    "mượn bàn ghế của phường": (
        "muon ban ghe cua phuong",
        "cho em mượn bàn ghế của phường với ạ",
        "phường cho mượn bàn ghế không",
        "mượn bàn ghế của phường làm đám giỗ được ko",
    ),
    "đổi pin cũ lấy cây xanh": (
        "doi pin cu lay cay xanh",
        "mang pin cũ đổi lấy cây xanh ở đâu",
        "đổi pin lấy cây xanh",
    ),
    "lớp học bơi miễn phí cho trẻ": (
        "lop hoc boi mien phi cho tre",
        "lớp bơi miễn phí cho trẻ",
        "khi nào có lớp học bơi miễn phí cho trẻ",
    ),
    "nhận cây giống": ("nhan cay giong", "cho em nhận cây giống với", "nhận cây giống ở đâu ạ"),
    "mật khẩu wifi ở quầy": ("mat khau wifi o quay", "cho hỏi mật khẩu wifi ở quầy"),
}
OTHERS = ("mượn tiền ngân hàng", "đổi tên khai sinh", "lớp học", "giấy khai sinh", "cây đổ")


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return shipped_base()


def own(number: int, *phrases: str) -> OwnCard:
    return OwnCard(number, CardText("Thẻ", phrases, BODY), "Lê Thị Mẫu", DAY, date(2027, 2, 24))


@pytest.fixture(scope="module")
def finder(base: KnowledgeBase) -> CardFinder:
    cards = [own(number, phrase).as_card() for number, phrase in enumerate(ASKED, 1)]
    return CardFinder(cards, base.matcher)


def key_of(finder: CardFinder, base: KnowledgeBase, words: str) -> str:
    outcome = finder.over(words, base.matcher.read(words)).outcome
    return outcome.key if isinstance(outcome, CardFound) else ""


def test_a_card_answers_its_phrase_as_people_vary_it(
    finder: CardFinder, base: KnowledgeBase
) -> None:
    said = {
        words: (f"own_{number}", key_of(finder, base, words))
        for number, (phrase, ways) in enumerate(ASKED.items(), 1)
        for words in (phrase, *ways)
    }
    missed = [words for words, (wanted, got) in said.items() if wanted != got]
    assert missed == []


@pytest.mark.parametrize("words", OTHERS)
def test_a_card_leaves_what_only_shares_a_word(
    finder: CardFinder, base: KnowledgeBase, words: str
) -> None:
    assert not key_of(finder, base, words).startswith("own_")


def test_no_labelled_question_is_taken_away(finder: CardFinder) -> None:
    files = sorted((DATA / "questions").glob("*.jsonl"))
    lines = [line for file in files for line in read_lines(file)]
    asked = [one.question for line in lines for one in line.turns or (line,)]
    assert len(asked) > 700
    assert [words for words in asked if finder.fits(words)] == []


def test_a_mark_that_speaks_against_the_phrase_is_heard(base: KnowledgeBase) -> None:
    finder = CardFinder([own(1, "bán bún").as_card()], base.matcher)
    assert key_of(finder, base, "ban bun") == "own_1"
    assert key_of(finder, base, "bạn bùn") != "own_1"


@pytest.mark.parametrize("words", ["tố cáo cán bộ nhận tiền", "cháy nhà cứu với"])
def test_no_card_stands_before_an_emergency_or_a_denunciation(
    base: KnowledgeBase, words: str
) -> None:
    finder = CardFinder([own(1, words).as_card()], base.matcher)
    reading = finder.over(words, base.matcher.read(words))
    assert reading.intent in {Intent.DENUNCIATION, Intent.EMERGENCY}


def test_a_draft_is_tidied_and_what_it_lacks_is_named() -> None:
    text = CardText(" Mượn  bàn ", ("mượn bàn", "MUON BAN", " "), f"\n{BODY}\n\n- hai ").tidied()
    assert text == CardText("Mượn bàn", ("mượn bàn",), f"{BODY}\n- hai")
    assert flaws(text) == ()
    bad = CardText("", (), "{hotline} […]")
    assert set(flaws(bad)) == {
        Flaw.TITLE,
        Flaw.PHRASES,
        Flaw.BODY,
        Flaw.BRACES,
        Flaw.UNFILLED,
    }
    called = CardText("Gọi 0905 123 456", ("tôi là Lê Thị Nụ",), BODY)
    assert set(flaws(called)) == {Flaw.TITLE, Flaw.PHRASE}


def test_what_an_officer_keeps_stays_unless_it_is_the_askers() -> None:
    found = (Private("Lê Thị Nụ", "tên người", locked=True), Private("Bưởi", "tên người"))
    assert left_private(BODY, ("Lê Thị Nụ", "bưởi"), lambda _: found) == found[:1]


def test_building_it_moves_no_other_answer(base: KnowledgeBase) -> None:
    """The index knows nothing of it."""
    matcher = build_matcher(list(base.procedures.values()), base.guidance)
    words = "mượn bàn ghế của phường"
    assert matcher.read(words) == base.matcher.read(words)
