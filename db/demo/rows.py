"""Rows of the three tables that tell who somebody is and where they are attached, as COPY's binary format."""

from dataclasses import dataclass, replace
from functools import lru_cache

from db.demo.binary import (
    BIGINT_OID,
    EMPTY_ARRAY,
    FALSE,
    NULL,
    TRUE,
    Days,
    Integers,
    Texts,
    array,
    bigint,
    counted,
    integer,
    json,
    key,
    length,
    text,
    texts,
)
from db.demo.household import Person
from db.demo.moments import Moments
from db.demo.places import ClinicPlace, ListPlace
from db.demo.timeline import Stay
from db.queries.search import CRC_BITS, search_token, search_tokens
from domain.names import PART_BREAK, search_key, sort_key
from domain.people import FamilyTie

# Columns that say the same of many people stand together: each such run is written once.
PATIENT = """id clinic_id kato locality is_demo registered_by version family_name given_name patronymic sort_key
    search_key search_tokens iin temporary_id birth_date phones email street street_key house flat registered_at
    sex language citizenship deceased_on contract_until warnings"""
ATTACHMENT = """id patient_id record_clinic_id clinic_id list_id recorded_by version area_id resident home_visits
    channel reason starts_on requested_on recorded_at ends_on end_reason ended_at ended_by over_norm list_limit
    previous_id"""
FAMILY_LINK = "id clinic_id recorded_by patient_id relative_id tie since"
OF_PATIENT, OF_ATTACHMENT, OF_FAMILY_LINK = map(counted, (PATIENT, ATTACHMENT, FAMILY_LINK))
SPOUSE = FamilyTie.SPOUSE
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщыэюяәғқңөұүһі"
LATIN = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh sch y e yu ya a g k n o u u h i"
IN_LATIN = dict(zip(CYRILLIC, LATIN.split(), strict=True)) | {"ь": "", "ъ": ""}
VERSION_1, NO_WARNINGS, BREAK = integer(1), json("[]"), PART_BREAK.encode()

EVERY_SO_MANY_HAS_EMAIL, DIGITS = 3, 12
DAY, WORD, INTEGER = Days(), Texts(), Integers()
IIN, PHONE = length(DIGITS), texts(text(" " * DIGITS), 1)[:-DIGITS]
"""What comes before the twelve characters of a number, the second as the only one of an array."""
LENGTH, ARRAY = [length(size) for size in range(4096)], [array(count, BIGINT_OID) for count in range(256)]
OPEN = NULL * 4


@dataclass(frozen=True, slots=True)
class Keys:
    """A part of a name as a field, its sort key and search key as they follow another part's, its search tokens."""

    word: bytes
    sort: bytes
    find: bytes
    tokens: bytes
    count: int


CRC = CRC_BITS // 8
NO_KEYS = Keys(NULL, b"", b"", b"", 0)


@lru_cache(maxsize=65536)
def keys_of(part: str) -> tuple[Keys, list[bytes]]:
    """What is the same in every clinic, and how its search tokens end."""
    ends = [bigint(token)[-CRC:] for token in search_tokens(0, part)]
    find = b" " + search_key(part).encode()
    return Keys(WORD[part], BREAK + sort_key(part).encode(), find, b"", len(ends)), ends


class KeysOfParts(dict[str | None, Keys]):
    """In one clinic; each is made when it is first asked for: parts are few, people many."""

    def __init__(self, clinic_number: int) -> None:
        self._head = bigint(search_token(clinic_number, ""))[:-CRC]
        self[None] = NO_KEYS

    def __missing__(self, part: str) -> Keys:
        keys, ends = keys_of(part)
        tokens = b"".join([self._head + end for end in ends])
        self[part] = keys = replace(keys, tokens=tokens)
        return keys


class AboutPeople(dict[tuple[str, str, str, int | None, int | None], bytes]):
    """The last fields of a person without warnings."""

    def __missing__(self, about: tuple[str, str, str, int | None, int | None]) -> bytes:
        sex, language, citizenship, died, contract_until = about
        fields = (WORD[sex], WORD[language], WORD[citizenship], DAY[died], DAY[contract_until])
        self[about] = written = b"".join(fields)
        return written


