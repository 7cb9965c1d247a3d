"""Errors of the caller that a scalar or an argument finds."""

from graphql import GraphQLError


class BadUserInput(GraphQLError):
    """The caller can mend this: the message says how."""

    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": "BAD_USER_INPUT"})
