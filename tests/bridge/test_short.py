"""Text messages: what matters most first, nothing cut in half, nothing lost over the pages."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.bridge.lengths import length, room, shown
from bot.channels.bridge.limits import GatewayLimits, Unit
from bot.channels.bridge.paging import Foot, pages_of
from bot.channels.bridge.render import parts_of
from bot.channels.bridge.short import facts_of
from handlers.messages import (
    Attachment,
    Button,
    Fact,
    Heading,
    Item,
    Link,
    Paragraph,
    Reply,
)
from handlers.wording.short import NO_MORE
from knowledge.base import KnowledgeBase
from knowledge.sms import Alphabet, count, plain
from tests.conversations.conftest import Citizen, in_memory
from tests.fakes.shipped import shipped_base

PLAIN = GatewayLimits(unit=Unit.SMS, segments=3, marks=False, links=False)
MARKED = replace(PLAIN, marks=True)
FOOT = Foot("DỮ LIỆU THỬ", "CDFH-JK23-LMNP")
CARD = Reply(
    (
        Heading("Đăng ký khai sinh"),
        Paragraph("Giấy tờ cần có:"),
        Item("Tờ khai", checkable=True),
        Item("Giấy chứng sinh", checkable=True),
        Paragraph("Tuỳ trường hợp mới cần thêm:"),
        Item("Giấy cam đoan", checkable=True),
        Fact("Thời gian giải quyết", "trong ngày"),
        Paragraph("Lệ phí:"),
        Item("đúng hạn: không thu"),
        Item("8.000đ/bản sao"),
        Fact("Nơi nộp", "Trung tâm, số 1 đường Mẫu"),
        Paragraph("Anh/chị hỏi Trung tâm, điện thoại 0000 000 001."),
        Paragraph("Nguồn: Quyết định 1/QĐ."),
        Link("Cổng Dịch vụ công", "https://dichvucong.gov.vn/x"),
    ),
    (Button("Nộp qua mạng", "a"), Button("Xem đầy đủ", "b")),
)


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return shipped_base()


def pages(reply: Reply, limits: GatewayLimits) -> list[str]:
    found: list[str] = []
    for page in range(60):
        (part,) = parts_of(replace(reply, page=page), limits)
        if part.text == shown(NO_MORE, limits):
            return found
        found.append(part.text)
    raise AssertionError("no end")


def test_a_card_tells_name_fee_time_papers_place_and_phone_in_that_order() -> None:
    said = "\n".join(facts_of(CARD))
    order = [
        "Đăng ký khai sinh", "không thu", "8.000đ/bản sao", "trong ngày", "2 loại", "số 1 đường",
        "0000 000 001", "- Tờ khai", "- Giấy cam đoan", "Nguồn", "dichvucong", "1. Nộp", "2. Xem",
    ]  # fmt: skip
    places = [said.index(one) for one in order]
    assert places == sorted(places)
    assert "Giấy tờ cần có: 2 loại, thêm giấy tờ khác tuỳ trường hợp" in said


def test_what_is_no_card_keeps_its_order() -> None:
    blocks = (Heading("Giờ"), Paragraph("Hỏi điện thoại 0000 000 001."), Paragraph("Sáng 7 giờ."))
    assert facts_of(Reply(blocks)) == ["Giờ", "Hỏi điện thoại 0000 000 001.", "Sáng 7 giờ."]


def test_two_cards_of_one_answer_are_not_mixed() -> None:
    other = replace(CARD, blocks=(Heading("Đăng ký kết hôn"), *CARD.blocks[1:]))
    facts = facts_of(Reply((*CARD.blocks, *other.blocks)))
    assert facts.index("Đăng ký kết hôn") == len(facts) // 2
    assert facts[: len(facts) // 2] == facts_of(replace(CARD, choices=()))


def test_links_are_left_out_where_a_gateway_takes_none_and_numbers_stay() -> None:
    reply = Reply((Link("Cổng", "https://x.vn/y"), Link("Gọi", "tel:0000000001")))
    assert facts_of(reply, links=False) == ["Gọi: 0000000001", "Cổng"]


@pytest.mark.parametrize("limits", [PLAIN, MARKED, replace(PLAIN, segments=1)])
def test_every_page_fits_and_says_how_to_go_on_but_the_last(limits: GatewayLimits) -> None:
    found = pages(CARD, limits)
    for at, page in enumerate(found, 1):
        assert count(page).segments <= limits.segments
        goes_on = f"({at}/{len(found)})" in page and "TIEP" in page
        assert goes_on == (at < len(found))
    assert "1. " in found[-1]
    if limits is PLAIN:
        assert all(count(page).alphabet is Alphabet.GSM7 for page in found)


@pytest.mark.parametrize("limits", [PLAIN, MARKED])
@pytest.mark.parametrize("question", ["dang ky khai sinh", "con nuoi", "gio lam viec", "ket hon"])
def test_the_shipped_answers_keep_their_limit_and_lose_nothing(
    base: KnowledgeBase, limits: GatewayLimits, question: str
) -> None:
    citizen = Citizen(in_memory(base)).says(question)
    for reply in citizen.heard:
        found = pages(reply, limits)
        assert all(count(page).segments <= limits.segments for page in found)
        mark = shown("DỮ LIỆU THỬ", limits)
        lines = [one for page in found for one in page.splitlines()]
        said = " ".join(one for one in lines if "TIEP" not in one and one != mark)
        for fact in facts_of(reply, links=False):
            for line in fact.splitlines():
                assert shown(line, limits) in said


def test_no_fact_of_a_page_is_cut_where_it_fits_one() -> None:
    facts = [f"Việc {number}: " + "chữ " * (number % 20) for number in range(40)]
    found = pages_of([one.strip() for one in facts], room(PLAIN), lambda t: length(t, PLAIN))
    lines = [line for page in found for line in page.splitlines()]
    assert [line for line in lines if "TIEP" not in line] == [one.strip() for one in facts]


@settings(max_examples=80, deadline=timedelta(seconds=5))
@given(
    facts=st.lists(st.text(alphabet="aàđ€ệ 😀.\n1", min_size=1, max_size=700), max_size=6),
    segments=st.integers(1, 4),
    marks=st.booleans(),
)
def test_whatever_the_letters_each_page_is_within_its_segments(
    facts: list[str], segments: int, marks: bool
) -> None:
    limits = replace(PLAIN, segments=segments, marks=marks)
    found = pages_of(facts, room(limits), lambda text: length(text, limits), FOOT)
    for page in found:
        assert count(shown(page, limits)).segments <= segments
    kept = "".join("".join(found).split())
    for fact in facts:
        for word in fact.split():
            if length(word, limits) <= 20:
                assert word in kept


def test_files_come_with_the_first_page_and_after_the_end_stands_a_word() -> None:
    reply = Reply((Paragraph("Mẫu đơn"),), attachments=(Attachment("k", "don.docx"),))
    assert [bool(part.attachment) for part in parts_of(reply, PLAIN)] == [False, True]
    assert pages(replace(CARD, page=0), PLAIN)[0].startswith("Dang ky khai sinh\nLe phi")


@pytest.mark.parametrize("unit", [Unit.UTF16, Unit.CHARACTERS])
def test_other_gateways_get_all_parts_within_their_length(unit: Unit) -> None:
    limits = GatewayLimits(unit=unit, text=200, marks=False, links=False)
    found = parts_of(CARD, limits)
    assert len(found) > 1
    assert all(length(part.text, limits) <= 200 for part in found)
    assert re.search(r"\(1/\d\)", found[0].text)
    assert plain(found[0].text) == found[0].text
    assert "https" not in "".join(part.text for part in found)
