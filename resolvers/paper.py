"""Printed forms: a template and its data become a PDF on A4."""

from importlib.resources import files
from typing import Any

import orjson

FRAME = "paper.typ"


def drawn(form: str, paper: dict[str, Any]) -> bytes:
    """The PDF/UA of a form (`form`.typ), with the fonts that the compiler brings, none of the machine's."""
    import typst

    template = b"".join(files(__package__).joinpath(name).read_bytes() for name in (FRAME, f"{form}.typ"))
    pdf = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={"paper": orjson.dumps(paper).decode()},
    )
    assert isinstance(pdf, bytes), "one document"
    return pdf
