"""From a reply to HTML."""

import re

import pytest

from bot.channels.web.render import Look, reply_html, safe_url
from handlers.messages import Attachment, Button, Fact, Heading, Item, Link, Paragraph, Reply

EVIL = "<script>alert('x')</script>\"&"


def html(*blocks: object, **rest: object) -> str:
    """The HTML of a reply with these blocks."""
    return reply_html(Reply(blocks, **rest), Look(nonce="n0nce"))  # type: ignore[arg-type]


def test_neighbouring_items_are_one_list() -> None:
    assert html(Item("a"), Item("b")) == "<ul><li>a</li><li>b</li></ul>"


def test_items_to_tick_stand_in_their_own_list_with_boxes() -> None:
    made = html(Item("a", checkable=True), Item("b"))
    assert made == '<ul class="checks"><li>a</li></ul>\n<ul><li>b</li></ul>'


def test_facts_are_a_list_of_terms() -> None:
    made = html(Fact("Lệ phí", "8.000đ"), Fact("Thời hạn", "1 ngày"))
    assert made.startswith("<dl><div><dt>Lệ phí</dt><dd>8.000đ</dd></div>")
    assert made.count("<dl>") == 1


def test_headings_take_the_level_of_their_page() -> None:
    assert reply_html(Reply((Heading("A"),)), Look(heading=4)) == "<h4>A</h4>"


@pytest.mark.parametrize(
    "block",
    [
        Heading(EVIL),
        Paragraph(EVIL),
        Item(EVIL),
        Fact(EVIL, EVIL),
        Link(EVIL, "https://x/?" + EVIL),
    ],
)
def test_every_word_is_escaped(block: object) -> None:
    assert "<script>" not in html(block)


def test_labels_actions_and_file_names_are_escaped() -> None:
    made = html(
        Paragraph("a"),
        choices=(Button(EVIL, 'a"><script>'),),
        attachments=(Attachment("k", EVIL),),
        subject='procedure:"><script>',
    )
    assert "<script>" not in made


def test_outside_links_open_apart_and_tell_nothing() -> None:
    made = html(Link("Cổng", "https://dichvucong.gov.vn/a?b=1&c=2"))
    assert 'rel="noopener noreferrer"' in made
    assert 'target="_blank"' in made
    assert 'href="https://dichvucong.gov.vn/a?b=1&amp;c=2"' in made


def test_links_of_our_own_open_in_place() -> None:
    assert "target" not in html(Link("Giờ", "/gio-lam-viec"))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//ke.xau",
        "/\\ke.xau",
        "http://",
        "x",
        "http://[",
        "",
    ],
)
def test_an_unsafe_link_is_shown_as_text(url: str) -> None:
    assert not safe_url(url)
    assert "<a " not in html(Link("Bấm đây", url))


@pytest.mark.parametrize("url", ["https://a.vn", "tel:0258123", "mailto:a@b.vn", "/thu-tuc"])
def test_a_safe_link_can_be_followed(url: str) -> None:
    assert f'href="{url}"' in html(Link("Xem", url))


def test_choices_are_numbered_buttons_that_post() -> None:
    made = html(Paragraph("?"), choices=(Button("Một", "a:1"), Button("Hai", "a:2")))
    assert 'method="post" action="/tro-chuyen"' in made
    assert re.findall(r'<button name="action" value="([^"]+)">', made) == ["a:1", "a:2"]
    assert "gõ số từ 1 đến 2" in made
    assert '<span class="n">2</span>' in made


def test_older_choices_stay_buttons_without_a_number() -> None:
    reply = Reply((Paragraph("?"),), (Button("Một", "a:1"), Button("Hai", "a:2")))
    made = reply_html(reply, Look(nonce="n", current=False))
    assert made.count("<button") == 2
    assert 'class="n"' not in made


def test_without_a_nonce_nothing_can_be_sent() -> None:
    reply = Reply((Paragraph("?"),), (Button("Một", "a:1"),))
    assert "<form" not in reply_html(reply, Look())


def test_a_reply_about_a_procedure_links_its_pages() -> None:
    made = html(Paragraph("a"), subject="procedure:1.001193")
    assert 'href="/thu-tuc/1.001193"' in made
    assert 'href="/in/1.001193"' in made


def test_words_that_announce_a_list_stand_out() -> None:
    assert html(Paragraph("Giấy tờ cần có:")) == '<p class="lead">Giấy tờ cần có:</p>'


def test_a_sentence_that_ends_in_a_question_of_choices_stays_plain() -> None:
    text = "Việc đó tuỳ từng thủ tục. Anh/chị chọn giúp em:"
    assert html(Paragraph(text)) == f"<p>{text}</p>"


def test_the_sample_mark_of_a_message_is_a_small_label() -> None:
    assert html(Paragraph("DỮ LIỆU THỬ")) == '<p class="mark">DỮ LIỆU THỬ</p>'


def test_a_file_is_named_rather_than_dropped() -> None:
    assert "to-khai.docx" in html(Paragraph("a"), attachments=(Attachment("k", "to-khai.docx"),))


def test_the_same_reply_gives_the_same_html() -> None:
    reply = Reply((Heading("A"), Fact("b", "c")), (Button("d", "e"),))
    assert reply_html(reply, Look("n")) == reply_html(reply, Look("n"))
