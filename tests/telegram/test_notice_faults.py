"""A broadcast meets, under way, everyone who left, and a group that moved."""

from pathlib import Path

from tests.fakes.telegram.chats import BLOCKED, DEACTIVATED, KICKED, NOT_MEMBER
from tests.telegram.whole_program import running

READERS = 12


def test_who_left_is_marked_and_a_group_that_moved_followed_while_the_others_hear_it(
    tmp_path: Path,
) -> None:
    with running(tmp_path) as bot:
        readers = [bot.person(6_000 + number) for number in range(READERS)]
        gone = [
            (bot.person(5_001), BLOCKED),
            (bot.person(5_002), DEACTIVATED),
            (bot.member(5_003, -1_003), KICKED),
            (bot.member(5_004, -1_004), NOT_MEMBER),
        ]
        left = bot.member(5_005, -1_001)
        moved = bot.member(5_005, -1_002_000)
        for one, why in gone:
            one.chat.forbidden = why
        left.chat.migrated_to = -1_002_000
        half = READERS // 2
        chats = [one.chat.id for one, _ in gone]
        around = (readers[:half], readers[half:])
        bot.broadcast(
            *(one.id for one in around[0]), *chats, left.chat.id, *(one.id for one in around[1])
        )

        bot.hear(*readers, moved)
        bot.quiet()

        for chat in chats:
            bot.stands(chat, ("broadcast", "failed", "unreachable"))
            assert [status for status, _ in bot.calls(chat)] == [403]
        assert all(len(one.hears) == 1 for one in (*readers, moved))
        assert left.hears == []
        assert bot.rows("SELECT count(*) FROM contact WHERE chat = '-1001'") == [(0,)]
    assert "Nhắc hạn" not in bot.product.said()
