"""The link in a letter that stops more of them: a page with one button, and mail programs' one click (RFC 8058)."""

import html
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from db.database import Database
from db.queries import access_event
from db.queries import reminder_opt_out as opt_outs
from domain.access import ANONYMOUS
from resolvers.context import AuditNote

OPERATION = "stopReminders"
WORDS = {
    "kk": (
        "Хаттарды тоқтату",
        "Екпе туралы хаттар енді келмесін бе?",
        "Тоқтату",
        "Болды. Хат енді келмейді.",
    ),
    "ru": (
        "Отказ от писем",
        "Больше не присылать письма о прививках?",
        "Не присылать",
        "Готово. Писем больше не будет.",
    ),
    "en": (
        "No more letters",
        "Stop letters about vaccinations?",
        "Stop them",
        "Done. There will be no more letters.",
    ),
}
UNKNOWN = "Сілтеме ескірген. / Ссылка не действует. / This link is not known."
PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>{title}</title>
<main><h1>{title}</h1><p>{said}</p>{form}</main></html>"""


class ReminderLink:
    """Public and opaque: the link is random, only its hash is stored, and it tells nothing about anybody."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.routes = [Route("/reminders/stop/{token}", self.respond, methods=["GET", "POST"])]

    async def respond(self, request: Request) -> Response:
        given = sha256(request.path_params["token"].encode()).digest()
        if request.method == "POST":
            return await self._stop(given, request.client.host if request.client else None)
        async with self._database.transaction(ANONYMOUS) as tx:
            language = await opt_outs.language_of_link(tx, given)
        if language is None:
            return PlainTextResponse(UNKNOWN, 404)
        title, question, button, _ = WORDS[language]
        return _page(
            language, title, question, f'<form method="post"><button>{html.escape(button)}</button></form>'
        )

    async def _stop(self, given: bytes, address: str | None) -> Response:
        """Said twice it stands once."""
        async with self._database.transaction(ANONYMOUS) as tx:
            found = await opt_outs.add_by_link(tx, given)
            if found is None:
                return PlainTextResponse(UNKNOWN, 404)
            note = AuditNote(purpose="link")
            note.showed([found.patient_id])
            await access_event.record(
                tx, ANONYMOUS, note, operation=OPERATION, document=None, address=address, trace_id=None
            )
        title, _, _, done = WORDS[found.language]
        return _page(found.language, title, done, "")


def _page(language: str, title: str, said: str, form: str) -> Response:
    return HTMLResponse(PAGE.format(language=language, title=title, said=said, form=form))
