"""A person at the chat page: the screens they have, what they type and what they see of it."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OFFICE, PHONE, SMALL

SIZES = pytest.mark.parametrize("size", [SMALL, PHONE, OFFICE], ids=lambda one: f"{one[0]}px")
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])


def ask(page: Page, text: str) -> None:
    """Type a question and send it."""
    page.get_by_label("Câu hỏi của anh/chị").fill(text)
    page.get_by_role("button", name="Gửi").click()


def said(page: Page) -> list[str]:
    """What the person said, as the page shows it."""
    return page.locator("#log .me p:not(.sr)").all_inner_texts()
