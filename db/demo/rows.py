"""Lines of PostgreSQL's COPY text format for the three tables that are long."""

from datetime import date

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
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщыэюяәғқңөұүһі"
LATIN = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh sch y e yu ya a g k n o u u h i"
IN_LATIN = dict(zip(CYRILLIC, LATIN.split(), strict=True)) | {"ь": "", "ъ": ""}


class Keys:
    """What domain/names.py makes of each part of a name, remembered for one clinic: names are few, people many."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str, str]] = {}
        self._number = 0

    def of(self, number: int, part: str) -> tuple[str, str, str]:
        """The sort key, the search key and the search tokens of one part; those of a whole name are these, joined."""
        if number != self._number:
            self._number, self._known = number, {}
        if (known := self._known.get(part)) is None:
            tokens = ",".join(f'"{number}:{term}"' for term in name_terms(part))
            known = self._known[part] = sort_key(part), search_key(part), tokens
        return known


KEYS = Keys()
FIRST_DAY = date(1900, 1, 1).toordinal()
DAYS = [date.fromordinal(FIRST_DAY + later).isoformat() for later in range(140 * 366)]
MINUTES = [f" {9 + n % 9:02}:{n * 7 % 60:02}:00+05" for n in range(256)]


def day(ordinal: int | None) -> str:
    return NULL if ordinal is None else DAYS[ordinal - FIRST_DAY]


def moment(ordinal: int | None, seed: str) -> str:
    """Some minute of that working day, told by an identifier."""
    return NULL if ordinal is None else DAYS[ordinal - FIRST_DAY] + MINUTES[int(seed[-2:], 16)]


def email(person: Person) -> str:
    """For one adult in three; .example is no real domain (RFC 2606)."""
    if person.phone is None or int(person.id[-5], 16) % 3:
        return NULL
    name = "".join(IN_LATIN.get(letter, letter) for letter in f"{person.given}.{person.family}".lower())
    return f"{name if name.isascii() else 'person'}{int(person.id[-4:], 16) % 100}@mail.example"


def patient_line(
    person: Person,
    clinic: ClinicPlace,
    address: tuple[str, str, str, str],
    registered: int,
    warnings: str = "[]",
) -> str:
    """`address` is street, its key, house, flat; `registered` an ordinal."""
    parts = (person.family, person.given, person.patronymic)
    sorts, finds, tokens = zip(*[KEYS.of(clinic.number, part) for part in parts if part], strict=True)
    return "\t".join(
        (
            person.id,
            clinic.id,
            person.iin or NULL,
            person.temporary_id or NULL,
            person.family,
            person.given,
            person.patronymic or NULL,
            PART_BREAK.join(sorts),
            " ".join(finds),
            "{" + ",".join(tokens) + "}",
            person.sex,
            day(person.born),
            day(person.died),
            person.citizenship,
            day(person.contract_until),
            person.language,
            "{" + (person.phone or "") + "}",
            email(person),
            clinic.plan.kato,
            clinic.plan.city,
            *address,
            warnings,
            "t",
            moment(registered, person.id),
            clinic.registrar_id,
            "1\n",
        )
    )


def attachment_line(stay: Stay, patient_id: str, clinic: ClinicPlace) -> str:
    """`clinic` answers for the person now."""
    place = stay.place
    by = place.clinic.registrar_id
    resident = "t" if stay.resident else "f"
    return "\t".join(
        (
            stay.id,
            patient_id,
            place.clinic.id,
            clinic.id,
            place.id,
            place.area_id if stay.resident else NULL,
            day(stay.start),
            day(stay.end),
            stay.end_reason or NULL,
            stay.channel,
            stay.reason,
            resident,
            resident,
            "t" if stay.over_norm else "f",
            str(stay.list_limit or NULL),
            day(stay.requested),
            stay.previous_id or NULL,
            moment(stay.requested, stay.id),
            by,
            moment(stay.ended_on, stay.id),
            by if stay.end_reason else NULL,
            "1\n",
        )
    )


def family_line(link_id: str, person: Person, relative: Person, tie: FamilyTie, clinic: ClinicPlace) -> str:
    since = day(person.born) if tie in (FamilyTie.MOTHER, FamilyTie.FATHER) else NULL
    return "\t".join((link_id, person.id, relative.id, clinic.id, tie, since, clinic.registrar_id + "\n"))
