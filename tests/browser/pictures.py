"""Takes the README's pictures of the running program: `python -m tests.browser.pictures`."""

import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, free_port
from tests.browser.test_whole import ask, serving

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SHOTS: Final = {
    "chat-phone.png": (390, 844, ("dk ket hon het bao nhieu tien",)),
    "chat-desktop.png": (1100, 800, ("dang ky ket hon can giay to gi",)),
}
"""File → width, height, what is asked."""


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), free_port()) as program,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        for name, (width, height, questions) in SHOTS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, reduced_motion="reduce"
            )
            page = context.new_page()
            page.goto(program.url)
            _talk(page, questions)
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=FOLDER / name)
        browser.close()


def _talk(page: Page, questions: tuple[str, ...]) -> None:
    for number, question in enumerate(questions, 1):
        ask(page, question)
        page.locator("#log .bot").nth(number - 1).wait_for()
        page.locator(".typing").wait_for(state="detached")


if __name__ == "__main__":
    main()
