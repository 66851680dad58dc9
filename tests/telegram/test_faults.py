"""The whole program against every trouble Telegram makes: nothing lost, repeats bounded."""

from pathlib import Path

from tests.fakes.telegram.chats import BLOCKED, DEACTIVATED, KICKED, NOT_MEMBER
from tests.fakes.telegram.product import wait_for
from tests.telegram.killing import QUESTION
from tests.telegram.whole_program import PATIENT, running


def test_who_cannot_be_written_to_is_not_until_they_return(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        gone = [
            (bot.person(5_001), BLOCKED),
            (bot.person(5_002), DEACTIVATED),
            (bot.member(5_003, -1_003), KICKED),
            (bot.member(5_004, -1_004), NOT_MEMBER),
        ]
        for one, why in gone:
            one.chat.forbidden = why
        bot.ask(*(one for one, _ in gone), words="/thutuc")
        chats = [one.chat.id for one, _ in gone]
        failed = ("reply", "failed", "unreachable")
        for chat in chats:
            bot.stands(chat, failed)
        bot.broadcast(*chats)
        bot.quiet()
        for chat in chats:
            bot.stands(chat, failed, ("broadcast", "withheld", "unreachable"))
            assert [status for status, _ in bot.calls(chat)] == [403]
        for one, _ in gone:
            one.chat.forbidden = ""
        bot.ask(*(one for one, _ in gone), words="/thutuc")
        bot.hear(*(one for one, _ in gone), number=2)
        bot.quiet()
        for one, _ in gone:
            assert any("Nhắc hạn" in said for said in one.hears)
            assert len(one.hears) == 2


def test_a_group_that_moved_is_followed(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        one = bot.member(5_001, -1_001)
        one.chat.migrated_to = -1_002_000
        moved = bot.member(5_001, -1_002_000)
        bot.ask(one, words="/thutuc")
        bot.hear(moved)
        bot.quiet()
        assert bot.rows("SELECT chat FROM contact WHERE chat LIKE '-%'") == [("-1002000",)]
        bot.ask(moved, words="/thutuc")
        bot.hear(moved, number=2)
    assert (len(one.hears), len(moved.hears)) == (0, 2)


def test_what_telegram_refuses_is_kept_for_officers_and_holds_up_nothing(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        one = bot.person(5_001)
        bot.fail(status=400, description="Bad Request: CHAT_SOMETHING_NEW", method="sendMessage")
        bot.ask(one)
        bot.stands(one.id, ("reply", "failed", "bad_request"))
        bot.ask(one, words="/thutuc")
        bot.hear(one)
        assert len(bot.calls(one.id)) == 2
    assert "outbox.refused" in bot.product.said()
    assert QUESTION not in bot.product.said()


def test_a_second_receiver_and_a_foreign_webhook_cost_no_answer(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        one = bot.person(5_001)
        bot.fail(
            status=409, method="getUpdates", times=2,
            description="Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running",
        )  # fmt: skip
        bot.ask(one)
        bot.hear(one)
        bot.server.do(lambda: bot.api.webhook.update(url="https://other.example/hook"))
        wait_for(lambda: not bot.api.webhook, PATIENT)
        bot.ask(one, words="/thutuc")
        bot.hear(one, number=2)
    assert len(one.hears) == 2
    assert "conflict" in bot.product.said()


def test_a_telegram_that_fails_is_slow_or_hangs_up_costs_no_answer(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        people = [bot.person(5_000 + number) for number in range(7)]
        ids = [one.id for one in people]
        bot.fail(status=502, method="sendMessage", chat=ids[0], times=2)
        bot.fail(status=200, delay=4.0, method="sendMessage", chat=ids[1])
        bot.fail(cut=True, method="sendMessage", chat=ids[2])
        bot.fail(cut=True, after=True, method="sendMessage", chat=ids[3])
        bot.fail(cut=True, method="getUpdates")
        bot.fail(status=502, method="getUpdates", times=2)
        bot.fail(status=200, delay=22.0, method="sendMessage", chat=ids[4])
        bot.ask(*people)
        bot.hear(*people)
        bot.quiet()
        # What may have arrived is said once more to who waits, and no more than that.
        heard = [len(one.hears) for one in people]
    assert [heard[number] for number in (0, 1, 2, 5, 6)] == [1] * 5
    assert heard[3] <= 2
    assert heard[4] <= 2
    assert bot.api.refused() == []


def test_a_notice_that_may_have_arrived_is_not_repeated_and_told_as_such(tmp_path: Path) -> None:
    with running(tmp_path) as bot:
        arrived, lost, plain = (bot.person(20_000 + number) for number in range(3))
        bot.fail(cut=True, after=True, method="sendMessage", chat=arrived.id)
        bot.fail(cut=True, method="sendMessage", chat=lost.id)
        bot.broadcast(arrived.id, lost.id, plain.id)
        bot.hear(arrived, plain)
        for one in (arrived, lost):
            bot.stands(one.id, ("broadcast", "unknown", "uncertain"))
    assert [len(one.hears) for one in (arrived, lost, plain)] == [1, 0, 1]
