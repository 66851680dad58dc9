"""A reply as plain words: complete, bounded, choices by number, looks beside the words."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.base import Look
from bot.channels.plain.render import texts_of
from bot.channels.plain.units import units
from handlers.choices import resolve
from handlers.messages import Block, Button, Fact, Heading, Item, Link, Paragraph, Reply
from handlers.wording.guide import SAMPLE_MARK
from handlers.wording.messengers import TYPE_A_NUMBER

ZALO = 2_000
words = st.text(max_size=300)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, words),
    st.builds(Paragraph, st.text(max_size=6_000)),
    st.builds(Item, words, st.booleans()),
    st.builds(Fact, words, words),
    st.builds(Link, words, words),
)


def only(reply: Reply, public_url: str = "") -> str:
    (text,) = texts_of(reply, ZALO, public_url)
    return text.text


def test_a_card_reads_as_words_with_its_lists_together() -> None:
    text = only(
        Reply(
            (
                Heading("Đăng ký khai sinh"),
                Paragraph("Giấy tờ cần có:"),
                Item("Tờ khai"),
                Item("Giấy chứng sinh", checkable=True),
                Fact("Lệ phí", "Miễn phí"),
            ),
            (Button("Lệ phí", "p:1:fee"), Button("Nơi nộp", "p:1:place")),
        )
    )
    assert text == (
        "Đăng ký khai sinh\nGiấy tờ cần có:\n- Tờ khai\n☐ Giấy chứng sinh\n\nLệ phí: Miễn phí"
        f"\n\n1. Lệ phí\n2. Nơi nộp\n{TYPE_A_NUMBER}"
    )


def test_looks_are_told_in_units_of_the_whole_text() -> None:
    reply = Reply((Paragraph("😀 chào"), Heading("Khai sinh"), Fact("Lệ phí", "0đ")))
    (found,) = texts_of(reply, ZALO)
    shown = {
        run.look: found.text.encode("utf-16-le")[2 * run.start : 2 * (run.start + run.length)]
        for run in found.runs
    }
    assert {look: raw.decode("utf-16-le") for look, raw in shown.items()} == {
        Look.TITLE: "Khai sinh",
        Look.LABEL: "Lệ phí:",
    }


def test_what_a_citizen_wrote_is_never_markup() -> None:
    text = only(Reply((Paragraph("**Tom** <b>&amp;</b> {red}x{/red}"),)))
    assert text == "**Tom** <b>&amp;</b> {red}x{/red}"


def test_the_mark_of_a_sample_comes_last() -> None:
    reply = Reply((Paragraph("x"), Paragraph(SAMPLE_MARK)), (Button("Có", "menu"),))
    assert only(reply).endswith(f"{TYPE_A_NUMBER}\n\n{SAMPLE_MARK}")


def test_a_message_we_sent_first_wears_its_tag() -> None:
    reply = Reply((Paragraph("Phản ánh mới"),), (Button("Nhận việc", "menu"),), tag="BK")
    assert only(reply) == (
        "Phản ánh mới\n\nBK1. Nhận việc\nAnh/chị gõ cả chữ và số để chọn, ví dụ BK1."
    )


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://dvc.example.vn/?a=1", "Nộp: https://dvc.example.vn/?a=1"),
        ("tel:0000000001", "Nộp: 0000000001"),
        ("/gio-lam-viec", "Nộp: https://phuong.example.vn/gio-lam-viec"),
        ("//evil.example", "Nộp: //evil.example"),
    ],
)
def test_an_address_follows_its_words(url: str, shown: str) -> None:
    assert only(Reply((Link("Nộp", url),)), "https://phuong.example.vn") == shown


def test_a_page_of_ours_is_named_while_nobody_can_reach_it() -> None:
    assert only(Reply((Link("Giờ làm việc", "/gio-lam-viec"),))) == "Giờ làm việc"


def test_the_way_out_of_a_group_is_no_number_and_the_others_keep_theirs() -> None:
    private, menu = Button("Mở chat riêng", "private:dulieu"), Button("Danh mục", "menu")
    text = only(Reply((Paragraph("nhắn riêng cho em giúp ạ."),), (private, menu)))
    assert "Mở chat riêng" not in text
    assert "2. Danh mục" in text
    assert resolve("2", (private, menu)) == "menu"


def test_a_long_answer_is_cut_between_blocks_and_numbered() -> None:
    found = texts_of(Reply(tuple(Paragraph("từ " * 300) for _ in range(4))), ZALO)
    assert len(found) == 2
    assert [one.text.rpartition("\n")[2] for one in found] == ["(1/2)", "(2/2)"]


def test_a_name_of_decomposed_letters_is_composed_before_it_is_counted() -> None:
    marks = unicodedata.normalize("NFD", "Nguyễn Thị Thuỷ Tiên")
    assert units(only(Reply((Paragraph(marks),)))) == 20


def test_another_measure_makes_other_parts() -> None:
    def bytes_of(text: str) -> int:
        return len(text.encode())

    found = texts_of(Reply((Paragraph("ộ " * 200),)), 160, measure=bytes_of)
    assert len(found) > 4
    assert all(bytes_of(one.text) <= 160 for one in found)


def test_nothing_to_say_is_no_text() -> None:
    assert texts_of(Reply(()), ZALO) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(blocks, max_size=5), st.lists(words, max_size=45))
def test_any_reply_fits_and_its_runs_lie_within(said: list[Block], labels: list[str]) -> None:
    choices = tuple(Button(label, "menu") for label in labels)
    found = texts_of(Reply(tuple(said), choices), ZALO)
    for one in found:
        assert 1 <= units(one.text) <= ZALO
        assert all(0 <= run.start < run.start + run.length <= units(one.text) for run in one.runs)
        one.text.encode()
    together = "\n".join(one.text for one in found)
    assert all(f"{number}. " in together for number in range(1, len(labels) + 1))
