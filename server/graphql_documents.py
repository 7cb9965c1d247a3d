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
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
    validate,
)

from server.graphql_body import GraphQLRequest
from server.graphql_errors import Code, RequestError
from server.graphql_operation import Operation, name_of, operation_of, sizes, switched, switches_of
from server.graphql_rules import rules
from server.limits import Limits, Measure, refuse_excess, too_deep
from server.measure import Measurement
from server.variables import plain

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
    fragments: dict[str, FragmentDefinitionNode]
    operations: list[OperationDefinitionNode]
    validated: bool = False
    chosen: dict[str | None, Operation] = field(default_factory=dict)
    measures: OrderedDict[tuple[Any, ...], Measure] = field(default_factory=OrderedDict)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation that may run: chosen, valid, and within the limits."""

    document: Document
    operation: Operation
    variables: dict[str, Any]
    measure: Measure
    explained: bool = False

    @property
    def node(self) -> OperationDefinitionNode:
        return self.operation.node

    @property
    def name(self) -> str:
        return self.operation.label

    @property
    def root_fields(self) -> list[str]:
        return self.operation.root_fields

    @property
    def shape(self) -> tuple[Any, ...]:
        """Which operation this is, and which of its fields are skipped: what a plan is made for."""
        if self.operation.switches is None:
            self.operation.switches = switches_of(self.document.node)
        chosen = [switched(self.variables, each) for each in self.operation.switches]
        return (self.document.id, self.operation.name, *chosen)

    @property
    def is_mutation(self) -> bool:
        return self.operation.kind == "mutation"

    @property
    def is_subscription(self) -> bool:
        return self.operation.kind == "subscription"


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
        source = self._source(request)
        remembered = self._remembered.get(source)
        key = remembered.id if remembered else document_id(source)
        if request.document_id not in (None, key):
            raise RequestError(Code.BAD_REQUEST, "The document is not the one that its hash names.")
        trusted = key in self.trusted
        if self.only_trusted and not trusted and not may_write_own:
            raise RequestError(
                Code.PERSISTED_QUERY_NOT_FOUND, "A browser's session may run only registered documents."
            )
        document = self._parsed(key, source, trusted)
        operation = document.chosen.get(request.operation_name) or self._choose(document, request.operation_name)
        measure = self._measured(document, operation, request.variables)
        refuse_excess(measure, self.limits, trusted=trusted)
        if not document.validated:
            self._validate(document)
        explained = request.extensions.get("plan") is True
        return Prepared(document, operation, request.variables, measure, explained)

    def _source(self, request: GraphQLRequest) -> str:
        if request.query is not None:
            return request.query
        known = self.trusted.get(request.document_id or "")
        if known is None:
            raise RequestError(Code.PERSISTED_QUERY_NOT_FOUND, "PersistedQueryNotFound")
        return known

    def _parsed(self, key: str, source: str, trusted: bool) -> Document:
        remembered = self._remembered.get(source)
        if remembered is not None:
            self._remembered.move_to_end(source)
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
            {
                found.name.value: found
                for found in node.definitions
                if isinstance(found, FragmentDefinitionNode)
            },
            [found for found in node.definitions if isinstance(found, OperationDefinitionNode)],
        )

    def _remember(self, document: Document) -> None:
        self._remembered[document.source] = document
        self._characters += len(document.source)
        while len(self._remembered) > _REMEMBERED_DOCUMENTS or self._characters > _REMEMBERED_CHARACTERS:
            _, forgotten = self._remembered.popitem(last=False)
            self._characters -= len(forgotten.source)

    def _validate(self, document: Document) -> None:
        errors = validate(self.schema, document.node, self.rules, max_errors=20, hide_suggestions=True)
        if errors:
            raise RequestError(Code.GRAPHQL_VALIDATION_FAILED, "The document is not valid.", errors=errors)
        document.validated = True

    def _choose(self, document: Document, name: str | None) -> Operation:
        found = [each for each in document.operations if name is None or name_of(each) == name]
        if len(found) != 1:
            raise RequestError(Code.OPERATION_RESOLUTION_FAILURE, _why_none(document, name))
        chosen = document.chosen[name] = operation_of(found[0])
        chosen.plain_variables = plain(self.schema, chosen.node)
        return chosen

    def _measured(self, document: Document, operation: Operation, variables: Mapping[str, Any]) -> Measure:
        paging = operation.paging_variables
        if paging is not None and (known := document.measures.get(sizes(operation, variables))):
            return known
        measurement = Measurement(self.schema, document.fragments, variables, self.limits)
        try:
            measure = measurement.operation(operation.node)
        except RecursionError:
            raise too_deep(self.limits) from None
        operation.paging_variables = tuple(sorted(measurement.paging_variables))
        document.measures[sizes(operation, variables)] = measure
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


def _why_none(document: Document, name: str | None) -> str:
    if not document.operations:
        return "The document contains no operation."
    if name is None:
        return "The document contains several operations: name one in `operationName`."
    return f"The document does not contain one operation named `{name}`."


def _not_parsed(error: GraphQLError) -> RequestError:
    code = Code.TOO_COSTLY if "Parsing aborted" in error.message else Code.GRAPHQL_PARSE_FAILED
    return RequestError(code, error.message, errors=[error])


