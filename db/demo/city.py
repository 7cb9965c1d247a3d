"""Which clinics the demo has, and how many people each of them cares for."""

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil

from domain.clinic import ClinicKind, Ownership

ALMATY_KATO = "750000000"
GP_NORM = 1700
# From the source texts (handbook 9.2): No. 9 has 40,874 people and 276 staff, No. 17 more than 90,000 people.
STAFF_OF_NINE = (87, 115, 4, 3, 67)


class Contract(StrEnum):
    """With the Fund, today."""

    IN_FORCE = "IN_FORCE"
    ENDED = "ENDED"
    NEVER = "NEVER"


@dataclass(frozen=True, slots=True)
class ClinicPlan:
    """`people` is the full size; `staff` count higher, secondary, psychologists, social workers, others.

    `first_lists` are the sizes of doctors' lists worth seeing, against the norm of a family doctor.
    """

    key: str
    name_kk: str
    name_ru: str
    kato: str
    city: str
    address: str
    people: int
    staff: tuple[int, int, int, int, int]
    kind: ClinicKind = ClinicKind.CITY_POLYCLINIC
    ownership: Ownership = Ownership.STATE
    contract: Contract = Contract.IN_FORCE
    first_lists: tuple[int, ...] = ()


def _polyclinic(key: str, kato: str, city: str, address: str, people: int) -> ClinicPlan:
    staff = tuple(max(1, round(count * people / 40_874)) for count in STAFF_OF_NINE)
    assert len(staff) == 5
    names = f"№ {key} қалалық емхана", f"Городская поликлиника № {key}"
    if kato != ALMATY_KATO:
        names = f"{names[0]} ({city})", f"{names[1]} ({city})"
    return ClinicPlan(key, *names, kato, city, address, people, staff)


def _private(key: str, name: str, address: str, people: int, contract: Contract) -> ClinicPlan:
    return ClinicPlan(
        key,
        f"«{name}» медициналық орталығы",
        f"Медицинский центр «{name}»",
        ALMATY_KATO,
        "Алматы",
        address,
        people,
        (14, 19, 1, 1, 9),
        ClinicKind.FAMILY_HEALTH_CENTRE,
        Ownership.PRIVATE,
        contract,
    )


ALMATY = (
    replace(
        _polyclinic("9", ALMATY_KATO, "Алматы", "улица Макатаева, 81", 40_874),
        staff=STAFF_OF_NINE,
        first_lists=(GP_NORM + 6,),
    ),
    replace(
        _polyclinic("17", ALMATY_KATO, "Алматы", "микрорайон Аксай-4, 17", 90_000),
        first_lists=(GP_NORM - 1, GP_NORM),
    ),
    _private("Алатау", "Алатау-Емхана", "улица Тимирязева, 42", 8_600, Contract.IN_FORCE),
    _private("Шипагер", "Шипагер", "улица Розыбакиева, 247", 4_500, Contract.IN_FORCE),
    _private("Дана", "Дана Клиник", "улица Достык, 109", 0, Contract.ENDED),
    _private("Медикус", "Медикус", "улица Сатпаева, 30", 0, Contract.NEVER),
)
CITIES = (
    ("Астана", "710000000"),
    ("Шымкент", "790000000"),
    ("Қарағанды", "350000000"),
    ("Ақтөбе", "150000000"),
    ("Тараз", "310000000"),
    ("Павлодар", "550000000"),
    ("Өскемен", "630000000"),
    ("Семей", "100000000"),
    ("Қызылорда", "430000000"),
    ("Орал", "270000000"),
    ("Қостанай", "390000000"),
    ("Атырау", "230000000"),
    ("Петропавл", "590000000"),
    ("Талдықорған", "330000000"),
    ("Көкшетау", "110000000"),
    ("Түркістан", "610000000"),
)
FULL_SIZE = sum(plan.people for plan in ALMATY)
LARGEST_ELSEWHERE = 45_000


def plan_clinics(people: int) -> list[ClinicPlan]:
    """Almaty to scale; what its clinics cannot hold goes to polyclinics of other cities."""
    scale = min(1.0, people / FULL_SIZE)
    almaty = [replace(plan, people=round(plan.people * scale)) for plan in ALMATY]
    rest = people - sum(plan.people for plan in almaty)
    return almaty + (_elsewhere(rest) if scale == 1.0 and rest > 0 else [])


def _elsewhere(people: int) -> list[ClinicPlan]:
    count = ceil(people / LARGEST_ELSEWHERE)
    return [
        _polyclinic(str(1 + place // len(CITIES)), kato, city, "проспект Абая, 1", people // count)
        for place in range(count)
        for city, kato in [CITIES[place % len(CITIES)]]
    ]
