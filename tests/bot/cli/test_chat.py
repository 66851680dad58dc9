"""`motcua chat`, the whole program, its keyboard and its screen."""

import os
import subprocess
import sys
from pathlib import Path

from knowledge.text.folding import fold
from tests.fakes.product import CODE, ROOT


def test_a_person_at_the_terminal_asks_chooses_by_number_and_leaves(tmp_path: Path) -> None:
    own = {"MOTCUA_DATABASE__URL": f"sqlite:///{tmp_path}/motcua.db", "COLUMNS": "300"}
    typed = ["khai sinh", "3", "/thoat", "không ai đọc câu này"]
    done = subprocess.run(
        [sys.executable, "-c", CODE, "chat"],
        cwd=ROOT,
        input="\n".join(typed) + "\n",
        env={**os.environ, **own},  # noqa: TID251 - of a program of its own
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    said = fold(done.stdout)
    assert done.returncode == 0, done.stderr
    told = ("Xin chào anh/chị", "việc nào về khai sinh", "8.000đ/bản sao")
    places = [said.find(fold(one)) for one in told]
    assert -1 < places[0] < places[1] < places[2]
    assert "DỮ LIỆU THỬ" in done.stdout
    assert "Traceback" not in done.stderr
