"""Replies as Telegram messages: escaped, split, with buttons Telegram takes."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from teremok.validation import validate_html

from bot.channels.telegram.buttons import rows
from bot.channels.telegram.limits import LABEL, TEXT
from bot.channels.telegram.render import parts_of, plain, units
from handlers.messages import (
    Attachment,
    Block,
    Button,
    Fact,
    Heading,
    Item,
    Link,
    Paragraph,
    Reply,
)
from handlers.wording.guide import SAMPLE_MARK

words = st.text(max_size=300)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, words),
    st.builds(Paragraph, st.text(max_size=6_000)),
    st.builds(Item, words, st.booleans()),
    st.builds(Fact, words, words),
    st.builds(Link, words, words),
)


def only(reply: Reply, public_url: str = "") -> str:
    (part,) = parts_of(reply, public_url)
    return part.text


def test_headings_and_labels_are_bold_and_lists_stand_together() -> None:
    text = only(
        Reply(
            (
                Heading("Đăng ký khai sinh"),
                Paragraph("Giấy tờ cần có:"),
                Item("Tờ khai"),
                Item("Giấy chứng sinh", checkable=True),
                Fact("Lệ phí", "Miễn phí"),
                Fact("Thời gian", "Ngay trong ngày"),
            )
        )
    )
    assert text == (
        "<b>Đăng ký khai sinh</b>\nGiấy tờ cần có:\n• Tờ khai\n☐ Giấy chứng sinh\n\n"
        "<b>Lệ phí:</b> Miễn phí\n<b>Thời gian:</b> Ngay trong ngày"
    )


def test_every_word_is_escaped() -> None:
    text = only(Reply((Heading("a<b"), Paragraph("Tom & <script>"), Fact("x>", "&amp;"))))
    assert text == "<b>a&lt;b</b>\nTom &amp; &lt;script&gt;\n\n<b>x&gt;:</b> &amp;amp;"
    assert plain(text) == "a<b\nTom & <script>\n\nx>: &amp;"


def test_decomposed_letters_are_composed_before_they_are_counted() -> None:
    marks = unicodedata.normalize("NFD", "Đăng ký tạm trú")
    assert only(Reply((Paragraph(marks),))) == "Đăng ký tạm trú"


def test_the_sample_mark_is_set_apart() -> None:
    assert only(Reply((Paragraph("x"), Paragraph(SAMPLE_MARK)))) == f"x\n\n<i>{SAMPLE_MARK}</i>"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "https://dvc.example.vn/?a=1&b=2",
            '<a href="https://dvc.example.vn/?a=1&amp;b=2">Nộp</a>',
        ),
        ("tel:0000000001", "Nộp: 0000000001"),
        ("javascript:alert(1)", "Nộp: javascript:alert(1)"),
        ("//evil.example", "Nộp: //evil.example"),
        ("/gio-lam-viec", '<a href="https://phuong.example.vn/gio-lam-viec">Nộp</a>'),
    ],
)
def test_only_web_addresses_become_links(url: str, shown: str) -> None:
    assert only(Reply((Link("Nộp", url),)), "https://phuong.example.vn") == shown


def test_a_page_of_ours_is_no_link_where_the_public_cannot_reach_it() -> None:
    assert only(Reply((Link("Giờ làm việc", "/gio-lam-viec"),))) == "Giờ làm việc"


def test_a_long_answer_is_split_between_its_blocks_and_numbered() -> None:
    reply = Reply(
        tuple(Paragraph(f"{n} " + "chữ " * 300) for n in range(6)),
        (Button("Tiếp", "menu"),),
    )
    parts = parts_of(reply)
    assert [part.text.rsplit("\n\n", 1)[1] for part in parts] == ["<i>(1/2)</i>", "<i>(2/2)</i>"]
    assert [bool(part.choices) for part in parts] == [False, True]
    assert all("0 chữ" not in part.text for part in parts[1:])


def test_nothing_of_one_endless_paragraph_is_lost() -> None:
    long = " ".join(f"từ{n}&" for n in range(3_000))
    parts = parts_of(Reply((Paragraph(long),)))
    said = " ".join(plain(part.text).rsplit("\n\n", 1)[0] for part in parts)
    assert said.split() == long.split()


def test_a_label_too_long_for_a_phone_is_cut_and_listed_in_full() -> None:
    long = "Đăng ký khai sinh cho người đã có hồ sơ, giấy tờ cá nhân"
    choices = (Button("Ngắn", "menu"), Button(long, "p:1"))
    (part,) = parts_of(Reply((Paragraph("Việc nào ạ?"),), choices))
    assert part.text == f"Việc nào ạ?\n\n2. {long}"
    labels = [one.label for one in part.choices]
    assert labels == ["Ngắn", "2. Đăng ký khai sinh cho người đã có…"]


def test_the_sample_mark_comes_after_the_listed_choices() -> None:
    blocks = (Paragraph("Việc nào ạ?"), Paragraph(SAMPLE_MARK))
    (part,) = parts_of(Reply(blocks, (Button("x" * 41, "menu"),)))
    assert part.text == f"Việc nào ạ?\n\n1. {'x' * 41}\n\n<i>{SAMPLE_MARK}</i>"


def test_more_choices_than_buttons_are_listed() -> None:
    choices = tuple(Button(f"Việc {n}", f"p:{n}") for n in range(1, 61))
    (part,) = parts_of(Reply((Paragraph("Chọn:"),), choices))
    assert len(part.choices) == 40
    assert part.text.startswith("Chọn:\n\n41. Việc 41\n42. Việc 42\n")
    assert part.text.endswith("60. Việc 60")


def test_an_action_no_button_can_hold_is_listed_and_works_by_number() -> None:
    (part,) = parts_of(Reply((Paragraph("Chọn:"),), (Button("Dài", "p:" + "x" * 70),)))
    assert part.choices == ()
    assert "1. Dài" in part.text


def test_short_buttons_share_a_row_and_long_ones_stand_alone() -> None:
    labels = ["Giấy tờ", "Lệ phí", "Bao lâu", "Xin bản sao, trích lục khai sinh", "A", "B", "C"]
    shown = rows(tuple(Button(label, "menu") for label in labels))
    assert [[one.label for one in row] for row in shown] == [
        ["Giấy tờ", "Lệ phí", "Bao lâu"],
        ["Xin bản sao, trích lục khai sinh"],
        ["A", "B", "C"],
    ]


def test_each_file_is_a_message_of_its_own_after_the_words() -> None:
    form, list_ = Attachment("k", "to-khai.docx"), Attachment("l", "giay-to.pdf")
    reply = Reply((Paragraph("Mẫu đây ạ"),), (Button("Xong", "menu"),), (form, list_))
    parts = parts_of(reply)
    assert [(part.text, part.attachment) for part in parts] == [
        ("Mẫu đây ạ", None),
        ("", form),
        ("", list_),
    ]
    assert parts[0].choices == (Button("Xong", "menu"),)


def test_choices_without_words_still_make_a_message() -> None:
    (part,) = parts_of(Reply((), (Button("Một", "menu"),)))
    assert part.text


def test_a_reply_that_says_nothing_makes_no_message() -> None:
    assert parts_of(Reply((Paragraph("  "),))) == ()


@settings(max_examples=150, deadline=None)
@given(st.lists(blocks, max_size=12), st.lists(st.tuples(words, words), max_size=50))
def test_whatever_a_reply_holds_telegram_takes_it(
    some: list[Block], choices: list[tuple[str, str]]
) -> None:
    reply = Reply(tuple(some), tuple(Button(*one) for one in choices))
    for part in parts_of(reply):
        validate_html(part.text)
        assert plain(part.text).strip()
        assert units(part.text) <= TEXT
        for row in rows(part.choices):
            assert 1 <= len(row) <= 8
        for one in part.choices:
            assert one.label.strip()
            assert len(one.label) <= LABEL
            assert 1 <= len(one.action.encode("utf-8", "surrogatepass")) <= 64
