"""Lines of PostgreSQL's COPY text format for the three tables that are long."""

from datetime import date
from functools import lru_cache

from db.demo.household import Person
from db.demo.places import ClinicPlace
from db.demo.timeline import Stay
from db.queries.search import name_terms
from domain.names import PART_BREAK, search_key, sort_key
from domain.people import FamilyTie

NULL = r"\N"
PATIENT = """id clinic_id iin temporary_id family_name given_name patronymic sort_key search_key
    search_tokens sex birth_date deceased_on citizenship contract_until language phones email kato
    locality street street_key house flat warnings is_demo registered_at registered_by version"""
ATTACHMENT = """id patient_id clinic_id record_clinic_id list_id area_id starts_on ends_on end_reason channel
    reason resident home_visits over_norm list_limit requested_on previous_id recorded_at
    recorded_by ended_at ended_by version"""
FAMILY_LINK = "id patient_id relative_id clinic_id tie since recorded_by"
PARENTS = (FamilyTie.MOTHER, FamilyTie.FATHER)
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщыэюяәғқңөұүһі"
LATIN = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh sch y e yu ya a g k n o u u h i"
IN_LATIN = dict(zip(CYRILLIC, LATIN.split(), strict=True)) | {"ь": "", "ъ": ""}


MINUTE = {f"{n:02x}": f" {9 + n % 9:02}:{n * 7 % 60:02}:00+05" for n in range(256)}


class Days(dict[int | None, str]):
    """Days given as ordinals, as COPY reads them."""

    def __missing__(self, ordinal: int | None) -> str:
        self[ordinal] = day = NULL if ordinal is None else date.fromordinal(ordinal).isoformat()
        return day


DAY = Days()


class Keys(dict[str, tuple[str, str, str]]):
    """Of each part of a name its sort key, search key and search tokens in one clinic; a whole name has these, joined.

    Each is made when it is first asked for: parts are few, people many.
    """

    def __init__(self, clinic_number: int) -> None:
        self._number = clinic_number

    def __missing__(self, part: str) -> tuple[str, str, str]:
        tokens = ",".join(f'"{self._number}:{term}"' for term in name_terms(part))
        self[part] = keys = sort_key(part), search_key(part), tokens
        return keys


def moment(ordinal: int | None, seed: str) -> str:
    """Some minute of that working day, told by an identifier."""
    return NULL if ordinal is None else DAY[ordinal] + MINUTE[seed[-2:]]


def email(person: Person) -> str:
    """For one adult in three; .example is no real domain (RFC 2606)."""
    if person.phone is None or int(person.id[-5], 16) % 3:
        return NULL
    name = f"{in_latin(person.given)}.{in_latin(person.family)}"
    return f"{name if name.isascii() else 'person'}{int(person.id[-4:], 16) % 100}@mail.example"


@lru_cache(maxsize=8192)
def in_latin(name: str) -> str:
    return "".join(IN_LATIN.get(letter, letter) for letter in name.lower())


class Lines:
    """Writes the lines of people for whom one clinic answers."""

    def __init__(self, clinic: ClinicPlace) -> None:
        self.clinic_id, self.registrar_id = clinic.id, clinic.registrar_id
        self.locality = f"{clinic.plan.kato}\t{clinic.plan.city}"
        self.keys = Keys(clinic.number)

    def patient(self, person: Person, address: str, registered: int, warnings: str = "[]") -> str:
        """`address` is street, its key, house and flat, tabs between them; `registered` an ordinal."""
        sorts, finds, tokens = self.keys[person.family]
        for part in (person.given, person.patronymic):
            if part:
                sort, find, more = self.keys[part]
                sorts, finds, tokens = f"{sorts}{PART_BREAK}{sort}", f"{finds} {find}", f"{tokens},{more}"
        return "\t".join(
            (
                person.id,
                self.clinic_id,
                person.iin or NULL,
                person.temporary_id or NULL,
                person.family,
                person.given,
                person.patronymic or NULL,
                sorts,
                finds,
                "{" + tokens + "}",
                person.sex,
                DAY[person.born],
                DAY[person.died],
                person.citizenship,
                DAY[person.contract_until],
                person.language,
                "{" + (person.phone or "") + "}",
                email(person),
                self.locality,
                address,
                warnings,
                "t",
                moment(registered, person.id),
                self.registrar_id,
                "1\n",
            )
        )

    def attachment(self, stay: Stay, patient_id: str) -> str:
        place = stay.place
        by = place.clinic.registrar_id
        resident = "t" if stay.resident else "f"
        return "\t".join(
            (
                stay.id,
                patient_id,
                place.clinic.id,
                self.clinic_id,
                place.id,
                place.area_id if stay.resident else NULL,
                DAY[stay.start],
                DAY[stay.end],
                stay.end_reason or NULL,
                stay.channel,
                stay.reason,
                resident,
                resident,
                "t" if stay.over_norm else "f",
                str(stay.list_limit or NULL),
                DAY[stay.requested],
                stay.previous_id or NULL,
                moment(stay.requested, stay.id),
                by,
                moment(stay.ended_on, stay.id),
                by if stay.end_reason else NULL,
                "1\n",
            )
        )

    def family(self, link_id: str, person: Person, relative: Person, tie: FamilyTie) -> str:
        since = DAY[person.born] if tie in PARENTS else NULL
        return "\t".join(
            (link_id, person.id, relative.id, self.clinic_id, tie, since, self.registrar_id + "\n")
        )
