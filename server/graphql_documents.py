"""Documents: looked up among the trusted ones or parsed, checked once, and remembered."""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from graphql import (
    DirectiveNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    parse,
    validate,
    visit,
)

from server.graphql_body import GraphQLRequest
from server.graphql_errors import Code, RequestError
from server.graphql_rules import rules
from server.limits import Limits, Measure, refuse_excess, too_deep
from server.measure import Measurement, whole_number

_REMEMBERED_DOCUMENTS = 1_000
_REMEMBERED_CHARACTERS = 1_000_000
_REMEMBERED_MEASURES = 20
_NUL_IN_STRING = re.compile(r"\\u(?:0000|\{0+\})")


@dataclass(slots=True, eq=False)
class Document:
    """A document that parsed, and is valid once `validated`."""

    id: str
    source: str
    node: DocumentNode
    trusted: bool
    operations: list[OperationDefinitionNode]
    fragments: dict[str, FragmentDefinitionNode]
    validated: bool = False
    measures: OrderedDict[tuple[Any, ...], Measure] = field(default_factory=OrderedDict)
    paging_variables: dict[str | None, tuple[str, ...]] = field(default_factory=dict)
    switches: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation that may run: chosen, valid, and within the limits."""

    document: Document
    node: OperationDefinitionNode
    variables: dict[str, Any]
    measure: Measure
    explained: bool = False

    @property
    def name(self) -> str:
        """How the audit trail and the metrics call it: first by what the schema knows."""
        if self.is_mutation and (fields := self.root_fields):
            return fields[0]
        return self.node.name.value[:100] if self.node.name else ",".join(self.root_fields)[:100]

    @property
    def root_fields(self) -> list[str]:
        return [
            selection.name.value
            for selection in self.node.selection_set.selections
            if hasattr(selection, "name")
        ]

    @property
    def shape(self) -> tuple[Any, ...]:
        """Which operation this is, and which of its fields are skipped: what a plan is made for."""
        document = self.document
        if document.switches is None:
            document.switches = _switches(document.node)
        name = self.node.name.value if self.node.name else None
        return (document.id, name, *(_switched(self.variables, each) for each in document.switches))

    @property
    def is_mutation(self) -> bool:
        return self.node.operation is OperationType.MUTATION

    @property
    def is_subscription(self) -> bool:
        return self.node.operation is OperationType.SUBSCRIPTION


class Documents:
    """Everything about documents that needs no viewer."""

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        *,
        introspection: bool = False,
        trusted: Mapping[str, str] | None = None,
        only_trusted: bool = False,
    ) -> None:
        self.schema = schema
        self.limits = limits
        self.rules = rules(introspection=introspection)
        self.trusted = dict(trusted or {})
        self.only_trusted = only_trusted
        self._remembered: OrderedDict[str, Document] = OrderedDict()
        self._characters = 0

    def prepare(self, request: GraphQLRequest, *, may_write_own: bool = True) -> Prepared:
        """The operation of a request, ready to run. Raises RequestError with the reason why not."""
        source, trusted = self._source(request, may_write_own=may_write_own)
        document = self._parsed(source, trusted=trusted)
        operation = _choose(document, request.operation_name)
        measure = self._measured(document, operation, request.variables)
        refuse_excess(measure, self.limits, trusted=trusted)
        self._validate(document)
        explained = request.extensions.get("plan") is True
        return Prepared(document, operation, request.variables, measure, explained)

    def _source(self, request: GraphQLRequest, *, may_write_own: bool) -> tuple[str, bool]:
        known = self.trusted.get(request.document_id or "")
        if known is not None and request.query in (None, known):
            return known, True
        if request.query is None:
            raise RequestError(Code.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound")
        if request.document_id not in (None, document_id(request.query)):
            raise RequestError(Code.BAD_REQUEST, "The document is not the one that its hash names.")
        if document_id(request.query) in self.trusted:
            return request.query, True
        if self.only_trusted and not may_write_own:
            raise RequestError(
                Code.PERSISTED_QUERY_NOT_FOUND, "A browser's session may run only registered documents."
            )
        return request.query, False

    def _parsed(self, source: str, *, trusted: bool) -> Document:
        key = document_id(source)
        remembered = self._remembered.get(key)
        if remembered is not None:
            self._remembered.move_to_end(key)
            return remembered
        document = self._parse(key, source, trusted=trusted)
        self._remember(document)
        return document

    def _parse(self, key: str, source: str, *, trusted: bool) -> Document:
        if _NUL_IN_STRING.search(source):
            raise RequestError(Code.BAD_REQUEST, "A string may not contain the character U+0000.")
        limits = self.limits
        try:
            node = parse(
                source,
                max_tokens=None if trusted else limits.tokens + limits.comments,
                max_lexical_tokens=None if trusted else limits.tokens,
                max_comments=None if trusted else limits.comments,
                max_source_length=None if trusted else limits.document_characters,
            )
        except GraphQLError as error:
            raise _not_parsed(error) from None
        return Document(
            key,
            source,
            node,
            trusted,
            [found for found in node.definitions if isinstance(found, OperationDefinitionNode)],
            {
                found.name.value: found
                for found in node.definitions
                if isinstance(found, FragmentDefinitionNode)
            },
        )

    def _remember(self, document: Document) -> None:
        self._remembered[document.id] = document
        self._characters += len(document.source)
        while len(self._remembered) > _REMEMBERED_DOCUMENTS or self._characters > _REMEMBERED_CHARACTERS:
            _, forgotten = self._remembered.popitem(last=False)
            self._characters -= len(forgotten.source)

    def _validate(self, document: Document) -> None:
        if document.validated:
            return
        errors = validate(self.schema, document.node, self.rules, max_errors=20, hide_suggestions=True)
        if errors:
            raise RequestError(Code.GRAPHQL_VALIDATION_FAILED, "The document is not valid.", errors=errors)
        document.validated = True

    def _measured(
        self, document: Document, operation: OperationDefinitionNode, variables: Mapping[str, Any]
    ) -> Measure:
        name = operation.name.value if operation.name else None
        paging = document.paging_variables.get(name)
        key = (name, *(_page_key(variables.get(variable)) for variable in paging or ()))
        if paging is not None and key in document.measures:
            return document.measures[key]
        measurement = Measurement(self.schema, document.fragments, variables, self.limits)
        try:
            measure = measurement.operation(operation)
        except RecursionError:
            raise too_deep(self.limits) from None
        document.paging_variables[name] = paging = tuple(sorted(measurement.paging_variables))
        document.measures[(name, *(_page_key(variables.get(variable)) for variable in paging))] = measure
        if len(document.measures) > _REMEMBERED_MEASURES:
            document.measures.popitem(last=False)
        return measure


def document_id(source: str) -> str:
    return sha256(source.encode()).hexdigest()


def read_trusted_documents(path: Path) -> dict[str, str]:
    """The manifest of the client's build, {sha256: document}; none if the client was not built."""
    if not path.exists():
        return {}
    manifest: dict[str, str] = orjson.loads(path.read_bytes())
    return {document_id(source): source for source in manifest.values()}


