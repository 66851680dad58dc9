"""The rating after the result was handed over."""

from datetime import timedelta

from handlers.dossier_commands import Rate
from handlers.store import ratings
from knowledge.dossiers.statuses import DossierStatus
from tests.conversations.conftest import NOON
from tests.conversations.following.town import Town
from tests.fakes.dossiers import dossier


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
