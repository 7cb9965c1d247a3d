"""A program's mistake in calling us, as distinct from a person's refused wish."""


class Mistake(ValueError):
    """The caller can mend this; the message says how, to a developer."""
