"""Writes the demo's clinics: regions, contracts, staff, lists, areas, and the accounts of DEMO_LOGINS."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from random import Random

from psycopg import Connection

from db.demo.city import ALMATY_KATO, ClinicPlan, Contract
from db.demo.copying import copy_rows
from db.demo.ids import Ids, Numbers
from db.demo.logins import DEMO_LOGINS, DEMO_PASSWORD, DemoLogin
from db.demo.places import ClinicPlace, ListPlace, open_lists, ranges_of
from db.demo.staff import Recruiter
from db.passwords import hash_password
from db.reference import read
from domain.access import Role
from domain.bin import BinKind, BinUnit, make_bin
from domain.language import Language

SINCE_ALWAYS, KATO = date(1991, 12, 16), "ISO 3166-2:KZ, KATO"
SPECIALTY_OF_LOGIN = {
    Role.DOCTOR: "GP",
    Role.NURSE: "NURSE_PHC",
    Role.HEAD_DOCTOR: "CHIEF",
    Role.REGISTRAR: "REG",
    Role.OPERATOR: "CC_OP",
    Role.CLINIC_ADMIN: "STAT",
}


def found_clinics(
    connection: Connection,
    plans: Sequence[ClinicPlan],
    random: Random,
    ids: Ids,
    numbers: Numbers,
    today: date,
) -> list[ClinicPlace]:
    """All rows but people and what hangs on them; the clinics are returned with their lists."""
    _reference(connection)
    clinics = [_clinic(connection, plan, place, ids, today) for place, plan in enumerate(plans, start=1)]
    pieces = {plan.kato: ranges_of(plan.kato, random) for plan in plans}
    for clinic in clinics:
        open_lists(clinic, pieces[clinic.plan.kato], ids)
    _accounts_of_registrars(connection, clinics, ids)
    _staff(connection, clinics, Recruiter(random, ids, numbers, today, _titles()))
    _lists_and_areas(connection, clinics, ids)
    return clinics


def _reference(connection: Connection) -> None:
    """Regions and specialties, where the migrations have not brought them."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into region (code, name_kk, name_ru, name_en, valid_from, source)"
            " values (%(kato)s, %(name_kk)s, %(name_ru)s, %(name_en)s, %(valid_from)s, %(source)s)"
            " on conflict do nothing",
            [row | {"valid_from": row["since"] or SINCE_ALWAYS, "source": KATO} for row in read("regions")["regions"]],
        )
        cursor.executemany(
            "insert into specialty (code, name_kk, name_ru, name_en, source)"
            " values (%(code)s, %(name_kk)s, %(name_ru)s, %(name_en)s, 'unverified') on conflict do nothing",
            read("specialties")["specialties"],
        )


def _titles() -> dict[str, str]:
    return {row["code"]: row["name_kk"] for row in read("specialties")["specialties"]}


def _clinic(connection: Connection, plan: ClinicPlan, place: int, ids: Ids, today: date) -> ClinicPlace:
    number = next(
        made
        for serial in count(place * 7)
        if (made := make_bin(1990 + place, 4, BinKind.RESIDENT, BinUnit.HEAD, serial))
    )
    row = connection.execute(
        "insert into clinic (id, bin, name_kk, name_ru, kind, ownership, region_code, kato, address, phone,"
        " accredited_until, is_demo, version) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, true, 1)"
        " returning number",
        (
            clinic_id := ids.new(),
            number,
            plan.name_kk,
            plan.name_ru,
            plan.kind,
            plan.ownership,
            plan.kato,
            plan.kato,
            plan.address,
            f"+7727391{place:04}",
            today + timedelta(days=400 * (place % 3) - 100),
        ),
    ).fetchone()
    assert row
    _contract(connection, clinic_id, plan, place, today)
    return ClinicPlace(clinic_id, row[0], plan)


def _contract(connection: Connection, clinic_id: str, plan: ClinicPlan, place: int, today: date) -> None:
    if plan.contract is Contract.NEVER:
        return
    last_year = date(today.year - 1, 12, 31)
    valid_to = last_year if plan.contract is Contract.ENDED else None
    connection.execute(
        "insert into fund_contract (clinic_id, number, valid_from, valid_to) values (%s, %s, %s, %s)",
        (clinic_id, f"{plan.kato[:2]}-{place:03}/{today.year - 5}", date(today.year - 5, 1, 1), valid_to),
    )


def _accounts_of_registrars(connection: Connection, clinics: Sequence[ClinicPlace], ids: Ids) -> None:
    """Who recorded what; in clinics without a demo login this account has no password that works."""
    lines: list[tuple[object, ...]] = []
    for clinic in clinics:
        clinic.registrar_id = ids.new()
        if not any(_is_registrar_of(login, clinic) for login in DEMO_LOGINS):
            name, login = clinic.plan.name_kk, f"registrar.{clinic.number}"
            regions: list[str] = []
            about = (clinic.registrar_id, login, name, Role.REGISTRAR, clinic.id, regions, Language.KK)
            lines.append((*about, NO_PASSWORD, False, True, 1, 0))
    copy_rows(connection, "account", ACCOUNT, lines)


