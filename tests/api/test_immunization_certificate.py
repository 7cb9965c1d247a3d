"""Certificates of vaccinations: frozen at issue, revoked for good, and checked by strangers who learn nothing else."""

import re
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from db.database import Database
from db.queries import sign_in_attempt
from db.queries.versioned import row_of
from db.resealing import reseal
from db.tables import ImmunizationCertificate, Patient
from db.vault import Vault
from domain.access import ANONYMOUS, Forbidden, Role
from domain.immunization_certificate import PAGE, WORDS, CertificateStanding, page_words, words
from domain.language import Language
from domain.refusal import RefusalCode
from resolvers import dose as doses
from resolvers import immunization_certificate as certificates
from resolvers.ids import global_id
from resolvers.immunization_certificate_print import code_of
from resolvers.refusals import InvalidInput, StaleVersion
from tests.api import town as towns
from tests.api.door import Door
from tests.api.test_fhir import child_with_doses
from tests.api.test_vaccination_card import text_of
from tests.api.town import Town
from tests.conftest import Urls

TODAY = towns.today()
VALID, CHANGED, EXPIRED, REVOKED = CertificateStanding
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000/certificates/([A-Za-z0-9_-]{32})")


async def act(town: Town, what: Any, role: Role = Role.NURSE, **given: Any) -> Any:
    async with town.operation(town.here.viewer(role)) as context:
        return await what(context, given)


async def issued(town: Town, patient: Patient, **given: Any) -> ImmunizationCertificate:
    row = await act(town, certificates.issue, patient_id=patient.id, **given)
    assert isinstance(row, ImmunizationCertificate), row
    return row


async def standing(town: Town, row: ImmunizationCertificate) -> CertificateStanding:
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        return (await certificates.standings(context, [row.id]))[row.id]


async def token_of(door: Door, row: ImmunizationCertificate) -> str:
    """As it stands on the paper."""
    answer = await door.get(f"/files/immunization-certificates/{row.id}")
    assert answer.status_code == 200, answer.text
    found = ADDRESS.search(text_of(answer.content).replace(" ", ""))
    assert found
    return found.group(1)


async def check(door: Door, token: str, language: str = "ru") -> httpx.Response:
    return await door.get(f"/certificates/{token}?language={language}", None)


async def test_it_states_the_doses_that_count_and_no_others(door: Door) -> None:
    patient, given = await child_with_doses(door.town)

    row = await issued(door.town, patient)

    assert row.dose_ids == [given[0].id, given[1].id], "the third is far too early, the fourth is void"
    assert [one["given_on"] for one in row.content["doses"]] == [f"{each.given_on}" for each in given[:2]]
    (bcg, hexavalent) = row.content["doses"]
    assert (bcg["series"], hexavalent["dose_ml"]) == ("K-7", 0.5)
    assert all(set(one["against"]) == {"kk", "ru", "en"} and one["against"]["kk"] for one in row.content["doses"])
    assert len(hexavalent["against"]["ru"]) > 1
    assert await standing(door.town, row) is VALID


async def test_nothing_is_certified_that_does_not_count(door: Door) -> None:
    baby = await door.town.person(door.town.here, birth_date=TODAY - timedelta(days=3))
    gone = await door.town.person(door.town.here, deceased_on=TODAY)
    patient, _ = await child_with_doses(door.town)
    late = TODAY - timedelta(days=1)

    nothing = await act(door.town, certificates.issue, patient_id=baby.id)
    dead = await act(door.town, certificates.issue, patient_id=gone.id)
    backwards = await act(door.town, certificates.issue, patient_id=patient.id, valid_until=late)
    stranger = await door.town.person(door.town.there)
    elsewhere = await act(door.town, certificates.issue, patient_id=stranger.id)

    assert nothing.code is RefusalCode.NOTHING_TO_CERTIFY
    assert dead.code is RefusalCode.PATIENT_DECEASED
    assert isinstance(backwards, InvalidInput)
    assert elsewhere.code is RefusalCode.NOT_FOUND
    assert await door.town.all("select 1 from immunization_certificate") == []
    with pytest.raises(Forbidden):
        await act(door.town, certificates.issue, Role.REGISTRAR, patient_id=patient.id)


