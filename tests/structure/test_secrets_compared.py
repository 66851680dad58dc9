"""What a stranger hands in to prove itself is compared in constant time, in every webhook."""

import ast
from collections.abc import Iterator

import pytest

from tests.structure.test_code_base import ROOT

VERIFIERS = {
    "bot/channels/telegram/webhook.py": "SECRET_HEADER",
    "bot/channels/zalo_bot/webhook.py": "_known",
    "bot/channels/zalo_oa/signature.py": "_fits",
    "bot/channels/bridge/signature.py": "hmac.compare_digest",
    "bot/web/metrics.py": "hmac.compare_digest",
}
"""Each file that holds a verifier, and what of it is looked at: the innermost function that
names it."""
EQUAL = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)


def verifiers(file: str, named: str) -> Iterator[ast.AST]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = [
        one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    found = [one for one in functions if one.name == named or named in ast.unparse(one)]
    inner = [
        one for one in found if not any(two is not one and two in ast.walk(one) for two in found)
    ]
    return iter([one for one in inner if one.name == named] or inner)


@pytest.mark.parametrize(("file", "named"), VERIFIERS.items())
def test_a_verifier_compares_in_constant_time_and_in_no_other_way(file: str, named: str) -> None:
    found = list(verifiers(file, named))
    assert found
    for function in found:
        calls = [ast.unparse(one.func) for one in ast.walk(function) if isinstance(one, ast.Call)]
        assert "hmac.compare_digest" in calls, ast.unparse(function)
        compared = [
            ast.unparse(one)
            for one in ast.walk(function)
            if isinstance(one, ast.Compare) and any(isinstance(op, EQUAL) for op in one.ops)
        ]
        assert [one for one in compared if "given" in one or "secret" in one] == []
