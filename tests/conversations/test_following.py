"""Following a dossier, for oneself and for a relative; reminders; the rating afterwards."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.channels.terminal.render import text_of
from handlers.dossier_commands import Rate
from handlers.dossier_ports import LookUpPorts
from handlers.follow_codes import follow_hash
from handlers.messages import Link
from handlers.reaching import Promise, Reach, Way
from handlers.store import ratings
from handlers.store.follow_book import StoredFollows
from handlers.store.lookups import StoredLookUps
from handlers.store.ratings import StoredRatings
from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.statuses import DossierStatus
from tests.conversations.conftest import NOON, VOICES, Citizen, Speaking, through_the_inbox
from tests.conversations.voices.ward import Voice
from tests.fakes.clock import FakeClock
from tests.fakes.dossiers import CODE, FOUR, FakeDossiers, dossier


class Reached:
    """The `Deliverability` port with one answer for every channel."""

    def __init__(self) -> None:
        self.answer = Promise(Reach.ALWAYS)
        self.asked: list[datetime | None] = []

    def promise(self, endpoint: str, now: datetime, due: datetime | None) -> Promise:
        del endpoint, now
        self.asked.append(due)
        return self.answer


class Town:
    """A ward with one dossier and several chats."""

    def __init__(
        self, base: KnowledgeBase, store: Store, clock: FakeClock, voice: Voice | None
    ) -> None:
        self.base, self.store, self.clock, self.voice = base, store, clock, voice
        self.register = FakeDossiers(dossier())
        self.reach = Reached()
        self.ports = LookUpPorts(
            self.register,
            StoredLookUps(store, b"k" * 32),
            StoredFollows(store),
            StoredRatings(store),
            self.reach,
        )
        self.chats = 0

    def citizen(self) -> Citizen:
        """A new chat."""
        self.chats += 1
        name = f"chat-{self.chats}"
        send = through_the_inbox(
            self.base, self.store, self.ports, self.clock, chat=name, voice=self.voice
        )
        return Citizen(
            lambda inbound: send(replace(inbound, external_id=f"{name}-{inbound.external_id}")),
            self.voice,
        )

    def shown(self) -> Citizen:
        """A chat whose person has just been shown their dossier."""
        citizen = self.citizen()
        citizen.says(CODE)
        citizen.taps("Đồng ý")
        citizen.says(FOUR)
        return citizen

    def following(self) -> Citizen:
        """A chat that follows it."""
        citizen = self.shown()
        citizen.taps("Báo cho tôi")
        citizen.taps("Đồng ý nhận tin")
        return citizen

    def becomes(self, found: Dossier) -> None:
        """The register moved."""
        self.register.put(found)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What is stored."""
        with self.store.read() as work:
            return [tuple(row) for row in work.run(text(query))]


ON_POSTGRES = pytest.param("postgresql", marks=pytest.mark.postgres)


@pytest.fixture(params=["inbox", ON_POSTGRES, *VOICES])
def town(
    request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store, voiced: Speaking
) -> Town:
    clock = FakeClock(NOON)
    if request.param == "postgresql":
        return Town(base, request.getfixturevalue("postgres_store"), clock, None)
    return Town(base, sqlite_store, clock, voiced(request.param, clock))


def code_of(citizen: Citizen) -> str:
    found = re.search(r"NT-\w{5}-\w{5}", text_of(citizen.heard))
    assert found is not None
    return found.group()


def given(town: Town) -> tuple[Citizen, str]:
    """An owner who has made a consent code."""
    owner = town.shown()
    owner.taps("Cho người thân")
    return owner, code_of(owner)


def taken(town: Town) -> tuple[Citizen, Citizen]:
    """An owner, and a relative who follows by consent code."""
    owner, code = given(town)
    relative = town.citizen()
    relative.says(f"mã {code.lower()}")
    relative.taps("Đồng ý")
    return owner, relative


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


def test_who_does_not_agree_sees_the_dossier_again_and_nothing_is_kept(town: Town) -> None:
    lan = town.shown()
    lan.taps("Báo cho tôi")
    lan.taps("Không nhận tin")
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


def test_a_relative_follows_by_a_code_given_once(town: Town) -> None:
    owner, relative = taken(town)
    relative.hears("Em sẽ báo khi có tin", "Tình trạng")
    ((relation, until),) = town.rows("SELECT relation, expires_at FROM follow")
    assert relation == "relative"
    assert str(until).startswith("2027-02-21")

    third = town.citizen()
    third.says(code_of(owner))
    third.hears("không dùng được")


def test_before_a_relative_takes_it_up_they_are_told_what_it_is(town: Town) -> None:
    _, code = given(town)
    relative = town.citizen()
    relative.says(code)
    relative.hears("Người thân cho anh/chị nhận tin", "thu lại bất cứ lúc nào", "chỉ để báo tin")
    assert town.rows("SELECT * FROM follow") == []


def test_the_code_is_not_stored_and_its_message_is_wiped(town: Town) -> None:
    _, code = given(town)
    relative = town.citizen()
    relative.says(code)
    relative.taps("Đồng ý")

    assert town.rows("SELECT code_hash FROM follow_code") == [(follow_hash(code),)]
    assert not [row for row in town.rows("SELECT payload FROM inbound") if code in str(row)]


