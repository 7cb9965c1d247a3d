"""What each mutation needs to have an effect: somebody who may, and what must have happened before."""

from collections.abc import Mapping
from typing import Any

from domain.access import Role, may
from tests.contract.graph.actions import ACTIONS
from tests.contract.graph.samples import DEMO_DAY, INPUTS, Sampler, input_type, written

REGISTRAR, HEAD, ADMIN = Role.REGISTRAR, Role.HEAD_DOCTOR, Role.CLINIC_ADMIN

IMMUNIZATION = {name for name, action in ACTIONS.items() if may(Role.NURSE, action) and name in INPUTS} - {
    "setLanguage", "linkFamily", "endFamilyLink", "saveDraft", "discardDraft"
}  # fmt: skip

# Somebody of the office most used to it.
ACTORS: Mapping[str, Role | None] = {name: REGISTRAR for name in ACTIONS} | {
    "signIn": None,
    "signOut": Role.OPERATOR,
    "revealIdentity": Role.AUDITOR,
    "exportRows": HEAD,
    "createAccount": ADMIN,
    "confirmIdentity": Role.NURSE,
    "changePassword": Role.NURSE,
    "signOutElsewhere": Role.NURSE,
    "proposeSecondFactor": Role.NURSE,
    "confirmSecondFactor": Role.NURSE,
    "removeSecondFactor": Role.NURSE,
    "resetSecondFactor": ADMIN,
    "updateAccount": ADMIN,
    "resetPassword": ADMIN,
    **dict.fromkeys(IMMUNIZATION, Role.NURSE),
    "deferImmunization": HEAD,
    "endDeferral": HEAD,
}

# Whose answer names what the later one is about, and under which name the later one takes it.
EARLIER: Mapping[str, tuple[str, str]] = {
    "undoAttachment": ("attachPatient", "attachmentId"),
    "undoDetachment": ("detachPatient", "attachmentId"),
    "unmergePatients": ("mergePatients", "mergeId"),
    "endFamilyLink": ("linkFamily", "linkId"),
    "optInToReminders": ("optOutOfReminders", "optOutId"),
    "correctDose": ("recordDose", "doseId"),
    "voidDose": ("recordDose", "doseId"),
    "reportAdverseEvent": ("recordDose", "doseId"),
    "noteAdverseEventNotice": ("reportAdverseEvent", "eventId"),
    "writeOffDoses": ("receiveLot", "lotId"),
    "correctStock": ("receiveLot", "lotId"),
    "updateOrganisedGroup": ("addOrganisedGroup", "groupId"),
    "endDeferral": ("deferImmunization", "deferralId"),
    "revokeConsent": ("recordConsent", "consentId"),
    "undoDoseImport": ("applyDoseImport", "importId"),
    "revokeImmunizationCertificate": ("issueImmunizationCertificate", "certificateId"),
    "endObservation": ("recordObservation", "observationId"),
    "voidObservation": ("recordObservation", "observationId"),
    "readTuberculinTest": ("recordTuberculinTest", "testId"),
    "joinOrganisedGroup": ("addOrganisedGroup", "groupId"),
    "addToSession": ("planSession", "sessionId"),
    "chooseSessionLot": ("planSession", "sessionId"),
    "markSessionPerson": ("planSession", "sessionId"),
    "closeSession": ("planSession", "sessionId"),
}


def document(mutation: str) -> str:
    """The mutation with whatever refusal it may give, and the id of what it made where a later one needs it."""
    named = mutation in {before for before, _ in EARLIER.values()} | {"addOrganisedGroup", "receiveLot"}
    return written(
        mutation,
        f"{{ __typename ... on Refusal {{ code message }} {'... on Node { id }' if named else ''} }}",
    )


async def given_to(mutation: str, ask: Any, sampler: Sampler) -> dict[str, Any]:
    """Variables with which the mutation has an effect; what must come before it is done."""
    if mutation == "signOutElsewhere":
        sampler.session_elsewhere(ACTORS[mutation])
    if input_type(mutation) is None:
        return {}
    given = INPUTS[mutation](sampler)
    if mutation == "discardDraft":
        await done("saveDraft", ask, {"input": {"form": given["form"], "content": "{}"}})
    if mutation in EARLIER:
        before, key = EARLIER[mutation]
        earlier = await given_to(before, ask, sampler)
        answer = await done(before, ask, earlier)
        # What was there before is a version on by now.
        version = earlier["input"]["version"] + 1 if key in earlier["input"] else 1
        given |= {key: answer["data"][before]["id"]} | ({"version": version} if "version" in given else {})
    if mutation in BESIDE:
        given |= await BESIDE[mutation](ask, sampler, given)
    return {"input": given}


async def _made(mutation: str, ask: Any, given: dict[str, Any]) -> str:
    answer = await done(mutation, ask, {"input": given})
    made: str = answer["data"][mutation]["id"]
    return made


async def _immunized(ask: Any, sampler: Sampler, given: dict[str, Any]) -> dict[str, Any]:
    """Somebody with a dose that counts, so that there is something to certify."""
    patient, _ = sampler.patient()
    dose = INPUTS["recordDose"](sampler) | {"patientId": patient}
    await done("recordDose", ask, {"input": dose})
    return {"patientId": patient}


async def _in_a_class(ask: Any, sampler: Sampler, given: dict[str, Any]) -> dict[str, Any]:
    group = await _made("addOrganisedGroup", ask, INPUTS["addOrganisedGroup"](sampler))
    await done("joinOrganisedGroup", ask, {"input": {"patientId": given["patientId"], "groupId": group}})
    return {}


async def _with_a_lot(ask: Any, sampler: Sampler, given: dict[str, Any]) -> dict[str, Any]:
    return {"lotId": await _made("receiveLot", ask, INPUTS["receiveLot"](sampler))}


async def _on_the_list(ask: Any, sampler: Sampler, given: dict[str, Any]) -> dict[str, Any]:
    people = {"sessionId": given["sessionId"], "patientIds": [given["patientId"]]}
    await done("addToSession", ask, {"input": people})
    return {}


async def _given_in_a_session(ask: Any, sampler: Sampler, given: dict[str, Any]) -> dict[str, Any]:
    session = await _made("planSession", ask, INPUTS["planSession"](sampler))
    return {"doseId": await _made("recordDose", ask, INPUTS["recordDose"](sampler) | {"sessionId": session})}


# What else must have happened before, beside what EARLIER says.
BESIDE = {
    "issueImmunizationCertificate": _immunized,
    "leaveOrganisedGroup": _in_a_class,
    "chooseSessionLot": _with_a_lot,
    "markSessionPerson": _on_the_list,
    "undoDose": _given_in_a_session,
}


async def _through_a_session(ask: Any, sampler: Sampler) -> dict[str, Any]:
    """A child of a session is given a dose of the lot."""
    given = await given_to("markSessionPerson", ask, sampler)
    lot = await _made("receiveLot", ask, INPUTS["receiveLot"](sampler))
    child = {key: given["input"][key] for key in ("sessionId", "patientId")}
    return {"input": {**child, "lotId": lot, "givenOn": f"{DEMO_DAY}"}}


# Documents that ask for a mutation in another way than its own.
OTHERWISE = {"GiveInSession": _through_a_session}


async def done(mutation: str, ask: Any, given: dict[str, Any], **more: Any) -> Any:
    """The answer of a mutation that had its effect."""
    answer = await ask(ACTORS[mutation], document(mutation), **given, **more)
    assert "errors" not in answer, answer.text[:500]
    assert "code" not in answer["data"][mutation], answer.text[:500]
    return answer
