"""Spans of time as people say them, in the three languages."""

from domain.immunization.dates import Duration
from domain.language import Language
from domain.messages import plural

_UNITS = {
    Language.KK: {"year": "жыл", "month": "ай", "day": "күн"},
    Language.RU: {"year": "год|года|лет", "month": "месяц|месяца|месяцев", "day": "день|дня|дней"},
    Language.EN: {"year": "year|years", "month": "month|months", "day": "day|days"},
}
_MINUS = {Language.KK: "минус", Language.RU: "минус", Language.EN: "minus"}
MONTHS_TOLD_IN_YEARS = 24


def days_in_words(count: int, language: Language) -> str:
    return _counted(count, "day", language)


def span_in_words(span: Duration, language: Language) -> str:
    """28 days, 18 months, 2 years 6 months, 12 months minus 4 days."""
    years, months = divmod(span.months, 12) if span.months >= MONTHS_TOLD_IN_YEARS else (0, span.months)
    parts = [_counted(count, unit, language) for count, unit in ((years, "year"), (months, "month")) if count]
    if span.days > 0 or not parts:
        parts.append(_counted(span.days, "day", language))
    elif span.days < 0:
        parts += [_MINUS[language], _counted(-span.days, "day", language)]
    return " ".join(parts)


def _counted(count: int, unit: str, language: Language) -> str:
    return f"{count} {plural(count, _UNITS[language][unit], language)}"
