"""Duties as text, JSON and a calendar file; the file is read again by the library that reads such files."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from docgen.model.obligation import Due, Duty
from docgen.render.calendar import as_ics, as_json, as_text, uid
from docgen.stages.characters import FORBIDDEN
from docgen.store.languages import load_language

FR, EN = load_language("fr"), load_language("en")
DUTY = Duty("audit", "rapports", "", "client", "Remettre le rapport", ("2027-03-31", "2027-04-30"), "", (), 1, 0, 10, "C. com. L. 1")
DUE = Due(DUTY, "2027-03-31", 1, "le Client", "contrat/a", "Contrat", "x-a", "Audit", "l'article 20")
ON_EVENT = replace(DUE, duty=replace(DUTY, id="alerte", dates=(), event="sous 24 heures", months=0, lead_days=0), date="", number=0)
UNKNOWN = replace(DUE, duty=replace(DUTY, id="fin", dates=(), missing=("Durée",), months=0), date="", number=0)
TEXTS = st.text(max_size=200).filter(lambda t: not FORBIDDEN.search(t))


def opened(dues: list[Due]) -> Calendar:
    return Calendar.from_ical(as_ics(dues, "acme", "2026-11-22", FR))


def only(calendar: Calendar, name: str = "VEVENT") -> Any:
    (found,) = calendar.walk(name)
    return found


# ----------------------------------------------------------------------- ics
def test_an_event_is_a_whole_day_with_a_reminder() -> None:
    event = only(opened([DUE]))
    assert event["summary"] == "le Client\u00a0: Remettre le rapport 1/2"
    assert event["description"] == "l'article 20, Audit\nContrat x-a\nC. com. L. 1"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2027, 3, 31), date(2027, 4, 1))
    assert event.decoded("dtstamp") == datetime(2026, 11, 22, tzinfo=UTC)
    (alarm,) = event.walk("VALARM")
    assert (alarm["action"], alarm.decoded("trigger"), alarm["description"]) == ("DISPLAY", timedelta(days=-10), "Remettre le rapport")


def test_without_lead_days_there_is_no_reminder() -> None:
    assert opened([replace(DUE, duty=replace(DUTY, lead_days=0))]).walk("VALARM") == []


def test_a_duty_without_a_day_is_a_task_and_one_on_an_event_is_left_out() -> None:
    calendar = opened([UNKNOWN, ON_EVENT])
    task = only(calendar, "VTODO")
    assert "[à compléter\u00a0: Durée]" in task["description"]
    assert "due" not in task
    assert calendar.walk("VEVENT") == []


def test_the_same_duties_give_the_same_bytes() -> None:
    assert as_ics([DUE, UNKNOWN], "acme", "2026-11-22", FR) == as_ics([DUE, UNKNOWN], "acme", "2026-11-22", FR)


def test_lines_end_and_fold_as_the_format_wants() -> None:
    data = as_ics([replace(DUE, duty=replace(DUTY, what="é" * 300))], "acme", "2026-11-22", FR)
    lines = data.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert only(Calendar.from_ical(data))["summary"].count("é") == 300


def test_the_last_day_of_all_has_no_day_after_it() -> None:
    assert "dtend" not in only(opened([replace(DUE, date="9999-12-31")]))


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_survives_and_none_becomes_a_property(what: str, legal: str, title: str) -> None:
    due = replace(DUE, clause_title=title, duty=replace(DUTY, what=what, legal=legal, dates=(DUE.date,)))
    event = only(opened([due]))
    assert event["summary"] == normal(f"le Client\u00a0: {what}")
    assert event["description"] == normal("\n".join(part for part in (", ".join(p for p in (due.article, title) if p), "Contrat x-a", legal) if part))
    assert sorted(event) == ["CATEGORIES", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "SUMMARY", "TRANSP", "UID"]


def normal(text: str) -> str:
    """Every line break as one sign."""
    for sign in ("\r\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"):
        text = text.replace(sign, "\n")
    return text


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\r", "\u2028", "\\n", ";", ",", ":"])
def test_a_value_brings_no_property_of_its_own(sign: str) -> None:
    what = f"Payer{sign}ATTACH:https://example.org{sign}END:VEVENT"
    event = only(opened([replace(DUE, duty=replace(DUTY, what=what))]))
    assert "attach" not in event


def test_a_uid_stays_when_the_day_moves_and_tells_duties_apart() -> None:
    assert uid(DUE, "acme") == uid(replace(DUE, date="2027-04-02"), "acme")
    others = [replace(DUE, number=2), replace(DUE, document="contrat/b"), replace(DUE, duty=replace(DUTY, id="z")), replace(DUE, duty=replace(DUTY, item="z"))]
    assert len({uid(DUE, "acme"), uid(DUE, "autre"), *(uid(o, "acme") for o in others)}) == 6


# ---------------------------------------------------------------------- text
def test_text_is_grouped_by_month_then_what_has_no_day() -> None:
    text = as_text([DUE, replace(DUE, date="2027-04-30", number=2), UNKNOWN, ON_EVENT], FR)
    assert text.replace("\u00a0", " ") == """\
mars 2027
  2027-03-31  le Client  Remettre le rapport 1/2 (l'article 20, contrat/a)

avril 2027
  2027-04-30  le Client  Remettre le rapport 2/2 (l'article 20, contrat/a)

date à fixer
  le Client  Remettre le rapport (l'article 20, contrat/a)
    [à compléter : Durée]

à chaque événement
  le Client  Remettre le rapport (l'article 20, contrat/a)
    sous 24 heures
"""


def test_headings_are_in_the_language() -> None:
    assert as_text([DUE, UNKNOWN], EN).splitlines()[::3] == ["March 2027", "date to be set"]


def test_nothing_due_is_nothing_said() -> None:
    assert as_text([], FR) == ""


# ---------------------------------------------------------------------- json
def test_json_holds_every_fact() -> None:
    rows = json.loads(as_json([DUE, UNKNOWN], "acme"))["duties"]
    assert rows[0] == {
        "uid": uid(DUE, "acme"), "date": "2027-03-31", "event": None, "missing": [], "who": "client", "who_label": "le Client",
        "what": "Remettre le rapport", "document": "contrat/a", "reference": "x-a", "clause": "audit", "clause_title": "Audit",
        "article": "l'article 20", "obligation": "rapports", "number": 1, "of": 2, "lead_days": 10, "legal": "C. com. L. 1",
    }  # fmt: skip
    assert (rows[1]["date"], rows[1]["missing"]) == (None, ["Durée"])
