"""Who signs in, and what their page and the database show of it."""

from sqlalchemy import text

from tests.fakes.console import ConsoleSite

OFFICER, HEAD, ADMIN = "Bạch Mẫu", "Đầu Mẫu", "Quản Mẫu"
ACCOUNT = "/can-bo/tai-khoan"


def rows(site: ConsoleSite, query: str) -> list[tuple[object, ...]]:
    with site.ward.store.read() as work:
        return [tuple(row) for row in work.run(text(query)).all()]


def signed_in(page: str) -> bool:
    return "Thoát trên mọi máy" in page
