"""The codes of errors, their HTTP status, and how any exception becomes an error that a client can act on."""

import logging
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from graphql import GraphQLError

from db.database import NotVisible
from db.failures import Failure, failure_of, sqlstate_of
from domain.access import Forbidden
from domain.language import Language
from domain.mistake import Mistake
from server.error_messages import message_for

log = logging.getLogger("emhana.graphql")

MESSAGE_LENGTH = 500
_SUGGESTION = re.compile(r"\s*Did you mean[^?]*\?")


class Code(StrEnum):
    """What `extensions.code` may say; the names that clients and tools already know."""

    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    OPERATION_RESOLUTION_FAILURE = "OPERATION_RESOLUTION_FAILURE"
    BAD_REQUEST = "BAD_REQUEST"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    TOO_COSTLY = "TOO_COSTLY"
    TOO_MANY_REQUESTS = "TOO_MANY_REQUESTS"
    TIMEOUT = "TIMEOUT"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


# Of a request that was refused before it ran: (application/graphql-response+json, application/json).
# A client of plain JSON expects 200 for what is wrong in the document, says GraphQL over HTTP.
STATUS: Mapping[Code, tuple[int, int]] = MappingProxyType(
    {
        Code.GRAPHQL_PARSE_FAILED: (400, 200),
        Code.GRAPHQL_VALIDATION_FAILED: (400, 200),
        Code.OPERATION_RESOLUTION_FAILURE: (400, 200),
        Code.BAD_REQUEST: (400, 400),
        Code.BAD_USER_INPUT: (400, 200),
        Code.PERSISTED_QUERY_NOT_FOUND: (400, 200),
        Code.UNAUTHENTICATED: (401, 401),
        Code.FORBIDDEN: (403, 403),
        Code.NOT_FOUND: (404, 404),
        Code.TOO_COSTLY: (400, 200),
        Code.TOO_MANY_REQUESTS: (429, 429),
        Code.TIMEOUT: (504, 504),
        Code.UNAVAILABLE: (503, 503),
        Code.INTERNAL_SERVER_ERROR: (500, 500),
    }
)

_OF_FAILURE = {
    Failure.CONFLICT: Code.UNAVAILABLE,
    Failure.UNAVAILABLE: Code.UNAVAILABLE,
    Failure.TOO_SLOW: Code.TIMEOUT,
    Failure.BAD_TEXT: Code.BAD_USER_INPUT,
    Failure.NOT_FOUND: Code.NOT_FOUND,
}


class RequestError(Exception):
    """A request that is answered with errors and no `data`, because it never ran or was undone."""

    def __init__(
        self,
        code: Code,
        message: str,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        errors: Iterable[GraphQLError] = (),
        extensions: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.headers = dict(headers or {})
        self.errors = list(errors)
        self.extensions = dict(extensions or {})

    def formatted(self) -> list[dict[str, Any]]:
        if self.errors:
            return [_formatted(error, error.message, self.code) for error in self.errors]
        return [{"message": cleaned(self.message), "extensions": {"code": self.code, **self.extensions}}]


def unavailable(language: Language) -> RequestError:
    return RequestError(
        Code.UNAVAILABLE, message_for(Code.UNAVAILABLE, language), headers={"Retry-After": "1"}
    )


def timed_out(language: Language) -> RequestError:
    return RequestError(Code.TIMEOUT, message_for(Code.TIMEOUT, language))


def cleaned(message: str) -> str:
    """Without hints about the schema, and never longer than a person would read."""
    message = _SUGGESTION.sub("", message).strip()
    return message if len(message) <= MESSAGE_LENGTH else message[: MESSAGE_LENGTH - 1] + "…"


def format_execution_errors(errors: Iterable[GraphQLError], language: Language) -> list[dict[str, Any]]:
    return [format_execution_error(error, language) for error in errors]


def format_execution_error(error: GraphQLError, language: Language) -> dict[str, Any]:
    """One error of a running operation: ours as it is, the database's by its code, a surprise masked."""
    code = declared_code(error)
    if code is not None:
        return _formatted(error, error.message, code)
    original = error.original_error
    if isinstance(original, Forbidden):
        return _forbidden(error, original, language)
    code = code_of_exception(original)
    if code is not None:
        return _formatted(error, message_for(code, language), code)
    return _masked(error, language)


def declared_code(error: GraphQLError) -> Code | None:
    if isinstance(error.original_error, Mistake):
        return Code.BAD_USER_INPUT
    code = (error.extensions or {}).get("code")
    return Code(code) if isinstance(code, str) and code in Code.__members__ else None


def code_of_exception(original: BaseException | None) -> Code | None:
    """The code of an exception that is nobody's mistake, else None."""
    if isinstance(original, TimeoutError):
        return Code.TIMEOUT
    if isinstance(original, NotVisible):
        return Code.NOT_FOUND
    failure = failure_of(original)
    return _OF_FAILURE.get(failure) if failure is not None else None


def _forbidden(error: GraphQLError, forbidden: Forbidden, language: Language) -> dict[str, Any]:
    if not forbidden.signed_in:
        return _formatted(error, message_for(Code.UNAUTHENTICATED, language), Code.UNAUTHENTICATED)
    if forbidden.own_password_first:
        message = message_for("OWN_PASSWORD_FIRST", language)
        return _formatted(error, message, Code.FORBIDDEN, reason="OWN_PASSWORD_FIRST")
    asked = [str(role) for role in forbidden.ask]
    message = message_for(Code.FORBIDDEN, language).format(
        action=forbidden.action.value, ask=", ".join(asked) or "—"
    )
    return _formatted(error, message, Code.FORBIDDEN, action=forbidden.action.value, ask=asked)


def _masked(error: GraphQLError, language: Language) -> dict[str, Any]:
    surprise = unexpected(error.original_error or error, language)
    return _formatted(error, surprise.message, surprise.code, **surprise.extensions)


def unexpected(error: BaseException, language: Language) -> RequestError:
    """What is told of a surprise: nothing but a number, under which the log says where it happened."""
    reference = uuid4().hex[:12]
    log.error(
        "unexpected error",
        extra={"reference": reference, "sqlstate": sqlstate_of(error)},
        exc_info=(type(error), error, error.__traceback__),
    )
    code = Code.INTERNAL_SERVER_ERROR
    return RequestError(code, message_for(code, language).format(id=reference), extensions={"id": reference})


def _formatted(error: GraphQLError, message: str, code: Code, **extensions: Any) -> dict[str, Any]:
    formatted: dict[str, Any] = {"message": cleaned(message)}
    if error.locations:
        formatted["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path:
        formatted["path"] = error.path
    return formatted | {"extensions": {**(error.extensions or {}), "code": code, **extensions}}
