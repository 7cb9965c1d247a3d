"""Sentences from a result, never from a second computation: every one names its rule and its sources."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from domain.immunization import phrases
from domain.immunization.dates import Duration
from domain.immunization.phrases import Words
from domain.immunization.results import (
    Decided,
    Evaluation,
    Forecast,
    Reason,
    SeriesResult,
    SkippedTarget,
    Verdict,
)
from domain.immunization.rules import Rule
from domain.immunization.source import Source
from domain.immunization.wording import days_in_words, span_in_words, span_of
from domain.language import Language
from domain.messages import say_date

ORDER = (Language.KK, Language.RU, Language.EN)


class Sentence(NamedTuple):
    """A sentence, the rules behind it, and the calendar's sources for the rows that decided."""

    text: str
    rules: tuple[Rule, ...]
    sources: tuple[Source, ...]

    @property
    def verified(self) -> bool:
        return all(source.verified for source in self.sources)


class _Spoken(Protocol):
    @property
    def rule(self) -> Rule: ...


class Explainer:
    """Puts one evaluation into words of one language."""

    def __init__(self, evaluation: Evaluation, language: Language) -> None:
        self._evaluation = evaluation
        self._language = language
        self._column = ORDER.index(language)

    def dose(self, result: SeriesResult, verdict: Verdict) -> Sentence:
        """Dose 2 does not count: given 12 days before the minimum interval of 28 days after dose 1."""
        given = self._evaluation.doses[verdict.dose].given_on
        head = self._say(phrases.VERDICTS[verdict.status]).format(number=_number(result, verdict.dose))
        day = self._say(phrases.GIVEN).format(given=self._day(given))
        said = [self._reason(phrases.REASONS, one, result, given) for one in verdict.reasons]
        return self._sentence(f"{head}: {day}{', ' if said else ''}{'; '.join(said)}", *verdict.reasons)

    def status(self, result: SeriesResult) -> Sentence:
        head = self._say(phrases.STATUSES[result.status])
        return self._sentence(f"{head}: {self._reason(phrases.WHYS, result.why, result)}", result.why)

    def dates(self, forecast: Forecast) -> list[Sentence]:
        """One sentence for each date of a forecast: which day, and what decided it."""
        member = next((one for one in forecast.members if one.series.antigen in forecast.antigens), None)
        return [
            self._sentence(f"{self._say(name)}: {self._decided(decided, member)}", decided)
            for name, decided in zip(phrases.DATE_NAMES, forecast.dates, strict=True)
            if decided is not None
        ]

    def skipped(self, skipped: SkippedTarget) -> Sentence:
        text = self._say(phrases.SKIPS[skipped.rule]).format(number=skipped.number, day=self._day(skipped.on))
        why = skipped.names.get(self._language) or self._quoted(skipped.description)
        return self._sentence(f"{text}: {why}" if why else text, skipped)

    def issues(self) -> list[Sentence]:
        """Doses that no series could take in."""
        return [
            self._sentence(
                self._reason(phrases.ISSUES, Reason(one.rule, dose=one.dose), None, dose.given_on), one
            )
            for one in self._evaluation.issues
            for dose in [self._evaluation.doses[one.dose]]
        ]

    def _decided(self, decided: Decided, result: SeriesResult | None) -> str:
        reason = Reason(*decided)
        return f"{say_date(decided.on, self._language)}, {self._reason(phrases.DATES, reason, result)}"

    def _reason(
        self,
        words: Mapping[Rule, Words],
        reason: Reason,
        result: SeriesResult | None,
        given: date | None = None,
    ) -> str:
        return self._say(words[reason.rule]).format_map(
            {
                "given": self._day(given),
                "limit": self._day(reason.on),
                "days": days_in_words((reason.on - given).days, self._language)
                if reason.on and given
                else "",
                "span": self._span(reason.duration),
                "span_of": span_of(reason.duration, self._language) if reason.duration is not None else "",
                "reference": self._reference(reason, result),
                "vaccine": self._vaccine(reason),
                "fact": self._fact(reason.subject),
            }
        )

    def _say(self, words: Words) -> str:
        return words[self._column]

    def _day(self, day: date | None) -> str:
        return say_date(day, self._language) if day is not None else ""

    def _span(self, span: Duration | None) -> str:
        return span_in_words(span, self._language) if span is not None else ""

    def _reference(self, reason: Reason, result: SeriesResult | None) -> str:
        if reason.dose is None:
            return self._say(phrases.FACT_REFERENCE).format(fact=self._fact(reason.subject))
        number = _number(result, reason.dose) if result else None
        if number is not None:
            return self._say(phrases.DOSE_REFERENCE).format(number=number)
        day = say_date(self._evaluation.doses[reason.dose].given_on, self._language)
        return self._say(phrases.VACCINE_REFERENCE).format(day=day, vaccine=self._vaccine(reason))

    def _vaccine(self, reason: Reason) -> str:
        doses, vaccines = self._evaluation.doses, self._evaluation.calendar.vaccines
        cvx = doses[reason.dose].cvx if reason.dose is not None else reason.subject
        vaccine = vaccines.get(cvx)
        return vaccine.names.get(self._language, vaccine.name) if vaccine else cvx

    def _fact(self, code: str) -> str:
        if code in phrases.TESTS:
            return self._say(phrases.TESTS[code])
        calendar = self._evaluation.calendar
        names = calendar.observation_names.get(code, {})
        return names.get(self._language) or self._quoted(calendar.observations.get(code, "")) or code

    def _quoted(self, text: str) -> str:
        """Words of a calendar that has them in English only, as CDC's: shown as they are, and said to be so."""
        return self._say(phrases.QUOTED).format(text=text) if text else ""

    def _sentence(self, text: str, *reasons: _Spoken) -> Sentence:
        return Sentence(
            f"{text[:1].upper()}{text[1:]}.",
            tuple(one.rule for one in reasons),
            tuple(self._sources(reasons)),
        )

    def _sources(self, reasons: Sequence[_Spoken]) -> Iterator[Source]:
        known = self._evaluation.calendar.sources
        codes = dict.fromkeys(code for one in reasons for code in getattr(one, "sources", ()))
        yield from (known[code].told_in(self._language) for code in codes if code in known)


def _number(result: SeriesResult | None, position: int) -> int | None:
    """Which dose of the disease it was, counting every one that was given."""
    positions = [verdict.dose for verdict in result.verdicts] if result else []
    return positions.index(position) + 1 if position in positions else None
