"""The text of a clause as a machine that knows which words it can print, whatever the values and conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Final

from docgen.model.dataclass import dataclass
from docgen.model.script import For, If, Literal, Output, Script

BREAK: Final = "\u00b6"
WILD, ANY, NODES = "\ue000", "\ue001", 0xE100
"""A value, anything at all, and where the signs begin that stand for conditions and loops."""
_NODE: Final = re.compile("[\ue100-\uf8ff]")
_TOKEN: Final = re.compile(f"{BREAK}|{ANY}|[\\w{WILD}\ue100-\uf8ff]+")
_MARKUP: Final = (
    (re.compile(r"\[\[chart:[^\]]*\]\][ \t]*\n(?:[ \t]*[|\ue100-\uf8ff][^\n]*(?:\n|$))*"), f"\n{WILD}\n{WILD}\n"),
    (re.compile(r"\[\[(?:definitions|amendments)\]\]"), f" {ANY} "),
    (re.compile(r"\[\[table:[^\]]*\]\]"), f"\n{WILD}\n"),
    (re.compile(r"\[\[term:[^|\]]*\|([^\]]*)\]\]"), r"\1"),
    (re.compile(r"\[\[br\]\]"), " "),
    (re.compile(r"\[\[[^\]]*\]\]"), WILD),
    (re.compile(r"(?m)^\[\^[^\]]*\]:.*$"), ""),
    (re.compile(r"\[\^[^\]]*\]|\{:[^}]*\}"), ""),
    (re.compile(r"(?m)^(?=.*--)[ \t:|-]+$"), ""),
    (re.compile(r"(?m)^[ \t]*(?:[-*+]|\d{1,2}\.|#{1,6})[ \t]+"), ""),
    (re.compile(r"\\(?=\W)"), ""),
    (re.compile(r"[|\n]"), f" {BREAK} "),
)  # fmt: skip
_MOST_NODES: Final = 2_000


@dataclass(slots=True)
class _Level:
    """The text of one level of a script, with a sign for each condition or loop in it."""

    text: str
    nodes: dict[str, If | For]


def tokens(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return re.findall(r"\w+", text.casefold())


def level_of(script: Script) -> _Level:
    """A script without its markup: words, values as WILD, conditions as signs."""
    out: list[str] = []
    nodes: dict[str, If | For] = {}
    for part in script:
        if isinstance(part, Literal):
            out.append(part.text)
        elif isinstance(part, Output):
            out.append(WILD)
        elif isinstance(part, If | For) and len(nodes) < _MOST_NODES:
            sign = chr(NODES + len(nodes))
            nodes[sign] = part
            out.append(sign)
    text = "".join(out)
    for pattern, put in _MARKUP:
        text = pattern.sub(put, text)
    return _Level(text, nodes)


@dataclass(slots=True)
class Machine:
    """States with what leads on from them; the last one accepts."""

    words: list[str] = field(default_factory=list)
    nexts: list[list[int]] = field(default_factory=list)
    _closures: dict[int, frozenset[int]] = field(default_factory=dict)

    def state(self, word: str = "") -> int:
        """A new state: it waits for a word, or for nothing."""
        self.words.append(word)
        self.nexts.append([])
        return len(self.words) - 1

    def accepts(self, said: Sequence[str]) -> bool:
        """Whether the text can print exactly these words, BREAK between paragraphs."""
        active = self._closure(0)
        for word in said:
            following: set[int] = set()
            for state in active:
                wants = self.words[state]
                if wants == word:
                    following.update(*(self._closure(n) for n in self.nexts[state]))
                elif wants == ANY or (wants == WILD and word != BREAK):
                    following |= self._closure(state)
            if not following:
                return False
            active = frozenset(following)
        return len(self.words) - 1 in active

    def _closure(self, start: int) -> frozenset[int]:
        """The states that can be reached without a word."""
        if start not in self._closures:
            seen, todo = {start}, [start]
            while todo:
                state = todo.pop()
                if self.words[state] in ("", WILD, ANY, BREAK):
                    todo += (n for n in self.nexts[state] if n not in seen)
                    seen.update(self.nexts[state])
            self._closures[start] = frozenset(seen)
        return self._closures[start]


def machine(script: Script) -> Machine:
    """The machine of a text."""
    made = Machine()
    last = _build(made, level_of(script), made.state())
    made.nexts[last].append(made.state())
    return made


def _build(made: Machine, level: _Level, last: int) -> int:
    """The states of one level after ``last``; the one that ends it."""
    for token in _TOKEN.findall(level.text):
        signs = _NODE.findall(token)
        if token in (BREAK, ANY) or not (signs or WILD in token):
            last = _step(made, last, token if token in (BREAK, ANY) else token.casefold())
            continue
        for sign in signs:
            last = _node(made, level.nodes[sign], last)
        if WILD in token or len(signs) < len(token):
            last = _step(made, last, WILD)  # a word that a value or a condition completes
    return last


def _step(made: Machine, last: int, word: str) -> int:
    state = made.state(word)
    made.nexts[last].append(state)
    end = made.state()
    made.nexts[state].append(end)
    return end


def _node(made: Machine, node: If | For, last: int) -> int:
    end = made.state()
    if isinstance(node, For):
        body = made.state()
        made.nexts[last] += [body, end]
        made.nexts[_build(made, level_of(node.body), body)] += [body, end]
        branches: list[Script] = [node.otherwise]
    else:
        branches = [*(body for _, body in node.branches), node.otherwise]
    for branch in branches:
        start = made.state()
        made.nexts[last].append(start)
        made.nexts[_build(made, level_of(branch), start)].append(end)
    return end


# ------------------------------------------------------------ one way through a text
def flattened(script: Script, known: frozenset[str]) -> str:
    """The text on the way through its conditions that has most in common with ``known`` runs of three words."""
    level = level_of(script)
    return _NODE.sub(lambda m: _best(level.nodes[m[0]], known), level.text)


def _best(node: If | For, known: frozenset[str]) -> str:
    if isinstance(node, For):
        return flattened(node.body, known)
    ways = [flattened(b, known) for b in (*(body for _, body in node.branches), node.otherwise)]
    return max(ways, key=lambda way: _shared(way, known))


def _shared(way: str, known: frozenset[str]) -> float:
    found = trigrams(words_between_values(way))
    hits = sum(t in known for t in found)
    return hits - 0.5 * (len(found) - hits)


def words_between_values(text: str) -> list[str]:
    """The words of a flattened text; an empty one where a value or a break stands."""
    found = re.findall(f"{BREAK}|[\\w{WILD}{ANY}\ue100-\uf8ff]+", text)
    return ["" if w == BREAK or not w.isalnum() else w.casefold() for w in found]


def trigrams(words: Sequence[str]) -> list[str]:
    """Runs of three words; none goes over a value or a break."""
    return [" ".join(w) for w in zip(words, words[1:], words[2:], strict=False) if all(w)]


def paragraphs_of(flat: str) -> tuple[str, ...]:
    """The paragraphs of a flattened text, a value as an ellipsis in braces."""
    shown = flat.replace(WILD, SHOWN_VALUE).replace(ANY, SHOWN_VALUE)
    return tuple(p for piece in shown.split(BREAK) if (p := " ".join(piece.replace("**", "").split())))


SHOWN_VALUE: Final = "{…}"


def all_literals(script: Script) -> Iterator[str]:
    """The words of every way through a text, in order; an empty one where something else stands between."""
    level = level_of(script)
    for token in _TOKEN.findall(level.text):
        signs = _NODE.findall(token)
        if not signs:
            yield "" if token in (BREAK, ANY) or WILD in token else token.casefold()
            continue
        for sign in signs:
            node = level.nodes[sign]
            bodies = [node.body, node.otherwise] if isinstance(node, For) else [*(b for _, b in node.branches), node.otherwise]
            for body in bodies:
                yield ""
                yield from all_literals(body)
        yield ""
