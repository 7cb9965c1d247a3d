"""`emhana user`: who may sign in."""

import os
from typing import Annotated

import typer
from rich.console import Console

from server.settings import settings_from
from server.typed import chosen_from

app = typer.Typer(help="Who may sign in.", no_args_is_help=True)


@app.command("create")
def create_user(
    login: Annotated[str, typer.Argument(help="What they sign in with.")],
    role: Annotated[str, typer.Option(help="REGISTRAR, DOCTOR, HEAD_DOCTOR, CLINIC_ADMIN, AUDITOR, INTEGRATION …")],
    name: Annotated[str, typer.Option(help="As colleagues see it.")],
    clinic: Annotated[str | None, typer.Option(help="BIN of the clinic they work in.")] = None,
    region: Annotated[
        list[str] | None, typer.Option(help="KATO code of a region, for the Fund; may be repeated.")
    ] = None,
    language: Annotated[str, typer.Option(help="kk, ru or en.")] = "kk",
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for if absent.")
    ] = "",
) -> None:
    """Open an account: the first administrator of a clinic, who then opens the others in the client.

    emhana user create aigul --role CLINIC_ADMIN --name "Айгүл Сейтова" --clinic 990240001234

    emhana user create erlan --role FUND_OFFICER --name "Ерлан Оспанов" --region 750000000
    """
    import asyncio

    from domain.access import Role
    from domain.language import Language
    from server.installed import installed_database
    from server.open_account import open_account

    with installed_database(settings_from(os.environ)) as ready:
        opening = open_account(
            ready.database_url,
            login=login,
            password=password,
            name=name,
            role=chosen_from(Role, role, "--role"),
            clinic_bin=clinic,
            regions=region or [],
            language=chosen_from(Language, language, "--language"),
        )
        asyncio.run(opening)
    Console().print(f"{login} may sign in.")
