"""Actions fit every channel's buttons and come back as they were built."""

import pytest

from handlers import actions
from handlers.actions import Action
from handlers.errors import ActionError


def test_an_action_comes_back_as_it_was_built() -> None:
    assert actions.parse(actions.build("p", "1.001193", "fee")) == Action("p", ("1.001193", "fee"))


def test_an_action_without_arguments_is_its_verb() -> None:
    assert actions.build("cancel") == "cancel"


@pytest.mark.parametrize("argument", ["khai sinh", "phí", "a:b", "", "x" * 63])
def test_what_no_channel_could_carry_is_refused_when_built(argument: str) -> None:
    with pytest.raises(ActionError):
        actions.build("p", argument)


def test_an_unknown_verb_is_refused_when_built() -> None:
    with pytest.raises(ActionError):
        actions.build("launch")


@pytest.mark.parametrize("text", ["", "launch:1", "p:a b", "p:", "p:" + "x" * 70, "p:đ", ":p"])
def test_what_no_button_of_ours_carries_is_nothing(text: str) -> None:
    assert actions.parse(text) is None
