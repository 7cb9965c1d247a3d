"""Spans of time as people say them, in the three languages."""

from collections.abc import Mapping

from domain.immunization.dates import Duration
from domain.language import Language
from domain.messages import plural

_UNITS = {
    Language.KK: {"year": "жыл", "month": "ай", "week": "апта", "day": "күн"},
    Language.RU: {
        "year": "год|года|лет",
        "month": "месяц|месяца|месяцев",
        "week": "неделя|недели|недель",
        "day": "день|дня|дней",
    },
    Language.EN: {"year": "year|years", "month": "month|months", "week": "week|weeks", "day": "day|days"},
}
_OF = {
    Language.KK: _UNITS[Language.KK] | {"year": "жас"},
    Language.RU: {
        "year": "года|лет|лет",
        "month": "месяца|месяцев|месяцев",
        "week": "недели|недель|недель",
        "day": "дня|дней|дней",
    },
}
_MINUS = {Language.KK: "минус", Language.RU: "минус", Language.EN: "minus"}
MONTHS_TOLD_IN_YEARS = 24
DAYS_TOLD_IN_WEEKS = 42
"""28 days are told as days, as nurses count them; six weeks and more as weeks."""


def days_in_words(count: int, language: Language) -> str:
    """With the language's plural."""
    return _counted(count, _UNITS[language]["day"], language)


def span_in_words(span: Duration, language: Language) -> str:
    """28 days, 6 weeks, 18 months, 2 years 6 months, 12 months minus 4 days."""
    return _in_words(span, _UNITS[language], language)


def span_of(span: Duration, language: Language) -> str:
    """The same in "the age of": до возраста 2 лет, 2 жас; in Russian also in "the interval of"."""
    return _in_words(span, _OF.get(language, _UNITS[language]), language)


def _in_words(span: Duration, units: Mapping[str, str], language: Language) -> str:
    years, months = divmod(span.months, 12) if span.months >= MONTHS_TOLD_IN_YEARS else (0, span.months)
    told = [(years, "year"), (months, "month")]
    parts = [_counted(count, units[unit], language) for count, unit in told if count]
    if span.days > 0 or not parts:
        parts.append(_days(span.days, units, language))
    elif span.days < 0:
        parts += [_MINUS[language], _days(-span.days, units, language)]
    return " ".join(parts)


def _days(days: int, units: Mapping[str, str], language: Language) -> str:
    if days >= DAYS_TOLD_IN_WEEKS and days % 7 == 0:
        return _counted(days // 7, units["week"], language)
    return _counted(days, units["day"], language)


def _counted(count: int, forms: str, language: Language) -> str:
    return f"{count} {plural(count, forms, language)}"
