"""The words of a site in one language, read from data; days and quotation marks are those of the language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docgen.model.language import Language
from docgen.stages.typeset_blocks import typeset_value
from docgen.stages.wording_dates import date


class Words:
    """Words by dotted key: ``clause.guidance``."""

    def __init__(self, code: str, data: Mapping[str, Any], language: Language) -> None:
        self.code, self.language = code, language
        self._texts = dict(_flat(data, ""))

    def say(self, key: str, **values: object) -> str:
        """A word or a sentence, ``{name}`` filled in."""
        text = self._texts[key]
        return text.format(**values) if values else text

    def known(self, table: str, code: str) -> str:
        """The word for a code (a kind of position, a state); the code itself where there is none."""
        return self._texts.get(f"{table}.{code}", code)

    def count(self, key: str, number: int) -> str:
        """A sentence about so many: its form ``one``, or ``many``."""
        one = number == 1 or (number == 0 and self.language.grammar.plural_from_two)
        return self._texts[f"{key}.{'one' if one else 'many'}"].format(n=number)

    def table(self, prefix: str) -> dict[str, str]:
        """All words below a key, for the script of the pages."""
        start = f"{prefix}."
        return {k.removeprefix(start): v for k, v in self._texts.items() if k.startswith(start)}

    def day(self, iso: str) -> str:
        """An ISO day as it is written."""
        return date(iso, self.language) if iso else ""

    def span(self, first: str, last: str) -> str:
        """The days between which something holds."""
        form = f"{'from' if first else ''}{'to' if last else ''}" or "always"
        return self.say(f"span.{form}", first=self.day(first), last=self.day(last))

    def quoted(self, text: str) -> str:
        """A text between quotation marks."""
        return self.language.phrase("quoted").format(text)

    def picked(self, texts: Mapping[str, str]) -> tuple[str, str]:
        """A text of the library in this language, else in the first that it has; and the code of another language."""
        if self.code in texts:
            return self.typeset(texts[self.code]), ""
        other = next(iter(texts), "")
        return texts.get(other, ""), other

    def typeset(self, text: str) -> str:
        """A text of the library with the typography of this language."""
        return typeset_value(text, self.language)


def _flat(data: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", str(value)
