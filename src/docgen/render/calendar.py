"""The duties of contracts as text by month, as JSON, and as a file for calendars (RFC 5545)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docgen.model.language import Language
from docgen.model.obligation import Due

if TYPE_CHECKING:
    from icalendar import Component

PRODUCT = "-//docgen//calendar//EN"
_BREAKS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")


# ----------------------------------------------------------------------- text
def as_text(dues: Sequence[Due], language: Language) -> str:
    """One paragraph for each month, then what waits for a value, then what waits for an event."""
    groups = groupby(dues, key=lambda due: _heading(due, language))
    return "\n".join("\n".join((heading, *_lines(list(group), language), "")) for heading, group in groups)


def _heading(due: Due, language: Language) -> str:
    if due.date:
        day = date.fromisoformat(due.date)
        return f"{language.calendar.months[day.month - 1]} {day.year}"
    return language.phrase("calendar.on_event" if due.duty.event else "calendar.undated")


def _lines(dues: Sequence[Due], language: Language) -> Iterator[str]:
    width = max(len(due.who) for due in dues)
    for due in dues:
        day = f"{due.date}  " if due.date else ""
        where = ", ".join(w for w in (due.article, due.document) if w)
        yield f"  {day}{due.who:<{width}}  {due.duty.what}{_count(due)} ({where})"
        if not due.date:
            yield f"    {due.duty.event or language.phrase('blank', label=', '.join(due.duty.missing))}"


def _count(due: Due) -> str:
    return f" {due.number}/{len(due.duty.dates)}" if len(due.duty.dates) > 1 else ""


# ----------------------------------------------------------------------- json
def as_json(dues: Sequence[Due], profile: str) -> str:
    """A list of objects, one for each line."""
    rows = [
        {
            "uid": uid(due, profile), "date": due.date or None, "event": due.duty.event or None,
            "missing": list(due.duty.missing), "who": due.duty.who, "who_label": due.who, "what": due.duty.what,
            "document": due.document, "reference": due.reference, "clause": due.duty.clause,
            "clause_title": due.clause_title, "article": due.article, "obligation": due.duty.id,
            "number": due.number, "of": len(due.duty.dates), "lead_days": due.duty.lead_days,
            "legal": due.duty.legal or None,
        }
        for due in dues
    ]  # fmt: skip
    return json.dumps({"profile": profile, "duties": rows}, ensure_ascii=False, indent=1)


def uid(due: Due, profile: str) -> str:
    """The same for the same day of the same duty, also after the day has moved."""
    parts = (profile, due.document, due.duty.key, str(due.number))
    return f"{sha256(chr(0).join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@docgen"


# ------------------------------------------------------------------------ ics
def as_ics(dues: Sequence[Due], profile: str, day: str, language: Language) -> bytes:
    """Events of a whole day each; a duty whose day is not known yet is a task. Duties on an event are left out.

    ``day`` (ISO) stands in DTSTAMP: the same input gives the same bytes.
    """
    from icalendar import Calendar

    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", profile)
    stamp = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    for due in dues:
        if not due.duty.event:
            whole.add_component(_component(due, profile, stamp, language))
    return bytes(whole.to_ical())


def _component(due: Due, profile: str, stamp: datetime, language: Language) -> Component:
    from icalendar import Event, Todo

    one: Component = Event() if due.date else Todo()
    one.add("uid", uid(due, profile))
    one.add("dtstamp", stamp)
    one.add("summary", _plain(f"{due.who}{language.phrase('definition_link')}{due.duty.what}{_count(due)}"))
    one.add("description", _plain("\n".join(_notes(due, language))))
    one.add("categories", [_plain(due.document)])
    if due.date:
        first = date.fromisoformat(due.date)
        one.add("dtstart", first)
        if first < date.max:
            one.add("dtend", first + timedelta(days=1))
        one.add("transp", "TRANSPARENT")
        if due.duty.lead_days:
            one.add_component(_reminder(due))
    return one


def _notes(due: Due, language: Language) -> Iterator[str]:
    yield ", ".join(w for w in (due.article, due.clause_title) if w)
    yield f"{due.title} {due.reference}".strip()
    if due.duty.missing:
        yield language.phrase("blank", label=", ".join(due.duty.missing))
    if due.duty.legal:
        yield due.duty.legal


def _reminder(due: Due) -> Any:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-due.duty.lead_days))
    alarm.add("description", _plain(due.duty.what))
    return alarm


def _plain(text: str) -> str:
    """Every line break as the one that the format can say."""
    return _BREAKS.sub("\n", text)
