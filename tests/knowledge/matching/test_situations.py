"""Who names no paper is understood by what is told, asked back, or left to what was found."""

import json
import re

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import (
    Ambiguous,
    Match,
    NoMatch,
    Outcome,
    ProcedureOption,
    RouteFound,
    Subject,
)
from knowledge.matching.situations import FILE, shipped_situations
from knowledge.text.folding import fold
from tests.benchmarks._matching_data import SHARED, catalogue, development
from tests.benchmarks._situations import digest, texts

TOLD = (
    ("1.014064", "cái thẻ gắn chíp của em để trong máy sấy nó cong queo rồi, quẹt cổng không nhận"),
    ("1.004873", "ngân hàng bắt chứng minh em còn ở một mình chưa vợ con gì mới cho vay mua nhà"),
    ("1.010041", "trường cấp hai đòi tờ giấy chứng con đang sống ở địa chỉ này"),
    ("1.003197", "nó đi lấy chồng xa mấy năm nay mà tên vẫn nằm trong hộ nhà tôi, muốn bỏ ra"),
    ("1.001699", "em tôi liệt nửa người từ nhỏ, muốn được công nhận để hưởng chế độ"),
    ("1.012812", "ông kế bên xây rào lấn qua đất nhà tui, nhờ xã mời hai bên lên nói chuyện"),
    ("1.001570", "bầu bì mệt quá, tính đóng tiệm bốn tháng rồi mở bán lại"),
)
"""Nobody's words but ours; none is among those learnt from."""


def offered(outcome: Outcome) -> list[str]:
    if isinstance(outcome, Match):
        return [outcome.code]
    options = outcome.options if isinstance(outcome, Ambiguous) else ()
    return [one.code for one in options if isinstance(one, ProcedureOption)]


@pytest.mark.parametrize(("code", "message"), TOLD)
def test_what_is_told_is_answered_or_offered(matcher: Matcher, code: str, message: str) -> None:
    assert fold(message) not in {fold(text) for text, _ in texts()}
    assert code in offered(matcher.read(message).outcome)


@pytest.mark.parametrize(
    "message",
    ["hôm nay trời đẹp quá ta", "dạy tôi giải phương trình bậc hai", "con mèo nhà tôi đẹp"],
)
def test_what_no_office_does_is_left_alone(matcher: Matcher, message: str) -> None:
    assert isinstance(matcher.read(message).outcome, NoMatch | RouteFound)


def test_few_words_are_left_to_the_names(matcher: Matcher) -> None:
    for message in ("làm giấy", "bao lâu", "cái kia"):
        assert not offered(matcher.read(message).outcome)


def test_what_is_hidden_is_not_told(matcher: Matcher) -> None:
    code, message = TOLD[0]
    visible = frozenset(matcher.procedures) - {code}
    assert code not in offered(matcher.read(message, visible=visible).outcome)


def test_where_all_that_is_told_is_hidden_nothing_is_told(matcher: Matcher) -> None:
    for _, message in TOLD:
        assert not offered(matcher.read(message, visible=frozenset()).outcome)


def test_a_follow_up_stays_with_its_subject(matcher: Matcher) -> None:
    reading = matcher.read("mấy bữa thì lấy được", Subject(code="1.004873"))
    assert reading.follow_up
    assert offered(reading.outcome) == ["1.004873"]


def test_an_urgent_route_is_never_doubted(matcher: Matcher) -> None:
    assert matcher.read("nhà tui đang cháy, giấy khai sinh con còn trong đó").outcome == RouteFound(
        "chay"
    )


def test_the_probabilities_of_a_guess_add_up(matcher: Matcher) -> None:
    for _, message in TOLD:
        guess = shipped_situations().guess(matcher.reader.read(message)[0])
        assert sum(share for _, share in guess.rows) == pytest.approx(1)
        assert list(guess.rows) == sorted(guess.rows, key=lambda row: -row[1])


def test_every_key_is_a_record_a_route_or_a_card(matcher: Matcher) -> None:
    known = {"none", *matcher.procedures}
    known |= {f"route:{key}" for key in matcher.guides.routes}
    known |= {f"card:{key}" for key in matcher.guides.cards}
    imported = {key for key in shipped_situations().keys if re.fullmatch(r"\d\.\d{6}", key)}
    assert set(shipped_situations().keys) <= known | imported
    assert set(matcher.procedures) <= imported
    assert len(imported) > 400


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs the study data beside the repository")
def test_every_other_code_is_one_a_commune_imports() -> None:
    assert {key for key in shipped_situations().keys if key[0].isdigit()} == {
        procedure.code for procedure in catalogue()
    }


def test_the_data_was_fitted_on_the_texts() -> None:
    told = json.loads(FILE.read_text(encoding="utf-8"))["texts"]
    assert told == digest(), "run `python -m tests.benchmarks._situations --write`"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="needs the study data beside the repository")
def test_no_text_is_a_question_of_the_study() -> None:
    asked = {fold(one.question) for one in development() if not one.turns}
    assert {text for text, _ in texts() if fold(text) in asked} == set()
