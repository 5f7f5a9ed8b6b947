"""The rules of an upload held against every part of its file, between reading and recording."""

from upstream.application.uploads.checking import About, Checked
from upstream.domain.quality.rule_set import RuleSet


class RuleCheck:
    """One upload's; rows that break an error are handed on as rejected."""

    def __init__(self, about: About) -> None:
        layout = about.upload.layout
        self._rules = RuleSet(about.upload.rules, layout.kind, layout.today)

    @property
    def keeps_in_mind(self) -> bool:
        return self._rules.keeps_in_mind

    def __call__(self, checked: Checked) -> Checked:
        understood, quality = self._rules.check(checked.part.understood)
        part = checked.part._replace(understood=understood)
        return checked._replace(part=part, quality=quality)
