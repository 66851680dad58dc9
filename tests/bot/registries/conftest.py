"""Settings of the sample commune, with a register of one's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import DEFAULT_FILE, Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    """Settings of the sample commune, with a register of one's own."""

    def made(**registry: str) -> Settings:
        monkeypatch.setenv("MOTCUA_KEYS__FACTOR_FILE", str(tmp_path / "factor.key"))
        for name, value in registry.items():
            monkeypatch.setenv(f"MOTCUA_REGISTRY__{name}".upper(), value)
        return load_settings(DEFAULT_FILE)

    return made
