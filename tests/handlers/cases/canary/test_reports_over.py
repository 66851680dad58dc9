"""A report that is given up, erased or over leaves no words behind (F-11)."""

import pytest
from sqlalchemy import text

from handlers import retention
from handlers.store import purging
from tests.handlers.cases.canary.sender import CANARY, LAMP, Sender, assert_gone
from tests.handlers.cases.canary.traces import Traces


@pytest.mark.parametrize("leaving", ["Huỷ", "/start", "/dulieu"])
def test_a_report_given_up_is_not_kept(sender: Sender, traces: Traces, leaving: str) -> None:
    sender.says("phản ánh")
    sender.says(f"Trưởng khu phố {CANARY} giữ lại một nửa tiền hỗ trợ của dân")
    sender.taps("fb:plain")
    sender.says(f"ông {CANARY} lấy của tôi hai triệu để làm giấy")
    sender.says(leaving)

    assert_gone(traces)


def test_erasing_a_person_takes_their_cases_words(sender: Sender, traces: Traces) -> None:
    sender.says("phản ánh")
    sender.says(f"{LAMP} trước nhà {CANARY}")
    sender.sends(b"picture of " + CANARY.encode())
    sender.taps("fb:kind:local_matter")
    assert "PA-261123-001" in sender.taps("fb:anon")
    sender.taps("data:erase-yes")

    assert_gone(traces)
    with sender.store.read() as work:
        assert work.run(text("SELECT state FROM feedback_case")).scalar() == "withdrawn"
        told = work.run(text('SELECT act, "by", note FROM feedback_event ORDER BY id')).all()
    assert tuple(told[-1]) == ("withdraw", "citizen", "erased")


def test_before_erasing_a_person_is_told_how_many_reports_are_withdrawn(sender: Sender) -> None:
    sender.says("phản ánh")
    assert "rút lại" not in sender.taps("data:erase")
    for matter in (LAMP, "Rác đổ đầy đầu hẻm 15 đường Hoa Sữa"):
        sender.taps("fb:start")
        sender.says(matter)
        sender.taps("fb:kind:local_matter")
        assert "PA-261123-00" in sender.taps("fb:anon")

    assert "2 phản ánh chưa có trả lời sẽ bị rút lại" in sender.taps("data:erase")


def test_a_report_whose_day_is_over_is_not_kept(sender: Sender, traces: Traces) -> None:
    sender.says("phản ánh")
    sender.says(f"Chuyện của {CANARY} ở hẻm 12 từ tuần trước")
    sender.sends(b"picture of " + CANARY.encode())
    sender.clock.move(hours=25)
    with sender.store.work() as work:
        assert purging.lapse_some(work, sender.clock.now()) == 1
        work.commit()

    assert_gone(traces)
    assert not list((traces.folder / "files").glob("*/*"))


def test_whoever_writes_again_after_a_day_leaves_no_report_behind(
    sender: Sender, traces: Traces
) -> None:
    sender.says("phản ánh")
    sender.says(f"Chuyện của {CANARY} ở hẻm 12 từ tuần trước")
    sender.clock.move(hours=25)
    sender.says("đăng ký khai sinh cần giấy tờ gì")

    assert_gone(traces)
    with sender.store.read() as work:
        kept = work.run(text("SELECT payload FROM inbound ORDER BY id")).scalars()
    assert [one is not None for one in kept] == [False, False, True]


def test_the_purge_takes_a_report_with_its_conversation(sender: Sender, traces: Traces) -> None:
    sender.says("phản ánh")
    sender.says(f"Chuyện của {CANARY} ở hẻm 12 từ tuần trước")
    sender.clock.move(hours=25)
    with sender.store.work() as work:
        retention.purge(work, sender.clock.now())
        work.commit()

    assert_gone(traces)


def test_a_picture_sent_before_the_name_belongs_to_the_case(sender: Sender) -> None:
    sender.says("phản ánh")
    sender.says(LAMP)
    sender.sends(b"picture")
    sender.taps("fb:kind:local_matter")
    sender.taps("fb:name")
    sender.taps("consent:yes")
    assert "PA-261123-001" in sender.says("Nguyễn Thị Mẫu 0900 000 000")

    with sender.store.read() as work:
        assert work.run(text("SELECT count(*) FROM feedback_file")).scalar() == 1
        states = work.run(text("SELECT state, keeping FROM attachment")).all()
    assert [tuple(one) for one in states] == [("stored", "case")]


def test_a_name_under_seal_is_taken_out_of_the_words(sender: Sender) -> None:
    sender.says("phản ánh")
    sender.says(f"Tôi là nguyen thi mau, 0900000000. {LAMP}")
    sender.taps("fb:kind:local_matter")
    sender.taps("fb:name")
    sender.taps("consent:yes")
    assert "PA-261123-001" in sender.says("Nguyễn Thị Mẫu 0900 000 000")

    with sender.store.read() as work:
        told = work.run(text("SELECT words FROM feedback_event WHERE act = 'open'")).scalar()
        assert told == work.run(text("SELECT matter FROM feedback_case")).scalar()
    assert told == f"Tôi là [tên], [số điện thoại]. {LAMP}"