@pytest.mark.parametrize("language", [Language.KK, Language.RU])
async def test_the_paper_says_who_what_and_from_whom_and_says_it_again(door: Door, language: Language) -> None:
    patient, given = await child_with_doses(door.town)
    row = await issued(door.town, patient, valid_until=TODAY + timedelta(days=365))
    where = f"/files/immunization-certificates/{row.id}?language={language}"

    answer = await door.get(where)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    said, of = text_of(answer.content), words(language)
    house = door.town.here.clinic
    for expected in (
        of["title"],
        f"{patient.family_name} {patient.given_name}",
        f"{patient.birth_date:%d.%m.%Y}",
        house.name_kk if language is Language.KK else house.name_ru,
        "K-7",
        f"{TODAY:%d.%m.%Y}",
        f"{row.valid_until:%d.%m.%Y}",
        of["signature"],
    ):
        assert expected in said, expected
    assert f"{given[2].given_on:%d.%m.%Y}" not in said
    (page,) = PdfReader(BytesIO(answer.content)).pages
    assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842), "A4"

    await door.town.all("update patient set family_name = 'Басқаев' where id = :id returning id", id=patient.id)
    again = text_of((await door.get(where)).content)
    assert patient.family_name in again
    assert "Басқаев" not in again
    by_global_id = await door.get(f"/files/immunization-certificates/{global_id('ImmunizationCertificate', row.id)}")
    assert by_global_id.status_code == 200


async def test_who_may_not_see_the_person_gets_no_paper(door: Door) -> None:
    patient, _ = await child_with_doses(door.town)
    row = await issued(door.town, patient)
    where = f"/files/immunization-certificates/{row.id}"
    other = door.town.there.accounts[Role.NURSE].id

    assert (await door.get(where, None)).status_code == 404
    assert (await door.get(where, Role.CLINIC_ADMIN)).status_code == 404
    assert (await door.get_as(other, where)).status_code == 404
    assert (await door.get("/files/immunization-certificates/nonsense")).status_code == 404
    events = await door.town.all(
        "select outcome, patient_ids from access_event where operation = 'immunizationCertificate' order by id"
    )
    assert [(one.outcome, one.patient_ids) for one in events] == [("FORBIDDEN", []), ("OK", []), ("OK", [])]


def test_the_code_is_drawn_at_a_size_that_readers_take() -> None:
    svg = code_of("https://emhana.example/certificates/" + "x" * 32)

    assert svg.startswith("<svg")
    assert code_of("https://emhana.example/certificates/" + "y" * 32) != svg
    assert 'width="45" height="45"' in svg, "version 5, which a hand-held reader takes from 36 mm"


async def test_a_stranger_learns_whether_it_is_valid_and_nothing_of_the_person(door: Door) -> None:
    patient, given = await child_with_doses(door.town)
    row = await issued(door.town, patient, valid_until=TODAY + timedelta(days=30))
    token = await token_of(door, row)

    for language in Language:
        page = await check(door, token, language)
        said = page_words(language)
        assert page.status_code == 200
        assert page.headers["content-language"] == language
        house = door.town.here.clinic
        for expected in (
            said["VALID"],
            f"{TODAY:%d.%m.%Y}",
            f"{row.valid_until:%d.%m.%Y}",
            house.name_kk if language is Language.KK else house.name_ru,
        ):
            assert expected in page.text, (language, expected)
        for secret in (
            patient.family_name,
            patient.given_name,
            patient.temporary_id or "-",
            f"{patient.birth_date:%d.%m.%Y}",
            "K-7",
            token,
            str(patient.id),
            str(row.id),
            *(f"{each.given_on:%d.%m.%Y}" for each in given),
        ):
            assert secret not in page.text, secret


async def test_its_page_asks_for_nothing_and_keeps_nothing(door: Door) -> None:
    patient, _ = await child_with_doses(door.town)
    token = await token_of(door, await issued(door.town, patient))

    page = await door.client.get(f"/certificates/{token}", headers={"Accept-Language": "de, en;q=0.8"})

    assert page.headers["content-language"] == "en", "the first of the reader's languages that there is"
    policy = page.headers["content-security-policy"]
    style = re.search("<style>(.*)</style>", page.text, re.DOTALL)
    assert style
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "set-cookie" not in page.headers
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert page.headers["x-robots-tag"].startswith("noindex")
    assert not re.search("<script|<img|<form|<link|src=|http", page.text)
    assert [*re.findall('href="([^"]*)"', page.text)] == ["?language=kk", "?language=ru"]
    assert (await door.client.post(f"/certificates/{token}")).status_code == 405


