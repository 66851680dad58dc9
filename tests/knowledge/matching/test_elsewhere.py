"""What is another office's, a card's or nobody's matter is not taken for a procedure by a word."""

import pytest

from knowledge.loading import load_guidance, load_procedures
from knowledge.matching import Matcher, build_matcher
from knowledge.matching.elsewhere import weigh_elsewhere
from knowledge.matching.judgements import Judgement
from knowledge.matching.outcomes import Ambiguous, CardFound, Match, RouteFound
from knowledge.matching.situations import Guess
from knowledge.matching.weighing import Evidence


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return build_matcher(list(load_procedures()), load_guidance())


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("vneid bao sai mat khau hoai vao khong duoc", CardFound),
        ("may gio phuong minh lam viec chieu thu sau vay", CardFound),
        ("mấy giờ phường làm chiều thứ sáu", CardFound),
    ],
)
def test_is_led_away(matcher: Matcher, said: str, kind: type) -> None:
    assert isinstance(matcher.read(said).outcome, kind)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("nhà em cho khách du lịch ngủ lại qua đêm, khai báo khách với công an sao ạ", "2.001159"),
        ("lam khai sinh cho con moi sinh", "1.001193"),
        ("em muốn cấp lại căn cước bị mất", "1.014064"),
    ],
)
def test_what_is_ours_stays(matcher: Matcher, said: str, code: str) -> None:
    outcome = matcher.read(said).outcome
    assert isinstance(outcome, Match)
    assert outcome.code == code


def test_a_fire_is_never_led_elsewhere(matcher: Matcher) -> None:
    outcome = matcher.read("cháy nhà rồi cứu với").outcome
    assert isinstance(outcome, RouteFound)
    assert matcher.guides.routes[outcome.key].urgent


def test_only_what_is_no_procedure_is_weighed() -> None:
    guess = Guess((("route:thue", 0.6), ("1.001193", 0.3), ("none", 0.1)))
    evidence = Evidence(Ambiguous(()), guess, 4.0, 0.3, 0.6, 0.2, beside=False, offtopic=False)
    rows = weigh_elsewhere(evidence, Judgement(-1.0, {"said": 2.0}))
    assert [row.code for row in rows] == ["route:thue", "none"]
    assert rows[0].share > rows[1].share
