"""Every example of GraphiQL, the README and docs/ works as it stands, in the demo city."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode, OperationType, parse

from domain.access import Role
from domain.language import Language
from tests.contract.graph.conftest import Answer, Ask

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "docs" / "examples"
BLOCK = re.compile(r"^```graphql\n(.*?)^```", re.MULTILINE | re.DOTALL)


def documents() -> Iterator[Any]:
    for file in sorted(EXAMPLES.glob("*/*.graphql")):
        given = file.with_suffix(".json")
        variables = json.loads(given.read_text(encoding="utf-8")) if given.exists() else {}
        text = file.read_text(encoding="utf-8")
        yield pytest.param(text, variables, id=f"{file.parent.name}/{file.stem}")
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        for number, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), 1):
            yield pytest.param(block, {}, id=f"{page.relative_to(ROOT)}-{number}")


@pytest.mark.parametrize(("document", "variables"), [*documents()])
async def test_an_example_works(document: str, variables: dict[str, Any], ask: Ask) -> None:
    for operation in parse(document).definitions:
        assert isinstance(operation, OperationDefinitionNode)
        assert operation.name is not None
        who = None if operation.name.value == "SignIn" else Role.REGISTRAR
        answer = await ask(who, document, operation=operation.name.value, **variables)
        judge(operation, answer)


def judge(operation: OperationDefinitionNode, answer: Answer) -> None:
    if operation.operation is OperationType.SUBSCRIPTION:
        # Valid, and sent the wrong way: events do not come as one answer.
        assert answer.codes == ["BAD_REQUEST"], answer.text[:300]
        assert "Subscribe" in answer.text
        return
    assert "errors" not in answer, answer.text[:500]
    assert all(found is not None and found != [] for found in answer["data"].values()), answer.text[:300]
    kinds = {found["__typename"] for found in answer["data"].values() if "__typename" in found}
    assert not {"InvalidInput", "Refused"} & kinds, answer.text[:500]


def test_each_language_has_the_same_examples() -> None:
    names = [sorted(file.name for file in (EXAMPLES / language).iterdir()) for language in Language]

    assert names[0] == names[1] == names[2] != []


def test_the_readme_gives_each_dependency_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    client = json.loads((ROOT / "web_client" / "package.json").read_text(encoding="utf-8"))
    groups = [each for group in project["dependency-groups"].values() for each in group if isinstance(each, str)]
    python = [*project["project"]["dependencies"], *groups]
    used = {re.split(r"[=<>\[ ]", each)[0] for each in python} | client["dependencies"].keys()
    used |= client["devDependencies"].keys()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = {
        name
        for row in re.findall(r"^\| (`.+?`) \| \w", readme, re.MULTILINE)
        for name in re.findall(r"`([^`]+)`", row)
    }

    assert used - listed == set()
    assert {
        name for name in listed - used if not name.startswith(("EMHANA_", "/")) and name[0].islower()
    } == set()


def test_the_map_of_the_house_is_true() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    paths = re.findall(r"^[│├└─ ]*[├└]── (\S+)", readme, re.MULTILINE)

    assert len(paths) >= 12
    assert [path for path in paths if not (ROOT / path).exists()] == []