async def test_revoking_needs_a_reason_and_is_for_good(door: Door) -> None:
    town = door.town
    patient, _ = await child_with_doses(town)
    row = await issued(town, patient)
    token = await token_of(door, row)
    asked: dict[str, Any] = {"certificate_id": row.id, "version": 1, "reason": "Басқа адамға берілген"}

    short = await act(town, certificates.revoke, **asked | {"reason": "-"})
    stale = await act(town, certificates.revoke, **asked | {"version": 0})
    done = await act(town, certificates.revoke, Role.HEAD_DOCTOR, **asked)
    again = await act(town, certificates.revoke, **asked | {"version": 2})

    assert short.code is RefusalCode.REASON_TOO_SHORT
    assert isinstance(stale, StaleVersion)
    assert (done.version, done.revoke_reason) == (2, asked["reason"])
    assert again.code is RefusalCode.NOTHING_TO_UNDO
    assert await standing(town, row) is REVOKED
    page = await check(door, token)
    assert (page.status_code, PAGE["REVOKED"][1] in page.text) == (200, True)
    assert asked["reason"] not in page.text
    paper = text_of((await door.get(f"/files/immunization-certificates/{row.id}?language=ru")).content)
    assert f"{WORDS['revoked'][1]} {TODAY:%d.%m.%Y}" in paper
    with pytest.raises(ProgrammingError, match="not allowed"):
        await town.all("update immunization_certificate set revoked_at = null, revoke_reason = null returning id")


async def test_another_clinic_revokes_nothing(door: Door) -> None:
    patient, _ = await child_with_doses(door.town)
    row = await issued(door.town, patient)

    async with door.town.operation(door.town.there.viewer(Role.NURSE)) as context:
        given = {"certificate_id": row.id, "version": 1, "reason": "Біздікі емес"}
        refused = await certificates.revoke(context, given)

    assert not isinstance(refused, ImmunizationCertificate)
    assert refused.code is RefusalCode.NOT_FOUND
    assert await standing(door.town, row) is VALID


async def test_what_is_printed_never_changes_in_the_database_either(door: Door) -> None:
    patient, _ = await child_with_doses(door.town)
    await issued(door.town, patient)

    for change in (
        "content = '{}'",
        "dose_ids = '{}'",
        "issued_on = issued_on - 1",
        "valid_until = current_date + 900",
        "token_hash = '-'",
    ):
        with pytest.raises(ProgrammingError, match="not allowed"):
            await door.town.all(f"update immunization_certificate set {change} returning id")
    with pytest.raises(ProgrammingError):
        await door.town.all("delete from immunization_certificate returning id")


async def test_a_stated_dose_that_is_voided_changes_the_record_and_a_new_one_does_not(door: Door) -> None:
    town = door.town
    patient, given = await child_with_doses(town)
    row = await issued(town, patient)
    token = await token_of(door, row)
    paper = text_of((await door.get(f"/files/immunization-certificates/{row.id}")).content)

    await act(
        town,
        doses.record,
        patient_id=patient.id,
        code="133",
        source="RECORDED_FROM_PAPER",
        given_on=TODAY - timedelta(days=100),
    )
    await act(town, doses.void, dose_id=given[2].id, version=1, reason="Екі рет жазылған")
    before = await standing(town, row)
    await act(town, doses.void, dose_id=given[1].id, version=1, reason="Басқа баланың егуі")

    assert before is VALID, "neither a dose that came later nor one that it does not state"
    assert await standing(town, row) is CHANGED
    page = await check(door, token)
    assert (page.status_code, PAGE["CHANGED"][1] in page.text) == (200, True)
    again = text_of((await door.get(f"/files/immunization-certificates/{row.id}")).content)
    stamp = re.compile(r"\d\d\.\d\d\.\d{4} \d\d:\d\d")
    assert stamp.sub("", again) == stamp.sub("", paper), "it says what it said"


async def test_a_corrected_dose_or_birth_date_changes_the_record_too(door: Door) -> None:
    town = door.town
    (one, given), (other, _) = await child_with_doses(town), await child_with_doses(town)
    first, second = await issued(town, one), await issued(town, other)

    await act(
        town,
        doses.correct,
        dose_id=given[0].id,
        version=1,
        reason="Күні қате",
        given_on=TODAY - timedelta(days=396),
    )
    await town.all("update patient set birth_date = birth_date - 1 where id = :id returning id", id=other.id)

    assert [await standing(town, row) for row in (first, second)] == [CHANGED, CHANGED]


