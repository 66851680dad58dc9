"""Large patterns, compiled when they are first looked for."""

import re
from functools import cached_property


class Late:
    """A pattern that few starts need and that takes milliseconds to compile."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self._pattern)
