"""Phone numbers in the web's words can be tapped; codes, amounts and identity numbers cannot."""

import json
import re
from pathlib import Path

import pytest

from bot.channels.web.phones import linked
from bot.channels.web.render import Look, plain_text, reply_html
from handlers.messages import Button, Fact, Heading, Item, Link, Paragraph, Reply
from handlers.store.codec import reply_from_json, reply_to_json
from handlers.wording.genuine import strangers
from knowledge.loading import DATA

CSS = Path(__file__).resolve().parents[4] / "bot" / "web" / "static" / "motcua.css"
LINK = re.compile(r'<a class="tel" href="tel:([+\d]+)">([^<]+)</a>')


@pytest.mark.parametrize(
    ("shown", "dialled"),
    [
        ("0258 300 0000", "02583000000"),
        ("(0258) 3000000", "02583000000"),
        ("028.3000.0000", "02830000000"),
        ("0900 000 123", "0900000123"),
        ("0900.000.456", "0900000456"),
        ("0900000123", "0900000123"),
        ("+84 900 000 321", "+84900000321"),
        ("1800 1096", "18001096"),
        ("1900 0368", "19000368"),
        ("0000 000 001", "0000000001"),
    ],
)
@pytest.mark.parametrize("around", ["Gọi {} ạ.", "{}", "ĐT: {}.", "Gọi {}, hoặc đến quầy", "({})"])
def test_a_phone_number_is_one_link_in_every_writing(shown: str, dialled: str, around: str) -> None:
    if around == "({})" and shown.startswith("("):
        around = "{}"
    assert LINK.findall(linked(around.format(shown))) == [(dialled, shown)]


@pytest.mark.parametrize(
    "words",
    [
        "Mã hồ sơ H32.12.05-261123-0007",
        "mã hồ sơ 0900000123",
        "Mã số thuế: 0301234567",
        "MST 0912345678",
        "số tài khoản của hội 0900000123",
        "Căn cước 056 085 000 111",
        "Căn cước công dân số 056.099.000.222",
        "Thẻ căn cước 0560 0000 0456",
        "Số tài khoản của hội phụ nữ là 1900 2000 3000 4",
        "lệ phí 19000000 đồng",
        "lệ phí 19000000đ",
        "1.900.000 đồng, 150.000đ",
        "thủ tục 1.001193, 2.000815",
        "PA-261123-001",
        "ngày 08/11/2026, lúc 09:00",
        "https://example.com/?so=0900000123",
        "https://example.com/0900000123",
        "Nghị định 0123/2015/NĐ-CP",
        "gọi 113 hoặc 114",
        "090000012",
        "ab0900000123",
        "0900000123@example.com",
    ],
)
def test_what_only_looks_like_one_stays_words(words: str) -> None:
    assert LINK.findall(linked(words)) == []


def test_two_numbers_are_two_links_and_all_else_is_escaped() -> None:
    made = linked("<b>0900.111.333</b> hoặc 0900.111.444 & 1")
    assert [one for one, _ in LINK.findall(made)] == ["0900111333", "0900111444"]
    assert made.startswith("&lt;b&gt;<a ")
    assert made.endswith("</a> &amp; 1")


def test_words_without_a_number_are_as_before() -> None:
    assert linked("Lệ phí 8.000đ <i>") == "Lệ phí 8.000đ &lt;i&gt;"


def test_answers_link_in_facts_items_and_paragraphs_and_nowhere_else() -> None:
    number = "0900 000 123"
    blocks = (Heading(number), Paragraph(number), Item(number), Fact(number, number))
    made = reply_html(
        Reply((*blocks, Link(number, "https://example.com/")), (Button(number, "p:1.001193"),)),
        Look(nonce="n"),
    )
    assert len(LINK.findall(made)) == 3
    assert "<h2>0900 000 123</h2>" in made
    assert LINK.findall(plain_text(number)) == []  # a person's own words


def test_a_number_of_a_message_that_may_be_forged_is_none_to_tap() -> None:
    forged = strangers(["0900000123"])
    kept = reply_from_json(reply_to_json(Reply(tuple(forged))))
    assert LINK.findall(reply_html(kept, Look())) == []
    assert "<li>0900000123</li>" in reply_html(kept, Look())


def test_a_link_does_not_break_across_lines() -> None:
    assert ".tel{white-space:nowrap}" in CSS.read_text(encoding="utf-8")


def test_invented_words_of_people_show_no_identity_or_account_number_as_a_phone() -> None:
    rows = (DATA / "feedback" / "redaction.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = []
    for row in map(json.loads, rows):
        other = [
            re.sub(r"\D", "", row["text"][start:end])
            for start, end, kind in row["spans"]
            if kind in {"id", "account"}
        ]
        wrong += [one for one, _ in LINK.findall(linked(row["text"])) if one in other]
    assert wrong == []
