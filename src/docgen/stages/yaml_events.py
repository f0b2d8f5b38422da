"""YAML text to nodes by libyaml, and every diagnostic about the text: the reader that decides.

The parser is asked for one event at a time and every limit is checked between two events, so
that no file can crash it, and anchors, aliases, merge keys and tags are refused altogether.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from docgen.model.diagnostic import Diagnostic, Outcome, Place, error, info
from docgen.stages.characters import FORBIDDEN, masked, place_at, refused
from docgen.stages.yaml_hints import syntax_finding
from docgen.stages.yaml_nodes import Limits, MapNode, Node, ScalarNode, SeqNode

# The tree stays whole beside these findings, so that the stages after may go on checking it.
_TREE_STANDS = frozenset({"Y102"})
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_NAMED_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "e": "\x1b",
                  "N": "\x85", "L": "\u2028", "P": "\u2029"}  # fmt: skip
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\U0000[dD][89a-fA-F][0-9a-fA-F]{2}")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Event: TypeAlias = Any  # the stubs do not know that each event has its marks


def read_events(text: str, file: str, limits: Limits, characters: tuple[Diagnostic, ...]) -> Outcome[tuple[Node, ...]]:
    """What ``yaml_text.read_yaml`` gives; ``characters`` are the findings about forbidden characters of the text."""
    readable = masked(text) if characters else text
    reader = _Reader(readable, text, file, limits)
    nodes = reader.documents()
    if reader.broken and _SURROGATE.search(text):
        reader = _Reader(_without_surrogates(readable), text, file, limits)
        nodes = reader.documents()
    findings = _first(limits.findings, (*characters, *_own(reader.findings, characters)), file)
    stands = all(finding.code in _TREE_STANDS for finding in findings)
    return Outcome(nodes if stands else None, findings)


def _own(found: list[Diagnostic], characters: tuple[Diagnostic, ...]) -> Iterator[Diagnostic]:
    """The findings, without the syntax errors that a forbidden character on the line explains."""
    lines = {finding.place.line for finding in characters if finding.place}
    return (f for f in found if f.code != "Y101" or not f.place or f.place.line not in lines)


def _without_surrogates(text: str) -> str:
    return _SURROGATE.sub(lambda match: match[0][:-4] + "fffd", text)


def _first(most: int, findings: tuple[Diagnostic, ...], file: str) -> tuple[Diagnostic, ...]:
    if len(findings) <= most:
        return findings
    rest = f"{len(findings) - most} more findings of this file are not listed"
    return (*findings[:most], info(findings[most].code, rest, Place(file)))


class _Stop(Exception):
    """Reading cannot go on after this finding."""

    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding


class _Reader:
    """Builds the nodes of one text from the parser's events."""

    def __init__(self, text: str, original: str, file: str, limits: Limits) -> None:
        self.findings: list[Diagnostic] = []
        self.broken = False
        self._text, self._original, self._file, self._limits = text, original, file, limits
        self._loader: Any = None
        self._next: Callable[[], _Event] = self._begin
        self._count = 0
        self._escapes = "\\" in text

    def documents(self) -> tuple[Node, ...]:
        """All documents, or those before the place where reading had to stop."""
        nodes: list[Node] = []
        try:
            while type(event := self._next()) is not StreamEndEvent:
                if type(event) is DocumentStartEvent:
                    nodes.append(self._node(self._next(), 1))
        except _Stop as stop:
            self._give_up(stop.finding)
        except yaml.YAMLError as problem:
            self._give_up(syntax_finding(problem, self._text.splitlines(), self._file))
        finally:
            if self._loader is not None:
                self._loader.dispose()
        return tuple(nodes)

    def _begin(self) -> _Event:
        """The first event: the parser may refuse the text before there is any."""
        self._loader = _Loader(self._text)
        self._next = self._loader.get_event
        return self._next()

    def _give_up(self, finding: Diagnostic) -> None:
        self.broken = True
        self.findings.append(finding)

    def _node(self, event: _Event, depth: int) -> Node:
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        self._count += 1
        if self._count > self._limits.nodes:
            raise _Stop(_too_many(Place(self._file, line, column), self._limits))
        if depth > self._limits.depth:
            raise _Stop(_too_deep(Place(self._file, line, column), self._limits))
        kind = type(event)
        if kind is AliasEvent:
            self.findings.append(_shared(f'"*{event.anchor}" is an alias', Place(self._file, line, column)))
            return ScalarNode(self._file, line, column, "", False)
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event, Place(self._file, line, column))
        if kind is ScalarEvent:
            if event.style == '"' and self._escapes:
                self._check_escapes(mark.index, event.end_mark.index)
            return ScalarNode(self._file, line, column, event.value, bool(event.style))
        if kind is SequenceStartEvent:
            return SeqNode(self._file, line, column, tuple(self._items(depth)))
        return MapNode(self._file, line, column, tuple(self._pairs(depth)))

    def _refuse_properties(self, event: _Event, place: Place) -> None:
        if event.anchor is not None:
            self.findings.append(_shared(f'"&{event.anchor}" is an anchor', place))
        if event.tag is not None:
            self.findings.append(_tagged(event.tag, place))

    def _check_escapes(self, start: int, end: int) -> None:
        for match in _ESCAPE.finditer(self._original, start, end):
            character = _escaped(match)
            if character and FORBIDDEN.match(character):
                place = place_at(self._original, match.start(), self._file)
                self.findings.append(refused(character, place))

    def _items(self, depth: int) -> Iterator[Node]:
        while type(event := self._next()) is not SequenceEndEvent:
            yield self._node(event, depth + 1)

    def _pairs(self, depth: int) -> Iterator[tuple[ScalarNode, Node]]:
        seen: dict[str, ScalarNode] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key = self._node(event, depth + 1)
            after = self._next()
            value = self._node(after, depth + 1)
            if type(key) is ScalarNode and self._is_alone(event, after):
                self.findings.append(_alone(key.place))
            if type(key) is ScalarNode and type(event) is ScalarEvent:
                self._check_key(key, seen)
                yield key, value
            elif type(event) in (MappingStartEvent, SequenceStartEvent):
                self.findings.append(_key_of_braces(key.place))

    def _is_alone(self, key: _Event, value: _Event) -> bool:
        """A key without a colon: in ``{price: 12,5}`` the 5 is one."""
        end = value.start_mark.index
        if type(value) is not ScalarEvent or value.value or value.style:
            return False
        return ":" not in self._text[key.end_mark.index : end]

    def _check_key(self, key: ScalarNode, seen: dict[str, ScalarNode]) -> None:
        if key.text == "<<" and not key.quoted:
            self.findings.append(_shared('"<<" merges another mapping', key.place))
        elif not (key.text or key.quoted):
            self.findings.append(_empty_key(key.place))
        elif (first := seen.setdefault(key.text, key)) is not key:
            self.findings.append(_duplicate(key, first.place))


