"""Why a contract does not do what it is asked."""

from upstream.domain.messages import Refusal


class ContractUnknown(Refusal):
    code = "contract.not_found"


class ContractInvalid(Refusal):
    """`field` says which of the terms makes no sense."""

    code = "contract.invalid"


class ScheduleUnknown(Refusal):
    """There is no schedule of rates with this number, or it was withdrawn."""

    code = "contract.schedule_not_found"


class PeriodInvalid(Refusal):
    """A period ends after it begins."""

    code = "contract.period_invalid"


class PeriodsOverlap(Refusal):
    """`schedule` has rates for some of the same days; replace it, end it or withdraw it."""

    code = "contract.periods_overlap"


class RatesInvalid(Refusal):
    """`row` (from 1, or the line of a file) and `column` say where; `faults` how many there are."""

    code = "contract.rates_invalid"


class RatesMissing(Refusal):
    code = "contract.rates_missing"


class TooManyRates(Refusal):
    """`rates_max` in the facts."""

    code = "contract.too_many_rates"


class TooManySchedules(Refusal):
    """`schedules_max` in the facts."""

    code = "contract.too_many_schedules"


class RatesFileUnreadable(Refusal):
    """The file has no header we know, or a row that is none; `row` is its line."""

    code = "contract.file_unreadable"
