"""Somebody's own child, sister or aunt is mourned too; what "I" lost is not."""

import pytest

from knowledge.matching.losses import bereaved, died
from knowledge.text.folding import words


@pytest.mark.parametrize(
    "text",
    ["con tôi vừa mất", "con toi moi mat", "anh tôi mất hôm qua", "chi toi mat hom kia",
     "em tui mới mất", "con em mất rồi", "cô tôi mất hôm qua",
     "em ruột tôi vừa mất vì tai nạn", "ba em mat vi tai nan"],
)  # fmt: skip
def test_ones_own_are_mourned(text: str) -> None:
    assert bereaved(words(text))


@pytest.mark.parametrize(
    "text",
    ["em mới mất", "tôi vừa mất hôm qua", "xe anh tôi mất hôm qua",
     "giấy tờ của anh tôi mất hôm qua",
     "con tôi mất đồ", "con em mất thẻ rồi", "ví của con tôi mất rồi",
     "em mất ví hôm qua", "em mat vi hom qua"],
)  # fmt: skip
def test_a_thing_that_is_gone_is_not_mourned(text: str) -> None:
    assert not died(words(text))
