"""The points of a report beside a draft."""

from knowledge.feedback.checking import Context, check
from knowledge.feedback.ticks import LONGEST, ticks

TWO = "Đèn đường hẻm 12 hỏng hai tuần, với lại nắp cống trước trường bể toác"


def test_one_point_needs_no_list() -> None:
    assert ticks("Đèn đường hẻm 12 hỏng hai tuần nay", "Đã thay đèn hẻm 12.") == ()


def test_each_point_is_numbered_and_ticked_by_what_is_said_of_it() -> None:
    lamp, cover = ticks(TWO, "UBND phường đã thay bóng đèn đường hẻm 12 chiều 24/11.")

    assert (lamp.number, lamp.answered) == (1, True)
    assert (cover.number, cover.answered) == (2, False)
    assert "nắp cống" in cover.text


def test_a_long_point_is_cut() -> None:
    *_, last = ticks(f"{TWO} {'rất nguy hiểm cho học sinh ' * 20}", "Đã thay bóng đèn hẻm 12.")

    assert len(last.text) <= LONGEST


def test_what_was_taken_out_of_a_report_is_no_point_of_it() -> None:
    told = "Tôi là [tên], số [số điện thoại]. Đèn đường hẻm 12 hỏng, nắp cống cạnh đó bể toác"
    reply = "Thưa anh/chị, Tổ Đô thị đã thay đèn hẻm 12 chiều 24/11."
    found = ticks(told, reply)
    assert [one.text for one in found] == ["Đèn đường hẻm 12 hỏng", "nắp cống cạnh đó bể toác"]
    assert [one.answered for one in found] == [True, False]
    bare = told.partition(". ")[2]
    assert check(reply, Context(told)) == check(reply, Context(bare))
