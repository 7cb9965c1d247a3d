"""How often an operation asks the database: as often for one row as for twenty, and no more than written here.

A pipeline asks once, however many statements go out together; these too hardly grow with the rows.
`pytest -v` of this file ends with the table of all of them.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import psycopg
import pytest
from sqlalchemy import event
from starlette.applications import Starlette

from domain.access import Action, Role, may
from tests.contract.graph.actions import ACTIONS
from tests.contract.graph.client_documents import DOCUMENTS, QUERIES, Pair, field_of, is_mutation, name_of
from tests.contract.graph.conftest import STATEMENTS, Answer, Ask, Person
from tests.contract.graph.documents import PAGED, QUERY, Writer
from tests.contract.graph.doing import ACTORS, OTHERWISE, given_to
from tests.contract.graph.growing import Grown, grow
from tests.contract.graph.samples import Sampler

NARROWEST = (Role.PATIENT, Role.NURSE, Role.REGISTRAR, Role.AUDITOR, Role.HEAD_DOCTOR, Role.CLINIC_ADMIN)
LISTS = sorted(name for name, field in QUERY.fields.items() if PAGED in field.args and name != "search")

# Each root list with every field of its rows and, one step further, of theirs.
MOST_OF_LISTS = {
    "accessEvents": 9,
    "accounts": 9,
    "areas": 11,
    "attachmentRefusals": 12,
    "attachments": 16,
    "clinics": 17,
    "doctorLists": 11,
    "doses": 18,
    "doseImports": 5,
    "doseImportRows": 4,
    "dueImmunizations": 11,
    "immunizationSessions": 17,
    "organisedGroups": 10,
    "patients": 34,
    "recentActions": 10,
    "reminders": 15,
    "clinicNotices": 15,
    "staff": 8,
    "vaccineLots": 12,
    "vaccines": 6,
}

TOGETHER = " ; "
Record = Callable[[str, object], None]
STREAMS = frozenset({"AttachmentChanges", "SessionChanged"})  # each event is one row

MOST_OF_DOCUMENTS = {
    "AccessEvents": 6,
    "AccountChoices": 5,
    "Accounts": 6,
    "AddOrganisedGroup": 6,
    "AddToSession": 8,
    "AttachPatient": 29,
    "AttachmentHistory": 11,
    "AttachmentOptions": 18,
    "AttachmentRefusals": 9,
    "Attachments": 10,
    "ChangePassword": 19,
    "ChooseSessionLot": 9,
    "ClassChoices": 3,
    "Classes": 4,
    "ClinicChoices": 5,
    "ClinicNotices": 5,
    "Clinics": 8,
    "CloseSession": 7,
    "ConfirmIdentity": 16,
    "ConfirmSecondFactor": 12,
    "CorrectDose": 22,
    "CorrectStock": 9,
    "CountAttachments": 6,
    "CountDue": 5,
    "CountDueViews": 9,
    "CountPeople": 6,
    "CountRefusals": 6,
    "CountReminders": 6,
    "CoverageOf": 4,
    "CreateAccount": 9,
    "DeferImmunization": 14,
    "DemoLogins": 1,
    "DetachPatient": 15,
    "DiscardDraft": 5,
    "DoctorLists": 8,
    "DraftOf": 5,
    "Due": 5,
    "DueChoices": 3,
    "Duplicates": 12,
    "EndDeferral": 16,
    "EndFamilyLink": 8,
    "EndObservation": 16,
    "ExportRows": 6,
    "FamilyOf": 10,
    "FindClinics": 6,
    "GiveInSession": 33,
    "ApplyDoseImport": 19,
    "DoseImport": 5,
    "DoseImportRows": 3,
    "DoseImports": 4,
    "ImmunizationCertificates": 6,
    "UndoDoseImport": 17,
    "ImmunizationOf": 12,
    "ImmunizationPapers": 4,
    "IssueImmunizationCertificate": 19,
    "JoinOrganisedGroup": 9,
    "JudgeIin": 10,
    "LinkFamily": 12,
    "ListChoices": 6,
    "LotBookOf": 5,
    "MarkSessionPerson": 8,
    "Me": 6,
    "MergePatients": 27,
    "MergesOf": 8,
    "MoveUpSchool": 7,
    "MyRecord": 5,
    "NoteAdverseEventNotice": 8,
    "ObservationsOf": 5,
    "OptInToReminders": 7,
    "OptOutOfReminders": 6,
    "OwnAccount": 5,
    "People": 10,
    "Permissions": 4,
    "Person": 13,
    "PlanChoices": 4,
    "PlanSession": 8,
    "ProposeSecondFactor": 8,
    "ReadTuberculinTest": 17,
    "ReadersOf": 7,
    "ReceiveLot": 14,
    "RecentActions": 10,
    "RecordConsent": 17,
    "RecordDose": 19,
    "RecordObservation": 15,
    "RecordRefusal": 17,
    "RecordTuberculinTest": 14,
    "RefusalsOfPerson": 9,
    "RegisterPatient": 11,
    "ReminderChannels": 5,
    "ReminderPreview": 24,
    "Reminders": 9,
    "RemindersOf": 8,
    "RemoveSecondFactor": 20,
    "ReportAdverseEvent": 7,
    "ResetPassword": 9,
    "ResetSecondFactor": 9,
    "RetryReminder": 12,
    "RevealIdentity": 7,
    "RevokeConsent": 16,
    "RevokeImmunizationCertificate": 8,
    "SaveDraft": 5,
    "Search": 13,
    "SessionOf": 7,
    "Sessions": 5,
    "SetLanguage": 5,
    "SignIn": 13,
    "SignOut": 6,
    "SignOutElsewhere": 8,
    "StillHere": 4,
    "TakenBack": 5,
    "UndoAttachment": 14,
    "UndoDetachment": 15,
    "UndoDose": 19,
    "UnmergePatients": 24,
    "UpdateAccount": 8,
    "UpdateOrganisedGroup": 8,
    "UpdatePatient": 9,
    "UsableLots": 4,
    "VaccineChoices": 3,
    "VaccineKinds": 3,
    "VaccineLots": 4,
    "VaccineNames": 3,
    "VaccinePlan": 5,
    "VoidDose": 16,
    "VoidObservation": 16,
    "WriteOffDoses": 9,
}


@pytest.fixture(scope="module")
def sampler(known: psycopg.Connection[Any], people: dict[Role, Person]) -> Sampler:
    (clinic_id,) = people[Role.REGISTRAR].clinic_ids
    return Sampler(known, clinic_id)


@pytest.fixture(scope="module")
def grown(known: psycopg.Connection[Any], people: dict[Role, Person]) -> Grown:
    (clinic_id,) = people[Role.REGISTRAR].clinic_ids
    return grow(known, clinic_id, {role: person.account_id for role, person in people.items()})


@pytest.fixture
def statements(app: Starlette) -> Iterator[list[str]]:
    """What has reached the cursor since it was last cleared."""
    seen: list[str] = []

    def see(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    def see_sent(together: Sequence[str]) -> None:
        if list(together) != ["commit"]:  # goes out beside the trail's row, which is waited for anyway
            seen.append(TOGETHER.join(together))

    database = app.state.database
    event.listen(database.engine.sync_engine, "before_cursor_execute", see)
    database.seen.append(see_sent)
    yield seen
    database.seen.remove(see_sent)
    event.remove(database.engine.sync_engine, "before_cursor_execute", see)


def narrowest(action: Action) -> Sequence[Role]:
    """The most restricted offices that may, of each kind: a patient, the desk, the Fund."""
    return [role for role in NARROWEST if may(role, action)][:4]


async def counted(
    ask: Ask, statements: list[str], role: Role | None, document: str, **variables: Any
) -> tuple[tuple[int, int], Answer]:
    """How often the database was asked, and for how much, by the second time: the first one opens connections."""
    await ask(role, document, **variables)
    statements.clear()
    answer = await ask(role, document, **variables)
    assert "errors" not in answer, answer.text[:500]
    return (len(statements), TOGETHER.join(statements).count(TOGETHER)), answer


@pytest.mark.parametrize(
    ("name", "role"), [(name, role) for name in LISTS for role in narrowest(ACTIONS[name])]
)
async def test_a_list_costs_the_same_for_one_row_and_for_twenty(
    name: str, role: Role, ask: Ask, statements: list[str], grown: Grown, record_property: Record
) -> None:
    one, _ = await counted(ask, statements, role, listing(name, role, 1))
    twenty, answer = await counted(ask, statements, role, listing(name, role, 20))

    record_property(STATEMENTS, (name, str(role), one, twenty))
    assert hardly_more(one, twenty)
    assert twenty[0] <= MOST_OF_LISTS[name]
    if role in (Role.NURSE, Role.AUDITOR) or name == "accounts":
        assert rows_of(answer["data"][name]) >= 6


def hardly_more(one: tuple[int, int], twenty: tuple[int, int]) -> bool:
    """Twenty rows may have a few relations that the first one lacks; a statement for each row would be nineteen."""
    return twenty[0] - one[0] <= 1 and twenty[1] - one[1] <= 5


def listing(name: str, role: Role, first: int) -> str:
    """The document; who may not read a record's readers does not ask for them."""
    writer = Writer(page=5)
    written = writer.root(name, 1, {}).replace(f"{name}(first: 5)", f"{name}(first: {first})")
    readers = f"readers(first: 5) {writer.selection(QUERY.fields['accessEvents'].type, 0)}"
    return written if may(role, Action.READ_READERS) else written.replace(readers, "")


