"""The desk's own documents, answered by the real schema from a real database."""

from datetime import date
from typing import Any

from domain.access import Role, Viewer
from domain.people import Sex
from schema.root import schema
from tests.api.desk import TODAY, City, auditor_of, new_iin

PERSON = """
  id iin temporaryId fullName sex birthDate phones address { line } warnings { code message } version
  registeredBy clinic { number: id } mergedInto { id } availableActions
  family { id tie relative { id fullName } since until }
  merges { id reason mergedBy survivor { id } merged { id } availableActions }
"""
REFUSAL = "... on Refusal { code message path } ... on InvalidInput { problems { path code message } }"
DOUBLE = """
  ... on DuplicatePerson { candidates { strength patient { id } matches { field kind message yours theirs }
    elsewhere { id shortName birthYear attachedSince availableActions clinic { id } } } }
"""
REGISTER = f"""mutation ($input: RegisterPatientInput!) {{ registerPatient(input: $input) {{ __typename
  ... on Patient {{ {PERSON} }} {REFUSAL} {DOUBLE} }} }}"""
UPDATE = f"""mutation ($input: UpdatePatientInput!) {{ updatePatient(input: $input) {{ __typename
  ... on Patient {{ {PERSON} }} ... on StaleVersion {{ current {{ id }} }} {REFUSAL} {DOUBLE} }} }}"""
MERGE = f"""mutation ($input: MergePatientsInput!) {{ mergePatients(input: $input) {{ __typename
  ... on Merge {{ id survivor {{ {PERSON} }} merged {{ {PERSON} }} }} {REFUSAL} }} }}"""
UNMERGE = """mutation ($input: UnmergePatientsInput!) { unmergePatients(input: $input) {
  ... on Merge { undoneBy merged { mergedInto { id } } } ... on Refusal { message } } }"""
RECENT = """{ recentActions {
  what message canUndo undoUntil patient { id } merge { id } attachment { id } } }"""
SEARCH = """query ($text: String!) { search(text: $text) {
  understoodAs people { score patient { id } } clinics { id } elsewhere { id } problem { code message }
  card { iin } } }"""
JUDGE = """query ($iin: String!) { judgeIin(iin: $iin, birthDate: "1990-01-01", sex: MALE) {
  valid birthDate sex problem { code } warnings { code message }
  known { __typename ... on Patient { id } } } }"""
NODE = f"query ($id: ID!) {{ node(id: $id) {{ ... on Patient {{ {PERSON} }} }} }}"


async def ask(city: City, document: str, viewer: Viewer | None = None, **variables: Any) -> Any:
    async with city.as_viewer(viewer or city.here.viewers[Role.REGISTRAR]) as context:
        result = await schema.execute(document, variable_values=variables, context_value=context)
    assert not result.errors, result.errors
    assert result.data
    return next(iter(result.data.values()))


def form(**given: Any) -> dict[str, Any]:
    usual = {"familyName": "Сәрсенбаева", "givenName": "Айгүл", "sex": "FEMALE", "birthDate": "1987-03-14"}
    if "withoutIin" not in given:
        usual["iin"] = new_iin(date(1987, 3, 14), Sex.FEMALE)
    return usual | given


async def test_a_mother_and_her_newborn_are_registered_and_shown(city: City) -> None:
    mother = await ask(
        city, REGISTER, input=form(phones=["87011234567"], address={"street": "Абай", "house": "1"})
    )
    assert mother["phones"] == ["+77011234567"]
    assert mother["registeredBy"] == "REGISTRAR 9"
    child = await ask(
        city,
        REGISTER,
        input=form(withoutIin="NEWBORN", givenName="Қыз", birthDate=TODAY.isoformat(), motherId=mother["id"]),
    )
    assert child["temporaryId"] == f"T-9-{TODAY:%y}-000001"
    assert child["address"] == {"line": "Абай, 1"}
    assert [(link["tie"], link["relative"]["id"]) for link in child["family"]] == [("MOTHER", mother["id"])]


