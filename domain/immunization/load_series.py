"""Reading one series of a calendar file."""

from domain.immunization.calendar import Indication, Programme, Series, SeriesKind
from domain.immunization.dates import FIRST_DAY, LAST_DAY
from domain.immunization.load_known import Known, known_switch
from domain.immunization.load_target import target_dose
from domain.immunization.reading import Node

KINDS = {
    "standard": SeriesKind.STANDARD,
    "risk": SeriesKind.RISK,
    "evaluation only": SeriesKind.EVALUATION_ONLY,
}
SEXES = {"male": "MALE", "female": "FEMALE", "unknown": "UNKNOWN"}
NO_PREFERENCE = 1000


class SeriesReader:
    """Reads series after series and numbers them through the calendar."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._key = 0

    def series(self, row: Node, antigen: str) -> Series:
        choice = row.child("selectSeries")
        if row.required("targetDisease") != antigen:
            row.complain(f"is not about {antigen}", "targetDisease")
        if not row.has("seriesType"):
            row.complain("is missing", "seriesType")
        kind = row.choice("seriesType", KINDS, SeriesKind.STANDARD)
        indications = tuple(_indication(part, self._known) for part in row.children("indication"))
        if (kind is SeriesKind.RISK) is not bool(indications):
            row.complain("a Risk series, and no other, needs indications")
        self._key += 1
        doses = tuple(
            target_dose(part, number, self._known) for number, part in enumerate(self._targets(row), 1)
        )
        series = Series(
            key=self._key,
            name=row.required("seriesName"),
            antigen=antigen,
            vaccine_group=row.required("vaccineGroup"),
            kind=kind,
            sexes=frozenset(_sex(row, word) for word in row.words("requiredGender")),
            series_group=choice.number("seriesGroup", 1),
            series_group_name=choice.text("seriesGroupName"),
            default=choice.flag("defaultSeries"),
            product_path=choice.flag("productPath"),
            priority=choice.text("seriesPriority") or "A",
            preference=choice.number("seriesPreference", NO_PREFERENCE),
            minimum_age_to_start=choice.duration("minAgeToStart"),
            maximum_age_to_start=choice.duration("maxAgeToStart"),
            equivalent_groups=row.numbers("equivalentSeriesGroups"),
            indications=indications,
            doses=doses,
            path=(*doses, None),
            guidance=row.words("seriesAdminGuidance"),
            programme=_programme(row.child("programme"), self._known) if row.has("programme") else None,
            epidemic=row.flag("epidemic"),
        )
        if not series.doses:
            row.complain("has no dose")
        row.ignore("switch", "note", "seriesDose")
        choice.finish()
        row.finish()
        return series

    def _targets(self, row: Node) -> list[Node]:
        return [
            part
            for part in row.children("seriesDose", "doseNumber")
            if known_switch(part, self._known.switches)
        ]


def _sex(row: Node, word: str) -> str:
    if word.lower() not in SEXES:
        row.complain(f"unknown gender {word!r}", "requiredGender")
    return SEXES.get(word.lower(), "UNKNOWN")


def _indication(row: Node, known: Known) -> Indication:
    indication = Indication(
        observation=known.observation(row.child("observationCode"), "code"),
        text=row.text("description"),
        begin=row.duration("beginAge"),
        end=row.duration("endAge"),
        guidance=row.text("guidance"),
        sources=known.source_list(row),
    )
    row.finish()
    return indication


def _programme(row: Node, known: Known) -> Programme:
    programme = Programme(
        born_from=row.day("bornFrom", FIRST_DAY),
        born_until=row.day("bornUntil", LAST_DAY),
        regions=frozenset(row.words("regions")),
        period=row.period(),
        consent=row.flag("consent"),
        sources=known.source_list(row),
    )
    row.finish()
    return programme
