"""Following a dossier for oneself: what is told first, how far the channel reaches, the end."""

from datetime import timedelta

import pytest

from handlers.messages import Link
from handlers.reaching import Promise, Reach, Way
from knowledge.dossiers.statuses import DossierStatus
from tests.conversations.conftest import NOON
from tests.conversations.following.town import Town, taken
from tests.fakes.dossiers import CODE, FOUR, dossier


def test_before_anything_is_kept_it_is_told_what_and_how_far_the_channel_reaches(
    town: Town,
) -> None:
    lan = town.shown()
    lan.taps("Báo cho tôi")

    lan.hears("chỉ giữ việc cuộc trò chuyện này theo dõi", "nhắn được đến tận máy", "7 đến 21 giờ")
    lan.hears("90 ngày", buttons=["Đồng ý nhận tin", "Không nhận tin"])
    assert town.rows("SELECT * FROM follow") == []


def test_who_agrees_follows_and_stops_by_one_tap(town: Town) -> None:
    lan = town.following()
    lan.hears("Em sẽ báo khi có tin", "mã kết thúc bằng 0007")
    assert town.rows("SELECT dossier, relation, stopped_at FROM follow") == [(7, "self", None)]
    assert town.rows("SELECT count(*) FROM consent WHERE agreed") == [(2,)]

    lan.taps("Dừng nhận tin")
    lan.hears("đã dừng")
    assert town.rows("SELECT count(*) FROM follow WHERE stopped_at IS NULL") == [(0,)]


def test_where_a_number_reaches_further_who_follows_is_offered_to_give_it(town: Town) -> None:
    town.reach.number = True
    lan = town.following()
    lan.hears("Em sẽ báo khi có tin", buttons=["Gửi số điện thoại", "Xem hồ sơ", "Dừng nhận tin"])
    lan.taps("Gửi số điện thoại")
    lan.hears("quá 7 ngày", "/dulieu", "Không gửi cũng không sao")


def test_who_gave_it_is_not_asked_again(town: Town) -> None:
    lan = town.following()
    lan.hears("Em sẽ báo khi có tin", buttons=["Xem hồ sơ", "Dừng nhận tin"])
    lan.does_tap("follow:number")
    lan.hears("đã giữ số của anh/chị rồi")


def test_who_follows_nothing_is_asked_for_no_number(town: Town) -> None:
    town.reach.number = True
    lan = town.shown()
    lan.does_tap("follow:number")
    lan.hears("không cần số điện thoại")


def test_who_does_not_agree_sees_the_dossier_again_and_nothing_is_kept(town: Town) -> None:
    lan = town.shown()
    lan.taps("Báo cho tôi")
    lan.taps("Không nhận tin")
    lan.hears("Tình trạng")
    assert town.rows("SELECT * FROM follow") == []


@pytest.mark.parametrize("said", ["đồng ý", "dong y", "ok đồng ý", "có nhận tin nhé"])
def test_who_agrees_in_words_follows(town: Town, said: str) -> None:
    lan = town.shown()
    lan.taps("Báo cho tôi")
    lan.says(said)
    lan.hears("Em sẽ báo khi có tin")
    assert town.rows("SELECT dossier, relation, stopped_at FROM follow") == [(7, "self", None)]


def test_a_nod_is_asked_once_more_and_a_no_keeps_nothing(town: Town) -> None:
    lan = town.shown()
    lan.taps("Báo cho tôi")
    lan.says("ok em")
    lan.hears("chọn một trong hai", buttons=["Đồng ý nhận tin", "Không nhận tin"])
    lan.says("ko")
    lan.hears("Tình trạng")
    assert town.rows("SELECT * FROM follow") == []


def test_where_the_channel_reaches_less_it_says_so_and_offers_others(town: Town) -> None:
    town.reach.answer = Promise(
        Reach.ON_OPENING, others=(Way("Telegram", "https://t.me/motcua_bot"),)
    )
    lan = town.shown()
    lan.taps("Báo cho tôi")

    lan.hears("khi anh/chị mở lại trang này", "hẹn trả thứ Tư 25/11/2026", "gọi hỏi quầy")
    links = [one for one in lan.heard[0].blocks if isinstance(one, Link)]
    assert [one.url for one in links] == ["https://t.me/motcua_bot?start=d_tokenOfSixteen16"]
    assert town.reach.asked == [dossier().due_at]


