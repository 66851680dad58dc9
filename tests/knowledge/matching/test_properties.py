"""Whatever is sent, a reading comes back, and the same one twice."""

import gc

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.loading import load_guidance
from knowledge.matching import Matcher, build_matcher
from knowledge.matching.outcomes import Subject

WORDS = st.sampled_from(
    [
        "đăng",
        "ký",
        "khai",
        "sinh",
        "mat",
        "giay",
        "ba",
        "mẹ",
        "em",
        "muon",
        "lam",
        "ko",
        "dk",
        "kh",
        "cc",
        "1.001193",
        "ddawng",
        "gia61y",
        "tạm",
        "trú",
        "với",
        "và",
        "hết",
        "hạn",
        "nước",
        "ngoài",
        "không",
        "phải",
        "ý",
        "là",
        "bao",
        "lâu",
        "\u202e",
        "�",
        "H32.12-260923-0007",
        "🙂",
        "?!",
        "\n",
        "80",
        "tuổi",
    ]
)
TEXT = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=st.characters(), min_size=0, max_size=50),
    st.lists(WORDS, max_size=40).map(" ".join),
)
QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@QUICK
@given(text=TEXT)
def test_any_text_is_read_and_read_the_same_twice(matcher: Matcher, text: str) -> None:
    assert matcher.read(text) == matcher.read(text)


@QUICK
@given(text=TEXT, code=st.sampled_from(["1.001193", "9.999999"]))
def test_any_text_is_read_within_a_conversation(matcher: Matcher, text: str, code: str) -> None:
    options = ("1.013225", "1.013229", "khong_co", "ly_hon")
    for subject in (Subject(code), Subject(None, options)):
        assert matcher.read(text, subject) == matcher.read(text, subject)


def test_ten_thousand_characters_are_read(matcher: Matcher) -> None:
    for text in (
        "1.1." * 2_500,
        "khai sinh " * 1_000,
        "á" * 10_000,
        "\ud800" * 10_000,
        "(" * 10_000,
    ):
        assert matcher.read(text).outcome is not None


def test_building_leaves_the_garbage_collector_as_it_was() -> None:
    guidance = load_guidance()

    build_matcher((), guidance)
    assert gc.isenabled()

    gc.disable()
    try:
        build_matcher((), guidance)
        assert not gc.isenabled()
    finally:
        gc.enable()
