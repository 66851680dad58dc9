"""One person on several channels: joined by both sides, undone, never guessed or merged."""

from handlers.messages import ChannelName
from handlers.store import notices
from tests.conversations.joins.phone import Phone, code_of, join


def test_two_chats_are_joined_once_both_agreed(me: Phone) -> None:
    me.zalo.says(code_of(me.telegram))
    me.zalo.hears("một cuộc trò chuyện ở Telegram", "Chỉ đồng ý nếu chính anh/chị")
    assert me.joined(ChannelName.ZALO_OA) == []

    me.zalo.taps("Đồng ý")

    me.zalo.hears("Đã nối với Telegram")
    assert me.joined(ChannelName.ZALO_OA) == ["telegram"]
    assert me.joined(ChannelName.TELEGRAM) == ["zalo_oa"]


def test_who_declines_is_not_joined(me: Phone) -> None:
    me.zalo.says(code_of(me.telegram))
    me.zalo.taps("Không nối")

    assert me.joined(ChannelName.ZALO_OA) == []


def test_the_first_chat_hears_of_it_and_can_undo_it(me: Phone) -> None:
    join(me.telegram, me.zalo)
    with me.store.read() as work:
        said = [body for _, body in notices.words_to(work, me.to(ChannelName.TELEGRAM).contact)]
    assert "vừa được nối với Zalo" in said[-1]

    me.telegram.does_tap("join:part")

    assert me.joined(ChannelName.ZALO_OA) == []
    assert me.joined(ChannelName.TELEGRAM) == []


def test_a_code_is_good_once_and_for_a_quarter_of_an_hour(me: Phone) -> None:
    code = code_of(me.telegram)
    me.clock.move(minutes=16)
    me.zalo.says(code)
    me.zalo.hears("quá 15 phút")

    join(me.telegram, me.zalo)
    fresh = code_of(me.telegram)
    me.web.says(fresh)
    me.web.taps("Đồng ý")
    stranger = me.chat(ChannelName.WEB, "stranger")
    stranger.says(fresh)
    stranger.hears("đã dùng")
    assert me.joined(ChannelName.WEB) == ["telegram", "zalo_oa"]


def test_a_code_typed_where_it_was_made_joins_nothing(me: Phone) -> None:
    me.telegram.says(code_of(me.telegram))

    me.telegram.hears("không gõ cùng một kênh")


def test_chats_of_two_persons_are_never_merged(me: Phone) -> None:
    join(me.telegram, me.zalo)
    other = me.chat(ChannelName.TELEGRAM, "other")

    me.zalo.says(code_of(other))

    me.zalo.hears("gỡ ra trước")


def test_a_guessed_code_is_told_nothing_of(me: Phone) -> None:
    me.zalo.says("NK-AAAAA-AAAAA")

    me.zalo.hears("không đúng, đã dùng hoặc quá 15 phút")


def test_erasing_one_chat_leaves_the_other_alone(me: Phone) -> None:
    join(me.telegram, me.zalo)

    me.inbox.forget("zalo_oa", "me")

    assert me.joined(ChannelName.TELEGRAM) == []
