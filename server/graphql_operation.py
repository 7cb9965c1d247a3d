"""One operation of a document: its name, and what its plan and its measure depend on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import DirectiveNode, DocumentNode, OperationDefinitionNode, VariableNode, Visitor, visit
from graphql.execution import Executor

from server.measure import whole_number
from server.variables import Plain


@dataclass(slots=True, eq=False)
class Operation:
    """One operation of a document, and what is found out about it once.

    `label` is how the audit trail and the metrics call it: a mutation first by what the schema knows.
    `paging_variables` change its measure, `switches` are those on which `@skip` and `@include` depend. `reader` is an
    executor without variables and context, for plans: they are given a copy with both.
    """

    node: OperationDefinitionNode
    kind: str
    name: str | None
    label: str
    paging_variables: tuple[str, ...] | None = None
    switches: tuple[str, ...] | None = None
    plain_variables: Sequence[Plain] | None = None
    reader: Executor[Any] | None = None

    @property
    def root_fields(self) -> list[str]:
        return [
            selection.name.value
            for selection in self.node.selection_set.selections
            if hasattr(selection, "name")
        ]


def operation_of(node: OperationDefinitionNode) -> Operation:
    """With its label: a mutation by its field, others by their name."""
    made = Operation(node, node.operation.value, name_of(node), "")
    fields = made.root_fields
    if made.kind == "mutation" and fields:
        made.label = fields[0]
    else:
        made.label = (made.name or ",".join(fields))[:100]
    return made


def name_of(node: OperationDefinitionNode) -> str | None:
    return node.name.value if node.name else None


def switches_of(node: DocumentNode) -> tuple[str, ...]:
    """The variables on which `@skip` and `@include` depend, wherever they stand."""
    found: set[str] = set()

    class Directives(Visitor):
        def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
            found.update(
                argument.value.name.value
                for argument in node.arguments or ()
                if isinstance(argument.value, VariableNode)
            )

    visit(node, Directives())
    return tuple(sorted(found))


def switched(variables: Mapping[str, Any], name: str) -> Any:
    """True, false or null as given; "default" where the document's own default holds."""
    value = variables.get(name, "default")
    return value if value is None or isinstance(value, bool) else "default"


def sizes(operation: Operation, variables: Mapping[str, Any]) -> tuple[Any, ...]:
    """What of the variables changes the measure: the sizes of pages, and how many ids."""
    return (operation.name, *[_size(variables.get(each)) for each in operation.paging_variables or ()])


def _size(value: Any) -> Any:
    return ("ids", len(value)) if isinstance(value, list) else whole_number(value)
