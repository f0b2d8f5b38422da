"""``docgen calendar``: the duties of the contracts of a profile, and the annex that prints them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from icalendar import Calendar

from support.project import Cli, everything, profile_with, run
from support.word import Word

MOBILYS = "profiles/mobilys.yaml"
START, END, SIGNED = date(2027, 3, 1), date(2030, 2, 28), date(2026, 12, 10)


@pytest.fixture
def duties(project: Path, docgen: Cli) -> list[dict[str, Any]]:
    """The lines of the calendar of a shipped profile."""
    rows: list[dict[str, Any]] = docgen("calendar", MOBILYS, "--format", "json", code=0).json["duties"]
    return rows


def days(duties: list[dict[str, Any]], clause: str, obligation: str) -> list[str]:
    return [d["date"] for d in duties if (d["clause"], d["obligation"]) == (clause, obligation)]


def every(months: int, start: date, end: date, first: int = 0) -> list[str]:
    """An oracle of its own."""
    found = (start + relativedelta(months=n * months) for n in range(first, 1000))
    return [d.isoformat() for d in found if d <= end]


# ------------------------------------------------------------------ the days
def test_vigilance_documents_come_back_every_six_months_from_the_signature_to_the_end(duties: list[dict[str, Any]]) -> None:
    assert days(duties, "vigilance-sociale", "documents") == every(6, SIGNED, END)


def test_notice_term_and_what_follows_are_counted_from_the_end(duties: list[dict[str, Any]]) -> None:
    assert days(duties, "duree", "terme") == ["2030-02-28"]
    assert days(duties, "renouvellement", "preavis-expres") == ["2029-08-28"]
    assert days(duties, "renouvellement", "preavis-tacite") == []
    assert days(duties, "rgpd-fin", "sort") == ["2030-03-30"]
    assert days(duties, "confidentialite", "fin") == ["2035-02-28"]


def test_meetings_and_reports_follow_their_frequency(duties: list[dict[str, Any]]) -> None:
    meetings = Counter(d["what"] for d in duties if d["clause"] == "gouvernance" and d["date"])
    assert list(meetings.values()) == [156, 35, 5]
    monthly = [d["date"] for d in duties if d["what"].endswith("Rapport mensuel")]
    assert monthly == [(START + relativedelta(months=n, days=4)).isoformat() for n in range(1, 37)]
    (daily,) = [d for d in duties if d["what"].endswith("Tableau du jour")]
    assert (daily["date"], daily["event"]) == (None, "fréquence\u00a0: quotidienne")


def test_invoices_fall_due_by_the_tenth_of_the_next_month(duties: list[dict[str, Any]]) -> None:
    found = days(duties, "facturation-paiement", "facture")
    assert (found[0], found[-1], len(found)) == ("2027-04-10", "2030-03-10", 36)


def test_a_breach_has_its_delay_and_no_day(duties: list[dict[str, Any]]) -> None:
    (breach,) = [d for d in duties if d["clause"] == "rgpd-obligations" and d["obligation"] == "violation"]
    assert "vingt-quatre" in breach["event"]
    assert (breach["date"], breach["who"], breach["legal"]) == (None, "prestataire", "RGPD 33(2)")


def test_every_line_names_its_article_and_no_two_have_one_uid(duties: list[dict[str, Any]]) -> None:
    assert all(d["article"] for d in duties)
    assert len({d["uid"] for d in duties}) == len(duties)
    assert [d["date"] for d in duties if d["date"]] == sorted(d["date"] for d in duties if d["date"])


def test_an_invoice_month_is_that_of_the_calendar_whatever_the_first_day(project: Path, docgen: Cli) -> None:
    profile = profile_with(project, ("date_effet: 2027-03-01", "date_effet: 2027-03-20"))
    rows = docgen("calendar", profile, "--format", "json", code=0).json["duties"]
    assert days(rows, "facturation-paiement", "facture")[:2] == ["2027-04-10", "2027-05-10"]


# --------------------------------------------------------------- unknown, bad
def test_a_missing_value_never_drops_a_duty(project: Path, docgen: Cli, duties: list[dict[str, Any]]) -> None:
    profile = profile_with(project, ("mois: 36, ", ""))
    rows = docgen("calendar", profile, "--format", "json", code=0).json["duties"]
    known = {(d["clause"], d["obligation"]) for d in duties} - {("duree", "ferme")}
    assert known <= {(d["clause"], d["obligation"]) for d in rows}
    (term,) = [d for d in rows if (d["clause"], d["obligation"]) == ("duree", "terme")]
    assert (term["date"], term["missing"]) == (None, ["Durée"])
    text = docgen("calendar", profile, "--until", "2026-01-01", code=0).out
    assert "date à fixer\n" in text
    assert "[à compléter\u00a0: Durée]" in text


def test_an_unknown_type_and_a_bad_date_are_refused(project: Path, docgen: Cli) -> None:
    ran = docgen("calendar", MOBILYS, "--document", "contrats", code=1)
    assert ran.codes == ["AS508"]
    assert ran.out == ""
    assert docgen("calendar", MOBILYS, "--from", "demain").code == 2
    assert docgen("calendar", "profiles/absent.yaml").codes == ["IO901"]


def test_as532_no_contract_no_calendar(project: Path, docgen: Cli) -> None:
    path = project / "templates" / "contrat.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('applies_when: "prestataires"', 'applies_when: "false"'), encoding="utf-8")
    ran = docgen("calendar", MOBILYS)
    assert (ran.code, ran.codes) == (1, ["AS532"])


def test_a_profile_with_errors_gives_none(project: Path, docgen: Cli) -> None:
    ran = docgen("calendar", profile_with(project, ("date_effet: 2027-03-01", "date_effet: 2027-02-30")))
    assert ran.code == 1
    assert ran.out == ""


# -------------------------------------------------------------------- choices
def test_days_outside_the_window_are_left_out(project: Path, docgen: Cli) -> None:
    rows = docgen("calendar", MOBILYS, "--from", "2027-05-31", "--until", "2027-06-01", "--format", "json", code=0).json["duties"]
    assert {d["date"] for d in rows} == {"2027-05-31", "2027-06-01", None}


def test_all_contracts_of_a_profile_share_one_calendar(project: Path, docgen: Cli) -> None:
    rows = docgen("calendar", "profiles/voltea.yaml", "--format", "json", code=0).json["duties"]
    assert {d["document"] for d in rows} == {"contrat/hexavoix", "contrat/amilcar"}
    assert days(rows, "renouvellement", "preavis-tacite") == ["2028-07-31"] * 2


def test_a_specification_has_duties_only_when_it_is_asked_for(project: Path, docgen: Cli) -> None:
    rows = docgen("calendar", MOBILYS, "--document", "cahier-des-charges", "--format", "json", code=0).json["duties"]
    assert {d["document"] for d in rows} == {"cahier-des-charges"}


def test_in_english(project: Path, docgen: Cli) -> None:
    text = docgen("calendar", MOBILYS, "--lang", "en", "--until", "2027-03-01", code=0).out
    assert "March 2027\n" in text
    assert "Effective date of the Agreement (Article\u00a04, contrat/clairval)" in text


# ----------------------------------------------------------------------- file
def test_the_file_opens_and_holds_every_day(project: Path, docgen: Cli, duties: list[dict[str, Any]]) -> None:
    ran = docgen("calendar", MOBILYS, "-o", "out/mobilys.ics", code=0)
    assert ran.written == [Path("out/mobilys.ics")]
    calendar = Calendar.from_ical(Path("out/mobilys.ics").read_bytes())
    events = calendar.walk("VEVENT")
    assert Counter(e.decoded("dtstart").isoformat() for e in events) == Counter(d["date"] for d in duties if d["date"])
    assert {str(e["uid"]) for e in events} == {d["uid"] for d in duties if d["date"]}
    assert {e.decoded("dtstamp").date() for e in events} == {date(2026, 11, 20)}
    assert calendar.walk("VALARM")


def test_the_file_is_the_same_each_time_and_printed_as_it_is_written(project: Path, docgen: Cli) -> None:
    docgen("calendar", MOBILYS, "-o", "a.ics", code=0)
    docgen("calendar", MOBILYS, "-o", "b.ics", "--no-index", code=0)
    assert Path("a.ics").read_bytes() == Path("b.ics").read_bytes()
    assert docgen("calendar", MOBILYS, "--format", "ics", code=0).out.encode().replace(b"\r\n", b"\n") == (
        Path("a.ics").read_bytes().replace(b"\r\n", b"\n")
    )


def test_values_bring_no_property(project: Path, docgen: Cli) -> None:
    nasty = '"Point\\nATTACH:https://example.org\\r\\nEND:VEVENT; x, y"'
    profile = profile_with(project, ("nom: Point opérationnel", f"nom: {nasty}"))
    docgen("calendar", profile, "-o", "a.ics", code=0)
    events = Calendar.from_ical(Path("a.ics").read_bytes()).walk("VEVENT")
    assert not any("attach" in e for e in events)
    assert len(events) > 400
    assert sum("ATTACH" in e["summary"] for e in events) == 156


def test_a_file_that_cannot_be_written_is_said_and_nothing_changes(project: Path, docgen: Cli) -> None:
    (project / "plein").write_text("x", encoding="utf-8")
    before = everything(project)
    ran = docgen("calendar", MOBILYS, "-o", "plein/a.ics")
    assert ran.code == 1
    assert all(code.startswith("IO") for code in ran.codes)
    assert everything(project) == before


def test_nothing_is_written_without_a_file(project: Path) -> None:
    before = everything(project)
    ran = run("calendar", MOBILYS, "--until", "2027-03-01", cwd=project)
    assert (ran.code, everything(project)) == (0, before)
    assert ran.out.startswith("décembre 2026\n")


# ---------------------------------------------------------------------- annex
def annex(path: Path) -> list[list[str]]:
    """The rows of the last two tables of a document."""
    word = Word(path.read_bytes())
    tables = list(word.body.iter("{*}tbl"))[-2:]
    return [["".join(t.text or "" for t in cell.iter("{*}t")) for cell in row.iter("{*}tc")] for t in tables for row in t.iter("{*}tr")]


def test_the_annex_lists_every_duty_once_with_its_article(project: Path, docgen: Cli, duties: list[dict[str, Any]]) -> None:
    docgen("draft", MOBILYS, "--only", "contrat", code=0)
    rows = annex(Path("out/mobilys_contrat_clairval.docx"))
    said = {(r[1], r[2], r[3]) for r in rows}
    for duty in duties:
        assert (duty["what"], duty["who_label"], duty["article"]) in said, duty
    assert len(rows) == 2 + len({(d["clause"], d["obligation"], d["what"]) for d in duties})
    (vigilance,) = [r[0] for r in rows if r[1].startswith("Remettre les documents de vigilance")]
    assert vigilance.replace("\u00a0", " ").startswith("tous les six mois, du 10 décembre 2026 au 10 décembre 2029. Premières dates : 10 décembre 2026, ")


def test_the_annex_says_what_is_not_known(project: Path, docgen: Cli) -> None:
    docgen("draft", profile_with(project, ("mois: 36, ", "")), "--only", "contrat")
    rows = annex(Path("out/essai_contrat_clairval.docx"))
    assert "date à fixer (Durée)" in [r[0] for r in rows]


def test_articles_move_with_the_outline(project: Path, docgen: Cli, duties: list[dict[str, Any]]) -> None:
    profile = profile_with(project, ("\nclauses:\n", "\nclauses:\n  renouvellement: {inclure: false}\n"))
    docgen("draft", profile, "--only", "contrat")
    (before,) = {d["article"] for d in duties if d["clause"] == "vigilance-sociale"}
    (after,) = {r[3] for r in annex(Path("out/essai_contrat_clairval.docx")) if r[1].startswith("Remettre les documents de vigilance")}
    number = int(before.rpartition("\u00a0")[2])
    assert after == before.replace(str(number), str(number - 1))
