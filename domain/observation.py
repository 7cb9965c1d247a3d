"""What a person has or is that the calendar's rules ask for: absent BCG scar, pregnancy, HIV, earlier reactions."""

from enum import StrEnum


class ObservationKind(StrEnum):
    """Only what some rule of the calendar consults: nobody records more than is needed.

    Sources: handbook 2.4 [I14] for the absent scar; the contraindications are from memory, unverified, as the
    calendar's rows say (the list itself is order ҚР ДСМ-146/2020).
    """

    BCG_NO_SCAR = "BCG_NO_SCAR"
    PREGNANT = "PREGNANT"
    IMMUNODEFICIENCY = "IMMUNODEFICIENCY"
    HIV_DEFICIENCY = "HIV_DEFICIENCY"
    GENERALISED_BCG = "GENERALISED_BCG"
    BIRTH_WEIGHT_2000 = "BIRTH_WEIGHT_2000"
    ANAPHYLAXIS_HEPB = "ANAPHYLAXIS_HEPB"
    ANAPHYLAXIS_BCG = "ANAPHYLAXIS_BCG"
    ANAPHYLAXIS_DTP = "ANAPHYLAXIS_DTP"
    ANAPHYLAXIS_HIB = "ANAPHYLAXIS_HIB"
    ANAPHYLAXIS_POLIO = "ANAPHYLAXIS_POLIO"
    ANAPHYLAXIS_PCV = "ANAPHYLAXIS_PCV"
    ANAPHYLAXIS_MMR = "ANAPHYLAXIS_MMR"
    ANAPHYLAXIS_HEPA = "ANAPHYLAXIS_HEPA"
    ANAPHYLAXIS_HPV = "ANAPHYLAXIS_HPV"


CONFIDENTIAL = frozenset(
    {
        ObservationKind.HIV_DEFICIENCY,
        ObservationKind.IMMUNODEFICIENCY,
        ObservationKind.PREGNANT,
        ObservationKind.GENERALISED_BCG,
    }
)
"""What no explanation, reminder or exchange may name. They share one wording, so that none is known by its absence."""


def calendar_code(kind: str) -> str:
    """The code by which Kazakhstan's calendar knows an observation."""
    return "RK-" + kind.replace("_", "-")


def is_confidential(kind: str) -> bool:
    """Whether it is shown covered first, as nobody's business who only passes by."""
    return kind in CONFIDENTIAL
