"""Options of a question back, in pages, with a way out of every page."""

from handlers import actions, options
from handlers.router import ACTS
from knowledge.matching.outcomes import (
    Ambiguous,
    CardOption,
    Option,
    ProcedureOption,
    RouteOption,
)

SEVEN: tuple[Option, ...] = (
    *(ProcedureOption(f"1.00000{n}", f"Việc {n}") for n in range(5)),
    RouteOption("toa_an", "Ly hôn"),
    CardOption("hours", "Giờ làm việc"),
)


def test_five_options_fit_one_page_with_the_way_out() -> None:
    page = options.first_page(Ambiguous(SEVEN[:5]))

    assert [button.label for button in page.buttons][-1] == "Tôi không rõ"
    assert len(page.options) == 5


def test_more_than_five_show_four_and_the_way_on() -> None:
    page = options.first_page(Ambiguous(SEVEN, family="khai_sinh"))

    assert len(page.options) == 4
    assert [button.label for button in page.buttons][-2:] == ["Việc khác", "Tôi không rõ"]
    assert page.buttons[-1].action == "unsure:khai_sinh"


def test_the_pages_together_show_every_option_once() -> None:
    first = options.page_of(SEVEN, 0, None)
    second = options.page_of(SEVEN, 4, None)

    assert first.options + second.options == SEVEN


def test_a_question_back_comes_back_from_storage_as_it_was() -> None:
    draft = options.draft_of(Ambiguous(SEVEN), None)

    assert tuple(options.options_from(draft)) == SEVEN


def test_every_verb_of_an_action_has_a_flow_and_every_flow_a_verb() -> None:
    assert set(ACTS) == actions.VERBS
