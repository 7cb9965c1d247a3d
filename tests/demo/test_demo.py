"""The demo city: believable, true to its own counters, safe to load."""

import multiprocessing
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row
from sqlalchemy import make_url
from typer.testing import CliRunner

from db import demo
from db.demo import halves
from db.demo.logins import DEMO_LOGINS, DEMO_PASSWORD
from db.installation import inspect
from db.passwords import verify_password, weakness_of
from db.queries.search import search_token, search_tokens
from db.tables.area import AreaStreet
from domain.access import Role
from domain.address import covers, house_number, street_key
from domain.iin import IIN, parse_iin
from domain.names import search_key, sort_key
from domain.people import Citizenship, Sex
from server import serving
from server.cli import app
from server.doctor import JUDGES, Verdict
from server.run import RunError
from server.settings import Settings
from tests.conftest import NewDatabase, Urls

PEOPLE = 3_000
TODAY = date(2026, 3, 18)
DURING_A_CAMPAIGN = date(2025, 10, 15)


def quietly(what: str, done: int, total: int) -> None:
    assert 0 <= done <= total, what


class City:
    """A loaded database, read as its owner."""

    def __init__(self, urls: Urls) -> None:
        self.urls = urls
        self.connection = psycopg.connect(urls.owner, autocommit=True)

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(query.encode(), parameters).fetchall()

    def value(self, query: str, *parameters: object) -> Any:
        return self.rows(query, *parameters)[0][0]


@pytest.fixture(scope="module")
def city(new_database: NewDatabase) -> Iterator[City]:
    with new_database() as urls:
        demo.load(urls.owner, PEOPLE, quietly, TODAY)
        city = City(urls)
        yield city
        city.connection.close()


def test_it_has_about_as_many_people_as_asked(city: City) -> None:
    assert abs(city.value("select count(*) from patient") - PEOPLE) < PEOPLE * 0.04


def test_every_iin_is_well_formed_and_agrees_with_the_person_or_warns(city: City) -> None:
    people = city.rows("select iin, birth_date, sex, warnings from patient where iin is not null and is_demo")
    for iin, born, sex, warnings in people:
        judged = parse_iin(iin)
        assert isinstance(judged, IIN), iin
        assert (judged.birth_date, judged.sex) == (born, Sex(sex)) or warnings
    assert any(warnings for *_, warnings in people)


def test_people_without_an_iin_have_a_temporary_id(city: City) -> None:
    assert city.value("select count(*) from patient where temporary_id is not null") > 5
    newborn = city.value(
        "select count(*) from patient where iin is null and birth_date > %s", date(2026, 2, 25)
    )
    assert newborn > 0


def test_keys_and_tokens_are_those_of_the_domain(city: City) -> None:
    people = city.rows(
        "select family_name, given_name, patronymic, search_key, sort_key, search_tokens, number"
        " from patient p join clinic c on c.id = p.clinic_id"
    )
    for family, given, patronymic, found, sorted_by, tokens, number in people:
        assert found == search_key(family, given, patronymic)
        assert sorted_by == sort_key(family, given, patronymic)
        assert set(tokens) == set(search_tokens(number, family, given, patronymic))


def test_the_counters_of_lists_are_the_truth(city: City) -> None:
    wrong = city.rows(
        "select l.id from doctor_list l where people <> (select count(*) from attachment a"
        " where a.list_id = l.id and a.ends_on is null)"
    )
    assert wrong == []


def test_a_list_stands_one_below_the_norm_and_its_neighbour_over_it(new_database: NewDatabase) -> None:
    with new_database() as urls:
        demo.load(urls.owner, 8_000, quietly, TODAY)
        with psycopg.connect(urls.owner) as connection:
            sizes = [
                row[0] for row in connection.execute("select people from doctor_list order by 1 desc limit 3")
            ]
    assert sizes == [1706, 1700, 1699]


def test_everybody_belongs_to_the_clinic_of_todays_attachment(city: City) -> None:
    elsewhere = city.value(
        "select count(*) from attachment a join patient p on p.id = a.patient_id"
        " where daterange(a.starts_on, a.ends_on) @> %s::date and a.clinic_id <> p.clinic_id",
        TODAY,
    )
    assert elsewhere == 0


