"""Text cut into what a reader would replace as a whole.

A word with what a no-break space ties to it is one token (« 10 000 € »); an elided article stands alone, since
the word after it changes without it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

_NO_BREAK: Final = "[\u00a0\u202f]"
_WORD: Final = r"(?:\w+(?:[.,:/@\-\u2010\u2011]+\w+)*['’]?|[^\w\s])"
_TOKEN: Final = re.compile(rf"{_WORD}(?:{_NO_BREAK}+{_WORD})*{_NO_BREAK}*|{_NO_BREAK}+|[^\S\u00a0\u202f]+")
_PLAIN: Final = re.compile(r"[\W_]+")
_COUNTED: Final = re.compile(r"\w+")


def tokens(text: str) -> list[str]:
    """The text in pieces that add up to it: words, punctuation and stretches of space."""
    return _TOKEN.findall(text)


def skeleton(text: str) -> str:
    """The letters and digits alone: equal where only an apostrophe, a space or punctuation differs."""
    return _PLAIN.sub("", text)


def counted(text: str) -> Counter[str]:
    """How often each word stands in the text, for a quick measure of likeness."""
    return Counter(_COUNTED.findall(text))


def common(one: Counter[str], other: Counter[str]) -> int:
    """How many characters stand in words that both have."""
    if len(other) < len(one):
        one, other = other, one
    return sum(len(word) * min(n, other[word]) for word, n in one.items() if word in other)