NO_PASSWORD = "!"
ACCOUNT = "id login name role clinic_id regions language password_hash active is_demo version failed_sign_ins"


def _is_registrar_of(login: DemoLogin, clinic: ClinicPlace) -> bool:
    return (
        login.role is Role.REGISTRAR and login.clinic == clinic.plan.key and clinic.plan.kato == ALMATY_KATO
    )


def _staff(connection: Connection, clinics: Sequence[ClinicPlace], recruiter: Recruiter) -> None:
    hires = [hire for clinic in clinics for hire in recruiter.hire(clinic, _named_in(clinic))]
    copy_rows(
        connection,
        "staff",
        "id clinic_id iin family_name given_name patronymic sort_key is_demo version",
        (hire.staff for hire in hires),
    )
    copy_rows(
        connection,
        "employment",
        "id staff_id clinic_id post category specialty_code started_on",
        (hire.employment for hire in hires),
    )
    copy_rows(
        connection,
        "qualification",
        "id staff_id clinic_id title number issued_on expires_on",
        (hire.qualification for hire in hires if hire.qualification),
    )


def _named_in(clinic: ClinicPlace) -> dict[str, str]:
    if clinic.plan.kato != ALMATY_KATO:
        return {}
    here = (login for login in DEMO_LOGINS if login.clinic == clinic.plan.key)
    return {SPECIALTY_OF_LOGIN[login.role]: login.name for login in here}


def _lists_and_areas(connection: Connection, clinics: Sequence[ClinicPlace], ids: Ids) -> None:
    lists = [place for clinic in clinics for place in clinic.all_lists()]
    copy_rows(
        connection,
        "doctor_list",
        "id clinic_id doctor_id kind people closed version",
        ((place.id, place.clinic.id, place.doctor_id, place.kind, 0, False, 1) for place in lists),
    )
    copy_rows(
        connection,
        "area",
        "id clinic_id number kind list_id version",
        ((place.area_id, place.clinic.id, place.area_number, place.kind, place.id, 1) for place in lists),
    )
    copy_rows(
        connection,
        "area_street",
        "id area_id clinic_id kato street street_key house_from house_to parity",
        (row for place in lists for row in _streets(place, ids)),
    )


def _streets(place: ListPlace, ids: Ids) -> list[tuple[object, ...]]:
    head = (place.area_id, place.clinic.id, place.clinic.plan.kato)
    return [(ids.new(), *head, h.street, h.street_key, h.first, h.last, h.parity) for h in place.houses]


def show_record(connection: Connection, patient_id: str) -> None:
    """To the demo's patient, whose account is there before anybody is."""
    connection.execute(
        "update account set patient_id = %s where is_demo and role = %s", (patient_id, Role.PATIENT)
    )


def open_accounts(connection: Connection, clinics: Sequence[ClinicPlace], ids: Ids) -> None:
    """DEMO_LOGINS, with one password, hashed once; not let in yet. The Fund's people see every region of the demo."""
    password_hash = asyncio.run(hash_password(DEMO_PASSWORD))
    by_key = {clinic.plan.key: clinic for clinic in clinics if clinic.plan.kato == ALMATY_KATO}
    fund_regions = sorted({clinic.plan.kato for clinic in clinics})
    lines = []
    for login in DEMO_LOGINS:
        clinic = by_key[login.clinic] if login.clinic else None
        is_registrar = clinic is not None and login.role is Role.REGISTRAR
        account_id = clinic.registrar_id if clinic and is_registrar else ids.new()
        regions = fund_regions if login.role in (Role.AUDITOR, Role.FUND_OFFICER) else []
        staff_id = _staff_of(connection, login, clinic) if clinic else None
        lines.append(
            (
                account_id,
                login.login,
                login.name,
                login.role,
                clinic and clinic.id,
                regions,
                staff_id,
                Language.KK,
                password_hash,
                False,
                0,
                True,
                1,
            )
        )
    copy_rows(connection, "account", ACCOUNT_OF_LOGIN, lines)


def let_in(connection: Connection) -> None:
    """The people of DEMO_LOGINS: the city is as it shall be."""
    connection.execute(
        "update account set active = true where is_demo and login = any(%s)",
        ([login.login for login in DEMO_LOGINS],),
    )


ACCOUNT_OF_LOGIN = """id login name role clinic_id regions staff_id language password_hash active
    failed_sign_ins is_demo version"""


def _staff_of(connection: Connection, login: DemoLogin, clinic: ClinicPlace) -> object:
    given, family = login.name.split(" ", 1)
    row = connection.execute(
        "select id from staff where clinic_id = %s and given_name = %s and family_name = %s",
        (clinic.id, given, family),
    ).fetchone()
    return row and row[0]
