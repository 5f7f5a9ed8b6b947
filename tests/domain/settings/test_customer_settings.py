"""Settings are changed as a whole, and only where something is different."""

import pytest

from upstream.domain.settings.customer_settings import (
    ChangeSettings,
    CustomerSettings,
    SettingsChanged,
    decider,
)
from upstream.domain.settings.sensitive_words import (
    WORDS_MAX,
    SensitiveWordInvalid,
    TooManySensitiveWords,
    tidy_words,
)

pytestmark = pytest.mark.feature("ID-10")
REFUSING = CustomerSettings(personal_data="refuse", sensitive_words=("sealed:x",))
WISHED = ChangeSettings(personal_data="refuse", sensitive_words=("sealed:x",))


def test_a_change_says_what_was_before() -> None:
    (changed,) = decider.decide(WISHED, decider.initial)

    assert changed == SettingsChanged(before=CustomerSettings(), after=REFUSING)
    assert decider.evolve(decider.initial, changed) == REFUSING


def test_the_same_settings_once_more_are_no_news() -> None:
    assert decider.decide(WISHED, REFUSING) == ()


def test_words_are_kept_once_in_order() -> None:
    assert tidy_words(["  Zeta  word ", "alpha", "ALPHA"]) == ("alpha", "Zeta word")


@pytest.mark.parametrize("word", ["ab", "x" * 81, "bell\x07", "..."])
def test_a_word_that_would_find_everything_or_nothing_is_refused_without_saying_it(
    word: str,
) -> None:
    with pytest.raises(SensitiveWordInvalid) as refused:
        tidy_words(["fine word", word])

    assert refused.value.facts == {"field": "sensitive_words.1"}
    assert word not in refused.value.detail.split()


def test_a_register_of_patients_is_no_list_of_words() -> None:
    with pytest.raises(TooManySensitiveWords):
        tidy_words([f"word {number}" for number in range(WORDS_MAX + 1)])