async def test_refusals_speak_and_name_their_fields(city: City) -> None:
    wrong = await ask(city, REGISTER, input=form(iin="850101100003", givenName="", withoutIin=None))
    assert wrong["__typename"] == "InvalidInput"
    assert [(problem["path"], problem["code"]) for problem in wrong["problems"]] == [
        (["iin"], "IIN_CHECK_DIGIT"),
        (["givenName"], "REQUIRED"),
    ]
    assert all(problem["message"] for problem in wrong["problems"])


async def test_a_double_is_shown_field_by_field_and_elsewhere_with_the_least(city: City) -> None:
    known = await ask(city, REGISTER, input=form(phones=["+77011234567"]))
    again = form(withoutIin="UNKNOWN_PERSON", givenName="Айгул", phones=["+77011234567"])
    likely = await ask(city, REGISTER, input=again)
    assert likely["__typename"] == "DuplicatePerson"
    assert likely["candidates"][0]["patient"] == {"id": known["id"]}
    assert all(match["message"] for match in likely["candidates"][0]["matches"])
    there = city.there.viewers[Role.REGISTRAR]
    certain = await ask(city, REGISTER, there, input=form(iin=known["iin"]))
    assert certain["candidates"][0]["strength"] == "CERTAIN"
    assert certain["candidates"][0]["elsewhere"]["shortName"] == "Сәрсенбаева А."


async def test_a_contradiction_and_a_stale_version(city: City) -> None:
    row = await ask(city, REGISTER, input=form(birthDate="1987-03-15"))
    assert [warning["code"] for warning in row["warnings"]] == ["IIN_BIRTH_DATE_DIFFERS"]
    change = {"id": row["id"], "version": 1, "email": "a@example.kz"}
    assert (await ask(city, UPDATE, input=change))["version"] == 2
    assert (await ask(city, UPDATE, input=change))["current"] == {"id": row["id"]}


async def test_two_records_become_one_and_part_again(city: City) -> None:
    a = await ask(city, REGISTER, input=form())
    b = await ask(city, REGISTER, input=form(override={"reason": "Басқа адам"}))
    merged = await ask(
        city,
        MERGE,
        input={
            "survivorId": a["id"],
            "survivorVersion": 1,
            "mergedId": b["id"],
            "mergedVersion": 1,
            "reason": "Бір адам",
        },
    )
    assert merged["__typename"] == "Merge", merged
    assert merged["merged"]["mergedInto"] == {"id": a["id"]}
    assert merged["survivor"]["merges"][0]["availableActions"] == ["UNMERGE"]
    recent = await ask(city, RECENT)
    assert [action["what"] for action in recent] == ["MERGED", "REGISTERED", "REGISTERED"]
    undone = await ask(city, UNMERGE, input={"mergeId": merged["id"], "reason": "Екі бөлек адам"})
    assert undone == {"undoneBy": "REGISTRAR 9", "merged": {"mergedInto": None}}


async def test_the_search_box_and_the_iin_field(city: City) -> None:
    row = await ask(city, REGISTER, input=form())
    assert (await ask(city, SEARCH, text="sarsenbaeva aigul"))["people"][0]["patient"] == {"id": row["id"]}
    assert (await ask(city, SEARCH, text="850101100003"))["problem"]["code"] == "IIN_CHECK_DIGIT"
    judged = await ask(city, JUDGE, iin=row["iin"])
    assert (judged["birthDate"], judged["sex"]) == ("1987-03-14", "FEMALE")
    assert [warning["code"] for warning in judged["warnings"]] == [
        "IIN_BIRTH_DATE_DIFFERS",
        "IIN_SEX_DIFFERS",
    ]
    assert judged["known"] == {"__typename": "Patient", "id": row["id"]}


async def test_an_auditor_sees_a_warning_and_a_family_without_identity(city: City) -> None:
    mother = await ask(city, REGISTER, input=form())
    child = await ask(
        city,
        REGISTER,
        input=form(withoutIin="NEWBORN", givenName="Қыз", birthDate=TODAY.isoformat(), motherId=mother["id"]),
    )
    seen = await ask(city, NODE, auditor_of(city), id=child["id"])
    assert seen["fullName"] == "С. Қ."
    assert seen["family"][0]["relative"]["fullName"] == "С. А."
    assert seen["availableActions"] == ["REVEAL_IDENTITY"]
