"""What a message is: guessed from words, never sure without a tap; complaints never kept."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.feedback.classifying import (
    KindReader,
    Labelled,
    load_labels,
    shipped_reader,
)
from knowledge.feedback.cues import FEEDBACK_DATA, shipped_cues
from knowledge.feedback.kinds import ROUTED, TAKEN, FeedbackKind
from knowledge.text.folding import fold, strip_marks

K = FeedbackKind


@pytest.fixture(scope="module")
def reader() -> KindReader:
    return shipped_reader()


def held_out() -> list[Labelled]:
    return list(load_labels(FEEDBACK_DATA / "held_out.jsonl"))


def share(found: Iterable[bool]) -> float:
    values = list(found)
    return sum(values) / len(values)


def test_there_are_enough_labels_of_every_kind() -> None:
    labels = list(load_labels())

    assert len(labels) >= 300
    assert all(sum(one.kind is kind for one in labels) >= 25 for kind in K)


def test_no_held_out_sentence_is_trained_on() -> None:
    learned = {fold(one.text) for one in load_labels()}

    assert not learned & {fold(one.text) for one in held_out()}


def test_the_right_kind_is_mostly_first_and_nearly_always_offered(reader: KindReader) -> None:
    taken = [one for one in held_out() if one.kind in TAKEN]

    assert share(reader.read(one.text).kind is one.kind for one in taken) >= 0.75
    assert share(one.kind in reader.read(one.text).options[:3] for one in taken) >= 0.85


def test_complaints_and_denunciations_are_pointed_away_or_asked_about(reader: KindReader) -> None:
    found = [reader.read(one.text) for one in held_out() if one.kind in ROUTED]

    assert share(bool(one.routed) or one.suspected for one in found) >= 0.92


@pytest.mark.parametrize("kind", sorted(ROUTED))
def test_the_laws_own_words_are_always_heard(reader: KindReader, kind: FeedbackKind) -> None:
    named = {
        K.COMPLAINT: ["khiếu nại", "khieu nai", "khởi kiện"],
        K.DENUNCIATION: ["tố cáo", "to cao", "hối lộ", "tham ô"],
    }[kind]
    for word in named:
        for around in ("{}", "tôi {} cán bộ", "đèn đường hỏng, rác đầy và tôi {} phường"):
            assert reader.read(around.format(word)).routed is kind


def test_hardly_any_feedback_is_pointed_away(reader: KindReader) -> None:
    taken = [one for one in held_out() if one.kind in TAKEN]

    assert share(reader.read(one.text).routed is not None for one in taken) <= 0.02
    assert share(reader.read(one.text).suspected for one in taken) <= 0.10


def test_what_is_denied_is_not_heard(reader: KindReader) -> None:
    text = "tôi không khiếu nại, chỉ góp ý ghế phòng chờ bị gãy"

    assert reader.read(text).routed is None
    assert reader.read(text).kind is K.SERVICE


def test_typed_marks_tell_a_price_list_from_a_forged_degree() -> None:
    cues = shipped_cues()

    assert K.DENUNCIATION not in cues.found_in("bảng giá dịch vụ cao quá")
    assert K.DENUNCIATION in cues.found_in("cán bộ dùng bằng giả")


@pytest.mark.parametrize(
    "text",
    ["cháy nhà hẻm 5", "chay nha hem 5", "có người bất tỉnh", "xâm hại trẻ em", "đang có cướp"],
)
def test_an_emergency_is_seen_with_and_without_marks(reader: KindReader, text: str) -> None:
    assert reader.read(text).emergency


def test_every_reading_offers_every_kind_that_is_taken(reader: KindReader) -> None:
    for one in held_out():
        assert set(reader.read(one.text).options) == set(TAKEN)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    reading = shipped_reader().read(text)

    assert reading.kind in K


@given(st.sampled_from([one.text for one in load_labels() if one.kind in ROUTED]))
def test_taking_the_marks_away_hides_no_complaint(text: str) -> None:
    reading = shipped_reader().read(strip_marks(text))

    assert reading.routed or reading.suspected
