"""Trouble that a person at the terminal can mend, in a sentence."""

from server.settings import SettingsError


def sentence(error: BaseException) -> str | None:
    """None when the error is our own mistake and its traceback is wanted."""
    if isinstance(error, SettingsError):
        return str(error)
    from server.embedded import EmbeddedError
    from server.run import RunError

    if isinstance(error, EmbeddedError | RunError):
        return str(error)  # often before anything of the database is imported, which takes a second
    from db.audit.key import KeyMissing
    from db.demo import DemoRefused
    from db.installation import reason_of
    from server.installed import NotInstalled
    from server.open_account import AccountRefused

    if isinstance(error, DemoRefused | AccountRefused | KeyMissing | NotInstalled):
        return str(error)
    if reason := reason_of(error):
        return (
            f"The database cannot be used ({reason}): "
            "start it, correct EMHANA_DATABASE_URL, or run `emhana migrate` if it is new; `emhana doctor` helps."
        )
    return None
