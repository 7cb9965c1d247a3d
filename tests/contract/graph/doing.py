"""What each mutation needs to have an effect: somebody who may, and what must have happened before."""

from collections.abc import Mapping
from typing import Any

from domain.access import Role
from tests.contract.graph.actions import ACTIONS
from tests.contract.graph.samples import INPUTS, Sampler, input_type, written

REGISTRAR, HEAD, ADMIN = Role.REGISTRAR, Role.HEAD_DOCTOR, Role.CLINIC_ADMIN

# Somebody of the office most used to it.
ACTORS: Mapping[str, Role | None] = {name: REGISTRAR for name in ACTIONS} | {
    "signIn": None,
    "signOut": Role.DOCTOR,
    "revealIdentity": Role.AUDITOR,
    "exportRows": HEAD,
    "createAccount": ADMIN,
    "confirmIdentity": Role.NURSE,
    "changePassword": Role.NURSE,
    "proposeSecondFactor": Role.NURSE,
    "confirmSecondFactor": Role.NURSE,
    "removeSecondFactor": Role.NURSE,
    "resetSecondFactor": ADMIN,
    "updateAccount": ADMIN,
    "resetPassword": ADMIN,
    **dict.fromkeys(("recordDose", "correctDose", "voidDose"), Role.NURSE),
}

# Whose answer names what the later one is about, and under which name the later one takes it.
EARLIER: Mapping[str, tuple[str, str]] = {
    "undoAttachment": ("attachPatient", "attachmentId"),
    "unmergePatients": ("mergePatients", "mergeId"),
    "endFamilyLink": ("linkFamily", "linkId"),
    "correctDose": ("recordDose", "doseId"),
    "voidDose": ("recordDose", "doseId"),
}


def document(mutation: str) -> str:
    """The mutation with whatever refusal it may give, and the id of what it made where a later one needs it."""
    named = mutation in {before for before, _ in EARLIER.values()}
    return written(
        mutation,
        f"{{ __typename ... on Refusal {{ code message }} {'... on Node { id }' if named else ''} }}",
    )


async def given_to(mutation: str, ask: Any, sampler: Sampler) -> dict[str, Any]:
    """Variables with which the mutation has an effect; what must come before it is done."""
    if input_type(mutation) is None:
        return {}
    given = INPUTS[mutation](sampler)
    if mutation == "discardDraft":
        await done("saveDraft", ask, {"input": {"form": given["form"], "content": "{}"}})
    if mutation in EARLIER:
        before, key = EARLIER[mutation]
        answer = await done(before, ask, await given_to(before, ask, sampler))
        given |= {key: answer["data"][before]["id"]} | ({"version": 1} if "version" in given else {})
    return {"input": given}


async def done(mutation: str, ask: Any, given: dict[str, Any], **more: Any) -> Any:
    """The answer of a mutation that had its effect."""
    answer = await ask(ACTORS[mutation], document(mutation), **given, **more)
    assert "errors" not in answer, answer.text[:500]
    assert "code" not in answer["data"][mutation], answer.text[:500]
    return answer
