"""Which pieces of an answer belong to which point of a report."""

from knowledge.feedback.left_out import unowned
from knowledge.feedback.owning import owned
from knowledge.feedback.owning_signs import owning_signs

TWO = "1. Đèn đường hẻm 12 hỏng hai tuần 2. Nắp cống trước trường bể toác"


def test_each_piece_is_owned_by_one_point_at_most() -> None:
    reply = "Đội điện thay bóng đèn đường hẻm 12 ngày 24/11. Nắp cống trước trường thay ngày 26/11."

    lamp, cover = owned(reply, TWO)
    assert (lamp.pieces, cover.pieces) == (1, 1)
    assert lamp.paired
    assert cover.paired


def test_words_in_the_answer_to_another_point_count_for_nothing() -> None:
    matter = "1. Nước uống ở trường có mùi clo 2. Phụ huynh phải đóng quỹ lớp 800 nghìn"
    reply = "Trạm Y tế lấy mẫu nước uống ở trường ngày 6/10 có phụ huynh chứng kiến."

    water, fund = owned(reply, matter)
    assert water.pieces == 1
    assert (fund.pieces, fund.share) == (0, 0.0)
    assert fund.anywhere > 0


def test_a_point_nothing_is_said_of_owns_nothing() -> None:
    reply = "Đội điện thay bóng đèn đường hẻm 12 ngày 24/11, đèn sáng lại."

    _, cover = owned(reply, TWO)
    assert (cover.pieces, cover.share) == (0, 0.0)
    assert unowned(TWO, reply)
    assert not unowned("Đèn đường hẻm 12 hỏng hai tuần", reply)


def test_the_point_left_open_most_gives_the_sign() -> None:
    signs = owning_signs("Đội điện thay bóng đèn đường hẻm 12 ngày 24/11.", TWO)

    assert signs["o_share_apart"] == 1.0
    assert signs["o_bare_any"] == 1.0
    assert signs["o_mean_bare"] == 0.5


def test_an_answer_without_a_word_owns_nothing() -> None:
    assert [one.pieces for one in owned("", TWO)] == [0, 0]