async def test_doses_of_a_merged_record_stand_until_the_merge_is_undone(door: Door) -> None:
    town = door.town
    survivor, _ = await child_with_doses(town)
    merged, others = await child_with_doses(town)
    join = "update patient set merged_into = :into where id = :id returning id"
    await town.all(join, id=merged.id, into=survivor.id)
    await town.all(
        "update dose set given_on = given_on + 1 where id = :id returning id", id=others[0].id
    )
    await town.all("update dose set cvx = '08' where id = :id returning id", id=others[0].id)
    row = await issued(town, survivor)
    assert others[0].id in row.dose_ids
    before = await standing(town, row)

    await town.all(join, id=merged.id, into=None)

    assert (before, await standing(town, row)) == (VALID, CHANGED)


async def test_it_expires_after_its_last_day(door: Door) -> None:
    patient, _ = await child_with_doses(door.town)
    row = await issued(door.town, patient, valid_until=TODAY)
    assert await standing(door.town, row) is VALID

    tomorrow = towns.tomorrow()
    async with door.town.operation(door.town.here.viewer(Role.NURSE), today=tomorrow) as context:
        assert (await certificates.standings(context, [row.id]))[row.id] is EXPIRED


async def test_the_database_has_no_secret_that_opens_the_page(door: Door) -> None:
    patient, _ = await child_with_doses(door.town)
    row = await issued(door.town, patient)
    token = await token_of(door, row)

    (stored,) = await door.town.all("select token_hash, token_sealed, t::text as whole from immunization_certificate t")

    assert stored.token_hash == sha256(token.encode()).digest()
    assert token not in stored.whole
    assert len(token) * 6 >= 128
    for guess in (stored.token_hash.hex(), stored.token_sealed, str(row.id), token[:-1], token + "A", token.lower()):
        assert (await check(door, guess.replace("/", "_"))).status_code == 404


async def test_a_new_secret_of_the_installation_keeps_papers_printable(door: Door, urls: Urls) -> None:
    patient, _ = await child_with_doses(door.town)
    row = await issued(door.town, patient)
    before = await token_of(door, row)

    assert reseal(urls.owner, Vault("another", ["tests"])) == (1, 0)
    assert reseal(urls.owner, Vault("tests", ["another"])) == (1, 0)
    assert reseal(urls.owner, Vault("lost")) == (0, 1)

    assert await token_of(door, row) == before


async def test_guessing_is_slowed_down_for_the_one_who_guesses(door: Door, database: Database) -> None:
    patient, _ = await child_with_doses(door.town)
    token = await token_of(door, await issued(door.town, patient))
    codes = [(await check(door, f"guess-{n}")).status_code for n in range(24)]

    assert codes[:20] == [404] * 20
    assert codes[-1] == 429
    slowed = await check(door, token)
    assert (slowed.status_code, slowed.headers["retry-after"].isdecimal()) == (429, True)
    assert PAGE["WAIT"][1] in slowed.text
    async with database.transaction(ANONYMOUS) as tx:
        await sign_in_attempt.forget(tx, sign_in_attempt.certificate_key("127.0.0.1"))
    assert [(await check(door, token)).status_code for _ in range(30)] == [200] * 30, "papers that are known are free"


async def test_each_look_is_in_the_person_s_trail_and_an_unknown_code_in_nobody_s(door: Door) -> None:
    patient, _ = await child_with_doses(door.town)
    token = await token_of(door, await issued(door.town, patient))

    await check(door, token)
    await check(door, "unknown")

    (event,) = await door.town.all(
        "select account_id, role, patient_ids, changes, t::text as whole from access_event t "
        "where operation = 'checkCertificate'"
    )
    assert (event.account_id, event.role, event.patient_ids, event.changes) == (None, None, [patient.id], {})
    assert token not in event.whole


async def test_a_certificate_goes_where_the_record_goes(door: Door) -> None:
    town = door.town
    patient, _ = await child_with_doses(town)
    row = await issued(town, patient)

    await town.all(
        "update patient set clinic_id = :there where id = :id returning id",
        there=town.there.clinic.id,
        id=patient.id,
    )

    async with town.operation(town.there.viewer(Role.NURSE)) as context:
        seen = await context.tx.rows(text("select id from immunization_certificate"))
        standing_there = await certificates.standings(context, [row.id])
        read = await row_of(context.tx, ImmunizationCertificate, row.id)
        assert read is not None
        assert certificates.available_actions(read, context) == []
    assert [one.id for one in seen] == [row.id]
    assert standing_there == {row.id: VALID}


def test_every_word_is_there_in_every_language() -> None:
    assert all(len(said) == 2 and all(said) for said in WORDS.values())
    assert all(len(said) == 3 and all(said) for said in PAGE.values())