def test_residents_live_in_their_area_and_outsiders_gave_up_home_visits(city: City) -> None:
    streets: dict[object, list[AreaStreet]] = {}
    for row in city.connection.cursor(row_factory=dict_row).execute("select * from area_street"):
        streets.setdefault(row["area_id"], []).append(AreaStreet(**row))
    for area, street, house in city.rows(
        "select a.area_id, p.street, p.house from attachment a join patient p on p.id = a.patient_id"
        " where a.resident and a.ends_on is null and a.clinic_id = p.clinic_id and a.starts_on <= %s",
        TODAY,
    ):
        assert any(covers(houses, street_key(street), house_number(house)) for houses in streets[area])
    assert city.value("select count(*) from attachment where not resident and home_visits") == 0
    assert city.value("select count(*) from attachment where not resident") > 100


def test_histories_have_moves_reasons_channels_and_refusals(city: City) -> None:
    assert city.value("select max(n) from (select count(*) n from attachment group by patient_id) t") >= 3
    assert city.value("select count(distinct channel) from attachment") >= 5
    assert city.value("select count(distinct reason) from attachment") >= 8
    assert city.value("select count(*) from attachment_refusal") > 0
    assert city.value("select count(*) from patient p where not exists"
                      " (select from attachment a where a.patient_id = p.id)") > 5  # fmt: skip


def test_families_have_mothers_fathers_and_spouses(city: City) -> None:
    ties = dict(city.rows("select tie, count(*) from family_link group by 1"))
    assert min(ties["MOTHER"], ties["FATHER"], ties["SPOUSE"]) > PEOPLE / 20
    young_parents = city.value(
        "select count(*) from family_link f join patient c on c.id = f.patient_id"
        " join patient p on p.id = f.relative_id"
        " where tie in ('MOTHER', 'FATHER') and p.birth_date > c.birth_date - interval '16 years'"
    )
    assert young_parents == 0


def test_every_kind_of_citizenship_is_met(city: City) -> None:
    assert {kind for (kind,) in city.rows("select distinct citizenship from patient")} == set(Citizenship)


def test_polyclinic_nine_has_the_staff_of_the_source_text(city: City) -> None:
    counts = dict(
        city.rows(
            "select category, count(*) from employment e join clinic c on c.id = e.clinic_id"
            " where c.name_ru = 'Городская поликлиника № 9' group by 1"
        )
    )
    assert counts == {"HIGHER": 87, "SECONDARY": 115, "PSYCHOLOGIST": 4, "SOCIAL_WORKER": 3, "OTHER": 67}


def test_one_family_is_the_same_in_every_demo_and_attached_to_number_nine(city: City) -> None:
    found = city.rows(
        "select p.given_name, c.name_ru from patient p join attachment a on a.patient_id = p.id"
        " join clinic c on c.id = a.clinic_id"
        " where a.ends_on is null and p.iin in ('870312389997', '890725489995') order by p.iin"
    )
    assert found == [("Ғалымжан", "Городская поликлиника № 9"), ("Әлия", "Городская поликлиника № 9")]


def test_there_are_doubles_to_merge(city: City) -> None:
    assert (
        city.value(
            "select count(*) from patient a join patient b on a.phones && b.phones and a.id < b.id"
            " and a.birth_date = b.birth_date and a.sex = b.sex"
        )
        > 3
    )


def test_a_campaign_leaves_attachments_that_begin_in_january(new_database: NewDatabase) -> None:
    with new_database() as urls:
        demo.load(urls.owner, PEOPLE, quietly, DURING_A_CAMPAIGN)
        with psycopg.connect(urls.owner) as connection:
            coming = connection.execute(
                "select distinct starts_on, channel from attachment where starts_on > %s", [DURING_A_CAMPAIGN]
            ).fetchall()
    assert coming == [(date(2026, 1, 1), "CAMPAIGN")]


async def test_every_login_opens_with_the_password_that_is_printed(city: City) -> None:
    accounts = {login: (role, password) for login, role, password in city.rows(
        "select login, role, password_hash from account where is_demo and active")}  # fmt: skip
    assert {login.role for login in DEMO_LOGINS} >= set(Role) - {Role.INTEGRATION, Role.DISPLAY, Role.SYSTEM}
    assert len({password for _, password in accounts.values()}) == 1
    assert await verify_password(accounts["registrar9"][1], DEMO_PASSWORD)
    for login in DEMO_LOGINS:
        assert accounts[login.login][0] == login.role
        assert weakness_of(login.password, login=login.login, second_factor=False) is None


