"""The order of libraries that build on each other, and whose clause is taken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from docgen.model.diagnostic import Place
from docgen.model.sharing import Layer
from docgen.stages.layers import above, in_order, provider, seen_from

HERE = Place("clauses/libraries.yaml", 1, 1)


def layers(**needs: str) -> dict[str, Layer]:
    return {name: Layer(name, f"libraries/{name}/", tuple(n.split())) for name, n in needs.items()}


def order(top: str, **needs: str) -> list[str]:
    outcome = in_order(Layer("", "", tuple(top.split())), layers(**needs), HERE)
    assert outcome.value is not None
    return [layer.name for layer in outcome.value]


def test_what_is_built_on_comes_after_all_that_builds_on_it() -> None:
    assert order("groupe juridique", groupe="", juridique="groupe") == ["", "juridique", "groupe"]
    assert order("a b", a="c", b="c", c="") == ["", "a", "b", "c"]


def test_libraries_that_do_not_know_each_other_stand_as_they_are_named() -> None:
    assert order("b a", a="", b="") == ["", "b", "a"]


def test_a_circle_is_named_with_everybody_in_it() -> None:
    outcome = in_order(Layer("", "", ("a",)), layers(a="b", b="c", c="a"), HERE)
    assert [(d.code, d.message) for d in outcome.diagnostics] == [
        ("SH101", "libraries build on each other in a circle: a -> b -> c -> a")
    ]


def test_a_library_that_is_not_there_is_named_with_who_needs_it() -> None:
    outcome = in_order(Layer("", "", ("a",)), layers(a="b"), HERE)
    assert [d.message for d in outcome.diagnostics] == ['the library "b", which "a" builds on, is not here']
    outcome = in_order(Layer("", "", ("b",)), {}, HERE)
    assert [d.message for d in outcome.diagnostics] == ['the library "b" is not here']


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sets(st.sampled_from("abcdefgh")), max_size=8))
def test_in_every_order_a_library_stands_before_what_it_builds_on(graph: dict[str, set[str]]) -> None:
    there = {
        name: Layer(name, "", tuple(sorted(n for n in needs if n > name and n in graph)))
        for name, needs in graph.items()
    }
    outcome = in_order(Layer("", "", tuple(sorted(graph))), there, HERE)
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    at = {layer.name: n for n, layer in enumerate(outcome.value)}
    assert sorted(at) == sorted(["", *graph])
    assert all(at[layer.name] < at[need] for layer in outcome.value for need in layer.needs)


def having(*names: str):  # type: ignore[no-untyped-def]
    return lambda layer: layer.name in names


def test_the_first_that_has_a_clause_provides_it() -> None:
    ordered = in_order(Layer("", "", ("groupe", "juridique")), layers(groupe="", juridique="groupe"), HERE).value or ()
    assert [la.name for la in ordered] == ["", "juridique", "groupe"]
    assert provider(ordered, having("groupe"))[0] == ordered[2]
    assert provider(ordered, having("juridique", "groupe")) == (ordered[1], ())
    assert provider(ordered, having()) == (None, ())


def test_two_that_do_not_build_on_each_other_both_claim_it_until_one_is_chosen() -> None:
    ordered = in_order(Layer("", "", ("achats", "groupe")), layers(groupe="", achats=""), HERE).value or ()
    assert provider(ordered, having("achats", "groupe")) == (ordered[1], (ordered[2],))
    assert provider(ordered, having("achats", "groupe"), choose="groupe") == (ordered[2], ())
    assert provider(ordered, having("achats"), choose="groupe") == (ordered[1], ())


def test_a_library_sees_itself_and_what_it_builds_on() -> None:
    ordered = in_order(Layer("", "", ("groupe", "juridique")), layers(groupe="", juridique="groupe"), HERE).value or ()
    assert [la.name for la in seen_from(ordered, "juridique")] == ["juridique", "groupe"]
    assert [la.name for la in seen_from(ordered, "groupe")] == ["groupe"]
    assert list(seen_from(ordered, "achats")) == []
    assert above(ordered)[""] == {"groupe", "juridique"}
