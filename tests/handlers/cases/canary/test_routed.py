"""What is routed by law is nowhere afterwards: database, write-ahead log, files, logs (F-11)."""

import hashlib

import pytest
from sqlalchemy import text

from tests.handlers.cases.canary.sender import CANARY, LAMP, Sender, assert_gone
from tests.handlers.cases.canary.traces import Traces


def test_the_canary_would_be_found(sender: Sender, traces: Traces) -> None:
    sender.says(f"phản ánh {CANARY} rác đầy đường hẻm 15")

    with pytest.raises(AssertionError):
        assert_gone(traces)


@pytest.mark.parametrize(
    "words",
    [
        f"Tôi tố cáo ông {CANARY} nhận hối lộ",
        f"Tôi khiếu nại quyết định xử phạt của ông {CANARY}",
        f"Chủ tịch phường thái độ hách dịch với bà {CANARY}",
    ],
)
def test_routed_words_leave_no_trace(sender: Sender, traces: Traces, words: str) -> None:
    sender.says("phản ánh")
    said = sender.says(words)

    assert "PA-" not in said
    assert_gone(traces)


def test_the_whole_draft_goes_not_only_its_last_message(sender: Sender, traces: Traces) -> None:
    sender.says("phản ánh")
    sender.says(f"Chuyện của {CANARY} ở hẻm 12 từ tuần trước")
    sender.sends(b"picture of " + CANARY.encode())
    sender.says("Nói thẳng là tôi tố cáo cán bộ nhận tiền hối lộ")

    assert_gone(traces)


def test_a_picture_goes_with_the_words_it_came_with(sender: Sender, traces: Traces) -> None:
    sender.says("phản ánh")
    data = b"picture of " + CANARY.encode()
    sender.sends(data, "tôi tố cáo cán bộ nhận hối lộ, đây là bằng chứng")

    assert not list((traces.folder / "files").rglob(hashlib.sha256(data).hexdigest()))
    assert_gone(traces)


def test_who_says_when_asked_that_it_is_a_denunciation_leaves_no_trace(
    sender: Sender, traces: Traces
) -> None:
    sender.says("phản ánh")
    sender.says(f"Trưởng khu phố {CANARY} giữ lại một nửa tiền hỗ trợ của dân")
    sender.taps("fb:law:denunciation")

    assert_gone(traces)


def test_of_mixed_words_only_the_feedback_stays(sender: Sender, traces: Traces) -> None:
    sender.says("phản ánh")
    sender.says(f"{LAMP}. Ngoài ra tôi tố cáo ông {CANARY} nhận hối lộ.")
    assert_gone(traces)

    sender.taps("fb:kind:local_matter")
    assert "PA-261123-001" in sender.taps("fb:anon")
    assert_gone(traces)
    with sender.store.read() as work:
        assert "Đèn đường" in str(work.run(text("SELECT matter FROM feedback_case")).scalar())


def test_a_complaint_added_to_an_open_case_is_not_kept(sender: Sender, traces: Traces) -> None:
    sender.says("phản ánh")
    sender.says(LAMP)
    sender.taps("fb:kind:local_matter")
    sender.taps("fb:anon")
    sender.says(f"nhân tiện tôi tố cáo ông {CANARY} nhận hối lộ")

    assert_gone(traces)


def test_a_denunciation_nobody_asked_for_is_not_kept_either(sender: Sender, traces: Traces) -> None:
    sender.says(f"tôi tố cáo cán bộ {CANARY} nhận tiền hối lộ của dân")

    assert_gone(traces)


@pytest.mark.parametrize("opening", ["tôi tố cáo cán bộ nhận hối lộ", "Tôi khiếu nại quyết định"])
@pytest.mark.parametrize(
    "words",
    [
        f"ông {CANARY} nhận tiền của nhà tôi năm ngoái",
        f"bà {CANARY} ở nhà bên làm chứng được",
        f"ông {CANARY} nhận tiền để làm sổ đỏ cho nhà tôi",
    ],
)
def test_what_follows_a_denunciation_is_not_kept_either(
    sender: Sender, traces: Traces, opening: str, words: str
) -> None:
    sender.says(opening)
    sender.says("chuyện dài lắm")
    sender.taps("p:2.002396")
    sender.says(words)
    sender.says(f"còn nữa, {CANARY} là em họ ông ấy")

    assert_gone(traces)


def test_another_subject_ends_it_and_later_words_are_kept_again(sender: Sender) -> None:
    sender.says("tôi tố cáo cán bộ nhận hối lộ")
    assert "khai sinh" in sender.says("đăng ký khai sinh cần giấy tờ gì").lower()
    sender.says("đăng ký kết hôn cần giấy tờ gì")

    with sender.store.read() as work:
        kept = work.run(text("SELECT payload FROM inbound ORDER BY id")).scalars()
    assert [one is not None for one in kept] == [False, False, True]


def test_after_a_quarter_of_an_hour_words_are_kept_again(sender: Sender) -> None:
    sender.says("tôi tố cáo cán bộ nhận hối lộ")
    sender.clock.move(minutes=16)
    sender.says("cảm ơn em")

    with sender.store.read() as work:
        kept = work.run(text("SELECT payload FROM inbound ORDER BY id")).scalars()
    assert [one is not None for one in kept] == [False, True]


def test_the_count_stays(sender: Sender) -> None:
    sender.says("phản ánh")
    sender.says("tôi tố cáo cán bộ nhận hối lộ")

    with sender.store.read() as work:
        query = "SELECT sum(count) FROM counter WHERE name = 'routed.denunciation'"
        assert work.run(text(query)).scalar() == 1