def email(person: Person) -> bytes:
    """Of one adult in three; .example is no real domain (RFC 2606)."""
    luck = person.id[-1]
    name = f"{in_latin(person.given)}.{in_latin(person.family)}"
    return text(f"{name if name.isascii() else 'person'}{luck * 7 % 100}@mail.example")


@lru_cache(maxsize=8192)
def in_latin(name: str) -> str:
    return "".join(IN_LATIN.get(letter, letter) for letter in name.lower())


class Places(dict[str, tuple[bytes, bytes]]):
    """By list: what the attachments of its outsiders and of its residents have in common."""

    def of(self, place: ListPlace) -> tuple[bytes, bytes]:
        made = self.get(place.id)
        if made is None:
            clinic = place.clinic
            head = key(clinic.id) + key(place.id) + key(clinic.registrar_id) + VERSION_1
            made = self[place.id] = head + NULL + FALSE + FALSE, head + key(place.area_id) + TRUE + TRUE
        return made


class Lines:
    """Writes the rows of people for whom one clinic answers."""

    def __init__(self, clinic: ClinicPlace, moments: Moments) -> None:
        self.clinic_id, self.registrar = key(clinic.id), key(clinic.registrar_id)
        self.clinic = b"".join(
            (self.clinic_id, text(clinic.plan.kato), text(clinic.plan.city), TRUE, self.registrar, VERSION_1)
        )
        self.link = self.clinic_id + self.registrar
        self.keys, self.moments, self.places, self.about = (
            KeysOfParts(clinic.number),
            moments,
            Places(),
            AboutPeople(),
        )

    def patient(self, person: Person, address: bytes, registered: int, warnings: bytes = NO_WARNINGS) -> bytes:
        """`address` is four fields: street, its key, house and flat; `registered` an ordinal."""
        keys, patient_id, phone = self.keys, person.id, person.phone
        family, given, patronymic = keys[person.family], keys[person.given], keys[person.patronymic]
        sorts = (family.sort + given.sort + patronymic.sort)[1:]
        finds = (family.find + given.find + patronymic.find)[1:]
        tokens = family.tokens + given.tokens + patronymic.tokens
        count = family.count + given.count + patronymic.count
        about = person.sex, person.language, person.citizenship, person.died, person.contract_until
        return b"".join(
            (
                OF_PATIENT,
                patient_id,
                self.clinic,
                family.word,
                given.word,
                patronymic.word,
                LENGTH[len(sorts)],
                sorts,
                LENGTH[len(finds)],
                finds,
                LENGTH[20 + len(tokens)],
                ARRAY[count],
                tokens,
                IIN + person.iin.encode() + NULL if person.iin else NULL + text(person.temporary_id),
                DAY[person.born],
                PHONE + phone.encode() if phone else EMPTY_ARRAY,
                NULL if phone is None or patient_id[-1] % EVERY_SO_MANY_HAS_EMAIL else email(person),
                address,
                self.moments.of(registered, patient_id),
                self.about[about],
                warnings,
            )
        )

    def attachment(self, stay: Stay, patient_id: bytes) -> bytes:
        stay_id, requested = stay.id, stay.requested
        return b"".join(
            (
                OF_ATTACHMENT,
                stay_id,
                patient_id,
                self.clinic_id,
                self.places.of(stay.place)[stay.resident],
                WORD[stay.channel],
                WORD[stay.reason],
                DAY[stay.start],
                DAY[requested],
                self.moments.of(requested, stay_id),
                OPEN if stay.end is None else self._end(stay),
                TRUE if stay.over_norm else FALSE,
                INTEGER[stay.list_limit],
                stay.previous_id,
            )
        )

    def _end(self, stay: Stay) -> bytes:
        assert stay.ended_on is not None
        ended = self.moments.of(stay.ended_on, stay.id)
        return DAY[stay.end] + WORD[stay.end_reason] + ended + key(stay.place.clinic.registrar_id)

    def family(self, link_id: bytes, person: Person, relative: Person, tie: FamilyTie) -> bytes:
        since = NULL if tie is SPOUSE else DAY[person.born]
        return b"".join((OF_FAMILY_LINK, link_id, self.link, person.id, relative.id, WORD[tie], since))
