"""Rows of the three tables that tell who somebody is and where they are attached, as COPY's binary format."""

from functools import lru_cache

from db.demo.binary import (
    EMPTY_ARRAY,
    FALSE,
    NULL,
    TRUE,
    Days,
    Texts,
    counted,
    integer,
    json,
    key,
    raw,
    text,
    texts,
)
from db.demo.household import Person
from db.demo.moments import Moments
from db.demo.places import ClinicPlace
from db.demo.timeline import Stay
from db.queries.search import name_terms
from domain.names import PART_BREAK, search_key, sort_key
from domain.people import FamilyTie

PATIENT = """id clinic_id iin temporary_id family_name given_name patronymic sort_key search_key
    search_tokens sex birth_date deceased_on citizenship contract_until language phones email kato
    locality street street_key house flat warnings is_demo registered_at registered_by version"""
ATTACHMENT = """id patient_id clinic_id record_clinic_id list_id area_id starts_on ends_on end_reason channel
    reason resident home_visits over_norm list_limit requested_on previous_id recorded_at
    recorded_by ended_at ended_by version"""
FAMILY_LINK = "id patient_id relative_id clinic_id tie since recorded_by"
OF_PATIENT, OF_ATTACHMENT, OF_FAMILY_LINK = map(counted, (PATIENT, ATTACHMENT, FAMILY_LINK))
PARENTS = (FamilyTie.MOTHER, FamilyTie.FATHER)
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщыэюяәғқңөұүһі"
LATIN = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh sch y e yu ya a g k n o u u h i"
IN_LATIN = dict(zip(CYRILLIC, LATIN.split(), strict=True)) | {"ь": "", "ъ": ""}
VERSION_1, NO_WARNINGS, BREAK = integer(1), json("[]"), PART_BREAK.encode()

DAY, WORD = Days(), Texts()
IIN = (12).to_bytes(4, "big")


class Keys(dict[str, tuple[bytes, bytes, bytes, int]]):
    """Of each part of a name its sort key, search key and search tokens in one clinic, with their number; a whole
    name has these, joined.

    Each is made when it is first asked for: parts are few, people many.
    """

    def __init__(self, clinic_number: int) -> None:
        self._number = clinic_number

    def __missing__(self, part: str) -> tuple[bytes, bytes, bytes, int]:
        terms = name_terms(part)
        tokens = b"".join(text(f"{self._number}:{term}") for term in terms)
        self[part] = keys = sort_key(part).encode(), search_key(part).encode(), tokens, len(terms)
        return keys


def email(person: Person) -> bytes:
    """For one adult in three; .example is no real domain (RFC 2606)."""
    luck = person.id[-1]
    if person.phone is None or luck % 3:
        return NULL
    name = f"{in_latin(person.given)}.{in_latin(person.family)}"
    return text(f"{name if name.isascii() else 'person'}{luck * 7 % 100}@mail.example")


@lru_cache(maxsize=8192)
def in_latin(name: str) -> str:
    return "".join(IN_LATIN.get(letter, letter) for letter in name.lower())


class Lines:
    """Writes the rows of people for whom one clinic answers."""

    def __init__(self, clinic: ClinicPlace, moments: Moments) -> None:
        self.clinic_id, self.registrar_id = key(clinic.id), key(clinic.registrar_id)
        self.locality = text(clinic.plan.kato) + text(clinic.plan.city)
        self.keys, self.moments = Keys(clinic.number), moments

    def patient(self, person: Person, address: bytes, registered: int, warnings: bytes = NO_WARNINGS) -> bytes:
        """`address` is four fields: street, its key, house and flat; `registered` an ordinal."""
        sorts, finds, tokens, count = self.keys[person.family]
        for part in (person.given, person.patronymic):
            if part:
                sort, find, more, so_many = self.keys[part]
                sorts, finds, tokens = sorts + BREAK + sort, finds + b" " + find, tokens + more
                count += so_many
        return b"".join(
            (
                OF_PATIENT,
                person.id,
                self.clinic_id,
                IIN + person.iin.encode() if person.iin else NULL,
                text(person.temporary_id),
                WORD[person.family],
                WORD[person.given],
                WORD[person.patronymic],
                raw(sorts),
                raw(finds),
                texts(tokens, count),
                WORD[person.sex],
                DAY[person.born],
                DAY[person.died],
                WORD[person.citizenship],
                DAY[person.contract_until],
                WORD[person.language],
                texts(text(person.phone), 1) if person.phone else EMPTY_ARRAY,
                email(person),
                self.locality,
                address,
                warnings,
                TRUE,
                self.moments.of(registered, person.id),
                self.registrar_id,
                VERSION_1,
            )
        )

    def attachment(self, stay: Stay, patient_id: bytes) -> bytes:
        place = stay.place
        by = key(place.clinic.registrar_id)
        resident = TRUE if stay.resident else FALSE
        return b"".join(
            (
                OF_ATTACHMENT,
                stay.id,
                patient_id,
                key(place.clinic.id),
                self.clinic_id,
                key(place.id),
                key(place.area_id) if stay.resident else NULL,
                DAY[stay.start],
                DAY[stay.end],
                WORD[stay.end_reason],
                WORD[stay.channel],
                WORD[stay.reason],
                resident,
                resident,
                TRUE if stay.over_norm else FALSE,
                integer(stay.list_limit),
                DAY[stay.requested],
                stay.previous_id or NULL,
                self.moments.of(stay.requested, stay.id),
                by,
                NULL if stay.ended_on is None else self.moments.of(stay.ended_on, stay.id),
                by if stay.end_reason else NULL,
                VERSION_1,
            )
        )

    def family(self, link_id: bytes, person: Person, relative: Person, tie: FamilyTie) -> bytes:
        since = DAY[person.born] if tie in PARENTS else NULL
        return b"".join(
            (
                OF_FAMILY_LINK,
                link_id,
                person.id,
                relative.id,
                self.clinic_id,
                WORD[tie],
                since,
                self.registrar_id,
            )
        )
