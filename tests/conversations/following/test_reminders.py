"""A limit of the citizen's own: asked about by words, reminded of by one tap."""

import pytest

from tests.conversations.following.town import Town


def test_after_the_last_day_of_an_own_limit_one_tap_asks_for_a_reminder(town: Town) -> None:
    lan = town.citizen()
    lan.says("đăng ký khai sinh")
    lan.does_tap("limit:1.001193")
    lan.says("5/10")
    lan.hears("Hạn là thứ Sáu 4/12/2026")
    lan.taps("Nhắc tôi")
    lan.hears("chỉ giữ tên thủ tục và ngày hết hạn")
    assert town.rows("SELECT * FROM reminder") == []
    lan.taps("Đồng ý")
    lan.hears("Em sẽ nhắc anh/chị trước hạn thứ Sáu 4/12/2026", buttons=["Các tin đang nhận"])
    assert town.rows(
        "SELECT code, CAST(last_day AS VARCHAR(10)), CAST(last_open AS VARCHAR(10)) FROM reminder"
    ) == [("1.001193", "2026-12-04", "2026-12-04")]

    lan.taps("Các tin đang nhận")
    lan.taps("Bỏ nhắc")
    lan.hears("đã bỏ lời nhắc")
    lan.says("/theodoi")
    lan.hears("không nhắn trước")


def test_a_renewal_counts_back_from_a_day_to_come(town: Town) -> None:
    lan = town.citizen()
    code = next(
        one.code
        for one in town.base.procedures.values()
        if any(limit.before and limit.value == 15 for limit in one.citizen_limits)
    )
    lan.does_tap(f"limit:{code}")
    lan.says("31/12")
    lan.hears("từ thứ Tư 16/12/2026 đến thứ Năm 31/12/2026", buttons=["Nhắc tôi"])


def test_a_limit_gone_by_offers_no_reminder(town: Town) -> None:
    lan = town.citizen()
    lan.does_tap("limit:1.001193")
    lan.says("1/9/2026")
    lan.hears("nay đã qua")
    assert not [b for reply in lan.heard for b in reply.choices if "Nhắc" in b.label]


@pytest.mark.parametrize(
    "tap",
    [
        "remind:1.001193:20200101",
        "remind:1.001193:99999999",
        "remind:9.999999:20261204",
        "remind:1.001193:x",
    ],
)
def test_a_reminder_nobody_offered_is_none(town: Town, tap: str) -> None:
    lan = town.citizen()
    lan.does_tap(tap)
    lan.hears("đã cũ")
    assert town.rows("SELECT * FROM reminder") == []


@pytest.mark.parametrize("words", ["theo dõi", "theo doi ho so", "Báo cho tôi khi có tin"])
def test_after_the_explained_date_the_dossier_is_still_in_hand(town: Town, words: str) -> None:
    lan = town.shown()
    lan.taps("Vì sao ngày này?")
    lan.says(words)
    lan.hears("Đồng ý nhận tin")


@pytest.mark.parametrize("words", ["nhắc tôi", "tính hạn", "Nhac han giup"])
def test_to_be_reminded_is_asked_for_by_words_alone(town: Town, words: str) -> None:
    lan = town.citizen()
    lan.says(words)
    lan.hears("tính và nhắc hạn việc nào")
    lan.taps("Đăng ký khai sinh")
    lan.says("10/11/2026")
    lan.hears("Hạn là thứ Bảy 9/1/2027")
    lan.taps("Nhắc tôi")
    lan.taps("Đồng ý")
    kept = town.rows("SELECT code, CAST(last_day AS VARCHAR(10)) FROM reminder")
    assert kept == [("1.001193", "2027-01-09")]


def test_a_day_in_a_question_about_the_limit_is_counted_at_once(town: Town) -> None:
    lan = town.citizen()
    lan.says("con sinh 10/11/2026, hạn chót đăng ký là ngày nào")
    lan.hears("Đăng ký khai sinh", "9/1/2027")
    lan.says("ông mất hôm 10/11/2026 khai tử trễ nhất ngày nào")
    lan.hears("chia buồn", "25/11/2026")
    payloads = [str(row[0]) for row in town.rows("SELECT payload FROM inbound")]
    assert not any("10/11/2026" in one for one in payloads), "the day is not kept"
