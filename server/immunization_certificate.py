"""The page behind a certificate's code: what the paper is worth, for whoever holds it, and nothing about a person."""

import html
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from db.database import Database, Transaction
from db.queries import access_event, sign_in_attempt
from db.queries.immunization_certificate import behind_link
from domain.access import ANONYMOUS
from domain.day import day_of
from domain.immunization_certificate import page_words, standing_of
from domain.language import Language
from resolvers.context import AuditNote

OPERATION = "checkCertificate"
NAMES = {Language.KK: "Қазақша", Language.RU: "Русский", Language.EN: "English"}
MEANINGS = {"VALID": "good", "REVOKED": "bad", "UNKNOWN": "bad"}

STYLE = """:root{color-scheme:light dark;--ink:#1b1f24;--quiet:#59636e;--paper:#f6f7f9;--card:#fff;--line:#d8dee4;
--good:#0a6b3d;--bad:#b3261e;--attention:#8a5a00;--link:#0b57d0}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--quiet:#a6adb5;--paper:#15181c;--card:#1f2329;--line:#3a414a;
--good:#6dd39a;--bad:#ff9a91;--attention:#f2c46d;--link:#9ec2ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.5 system-ui,"Segoe UI",Roboto,sans-serif}
main{max-width:34rem;margin:0 auto;padding:24px 16px}
nav{display:flex;gap:4px;flex-wrap:wrap;margin-bottom:16px}
nav a,nav strong{padding:10px 12px;min-height:44px}
a{color:var(--link)}
h1{font-size:1rem;font-weight:600;color:var(--quiet);margin:0 0 12px}
section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px}
.state{font-size:1.75rem;line-height:1.25;font-weight:700;margin:0}
.good{color:var(--good)}.bad{color:var(--bad)}.attention{color:var(--attention)}
dl{margin:16px 0 0;display:grid;gap:12px}
dt{color:var(--quiet);font-size:.875rem}dd{margin:0;font-weight:600;overflow-wrap:anywhere}
.without{color:var(--quiet);font-size:.875rem;margin:16px 0 0}"""

PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<style>{style}</style></head><body><main><nav aria-label="{languages}">{links}</nav><h1>{title}</h1>
<section><p class="state {meaning}">{state}</p><p>{means}</p>{facts}</section>
<p class="without">{without}</p></main></body></html>"""

# Only this one style; no script, no picture, nothing from anywhere, nothing to send.
_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Vary": "Accept-Language",
    "X-Robots-Tag": "noindex, nofollow",
}


class CertificateCheck:
    """Public: the secret in the address is all the proof that is asked for, and its hash all that is compared."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.routes = [Route("/certificates/{token}", self.respond, methods=["GET"])]

    async def respond(self, request: Request) -> Response:
        """Whether it is known, revoked, changed or expired: the same page for each, for a stranger as for anyone."""
        said = page_words(language := language_of(request))
        address = request.client.host if request.client else None
        async with self._database.transaction(ANONYMOUS) as tx:
            key = sign_in_attempt.certificate_key(address or "")
            if seconds := await sign_in_attempt.seconds_until_next(tx, key):
                means = said["WAIT_MEANS"].format(seconds=seconds)
                return page(language, "WAIT", means, (), 429, **{"Retry-After": str(seconds)})
            found = await behind_link(tx, request.path_params["token"])
            if found is None:
                await sign_in_attempt.count(tx, key)
                return page(language, "UNKNOWN", said["UNKNOWN_MEANS"], (), 404)
            await _note(tx, found, address)
        state = standing_of(found, found.changed, day_of(datetime.now(UTC)))
        return page(language, state, said[f"{state}_MEANS"], _facts(found, said, language))


async def _note(tx: Transaction, found: Any, address: str | None) -> None:
    """Whose certificate was looked at stands in the trail; who looked is not known."""
    note = AuditNote(purpose="code")
    note.showed([found.patient_id])
    await access_event.record(
        tx, ANONYMOUS, note, operation=OPERATION, document=None, address=address, trace_id=None
    )


def _facts(found: Any, said: dict[str, str], language: Language) -> Sequence[tuple[str, str]]:
    revoked = day_of(found.revoked_at) if found.revoked_at else None
    house = found.clinic_kk if language is Language.KK else found.clinic_ru
    days = (("issued", found.issued_on), ("valid_until", found.valid_until), ("revoked", revoked))
    return [*((said[name], _day(day)) for name, day in days if day), (said["clinic"], house)]


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def language_of(request: Request) -> Language:
    """The one that was chosen by a link, else the first that the browser asks for, else Kazakh."""
    asked = [request.query_params.get("language", "")]
    for part in request.headers.get("accept-language", "").split(","):
        asked.append(part.partition(";")[0].strip().partition("-")[0].lower())
    return next((Language(one) for one in asked if one in tuple(Language)), Language.KK)


def page(
    language: Language, state: str, means: str, facts: Sequence[tuple[str, str]], status: int = 200, **headers: str
) -> Response:
    said = page_words(language)
    listed = "".join(f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(fact)}</dd></div>" for name, fact in facts)
    body = PAGE.format(
        language=language,
        style=STYLE,
        title=html.escape(said["title"]),
        languages=html.escape(said["languages"]),
        links="".join(_link(one, one is language) for one in Language),
        meaning=MEANINGS.get(state, "attention"),
        state=html.escape(said[state]),
        means=html.escape(means),
        facts=f"<dl>{listed}</dl>" if listed else "",
        without=html.escape(said["without"]),
    )
    return HTMLResponse(body, status, headers=HEADERS | {"Content-Language": language} | headers)


def _link(language: Language, chosen: bool) -> str:
    """Relative, so that the secret stands nowhere in the page."""
    name = NAMES[language]
    if chosen:
        return f'<strong lang="{language}" aria-current="true">{name}</strong>'
    return f'<a href="?language={language}" lang="{language}" hreflang="{language}">{name}</a>'

