"""Requests that were refused: outsiders who came to a full list, or would not give up home visits."""

from collections.abc import Sequence
from datetime import date

import orjson

from db.demo.binary import identifier
from db.demo.ids import Ids
from db.demo.places import ClinicPlace, ListPlace
from db.demo.timeline import Stay
from domain.attachment_rules import AttachmentRules
from domain.refusal import RefusalCode

COLUMNS = "id patient_id clinic_id list_id code facts rule refused_on recorded_by"
ACT, CLAUSE = "ҚР ДСМ-194/2020", ""


def refusals(
    refused: Sequence[tuple[bytes, Stay]], clinics: Sequence[ClinicPlace], rules: AttachmentRules, ids: Ids
) -> list[tuple[object, ...]]:
    """One row for each pair of a patient and the stay they had when they asked elsewhere."""
    made = (_row(patient, stay, clinics, rules, ids) for patient, stay in refused)
    return [row for row in made if row]


def _row(
    patient_id: bytes, stay: Stay, clinics: Sequence[ClinicPlace], rules: AttachmentRules, ids: Ids
) -> tuple[object, ...] | None:
    here = stay.place.clinic
    asked = [c for c in clinics if c is not here and c.plan.kato == here.plan.kato and c.plan.people]
    if not asked:
        return None
    place = asked[patient_id[-2] % len(asked)].lists[0]
    code, facts = _why(place, rules, date.fromordinal(stay.requested))
    rule = {"act": ACT, "clause": CLAUSE, "source": "adilet.zan.kz V2000021642", "verified": False}
    return (
        ids.new(),
        identifier(patient_id),
        place.clinic.id,
        place.id,
        code,
        orjson.dumps(facts).decode(),
        orjson.dumps(rule).decode(),
        date.fromordinal(stay.requested),
        place.clinic.registrar_id,
    )


def _why(place: ListPlace, rules: AttachmentRules, on: date) -> tuple[RefusalCode, dict[str, int]]:
    norm = rules.norm(place.kind, on)
    if norm and place.wanted > norm.people:
        return RefusalCode.NORM_EXCEEDED, {"people": place.wanted, "norm": norm.people}
    return RefusalCode.NO_HOME_VISIT_WAIVER, {}