def test_a_code_taken_back_stops_the_relative(town: Town) -> None:
    owner, relative = taken(town)
    owner.says("/theodoi")
    owner.hears("Mã đã đưa cho người thân", "đã dùng")
    owner.taps("Thu lại mã")
    owner.hears("đã thu lại")

    relative.does_tap("ds:7")
    relative.hears("không nhận tin")
    assert town.rows("SELECT count(*) FROM follow WHERE stopped_at IS NULL") == [(0,)]


def test_the_consent_ends_by_itself(town: Town) -> None:
    _, relative = taken(town)
    town.clock.move(days=91)
    relative.does_tap("ds:7")
    relative.hears("không nhận tin")


def test_a_code_not_used_within_two_days_is_worth_nothing(town: Town) -> None:
    _, code = given(town)
    town.clock.move(hours=49)
    relative = town.citizen()
    relative.says(code)
    relative.hears("không dùng được")


def test_a_relative_cannot_pass_the_dossier_on_or_rate_it(town: Town) -> None:
    _, relative = taken(town)
    assert not [b for reply in relative.heard for b in reply.choices if "người thân" in b.label]
    relative.does_tap("follow:give")
    relative.hears("Chỉ người tra hồ sơ bằng giấy hẹn")
    town.becomes(dossier(DossierStatus.RETURNED))
    relative.does_tap("rate:7:5")
    assert town.rows("SELECT * FROM rating") == []


def test_guessed_codes_pause_like_wrong_digits(town: Town) -> None:
    town.citizen()
    guesser = town.citizen()
    for letter in "ABCDE":
        guesser.says(f"NT-AAAA{letter}-BBBBB")
        guesser.hears("không dùng được")
    guesser.says("NT-AAAAF-BBBBB")
    guesser.hears("tạm dừng")


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


def rated(town: Town) -> list[tuple[object, ...]]:
    return town.rows("SELECT score, criterion, words FROM rating")


def test_a_high_score_is_thanked_for_and_kept_without_a_name(town: Town) -> None:
    lan = town.following()
    town.becomes(dossier(DossierStatus.RETURNED))
    lan.does_tap("rate:7:5")
    lan.hears("cảm ơn", "không kèm tên")
    assert rated(town) == [(5, None, None)]


def test_a_low_score_asks_which_of_six_groups_and_offers_feedback(town: Town) -> None:
    lan = town.following()
    town.becomes(dossier(DossierStatus.RETURNED))
    lan.does_tap("rate:7:2")
    lan.hears("Điều gì cần làm tốt hơn", buttons=["Thái độ phục vụ", "Bỏ qua"])
    lan.taps("Thái độ")
    lan.says("phải chờ cả buổi sáng")
    lan.hears("không có trả lời riêng", buttons=["Gửi thành phản ánh"])
    assert rated(town) == [(2, "conduct", "phải chờ cả buổi sáng")]
    lan.taps("Gửi thành phản ánh")
    lan.hears("phản ánh")


def test_a_score_may_be_changed_for_a_week(town: Town) -> None:
    lan = town.following()
    town.becomes(dossier(DossierStatus.RETURNED))
    lan.does_tap("rate:7:2")
    town.clock.move(days=6)
    lan.does_tap("rate:7:4")
    assert rated(town) == [(4, None, None)]
    town.clock.move(days=2)
    lan.does_tap("rate:7:1")
    lan.hears("không sửa được nữa")
    assert rated(town) == [(4, None, None)]


def test_nothing_is_rated_before_the_result_was_handed_over(town: Town) -> None:
    lan = town.following()
    lan.does_tap("rate:7:1")
    lan.hears("chưa trả kết quả")
    assert rated(town) == []


def test_a_breakdown_needs_five_answers(town: Town) -> None:
    until = NOON + timedelta(days=30)
    with town.store.work() as work:
        for number in range(5):
            if number == 4:
                assert (
                    ratings.satisfaction(
                        work, "phuong-mau", NOON, NOON + timedelta(days=30)
                    ).satisfied
                    is None
                )
            ratings.rate(work, "phuong-mau", Rate(number, score=number + 1), NOON)
        found = ratings.satisfaction(work, "phuong-mau", NOON, until)
        work.commit()
    assert (found.answers, found.satisfied) == (5, 2)


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


def test_in_a_group_nothing_of_this_is_done(town: Town) -> None:
    lan = town.citizen()
    lan.group = True
    for tap in ("follow", "follow:start", "ds:7", "rate:7:1", "remind:1.001193:20261204"):
        lan.does_tap(tap)
        lan.hears("nhắn riêng")


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


def test_a_spent_consent_code_stands_nowhere_in_words(town: Town) -> None:
    _, code = given(town)
    plain = code.removeprefix("NT-")
    stored = "SELECT body FROM outbox UNION ALL SELECT payload FROM inbound"
    assert plain in str(town.rows(stored))
    relative = town.citizen()
    relative.says(f"mã {code.lower()}")
    relative.taps("Đồng ý")
    assert plain not in str(town.rows(stored)).upper()
