"""The site of the library in a real browser: found by keyboard, compared, read on a phone and without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.browser import AXE, DESKTOP, NARROW, PHONE, Viewer

INDEX = "fr/index.html"
CLAUSE = "fr/clauses/confidentialite.html"
PAGES = (INDEX, CLAUSE, "fr/clauses/volumetrie.html", "fr/terms.html", "fr/documents.html", "fr/coverage.html",
         "en/index.html", "en/clauses/automatisation-ia.html", "en/clauses/avenant-maintien.html")  # fmt: skip
CARDS = "#cards > li:not([hidden]) h2"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_every_window_and_says_nothing_in_the_console(viewer: Viewer, site: Path, page: str) -> None:
    for size in (DESKTOP, PHONE, NARROW):
        viewer.look(site / page, size)
        assert viewer.overflow <= 0, size
        assert viewer.complaints == []
    assert viewer.unnamed() == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("page", [INDEX, CLAUSE, "fr/coverage.html", "fr/terms.html"])
def test_everything_can_be_read(viewer: Viewer, site: Path, page: str, dark: bool) -> None:
    viewer.look(site / page, dark=dark)
    assert viewer.low_contrast() == []


@pytest.mark.parametrize("page", [INDEX, CLAUSE, "fr/clauses/volumetrie.html", "fr/coverage.html", "fr/documents.html"])
def test_axe_finds_nothing(viewer: Viewer, site: Path, page: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm install --no-save axe-core)")
    viewer.look(site / page)
    viewer.driver.execute_script(AXE.read_text(encoding="utf-8"))
    found = viewer.driver.execute_async_script("const done = arguments[0]; axe.run().then((r) => done(r.violations))")
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


def test_the_first_page_leads_to_the_library(viewer: Viewer, site: Path) -> None:
    viewer.look(site / "index.html")
    viewer.wait("location.href.endsWith('fr/index.html')")


def test_clauses_are_found_by_keyboard(viewer: Viewer, site: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    viewer.look(site / INDEX)
    viewer.type(Keys.TAB)
    assert viewer.focused == "skip"
    assert viewer.run("getComputedStyle(document.activeElement).top") == "0px"
    viewer.type(Keys.ENTER)
    assert viewer.focused == "content"
    viewer.look(site / INDEX)
    for _ in range(20):
        viewer.type(Keys.TAB)
        if viewer.focused == "q":
            break
    viewer.type("secret des affaires")
    viewer.wait("document.querySelectorAll('#cards > li:not([hidden])').length < 20")
    assert "Confidentialité" in viewer.text(CARDS)
    assert viewer.text("#count")[0].split()[0] == str(len(viewer.text(CARDS)))
    assert viewer.run("document.getElementById('count').getAttribute('aria-live')") == "polite"
    assert viewer.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_accents_and_beginnings_are_enough_and_nothing_is_said(viewer: Viewer, site: Path) -> None:
    viewer.look(site / INDEX, after="?q=CONFIDENTIALITE")
    viewer.wait("!document.getElementById('count').textContent.startsWith('83')")
    assert "Confidentialité" in viewer.text(CARDS)
    viewer.look(site / INDEX, after="?q=xyzzy")
    viewer.wait("document.getElementById('count').textContent.startsWith('Aucune')")
    assert viewer.text(CARDS) == []


def test_filters_combine_and_are_taken_back(viewer: Viewer, site: Path) -> None:
    viewer.look(site / INDEX)
    every = len(viewer.text(CARDS))
    choose = "(([name, value]) => { const f = document.getElementById(name); f.value = value; f.dispatchEvent(new Event('input', {bubbles: true})); return true; })"
    viewer.run(f"{choose}(['f-owner', 'juridique'])")
    by_owner = len(viewer.text(CARDS))
    viewer.run(f"{choose}(['f-category', 'risques'])")
    both = len(viewer.text(CARDS))
    assert 0 < both < by_owner < every
    assert viewer.text("#count") == [f"{both} clauses"]
    viewer.run("document.querySelector('#filters button[type=reset]').click() ?? true")
    viewer.wait("document.querySelectorAll('#cards > li:not([hidden])').length === arguments[0]", every)


def test_the_other_language_is_the_same_page(viewer: Viewer, site: Path) -> None:
    from selenium.webdriver.common.by import By

    viewer.look(site / CLAUSE)
    viewer.driver.find_element(By.CSS_SELECTOR, ".languages a").click()
    viewer.wait("location.href.endsWith('en/clauses/confidentialite.html')")
    assert viewer.run("document.documentElement.lang").startswith("en")
    assert viewer.text("h1") == ["Confidentiality"]


def test_two_revisions_are_compared(viewer: Viewer, site: Path) -> None:
    viewer.look(site / "fr/clauses/automatisation-ia.html")
    assert len(viewer.text("#compare .redline")) == 1
    pick = "(([from, to]) => { document.getElementById('from').value = from; document.getElementById('to').value = to; document.querySelector('.choose').dispatchEvent(new Event('change')); return true; })"
    for old, new in (("1", "3"), ("3", "1"), ("1", "2")):
        viewer.run(f"{pick}(['{old}', '{new}'])")
        a, b = sorted((old, new))
        assert viewer.text("#compared") == [f"Révision {a} comparée à la révision {b}."]
        (shown,) = viewer.run(
            "[...document.querySelectorAll('#compare .redline:not([hidden])')].map(r => [r.dataset.from, r.dataset.to, r.open])"
        )
        assert shown == [a, b, True]
        assert viewer.run("document.querySelectorAll('.redline:not([hidden]) ins').length") > 0
    viewer.run(f"{pick}(['2', '2'])")
    assert viewer.text("#compared") == ["Les deux révisions disent la même chose."]


@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROW])
def test_who_proposed_and_who_approved_is_seen_at_every_size(viewer: Viewer, site: Path, size: tuple[int, int]) -> None:
    viewer.look(site / CLAUSE, size)
    steps = [" ".join(text.split()) for text in viewer.text(".steps li")]
    assert [s.split(" 22")[0] for s in steps] == ["Révision 2 approuvée", "Révision 2 proposée", "Révision 1 approuvée", "Révision 1 proposée"]
    assert "Hélène Vasseur (tous les services)" in steps[0] and "relues à l’ouverture du journal" in steps[0]
    right = "Math.max(...[...document.querySelectorAll('.steps li > *')].map(e => e.getBoundingClientRect().right))"
    assert viewer.run(right) <= size[0]
    assert "approuvée" in viewer.text(".revisions tbody tr")[0]
    about = dict(zip(viewer.text(".about dt"), viewer.text(".about dd"), strict=True))
    assert about["Service"] == "Direction juridique"


def test_the_wording_of_a_position_is_compared(viewer: Viewer, site: Path) -> None:
    viewer.look(site / CLAUSE)
    options = viewer.run("[...document.getElementById('wording').options].map(o => o.text)")
    assert len(options) == len(set(options)) > 4
    for n in range(len(options)):
        viewer.run(
            "((n) => { document.getElementById('wording').value = n; document.querySelector('.choose').dispatchEvent(new Event('change')); return true; })(arguments[0])",
            str(n),
        )
        assert len(viewer.text("#compare .redline")) == 1, options[n]


def test_the_list_beside_a_clause_is_searched(viewer: Viewer, site: Path) -> None:
    viewer.look(site / CLAUSE)
    viewer.wait("document.querySelectorAll('#list a').length > 50")
    assert viewer.text("#list [aria-current=page]") == ["Confidentialité"]
    viewer.run("document.getElementById('q').focus() ?? true")
    viewer.type("pénalité de retard")
    viewer.wait("document.querySelectorAll('#list a').length < 20")
    assert 0 < len(viewer.text("#list a")) < 20


def test_on_a_phone_the_text_comes_first_and_tables_scroll_by_themselves(viewer: Viewer, site: Path) -> None:
    viewer.look(site / CLAUSE, PHONE)
    assert viewer.run("document.getElementById('browse').open") is False
    assert viewer.run("document.querySelector('h1').getBoundingClientRect().top") < 400
    assert viewer.run("[...document.querySelectorAll('table')].every(t => t.closest('.scroll'))")
    assert viewer.run("[...document.querySelectorAll('.scroll')].every(s => s.tabIndex === 0)")
    assert viewer.overflow <= 0


def test_without_scripts_everything_can_be_read(viewer: Viewer, site: Path) -> None:
    viewer.look(site / INDEX, scripts=False)
    assert len(viewer.driver.find_elements("css selector", "#cards > li h2 a")) == 83
    viewer.look(site / "fr/clauses/automatisation-ia.html", scripts=False)
    redlines = viewer.driver.find_elements("css selector", "#compare .redline > summary")
    assert len(redlines) >= 3
    assert all(r.is_displayed() for r in redlines)
    assert not viewer.driver.find_element("css selector", ".choose").is_displayed()
    redlines[0].click()
    assert viewer.driver.find_element("css selector", ".redline ins").is_displayed()
    viewer.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_who_wants_no_motion_gets_none(viewer: Viewer, site: Path) -> None:
    viewer.look(site / INDEX)
    assert viewer.run("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert viewer.run("getComputedStyle(document.querySelector('a')).transitionDuration") == "0s"


def test_paper_shows_the_clause_and_nothing_to_click(viewer: Viewer, site: Path) -> None:
    viewer.look(site / CLAUSE)
    viewer.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    for gone in (".top", ".side", ".parts", ".choose"):
        assert viewer.text(gone) == [], gone
    assert viewer.text("h1") == ["Confidentialité"]
    assert viewer.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    viewer.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
