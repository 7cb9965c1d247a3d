"""Finding people by name, phone or birth date: the tokens that are stored, and the reviewed function that reads them."""

from domain.names import trigrams, words

WHOLE_WORD = "-"


def search_tokens(clinic_number: int, *name_parts: str | None) -> list[str]:
    """What `patient.search_tokens` keeps of a name: for each word its trigrams and, marked "-", the whole word.

    Each token begins with the number of the clinic that answers for the person and a colon, so that one look-up in the
    index stays inside one clinic; who moves a person to another clinic replaces that beginning and nothing else.
    """
    return [f"{clinic_number}:{term}" for term in name_terms(*name_parts)]


def name_terms(*name_parts: str | None) -> tuple[str, ...]:
    """The tokens of a name without the clinic; a hyphenated part also counts as one word."""
    found: dict[str, None] = {}
    for part in name_parts:
        of_part = words(part or "")
        for word in (*of_part, "".join(of_part)) if len(of_part) > 1 else of_part:
            found.update(dict.fromkeys((*trigrams(word), WHOLE_WORD + word)))
    return tuple(found)
