"""Why a mapping is not changed as asked."""

from upstream.domain.messages import Refusal


class PayerMappingUnknown(Refusal):
    code = "payer_mapping.not_found"


class PayerNameInvalid(Refusal):
    """A payer's name is 1 to 200 printable characters."""

    code = "payer_mapping.name_invalid"


class PayerNameItself(Refusal):
    """A name cannot be an alias of itself, not even by way of another."""

    code = "payer_mapping.alias_of_itself"


class CptMappingUnknown(Refusal):
    code = "cpt_mapping.not_found"


class CptGroupNameInvalid(Refusal):
    """A group's name is 1 to 80 printable characters."""

    code = "cpt_mapping.name_invalid"


class CptCodesInvalid(Refusal):
    """Codes are `99213`, `J1100` or ranges of one shape, `99202-99215`; `value` names the first
    that is not.
    """

    code = "cpt_mapping.codes_invalid"


class CptCodesOverlap(Refusal):
    """A code belongs to one group; `group` names the one that has it already."""

    code = "cpt_mapping.codes_overlap"


class HeaderMappingUnknown(Refusal):
    code = "header_mapping.not_found"


class HeaderMappingIncomplete(Refusal):
    """Read by this mapping the file would still have a question; `asks` names what is missing."""

    code = "header_mapping.incomplete"
