"""Filters for numbers: in figures, in words, in both."""

from __future__ import annotations

import re
from decimal import Decimal

from docgen.model.language import Currency, Language, Noun
from docgen.stages import wording_values as read
from docgen.stages.spelling import spell
from docgen.stages.wording_values import FilterError


def number(value: object, language: Language, decimals: object = None) -> str:
    """A number in figures, as exact as it is or rounded to ``decimals`` (V01, V02)."""
    if decimals is None:
        return figures(read.exact(value), language)
    return figures(_rounded(read.number(value), decimals), language)


def _rounded(value: Decimal, decimals: object) -> Decimal:
    places = read.whole(decimals)
    if not 0 <= places <= 12:
        raise FilterError("too many decimals", "give 0 to 12 decimals")
    return read.rounded(value, places)


def figures(value: int | Decimal, language: Language) -> str:
    """A number in the figures of the language, exactly."""
    signs = language.figures
    sign = signs.minus if value < 0 else ""
    if isinstance(value, int):
        return sign + f"{abs(value):,}".replace(",", signs.group)
    whole, _, decimals = f"{value.copy_abs():,f}".partition(".")
    grouped = whole.replace(",", signs.group)
    return sign + grouped + (signs.decimal + decimals if decimals else "")


def percent(value: object, language: Language, decimals: object = None) -> str:
    """A percentage in figures (V03)."""
    return language.figures.percent.format(number=number(value, language, decimals))


def amount(value: object, language: Language, currency: object) -> str:
    """An amount in figures, cents only where there are some (V04, V05)."""
    found = _currency(currency, language)
    return _amount(_money(value, found), found, language)


def euros(value: object, language: Language) -> str:
    """An amount in euros, in figures."""
    return amount(value, language, "EUR")


def _currency(code: object, language: Language) -> Currency:
    found: Currency | None = language.currencies.get(code) if isinstance(code, str) else None
    if found is not None:
        return found
    known = ", ".join(language.currencies)
    raise FilterError(f"expected a currency, not {read.shown(code)}", f"known are {known}")


def _money(value: object, currency: Currency) -> int | Decimal:
    """The amount to the cent, without decimals where it is round."""
    given = read.exact(value)
    if isinstance(given, int):
        return given
    found = read.rounded(given, currency.decimals)
    whole = int(found)
    return whole if whole == found else found


def _amount(value: int | Decimal, currency: Currency, language: Language) -> str:
    digits = figures(abs(value) if isinstance(value, int) else value.copy_abs(), language)
    sign = language.figures.minus if value < 0 else ""
    return sign + language.figures.amount.replace("{symbol}", currency.symbol).replace("{number}", digits)


def in_words(value: object, language: Language, gender: object = "m") -> str:
    """A whole number in words (V14 to V17)."""
    return spell(read.whole(value), language, _table(read.gender(gender), language))


def _table(gender: str, language: Language) -> str:
    return language.spelling.feminine if gender == "f" else "cardinal"


def _counted(value: object, language: Language, noun: Noun) -> str:
    found = read.whole(value)
    return language.spelling.count.format(
        words=spell(found, language, _table(noun.gender, language)),
        figures=figures(found, language),
        noun=_form(found, noun, language),
    )


def _form(value: int | Decimal, noun: Noun, language: Language) -> str:
    return noun.many if _is_plural(value, language) else noun.one


def _is_plural(value: int | Decimal, language: Language) -> bool:
    return not -2 < value < 2 if language.grammar.plural_from_two else value not in (1, -1)


def days_in_words(value: object, language: Language) -> str:
    """A number of days, in words and figures (V08)."""
    return _counted(value, language, language.units["day"])


def weeks_in_words(value: object, language: Language) -> str:
    """A number of weeks, in words and figures."""
    return _counted(value, language, language.units["week"])


def months_in_words(value: object, language: Language) -> str:
    """A number of months, in words and figures (V09)."""
    return _counted(value, language, language.units["month"])


def years_in_words(value: object, language: Language) -> str:
    """A number of years, in words and figures."""
    return _counted(value, language, language.units["year"])


def hours_in_words(value: object, language: Language) -> str:
    """A number of hours, in words and figures."""
    return _counted(value, language, language.units["hour"])


def percent_in_words(value: object, language: Language) -> str:
    """A whole percentage, in words and figures (V10)."""
    found = read.whole(value)
    return language.spelling.percent.format(
        words=spell(found, language), figures=percent(found, language)
    )


def amount_in_words(value: object, language: Language, currency: object) -> str:
    """An amount in figures and in words (V11, V12)."""
    found = _currency(currency, language)
    money = _money(value, found)
    return language.spelling.amount.format(
        figures=_amount(money, found, language), words=_money_in_words(money, found, language)
    )


def euros_in_words(value: object, language: Language) -> str:
    """An amount in euros, in figures and in words."""
    return amount_in_words(value, language, "EUR")


def _money_in_words(value: int | Decimal, currency: Currency, language: Language) -> str:
    whole = read.whole(abs(int(value)))
    cents = 0 if isinstance(value, int) else int((value.copy_abs() - whole).scaleb(currency.decimals))
    words = _of_currency(whole, currency, language)
    if cents:
        small = _of_noun(cents, currency.cent, language)
        words = language.spelling.cents.format(whole=words, cents=small) if whole else small
    return language.spelling.minus.format(words=words) if value < 0 else words


def _of_currency(whole: int, currency: Currency, language: Language) -> str:
    if whole and whole % 1_000_000 == 0:
        return f"{spell(whole, language)} {currency.round_millions}"
    return _of_noun(whole, currency.unit, language)


def _of_noun(count: int, noun: Noun, language: Language) -> str:
    words = spell(count, language, _table(noun.gender, language))
    return f"{words} {_form(count, noun, language)}"


def ordinal(value: object, language: Language, gender: object = "m") -> str:
    """An ordinal in figures, its suffix by gender."""
    found = read.whole(value)
    feminine = read.gender(gender) == "f"
    if found < 1:
        raise FilterError("an ordinal starts from 1", "give a positive whole number")
    rule = next(rule for rule in language.ordinals if re.search(rule.pattern, str(found)))
    return figures(found, language) + (rule.feminine if feminine else rule.masculine)


def plural(value: object, language: Language, one: object, many: object) -> str:
    """The form of a word that goes with a number."""
    return read.text(many if _is_plural(read.number(value), language) else one)
