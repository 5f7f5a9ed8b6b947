"""What an X12 transaction set is for, by its number (ST01)."""

from types import MappingProxyType
from typing import Final

REMITTANCE: Final = "835"
CLAIM: Final = "837"
STATUS: Final = "277"
READ: Final = frozenset({REMITTANCE, CLAIM, STATUS})
"""The transaction sets that tell of claims."""

SAID: Final = MappingProxyType(
    {
        "835": "a remittance (835)",
        "837": "submitted claims (837)",
        "277": "claim acknowledgments or claim status (277)",
        "999": "an acknowledgment of a file that was sent (999)",
        "997": "an acknowledgment of a file that was sent (997)",
        "TA1": "an acknowledgment of an interchange that was sent (TA1)",
        "824": "a report of errors in a file that was sent (824)",
        "270": "a question about eligibility (270)",
        "271": "an answer about eligibility (271)",
        "276": "a question about the status of a claim (276)",
        "278": "a request for authorization (278)",
        "275": "an attachment to a claim (275)",
        "820": "a premium payment (820)",
        "834": "an enrollment in a plan (834)",
        "864": "a text message (864)",
    }
)


def said(number: str) -> str:
    """In words for people; a number nobody told us about is named as it is."""
    printable = number if number.isalnum() and len(number) <= 6 else "of an unknown kind"
    return SAID.get(number, f"an X12 transaction set ({printable})")
