"""What is told at the desk goes by the rules of the chat."""

from dataclasses import replace

import pytest

from handlers.cases.entering import Doubt, Entered, Told, enter
from handlers.ward import ward_of
from knowledge import dossier_store
from knowledge.commune import RoutingRule
from knowledge.dossier_store import Context
from knowledge.dossiers.entries import Entry
from knowledge.feedback.kinds import FeedbackKind
from tests.fakes.casework import KEY, CaseWard

LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay"
CODE = "H32.12.05-261105-0007"


def told(ward: CaseWard, one: Told) -> object:
    with ward.store.work() as work:
        done = enter(ward.doing(work, "Bạch Mẫu"), one, ward.vault)
        work.commit()
    return done


def opened(ward: CaseWard, one: Told) -> Entered:
    done = told(ward, one)
    assert isinstance(done, Entered)
    return done


def ruled(ward: CaseWard, **given: object) -> None:
    """The first rule of the commune is another."""
    commune = ward.ward.commune
    rule = RoutingRule.model_validate({"unit": "do_thi", **given})
    feedback = commune.feedback.model_copy(update={"rules": (rule,), "default_unit": ""})
    ward.ward = ward_of(commune.model_copy(update={"feedback": feedback}))


def counted(ward: CaseWard, name: str) -> int:
    from sqlalchemy import text

    with ward.store.read() as work:
        query = text("SELECT coalesce(sum(count), 0) FROM counter WHERE name = :name")
        return int(work.run(query, {"name": name}).scalar_one())


def test_of_mixed_words_the_feedback_is_written_down(ward: CaseWard) -> None:
    """F-7."""
    words = f"{LAMP}. Ngoài ra tôi tố cáo ông Chimhoangyen nhận hối lộ."
    done = opened(ward, Told(FeedbackKind.LOCAL_MATTER, words))

    assert done.routed == (FeedbackKind.DENUNCIATION,)
    assert ward.row(done.code).matter == f"{LAMP}."
    assert counted(ward, "routed.denunciation") == 1


def test_words_of_a_denunciation_alone_open_nothing(ward: CaseWard) -> None:
    words = "Tôi tố cáo ông phó phòng nhận hối lộ"
    assert told(ward, Told(FeedbackKind.CONDUCT, words)) is FeedbackKind.DENUNCIATION
    assert counted(ward, "routed.denunciation") == 1


def test_what_may_be_a_denunciation_is_asked_first(ward: CaseWard) -> None:
    words = Told(FeedbackKind.CONDUCT, "Trưởng khu phố giữ lại một nửa tiền hỗ trợ của dân")
    assert told(ward, words) is Doubt.PLAIN
    assert opened(ward, replace(words, plain=True)).code.number == 1


@pytest.mark.parametrize(("place", "unit"), [("đường Hoa Sữa", "do_thi"), ("đường khác", "")])
def test_a_rule_of_a_place_reads_the_place_told(ward: CaseWard, place: str, unit: str) -> None:
    ruled(ward, places=["Hoa Sữa"])
    row = ward.row(opened(ward, Told(FeedbackKind.LOCAL_MATTER, "Đèn hỏng", place=place)).code)
    assert (row.unit, row.place) == (unit, place)


def test_a_late_dossier_is_looked_up_and_routed_by_its_field(ward: CaseWard) -> None:
    ruled(ward, field="Hộ tịch")
    now = ward.clock.now()
    entry = Entry(line=1, code=CODE, procedure="", procedure_name="Trích lục", field="Hộ tịch")
    with ward.store.work() as work:
        context = Context(KEY, b"k" * 32, ward.ward.calendar, now, now)
        dossier_store.write_chunk(work.session, (entry,), context)
        kept = dossier_store.find(work.session, KEY, CODE)
        work.commit()
    assert kept is not None

    done = opened(ward, Told(FeedbackKind.DOSSIER_DELAY, f"Hồ sơ {CODE} trễ hẹn"))
    row = ward.row(done.code)
    assert (row.dossier, row.unit) == (kept.id, "do_thi")
    assert "Trích lục" in str(done.register)
    unknown = f"Hồ sơ {CODE[:-1]}9 trễ hẹn"
    assert "không có hồ sơ" in str(opened(ward, Told(FeedbackKind.DOSSIER_DELAY, unknown)).register)