def test_the_doctor_signs_in_as_the_owner_of_a_list(city: City) -> None:
    assert (
        city.value(
            "select count(*) from account a join doctor_list l on l.doctor_id = a.staff_id"
            " where a.login = 'doctor9'"
        )
        == 1
    )


def test_a_second_load_is_refused_and_changes_nothing(city: City) -> None:
    before = city.value("select count(*) from patient")
    with pytest.raises(demo.DemoRefused, match="already"):
        demo.load(city.urls.owner, PEOPLE, quietly, TODAY)
    assert city.value("select count(*) from patient") == before


def test_a_database_with_real_clinics_is_refused(new_database: NewDatabase) -> None:
    with new_database() as urls, psycopg.connect(urls.owner, autocommit=True) as connection:
        connection.execute(
            "insert into region values ('990000000', 'А', 'А', 'A', '2000-01-01', null, 'test')"
        )
        connection.execute(
            "insert into clinic"
            " (bin, name_kk, name_ru, kind, ownership, region_code, kato, address, is_demo, version)"
            " values ('1', 'А', 'А', 'CITY_POLYCLINIC', 'STATE', '990000000', '990000000', '', false, 1)"
        )
        with pytest.raises(demo.DemoRefused, match="own"):
            demo.load(urls.owner, 100, quietly, TODAY)


def fingerprint(city: City) -> list[tuple[Any, ...]]:
    return city.rows(
        "select p.id, p.iin, p.sort_key, p.house, count(a.id), max(a.starts_on) from patient p"
        " left join attachment a on a.patient_id = p.id group by p.id order by p.id"
    )


def guards(connection: psycopg.Connection) -> set[tuple[Any, ...]]:
    """Everything that protects or speeds the tables: indexes, constraints, triggers, row security."""
    return set(
        connection.execute(
            "select 'index', indexdef, '' from pg_indexes where schemaname = 'public'"
            " union all select conname, pg_get_constraintdef(oid), convalidated::text from pg_constraint"
            " union all select tgname, tgrelid::regclass::text, tgenabled::text from pg_trigger"
            " where not tgisinternal"
            " union all select relname, relrowsecurity::text, relforcerowsecurity::text from pg_class"
            " where relkind = 'r'"
        ).fetchall()
    )


