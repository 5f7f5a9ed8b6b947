"""Why an upload does not do what was asked."""

from upstream.domain.messages import Refusal


class DuplicateFile(Refusal):
    """The customer has uploaded the same bytes before; `upload_id` says which upload that was."""

    code = "upload.duplicate_file"


class UploadUnknown(Refusal):
    code = "upload.not_found"


class FileGone(Refusal):
    """What is known of the upload stays; its file was taken away or is damaged."""

    code = "upload.file_gone"


class UploadFinished(Refusal):
    """It has ended, one way or another; nothing more can happen to it."""

    code = "upload.already_finished"


class OutOfTurn(Refusal):
    """The upload is not at the stage this belongs to: another worker is ahead."""

    code = "upload.out_of_turn"


class NothingToWithdraw(Refusal):
    """No claim was recorded from the upload."""

    code = "upload.nothing_to_withdraw"


class NotWithdrawable(Refusal):
    """The upload is still on its way in; cancel it first."""

    code = "upload.not_finished"


class NotQuarantined(Refusal):
    """The file is not held back, or no longer."""

    code = "upload.not_quarantined"


class ReleaseReasonMissing(Refusal):
    code = "upload.release_reason_missing"


class WithdrawalReasonMissing(Refusal):
    code = "upload.withdrawal_reason_missing"