def _switches(node: DocumentNode) -> tuple[str, ...]:
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


def _switched(variables: Mapping[str, Any], name: str) -> Any:
    value = variables.get(name, "default")
    return value if value is None or isinstance(value, bool) else "default"


def _choose(document: Document, name: str | None) -> OperationDefinitionNode:
    if name is None and len(document.operations) == 1:
        return document.operations[0]
    found = [
        operation for operation in document.operations if operation.name and operation.name.value == name
    ]
    if name is not None and len(found) == 1:
        return found[0]
    raise RequestError(Code.OPERATION_RESOLUTION_FAILURE, _why_none(document, name))


def _why_none(document: Document, name: str | None) -> str:
    if not document.operations:
        return "The document contains no operation."
    if name is None:
        return "The document contains several operations: name one in `operationName`."
    return f"The document does not contain one operation named `{name}`."


def _not_parsed(error: GraphQLError) -> RequestError:
    code = Code.TOO_COSTLY if "Parsing aborted" in error.message else Code.GRAPHQL_PARSE_FAILED
    return RequestError(code, error.message, errors=[error])


def _page_key(value: Any) -> Any:
    """What of a variable's value changes the measure: a page's size, or how many ids."""
    return ("ids", len(value)) if isinstance(value, list) else whole_number(value)