def test_two_processes_make_the_same_city_and_leave_every_guard_as_it_was(
    city: City, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(halves, "WORTH_A_PROCESS", 0)
    with new_database() as urls:
        with psycopg.connect(urls.owner) as connection:
            before = guards(connection)
        demo.load(urls.owner, PEOPLE, quietly, TODAY)
        again = City(urls)
        assert guards(again.connection) == before
        assert fingerprint(again) == fingerprint(city)
        again.connection.close()
    assert multiprocessing.active_children() == []


def test_the_tables_owner_needs_no_other_right(new_database: NewDatabase) -> None:
    with new_database() as urls:
        with psycopg.connect(urls.owner, autocommit=True) as connection:
            connection.execute("drop role if exists plain_owner")
            connection.execute("create role plain_owner login in role emhana_owner")
            before = guards(connection)
        plain = make_url(urls.owner).set(username="plain_owner").render_as_string(hide_password=False)
        demo.load(plain, 1_000, quietly, TODAY)
        with psycopg.connect(urls.owner, autocommit=True) as connection:
            assert guards(connection) == before
            assert connection.execute("select count(*) > 900 from patient").fetchone() == (True,)
            connection.execute("drop role plain_owner")


def test_nothing_was_recorded_later_than_now(new_database: NewDatabase) -> None:
    with new_database() as urls:
        demo.load(urls.owner, 2_000, quietly)
        with psycopg.connect(urls.owner) as connection:
            for column in ("registered_at from patient", "recorded_at from attachment", "recorded_at from dose",
                           "ended_at from attachment", "recorded_at from consent", "recorded_at from deferral"):  # fmt: skip
                moment, table = column.split(" from ")
                rows = connection.execute(
                    f"select count(*) filter (where {moment} > now()), max({moment}) from {table}".encode()
                ).fetchone()
                assert rows
                assert rows[0] == 0, (column, rows)


def test_the_indexes_find_what_the_tables_hold(city: City) -> None:
    """They are built at the end, of rows that came in the binary format: each is looked at again from outside."""
    city.connection.execute("set enable_seqscan = off")
    number = city.value("select number from clinic where name_ru = 'Городская поликлиника № 9'")
    whole = search_token(number, "-galimjan")
    assert city.value("select count(*) from patient where search_tokens @> array[%s::bigint]", whole) > 0
    assert city.value("select count(*) from patient where phones @> '{+77099120387}'") == 1
    city.connection.execute("reset enable_seqscan")
    overlapping = city.value(
        "select count(*) from attachment a join attachment b on a.patient_id = b.patient_id and a.id < b.id"
        " where daterange(a.starts_on, a.ends_on) && daterange(b.starts_on, b.ends_on)"
    )
    assert overlapping == 0


FOREIGN_KEYS = """
select conname, format('select count(*) from %s c where %s and not exists (select from %s p where %s)',
                       conrelid::regclass, string_agg(format('c.%I is not null', mine.attname), ' and '),
                       confrelid::regclass, string_agg(format('p.%I = c.%I', theirs.attname, mine.attname), ' and '))
  from pg_constraint, unnest(conkey, confkey) as pair (of_mine, of_theirs)
  join pg_attribute mine on mine.attnum = of_mine
  join pg_attribute theirs on theirs.attnum = of_theirs
 where contype = 'f' and mine.attrelid = conrelid and theirs.attrelid = confrelid
 group by pg_constraint.oid, conname, conrelid, confrelid
"""


def test_every_foreign_key_holds_although_rows_came_unchecked(city: City) -> None:
    counts = city.connection.execute(FOREIGN_KEYS).fetchall()
    dangling = {name: city.value(count) for name, count in counts}
    assert len(dangling) > 100
    assert {name: count for name, count in dangling.items() if count} == {}


def test_a_load_that_was_interrupted_when_its_rows_were_there_is_finished_by_the_next(
    city: City, new_database: NewDatabase
) -> None:
    def interrupt(what: str, done: int, total: int) -> None:
        if what == "indexes and guards" and done == 5:
            raise KeyboardInterrupt

    with new_database() as urls, psycopg.connect(urls.owner, autocommit=True) as connection:
        before = guards(connection)
        with pytest.raises(KeyboardInterrupt):
            demo.load(urls.owner, PEOPLE, interrupt, TODAY)
        assert demo.is_unfinished(urls.owner)
        found = inspect(urls.server)
        assert {judge(found).subject for judge in JUDGES if judge(found).verdict is Verdict.FAILURE} == {"Demo"}
        with pytest.raises(RunError, match="run `emhana demo`"):
            serving.refuse_half_loaded(Settings(database_url=urls.server))
        assert before - guards(connection)
        letting_in = "select count(*) from account where active and login = any(%s)"
        logins = [login.login for login in DEMO_LOGINS]
        assert connection.execute(letting_in, (logins,)).fetchone() == (0,)

        demo.load(urls.owner, PEOPLE, quietly, TODAY)
        assert not demo.is_unfinished(urls.owner)
        serving.refuse_half_loaded(Settings(database_url=urls.server))
        assert guards(connection) == before
        assert connection.execute(letting_in, (logins,)).fetchone() == (len(logins),)
        again = City(urls)
        assert fingerprint(again) == fingerprint(city)
        sessions = "select count(*) from immunization_session"
        assert again.value(sessions) == city.value(sessions) > 0
        again.connection.close()


@pytest.mark.parametrize("command", ["demo", "run"])
def test_the_help_tells_how_many_people_there_are_unless_told_otherwise(command: str) -> None:
    told = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"}).output
    assert f"[default: {demo.DEFAULT_PEOPLE}]" in told


def test_an_interrupted_load_leaves_nothing_behind(new_database: NewDatabase) -> None:
    def interrupt(what: str, done: int, total: int) -> None:
        if done > 2_000:
            raise KeyboardInterrupt

    with new_database() as urls, psycopg.connect(urls.owner, autocommit=True) as connection:
        before = guards(connection)
        with pytest.raises(KeyboardInterrupt):
            demo.load(urls.owner, 9_000, interrupt, TODAY)
        left = connection.execute("select count(*) from clinic").fetchone()
        assert left == (0,)
        assert guards(connection) == before
