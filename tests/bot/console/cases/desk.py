"""Who works on cases in the console, and what they do on a case's page."""

import html

from knowledge.feedback.codes import CaseCode
from tests.fakes.console import Browser, ConsoleSite

OFFICER, OTHER, LEAD, HEAD = "Bạch Mẫu", "Cường Mẫu", "Phụ Mẫu", "Đầu Mẫu"


def path(code: CaseCode) -> str:
    return f"/can-bo/phan-anh/{code}"


def does(browser: Browser, code: CaseCode, act: str, **fields: str) -> str:
    page = browser.post(f"{path(code)}/{act}", path(code), **fields)
    return html.unescape(page.text)


def state(site: ConsoleSite, code: CaseCode) -> str:
    return str(site.ward.row(code).state)
