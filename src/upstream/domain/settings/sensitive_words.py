"""A customer's own sensitive words: which make a list of words, and which would make a register."""

from typing import Final

from upstream.domain.messages import Refusal

WORDS_MAX: Final = 500
"""One pattern is made of all; beyond that a list is a register of patients, which belongs in none
of our systems."""
WORD_CHARACTERS_MIN: Final = 3
"""A shorter one would stand in half of all texts."""
WORD_CHARACTERS_MAX: Final = 80

SealedWord = str
"""A word only this installation can read, always sealed the same: who reads the log sees that a
word came or went, never which."""


class SensitiveWordInvalid(Refusal):
    """`field` names the word by its place, from 0: the word itself may tell who somebody is."""

    code = "settings.sensitive_word_invalid"


class TooManySensitiveWords(Refusal):
    code = "settings.too_many_sensitive_words"


def tidy_words(words: list[str]) -> tuple[str, ...]:
    """Each once, in alphabetical order, inner space single.

    Raises `SensitiveWordInvalid`, `TooManySensitiveWords`.
    """
    tidied: dict[str, str] = {}
    for place, word in enumerate(words):
        text = " ".join(word.split())
        sound = WORD_CHARACTERS_MIN <= len(text) <= WORD_CHARACTERS_MAX and text.isprintable()
        if not sound or not any(map(str.isalnum, text)):
            raise SensitiveWordInvalid(
                f"a sensitive word has {WORD_CHARACTERS_MIN} to {WORD_CHARACTERS_MAX} characters",
                field=f"sensitive_words.{place}",
            )
        tidied.setdefault(text.casefold(), text)
    if len(tidied) > WORDS_MAX:
        raise TooManySensitiveWords(f"there can be {WORDS_MAX} sensitive words")
    return tuple(tidied[key] for key in sorted(tidied))