def test_a_channel_with_a_window_names_its_end_and_the_date(town: Town) -> None:
    town.reach.answer = Promise(Reach.UNTIL, NOON + timedelta(days=7))
    lan = town.shown()
    lan.taps("Báo cho tôi")
    lan.hears("chỉ cho nhắn đến 10:00 ngày 30/11/2026", "hẹn trả thứ Tư 25/11/2026")


def test_buttons_of_a_notice_work_whenever_they_are_tapped(town: Town) -> None:
    lan = town.following()
    ((follow,),) = town.rows("SELECT id FROM follow")
    lan.says("đăng ký kết hôn cần gì")

    lan.does_tap("ds:7")
    lan.hears("Tình trạng", CODE)
    lan.does_tap(f"unf:{follow}")
    lan.hears("đã dừng")
    lan.does_tap("ds:7")
    lan.hears("không nhận tin về hồ sơ này")


def test_nobody_else_sees_or_stops_what_somebody_follows(town: Town) -> None:
    town.following()
    ((follow,),) = town.rows("SELECT id FROM follow")
    other = town.citizen()
    for tap in ("ds:7", f"unf:{follow}", "rate:7:1", "follow:stop:7"):
        other.does_tap(tap)
        other.hears("không nhận tin về hồ sơ này")
        other.hears_nothing_of("Tình trạng", CODE)
    assert town.rows("SELECT count(*) FROM follow WHERE stopped_at IS NULL") == [(1,)]


def test_taps_after_the_shown_dossier_was_left_ask_for_the_code_again(town: Town) -> None:
    lan = town.shown()
    lan.says("đăng ký kết hôn cần gì")
    for tap in ("follow:start", "follow:yes", "follow:give", "dossier:card"):
        lan.does_tap(tap)
        lan.hears("gõ lại mã hồ sơ")
    assert town.rows("SELECT * FROM follow") == []


def test_erasing_ends_what_is_followed_and_what_relatives_follow(town: Town) -> None:
    owner, _ = taken(town)
    owner.says("/dulieu")
    owner.taps("Xoá tất cả")
    owner.taps("Xoá ngay")

    assert town.rows("SELECT count(*) FROM follow WHERE stopped_at IS NULL") == [(0,)]
    assert town.rows("SELECT * FROM follow_code") == []


def test_withdrawing_the_consent_ends_it_too(town: Town) -> None:
    lan = town.following()
    lan.says("/dulieu")
    lan.taps("Rút lại đồng ý")
    assert town.rows("SELECT count(*) FROM follow WHERE stopped_at IS NULL") == [(0,)]


def test_who_follows_takes_back_an_earlier_stop_of_all_messages(town: Town) -> None:
    lan = town.shown()
    lan.says("/dulieu")
    lan.taps("Đừng nhắn trước")
    assert town.rows("SELECT count(*) FROM contact WHERE stopped_at IS NOT NULL") == [(1,)]
    lan.says(CODE)
    lan.says(FOUR)
    lan.taps("Báo cho tôi")
    lan.taps("Đồng ý nhận tin")
    assert town.rows("SELECT count(*) FROM contact WHERE stopped_at IS NOT NULL") == [(0,)]


def test_a_dossier_that_is_over_offers_nothing_to_follow(town: Town) -> None:
    town.becomes(dossier(DossierStatus.RETURNED))
    lan = town.shown()
    assert not [b for reply in lan.heard for b in reply.choices if "Báo cho tôi" in b.label]
    lan.does_tap("follow:start")
    lan.hears("đã kết thúc")


def test_in_a_group_nothing_of_this_is_done(town: Town) -> None:
    lan = town.citizen()
    lan.group = True
    for tap in ("follow", "follow:start", "ds:7", "rate:7:1", "remind:1.001193:20261204"):
        lan.does_tap(tap)
        lan.hears("nhắn riêng")
