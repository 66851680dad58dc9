"""Publishing a case: who may, what may never stand there, and how it goes again (F-6)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from handlers.cases import acts, publishing, special
from handlers.cases.acts import Outcome, Refused
from handlers.cases.publishing import Proposal, Shown
from handlers.commands import AddToCase, ReopenCase, WithdrawCase
from handlers.store import attachments, cases, publications, staff
from handlers.store.erasing import erase_person
from handlers.store.files import FileStore
from handlers.store.purging import purge_some
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About
from knowledge.redaction.marks import Hidden
from tests.fakes.casework import GOOD, KEY, ROLES, CaseWard
from tests.handlers.cases.acting import does

ASKED, SAID = "Đèn hẻm 12 hỏng hai tuần.", "Tổ Đô thị đã thay bóng đèn ngày 27/11."
MATTER = (
    "Tôi là Lê Thị Thử, số 0900 000 123. Đèn trước nhà 27/4 hẻm 12 hỏng, "
    "cháu Gia Hân 5 tuổi ngã, xe 79C1-123.45 tông cột."
)


def answered(ward: CaseWard, code: CaseCode, who: str = "Bạch Mẫu", words: str = GOOD) -> None:
    given_ = acts.Answer(words, override="thử")
    assert does(ward, who, lambda doing: acts.answer(doing, code, given_)).done


def publishes(
    ward: CaseWard,
    code: CaseCode,
    who: str = "Đầu Mẫu",
    shown: Shown | None = None,
    files: FileStore | None = None,
) -> Outcome:
    what = shown or Shown(ASKED, SAID)
    return does(ward, who, lambda doing: publishing.publish(doing, code, what, ward.vault, files))


def proposed(ward: CaseWard, code: CaseCode, who: str = "Đầu Mẫu") -> Proposal:
    with ward.store.read() as work:
        found = publishing.propose(ward.doing(work, who), code, ward.vault, None)
    assert isinstance(found, Proposal)
    return found


def on_the_page(ward: CaseWard) -> list[str]:
    with ward.store.read() as work:
        return [one.question for one in publications.page(work, KEY, 50)]


def history(ward: CaseWard, code: CaseCode) -> list[str]:
    with ward.store.read() as work:
        return [one.act for one in cases.events(work, ward.row(code).id)]


def test_nothing_is_published_by_itself(ward: CaseWard) -> None:
    answered(ward, ward.open())
    assert on_the_page(ward) == []


def test_only_a_head_publishes_and_it_is_recorded(ward: CaseWard) -> None:
    code = ward.open()
    answered(ward, code)
    for who in set(ROLES) - {"Đầu Mẫu"}:
        assert publishes(ward, code, who).refused is Refused.GONE
        with ward.store.read() as work:
            refused = publishing.propose(ward.doing(work, who), code, ward.vault, None)
        assert refused == Outcome(code, Refused.GONE)
    assert on_the_page(ward) == []

    assert publishes(ward, code).done
    assert on_the_page(ward) == [ASKED]
    assert history(ward, code)[-1] == "publish"
    with ward.store.read() as work:
        acted = work.run(text("SELECT what FROM audit WHERE what = 'case.publish'")).scalar()
    assert acted == "case.publish"


def test_what_nobody_answered_cannot_be_published(ward: CaseWard) -> None:
    code = ward.open()
    assert publishes(ward, code).refused is Refused.NOT_NOW


def test_what_is_withdrawn_keeps_no_words_and_its_number(ward: CaseWard) -> None:
    code = ward.open()
    answered(ward, code)
    assert publishes(ward, code).done
    assert does(ward, "Đầu Mẫu", lambda doing: publishing.withdraw(doing, code)).done

    assert on_the_page(ward) == []
    with ward.store.read() as work:
        row = publications.one(work, KEY, 1)
    assert row is not None
    assert (row.question, row.answer) == (None, None)
    assert row.withdrawn_by == f"officer:{ward.officers['Đầu Mẫu'].id}"
    again = does(ward, "Đầu Mẫu", lambda doing: publishing.withdraw(doing, code))
    assert again.refused is Refused.NOT_NOW
    assert publishes(ward, code).done
    with ward.store.read() as work:
        assert [one.id for one in publications.page(work, KEY, 9)] == [2]


def test_suggestions_hide_what_names_somebody(ward: CaseWard) -> None:
    code = ward.open(matter=MATTER, sealed=("Lê Thị Thử", "0900000123"))
    answered(ward, code, words="Thưa bà Lê Thị Thử, Tổ Đô thị đã thay đèn ngày 27/11.")
    found = proposed(ward, code)

    shown = found.question.hidden()
    for part in ("Thử", "0900", "27/4", "Hân", "79C1"):
        assert part not in shown
    assert "hỏng" in shown
    assert found.answer.hidden() == "Thưa bà [tên], Tổ Đô thị đã thay đèn ngày 27/11."


def test_any_suggestion_may_be_switched_but_for_what_may_never_stand_there(
    ward: CaseWard,
) -> None:
    code = ward.open(matter=MATTER, sealed=("Lê Thị Thử", "0900000123"))
    answered(ward, code)
    part = proposed(ward, code).question

    everything = part.hidden(range(len(part.marks)))
    assert "27/4" in everything
    assert "79C1-123.45" in everything
    for never in ("Thử", "0900 000 123", "Gia Hân"):
        assert never not in everything
    assert "cột" not in part.hidden(more=part.stretches("cột"))


def test_neither_the_sender_nor_a_child_can_be_published_by_rewriting(ward: CaseWard) -> None:
    code = ward.open(matter=MATTER, sealed=("Lê Thị Thử", "0900000123"))
    answered(ward, code)
    for left in (
        "Chị Thử hỏi về đèn.",
        "LE THI THU hỏi về đèn.",
        "Gọi lại 0900.000.123 nhé.",
        "Cháu Gia Hân 5 tuổi bị ngã.",
    ):
        assert publishes(ward, code, shown=Shown(left, SAID)).refused is Refused.NAMED
        assert publishes(ward, code, shown=Shown(ASKED, left)).refused is Refused.NAMED
    assert on_the_page(ward) == []
    assert history(ward, code).count("publish.named") == 8  # who tries names leaves a trace


def test_senders_joined_to_it_are_not_named_either(ward: CaseWard) -> None:
    first = ward.open(sealed=("Lê Thị Thử", ""))
    second = ward.open(sealed=("Vũ Văn Nếm", ""))
    assert does(ward, "Phụ Mẫu", lambda doing: special.join(doing, second, first)).done
    answered(ward, first)
    left = Shown("Ông Nếm và hàng xóm hỏi về đèn.", SAID)
    assert publishes(ward, first, shown=left).refused is Refused.NAMED


def test_about_an_officer_only_the_ward_is_named(ward: CaseWard) -> None:
    code = ward.open(about=About.OFFICER, person="Bạch Mẫu")
    answered(ward, code, "Dung Mẫu")
    found = proposed(ward, code)

    assert found.unit == "Phường Mẫu"
    left = Shown("Cán bộ Bạch Mẫu nói trống không.", SAID)
    assert publishes(ward, code, shown=left).refused is Refused.NAMED
    assert publishes(ward, code, shown=Shown("Cán bộ nói trống không.", SAID)).done


def test_of_a_local_matter_its_unit_is_named(ward: CaseWard) -> None:
    code = ward.open()
    answered(ward, code)
    assert proposed(ward, code).unit == "Tổ Đô thị"


def test_about_the_head_the_head_cannot_publish(ward: CaseWard) -> None:
    code = ward.open(FeedbackKind.CONDUCT, about=About.HEAD, person="Đầu Mẫu")
    answered(ward, code, "Soát Mẫu")
    assert publishes(ward, code).refused is Refused.GONE
    assert publishes(ward, code, "Soát Mẫu", Shown("Thái độ ở quầy.", SAID)).done


@pytest.mark.parametrize("what", ["reopened", "withdrawn", "erased", "named", "marked"])
def test_it_goes_from_the_page_when_the_case_changes(ward: CaseWard, what: str) -> None:
    code = ward.open()
    answered(ward, code)
    assert publishes(ward, code).done
    row = ward.row(code)

    if what == "reopened":
        ward.sends(ReopenCase(row.id, "vẫn tắt", row.answer_due))
    elif what == "withdrawn":
        ward.sends(WithdrawCase(row.id))
    elif what == "named":
        ward.sends(ReopenCase(row.id, "tại ông Bạch Mẫu", row.answer_due))
    elif what == "erased":
        with ward.store.work() as work:
            erase_person(work, ward.citizen, ward.clock.now())
            work.commit()
    else:
        with ward.store.read() as work:
            member = next(m for m in staff.members(work, KEY) if m.officer.name == "Dung Mẫu")
        assert does(ward, "Soát Mẫu", lambda doing: special.mark(doing, code, member)).done

    assert on_the_page(ward) == []
    assert "unpublish" in history(ward, code)


def test_blocked_pictures_are_kept_as_long_as_it_is_shown(ward: CaseWard, tmp_path: object) -> None:
    files = FileStore(tmp_path)  # type: ignore[arg-type]
    ward.store.free_files = files.free
    code = ward.open()
    answered(ward, code)
    assert publishes(ward, code, shown=Shown(ASKED, SAID, (b"blocked",)), files=files).done
    with ward.store.read() as work:
        keys = publications.keys_of(publications.page(work, KEY, 1)[0])
        assert set(keys) <= attachments.kept_keys(work)
    assert files.read(keys[0]) == b"blocked"

    assert does(ward, "Đầu Mẫu", lambda doing: publishing.withdraw(doing, code)).done
    assert files.read(keys[0]) is None


def test_after_two_years_it_is_gone(ward: CaseWard) -> None:
    code = ward.open()
    answered(ward, code)
    assert publishes(ward, code).done
    ward.clock.move(days=731)
    with ward.store.work() as work:
        purge_some(work, ward.clock.now())
        work.commit()
    assert on_the_page(ward) == []


def test_words_added_later_are_not_published_with_it(ward: CaseWard) -> None:
    code = ward.open()
    ward.sends(AddToCase(ward.row(code).id, "thêm chuyện riêng"))
    answered(ward, code)
    assert "riêng" not in proposed(ward, code).question.text


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(off=st.frozensets(st.integers(0, 12)), more=st.sampled_from(["", "đèn", "cột", "là"]))
def test_whatever_is_switched_nothing_that_may_never_stand_there_is_shown(
    off: frozenset[int], more: str
) -> None:
    from knowledge.redaction.marks import joined
    from knowledge.redaction.never import Person, never
    from knowledge.redaction.suggesting import suggest

    persons = [Person("Lê Thị Thử", "0900000123")]
    must = never(MATTER, persons)
    marks = joined([*suggest(MATTER, recogniser=None), *must])
    locked = frozenset(
        one for one in marks if any(one.start < two.end and two.start < one.end for two in must)
    )
    part = publishing.Part(MATTER, marks, locked)
    shown = part.hidden(sorted(off), part.stretches(more))
    assert never(shown, persons) == ()
    assert all(one.kind in set(Hidden) for one in part.marks)
