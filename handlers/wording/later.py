"""What is asked when words after a report may belong to it or not."""

from typing import Final

JOIN: Final = "Thêm vào phản ánh"
ASIDE: Final = "Không, trả lời câu này"


def is_it_more(code: str, said: str) -> str:
    """Whether what was just said goes to the report."""
    return f"Câu “{said}”: anh/chị muốn em thêm vào phản ánh {code}, hay trả lời riêng ạ?"