def rows_of(found: Any) -> int:
    return len(found if isinstance(found, list) else found["edges"])


def test_every_document_of_the_client_has_its_line() -> None:
    assert set(map(name_of, DOCUMENTS)) <= MOST_OF_DOCUMENTS.keys() | STREAMS


def test_every_query_of_the_client_is_counted() -> None:
    asked = {name_of(each) for each in DOCUMENTS if not is_mutation(each)}
    assert asked <= QUERIES.keys() | STREAMS


@pytest.mark.parametrize("document", [each for each in DOCUMENTS if name_of(each) in QUERIES], ids=name_of)
async def test_a_query_of_the_client_costs_the_same_for_one_row_and_for_twenty(
    document: str, ask: Ask, statements: list[str], grown: Grown, record_property: Record
) -> None:
    pair: Pair = QUERIES[name_of(document)](grown)

    one, few = await counted(ask, statements, pair.role_of_one, document, **pair.one)
    twenty, more = await counted(ask, statements, pair.role, document, **pair.twenty)

    record_property(STATEMENTS, (name_of(document), str(pair.role or ""), one, twenty))
    assert hardly_more(one, twenty)
    assert twenty[0] <= MOST_OF_DOCUMENTS[name_of(document)]
    assert not pair.grows or len(more.text) > 1.5 * len(few.text)


@pytest.mark.parametrize("document", [each for each in DOCUMENTS if is_mutation(each)], ids=name_of)
async def test_a_mutation_of_the_client_keeps_to_its_budget(
    document: str, ask: Ask, statements: list[str], sampler: Sampler, record_property: Record
) -> None:
    mutation, other = field_of(document), OTHERWISE.get(name_of(document))
    given = await (other(ask, sampler) if other else given_to(mutation, ask, sampler))
    statements.clear()

    answer = await ask(ACTORS[mutation], document, **given)

    assert "errors" not in answer, answer.text[:500]
    together = TOGETHER.join(statements).count(TOGETHER)
    record_property(STATEMENTS, (name_of(document), str(ACTORS[mutation] or ""), (len(statements), together), None))
    assert len(statements) <= MOST_OF_DOCUMENTS[name_of(document)]
