"""A case is read from another chat with its secret alone, and guessing is paused."""

from tests.conversations.cases.door import Chat, Door
from tests.fakes.casework import CaseWard


def test_from_another_chat_only_the_secret_opens_it(ward: CaseWard, door: Door) -> None:
    from tests.fakes.casework import SECRET

    code = ward.open()
    stranger = Chat(ward, door, "stranger")
    stranger.says(f"{code} ZZZZZZ")
    stranger.hears("không thấy phản ánh nào khớp")
    stranger.says(str(code))
    stranger.hears("không thấy phản ánh nào khớp")
    stranger.says(f"{code} {SECRET}")
    stranger.hears("Đã nhận, đang phân công")


def test_guessing_is_paused(ward: CaseWard, door: Door) -> None:
    from tests.fakes.casework import SECRET

    code = ward.open()
    stranger = Chat(ward, door, "stranger")
    for guess in ("AAAAAA", "BBBBBB", "CCCCCC", "DDDDDD", "EEEEEE"):
        stranger.says(f"{code} {guess}")
    stranger.says(f"{code} {SECRET}")
    stranger.hears("30 phút")
    ward.clock.move(minutes=31)
    stranger.says(f"{code} {SECRET}")
    stranger.hears("Đã nhận, đang phân công")


def test_cancelling_between_guesses_does_not_begin_anew(ward: CaseWard, door: Door) -> None:
    from tests.fakes.casework import SECRET

    code = ward.open()
    stranger = Chat(ward, door, "stranger")
    for guess in ("AAAAAA", "BBBBBB", "CCCCCC", "DDDDDD", "EEEEEE"):
        stranger.says(f"{code} {guess}")
        stranger.says("Huỷ")
    stranger.says(f"{code} {SECRET}").hears("30 phút")


def test_many_chats_guess_no_more_of_one_case_than_one(ward: CaseWard, door: Door) -> None:
    from tests.fakes.casework import SECRET

    code, other = ward.open(), ward.open()
    for who, guess in enumerate(("AAAAAA", "BBBBBB", "CCCCCC", "DDDDDD", "EEEEEE")):
        Chat(ward, door, f"stranger{who}").says(f"{code} {guess}")
    last = Chat(ward, door, "elsewhere")
    last.says(f"{code} {SECRET}").hears("30 phút")
    last.says(f"{other} {SECRET}").hears("Đã nhận, đang phân công")
