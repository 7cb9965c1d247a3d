"""Reading what all series of a calendar share: vaccines, observations, conflicts, vaccine groups, sources."""

from itertools import product

from domain.immunization.calendar import Association, Conflict, Vaccine, VaccineGroup
from domain.immunization.dates import Duration
from domain.immunization.load_known import known_switch
from domain.immunization.reading import Node
from domain.immunization.source import Source, Standing

STANDINGS = {one.value: one for one in Standing}


def vaccines(node: Node) -> dict[str, Vaccine]:
    """By CVX code: which antigens each protects against, and at which ages."""
    return {row.required("cvx"): _vaccine(row) for row in node.children("cvxMap", "cvx")}


def _vaccine(row: Node) -> Vaccine:
    associations = tuple(
        Association(
            part.required("antigen"), part.duration("associationBeginAge"), part.duration("associationEndAge")
        )
        for part in row.children("association", "antigen")
    )
    ageless = all(part.begin is None and part.end is None for part in associations)
    vaccine = Vaccine(
        cvx=row.text("cvx"),
        name=row.text("shortDescription"),
        associations=associations,
        names=row.names("names"),
        antigens_at_any_age=tuple(part.antigen for part in associations) if ageless else None,
    )
    row.ignore("note")
    row.finish()
    return vaccine


def observations(node: Node) -> dict[str, str]:
    """Titles by code."""
    return {
        row.required("observationCode"): row.text("observationTitle")
        for row in node.children("observation", "observationCode")
    }


def observation_names(node: Node) -> dict[str, dict[str, str]]:
    """Names by code and language; codes without names are left out."""
    return {
        row.text("observationCode"): row.names("names")
        for row in node.children("observation", "observationCode")
        if row.has("names")
    }


def conflicts(
    node: Node, vaccines: dict[str, Vaccine], switches: frozenset[str]
) -> dict[str, dict[str, Conflict]]:
    """By the codes of the current and the previous vaccine; those of a switch that is off are left out."""
    found: dict[str, dict[str, Conflict]] = {}
    for row in node.children("liveVirusConflict"):
        if not known_switch(row, switches):
            continue
        conflict = _conflict(row)
        parties = (_parties(row.child(side), vaccines) for side in ("current", "previous"))
        for current, previous in product(*parties):
            found.setdefault(current, {})[previous] = conflict
        row.finish()
    return found


def _parties(node: Node, vaccines: dict[str, Vaccine]) -> list[str]:
    """One side of a conflict; a vaccine without antigens (CDC's BCG) is known by this table if named."""
    name = node.text("vaccineType")
    codes = sorted(node.codes("cvx", lambda cvx: cvx in vaccines or bool(name), "vaccine"))
    if not codes:
        node.complain("is missing", "cvx")
    for cvx in codes:
        vaccines.setdefault(cvx, Vaccine(cvx, name, ()))
    return codes


def _conflict(row: Node) -> Conflict:
    end = row.duration("conflictEndInterval")
    if end is None:
        row.complain("is missing", "conflictEndInterval")
        end = Duration()
    row.ignore("sources", "note", "switch")
    return Conflict(
        row.duration("conflictBeginInterval") or Duration(),
        row.duration("minConflictEndInterval") or end,
        end,
    )


def groups(schedule: Node) -> dict[str, VaccineGroup]:
    """By name. Complains of a group without an antigen."""
    antigens = {
        row.required("name"): row.words("antigen")
        for row in schedule.child("vaccineGroupToAntigenMap").children("vaccineGroupMap", "name")
    }
    found = {}
    for row in schedule.child("vaccineGroups").children("vaccineGroup", "name"):
        name = row.required("name")
        if not antigens.get(name):
            row.complain("has no antigen")
        whole = row.flag("administerFullVaccineGroup")
        found[name] = VaccineGroup(name, antigens.get(name, ()), whole, row.names("names"))
        row.finish()
    return found


def sources(root: Node) -> dict[str, Source]:
    """By code; unverified unless the file says otherwise."""
    return {
        code: Source(
            code,
            node.required("title"),
            node.choice("standing", STANDINGS, Standing.UNVERIFIED),
            node.names("names"),
        )
        for code, node in root.members("sources")
    }
