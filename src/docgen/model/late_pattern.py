"""Regular expressions that are compiled when they are first used: most commands ask few of those that they import."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, AnyStr, Generic


class LatePattern(Generic[AnyStr]):
    """A pattern that is seldom used. What is asked for in a loop takes ``compiled``, once."""

    def __init__(self, text: AnyStr, flags: int = 0) -> None:
        self._text: AnyStr = text
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[AnyStr]:
        """The pattern; ``re.error`` where it is none."""
        return re.compile(self._text, self._flags)

    def search(self, text: AnyStr) -> re.Match[AnyStr] | None:
        """As the method of a compiled pattern, like all below."""
        return self.compiled.search(text)

    def match(self, text: AnyStr) -> re.Match[AnyStr] | None:
        """A match at the start."""
        return self.compiled.match(text)

    def fullmatch(self, text: AnyStr) -> re.Match[AnyStr] | None:
        """A match of all of it."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: AnyStr) -> Iterator[re.Match[AnyStr]]:
        """Every match."""
        return self.compiled.finditer(text)

    def findall(self, text: AnyStr) -> list[Any]:
        """What every match found."""
        return self.compiled.findall(text)
