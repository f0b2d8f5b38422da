"""A text as HTML: everything escaped, conditions labelled, values, terms and references as links."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model.evaluated import Origin
from docgen.render.site.differences import compared_lines, positions_html, redline_html
from docgen.render.site.lines import Line, lines_of
from docgen.render.site.links import Links
from docgen.render.site.look import Look, Place
from docgen.render.site.phrases import Phrases
from docgen.render.site.text import text_html
from docgen.render.site.words import Words
from docgen.stages.as_drafted import as_drafted
from docgen.stages.data_filters import DATA_FILTERS
from docgen.stages.script_parse import parse_script
from docgen.stages.terms import TermForms
from docgen.store.languages import load_language
from docgen.store.site_data import site_words

FR = load_language("fr")
WORDS = Words("fr", site_words("fr"), FR)
TITLES = {"duree": "Durée & effet", "prix": "Prix", "moi": "Moi"}
LINKS = Links("moi", FR, TITLES, {"tarifs": ("Tarifs", "../documents.html#d-c")}, lambda i: f"{i}.html",
              lambda t: f"../terms.html#t-{t}" if t == "client" else "")  # fmt: skip
PLACES = {"duree": Place("p-duree", "12 mois", 'duree.mois "x"')}
FORMS = TermForms({"Client": "client", "Tiers": "tiers"})


class Balanced(HTMLParser):
    """Fails where tags are not balanced; keeps tags, text and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.text, self.ids, self.links = "", [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [v for k, v in attrs if k == "id"]
        self.links += [v for k, v in attrs if k == "href"]
        assert not [k for k, _ in attrs if k.startswith("on")]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def drafted(text: str):
    outcome = parse_script(text, "c.md", {*DATA_FILTERS, "date"})
    assert outcome.value is not None, outcome.diagnostics
    return as_drafted(outcome.value, Origin("moi", 1, "fr", "c.md", frozenset({"à", "À", "de"})), FORMS, FR)


def look() -> Look:
    return Look(Phrases(WORDS), LINKS, PLACES, {"x": "Terme <X>"}, 3, "t", "a-")


def redlined(old, new) -> str:
    return redline_html(compared_lines(old, new), old, new, WORDS)


def html(text: str) -> str:
    made = text_html(drafted(text), look())
    Balanced(made)
    return made.replace("\u00a0", " ")


def test_conditions_are_labelled_groups() -> None:
    made = html("{% if a %}\nUn.\n{% else %}\nDeux.\n{% endif %}\n")
    assert made.count('role="group"') == 2
    assert re.findall(r'class="when" id="(t-b\d)">([^<]*)<', made) == [("t-b1", "si a :"), ("t-b2", "sinon :")]
    assert re.findall(r'aria-labelledby="(t-b\d)"', made) == ["t-b1", "t-b2"]


def test_conditions_in_a_paragraph_are_labelled_spans() -> None:
    assert '<span class="branch if"><span class="when">si a :</span>  et deux</span>.' in html(
        "Un{% if a %} et deux{% endif %}."
    )


def test_emphasis_and_conditions_do_not_cross() -> None:
    made = html("**Un {{ duree }}{% if a %} deux** trois{% endif %}.")
    assert "<strong>Un </strong><strong><a" in made
    assert '</a></strong><span class="branch if">' in made


def test_a_condition_that_goes_on_in_the_next_paragraph() -> None:
    made = html("Un{% if a %} deux\n\ntrois{% endif %} quatre.")
    assert made.count('<span class="branch goes-on">') == 1


def test_a_value_is_a_chip_that_leads_to_its_parameter() -> None:
    made = html("Dans {{ duree }} et {{ autre.chose|date }}.")
    assert (
        '<a class="chip" href="#p-duree" title="duree.mois &quot;x&quot;">duree<span class="default"> 12 mois</span></a>'
        in made
    )
    assert '<span class="chip">autre › chose</span>' in made


def test_terms_and_references_are_links() -> None:
    made = html(
        "Le Client et le Tiers, [[à duree]] ; [[À prix, duree]] ; [[de moi]] ; [[annexe:tarifs]] ; [[absente]]."
    )
    assert '<a class="term" href="../terms.html#t-client">Client</a> et le Tiers,' in made
    assert 'à l’article <a class="reference" href="duree.html">« Durée &amp; effet »</a>' in made
    assert 'Aux articles <a class="reference" href="prix.html">« Prix »</a> et <a' in made
    assert "du présent article ;" in made
    assert '<a class="reference" href="../documents.html#d-c">« Tarifs »</a>' in made
    assert "l’article « absente »" in made


def test_an_anchor_of_the_text_itself_is_a_place_of_the_page() -> None:
    made = html("## Délais {: #delais }\n\nVoir [[moi#delais]].\n")
    assert '<h3 id="a-delais">Délais</h3>' in made
    assert 'href="#a-delais">« Délais »</a>' in made


def test_lists_nest_and_keep_their_numbers_through_conditions() -> None:
    made = html("A :\n\n1. un\n    - aa\n{% if a %}\n2. deux\n{% endif %}\n3. trois\n")
    assert re.findall(r'<li value="(\d)"', made) == ["1", "2", "3"]
    assert '<ol class="level-1"><li value="1">un' in made
    assert "<ul><li>aa" in made


def test_tables_have_headers_a_caption_and_a_region_of_their_own() -> None:
    made = html(
        "[[table: caption=Les canaux]]\n| A | B |\n|---|--:|\n{% for x in l %}\n| {{ x.y }} | 2 |\n{% endfor %}\n"
    )
    assert '<div class="scroll" role="group" tabindex="0" aria-label="Les canaux">' in made
    assert "<caption>Les canaux</caption>" in made
    assert '<th scope="col">A</th><th scope="col" class="right">B</th>' in made
    assert '<th scope="rowgroup" colspan="2">pour chaque élément de l :</th>' in made


def test_notes_lead_there_and_back() -> None:
    made = Balanced(text_html(drafted("Un[^1].\n\n[^1]: Deux.\n"), look()))
    assert {link[1:] for link in made.links} == set(made.ids)


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> \"'&"


@pytest.mark.parametrize(
    "text", ['Un \\<b> & "deux".', "{% if a == '<script>' %}x{% endif %}", "{{ a if b == '<i>' else '<u>' }}"]
)
def test_nothing_of_the_library_becomes_markup(text: str) -> None:
    made = Balanced(text_html(drafted(text), look()))
    assert not {"script", "b", "i", "u", "img"} & set(made.tags)


def test_titles_and_labels_are_escaped() -> None:
    links = Links("moi", FR, {"duree": HOSTILE}, {}, lambda i: f'{i}".html', lambda t: '"onclick="x')
    phrases = Phrases(WORDS, None, {"position": {"p": HOSTILE}})
    hostile = Look(phrases, links, {"a": Place('"><script>', HOSTILE, HOSTILE)}, {"x": HOSTILE}, 3, "t", "a-")
    text = "Client [[duree]] {{ a }} [[def:x]] {% if position == 'p' %}x{% endif %}"
    made = Balanced(text_html(drafted(text), hostile))
    assert set(made.tags) <= {"p", "a", "span", "dfn"}
    lines = lines_of(drafted(text), hostile)
    assert not {"script", "img"} & set(Balanced(redlined((), lines) + redlined(lines, ())).tags)


def test_lines_hold_what_the_page_says() -> None:
    lines = lines_of(drafted("## T\n\n{% if a %}\nUn {{ duree }}.\n{% endif %}\n\n1. un[^1]\n\n[^1]: N.\n"), look())
    assert [(line.kind, line.label, line.text.replace("\u00a0", " ")) for line in lines] == [
        ("heading", "", "T"), ("when", "", "si a :"), ("text", "", "Un [duree 12 mois]."), ("item", "a)", "un (N.)."),
    ]  # fmt: skip


TEXTS = st.lists(st.sampled_from(["Un deux trois.", "Un deux quatre.", "<b>", "a & b"]), max_size=4)


@given(TEXTS, TEXTS)
def test_a_redline_holds_both_texts(old: list[str], new: list[str]) -> None:
    lines = [[Line("text", 0, "", t) for t in texts] for texts in (old, new)]
    made = redlined(*lines)
    made = re.sub(r'<span class="said">[^<]*</span>', "", made)
    gone, come = (Balanced(re.sub(rf"<{tag}>.*?</{tag}>", "", made)).text for tag in ("ins", "del"))
    assert (gone, come) == ("".join(old), "".join(new))


def test_what_positions_share_stands_once() -> None:
    texts = [
        [Line("text", 0, "", t) for t in one]
        for one in (["A.", "Dix ans."], ["A.", "Dix ans."], ["A.", "Deux ans.", "B."])
    ]
    made = positions_html(texts, WORDS)
    assert '<tr class="same"><td colspan="3">' in made
    assert '<td colspan="2"><p class="l-text d-0 c-same">Dix ans.</p></td>' in made
    assert "<mark>Deux</mark> ans." in made
    assert made.count('class="nothing"') == 1
    Balanced(f"<table>{made}</table>")