def _escaped(match: re.Match[str]) -> str | None:
    code = match[1] or match[2] or match[3]
    if code is None:
        return _NAMED_ESCAPES.get(match[4])
    number = int(code, 16)
    return chr(number) if number < 0x110000 else None


def _duplicate(key: ScalarNode, first: Place) -> Diagnostic:
    message = f'the key "{key.text[:60]}" stands twice in this mapping, first at {first}'
    return error("Y102", message, key.place, "keep one of the two")


def _key_of_braces(place: Place) -> Diagnostic:
    hint = "put a value that begins with { or [ in quotes"
    return error("Y101", "a mapping or a list cannot be a key", place, hint)


def _alone(place: Place) -> Diagnostic:
    hint = "put a value that holds a comma in quotes, and write decimals with a dot"
    return error("Y101", "this stands without a colon: a comma ends a value here", place, hint)


def _empty_key(place: Place) -> Diagnostic:
    return error("Y101", "a colon stands here without a key", place, 'write "key: value"')


def _shared(what: str, place: Place) -> Diagnostic:
    hint = "write the values out where they belong; put a text that begins so in quotes"
    return error("Y108", f"{what}, which docgen does not read", place, hint)


def _tagged(tag: str, place: Place) -> Diagnostic:
    shown = tag.replace("tag:yaml.org,2002:", "!!")[:60]
    hint = (
        "delete it: the vocabulary gives each field its type; put a text that begins so in quotes"
    )
    return error("Y109", f'"{shown}" is a tag, which docgen does not read', place, hint)


def _too_deep(place: Place, limits: Limits) -> Diagnostic:
    message = f"more than {limits.depth} levels stand inside one another here"
    return error(
        "Y107", message, place, "look for brackets or dashes that were repeated by mistake"
    )


def _too_many(place: Place, limits: Limits) -> Diagnostic:
    return error("Y110", f"the file has more than {limits.nodes:,} values", place, "split the file")
