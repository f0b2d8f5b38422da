"""Filters for drafters: how a value of the profile is said in a sentence.

``FILTERS`` holds them by their English names; :func:`filters_for` adds the names that the
languages in use give them. A filter is ``f(value, language, *arguments)`` over plain data.
Whatever it is given, it answers in bounded time or raises :class:`FilterError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature
from types import MappingProxyType

from docgen.model.language import Language
from docgen.stages import wording_dates as dates
from docgen.stages import wording_numbers as numbers
from docgen.stages import wording_texts as texts
from docgen.stages.wording_values import FilterError

__all__ = ["FILTERS", "Filter", "FilterError", "filters_for", "writes_typography"]

Filter = Callable[..., object]


def filters_for(*languages: Language) -> Mapping[str, Filter]:
    """All filters, by their English names and by the names these languages give them."""
    aliases = {alias: FILTERS[name] for lang in languages for alias, name in lang.aliases.items()}
    return MappingProxyType({**FILTERS, **aliases})


def writes_typography(function: Filter) -> bool:
    """True for a filter that writes figures, words and dates itself: its spaces are right."""
    return function.__module__ in (numbers.__name__, dates.__name__)


def _checked(function: Filter) -> Filter:
    """The filter, with a wrong number of arguments as a FilterError."""
    parameters = list(signature(function).parameters.values())[2:]
    least = sum(parameter.default is parameter.empty for parameter in parameters)
    most = len(parameters)

    def checked(value: object, language: Language, *arguments: object) -> object:
        if not least <= len(arguments) <= most:
            takes = str(most) if least == most else f"{least} to {most}"
            raise FilterError(
                f"the filter was given {len(arguments)} arguments", f"it takes {takes}"
            )
        return function(value, language, *arguments)

    checked.__doc__ = function.__doc__
    checked.__name__ = function.__name__
    checked.__module__ = function.__module__
    return checked


_FUNCTIONS: tuple[Filter, ...] = (
    numbers.number,
    numbers.percent,
    numbers.euros,
    numbers.amount,
    numbers.in_words,
    numbers.days_in_words,
    numbers.weeks_in_words,
    numbers.months_in_words,
    numbers.years_in_words,
    numbers.hours_in_words,
    numbers.percent_in_words,
    numbers.euros_in_words,
    numbers.amount_in_words,
    numbers.ordinal,
    numbers.plural,
    dates.date,
    dates.plus_days,
    dates.minus_days,
    dates.plus_months,
    dates.minus_months,
    dates.plus_years,
    dates.minus_years,
    texts.upper,
    texts.capital,
    texts.listing,
    texts.sorted_,
    texts.the,
    texts.bare,
    texts.of_the,
    texts.to_the,
    texts.of,
    texts.of_name,
    texts.of_place,
    texts.to_place,
    texts.agree,
)

FILTERS: Mapping[str, Filter] = MappingProxyType(
    {function.__name__.removesuffix("_"): _checked(function) for function in _FUNCTIONS}
)
