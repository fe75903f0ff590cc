"""Small changes of words, as a slip of the hand or of a program makes them."""

import re
from collections.abc import Callable
from random import Random

LETTERS = "etaoinsrhl"
# A word of text, a number, and two words with one space between them.
WORD = r"(?<![\w\\~’'])[^\W\d_]{4,}(?![\w’'~])"
DIGITS = r"\d{2,}"
PAIR = r"(?<![\w\\{}~’'])[^\W\d_]{3,} [^\W\d_]{3,}(?![\w’'~])"

Slip = Callable[[str, Random], str]


def letter_altered(word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word))
    letter = chance.choice([letter for letter in LETTERS if letter != word[place].lower()])
    return word[:place] + letter + word[place + 1 :]


def letter_dropped(word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def letter_doubled(word: str, chance: Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place] + word[place:]


def letters_swapped(word: str, chance: Random) -> str:
    places = [place for place in range(1, len(word) - 1) if word[place] != word[place + 1]]
    if not places:
        return word
    place = chance.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def case_changed(word: str, chance: Random) -> str:
    place = chance.choice((0, chance.randrange(len(word))))
    return word[:place] + word[place].swapcase() + word[place + 1 :]


def digit_altered(word: str, chance: Random) -> str:
    place = chance.randrange(len(word))
    digit = chance.choice([digit for digit in "123456789" if digit != word[place]])
    return word[:place] + digit + word[place + 1 :]


def digits_swapped(word: str, chance: Random) -> str:
    places = [place for place in range(len(word) - 1) if word[place] != word[place + 1]]
    if not places:
        return word
    place = chance.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def words_swapped(pair: str, chance: Random) -> str:
    del chance
    first, second = pair.split(" ")
    return f"{second} {first}"


def first_dropped(pair: str, chance: Random) -> str:
    del chance
    return pair.split(" ")[1]


def first_doubled(pair: str, chance: Random) -> str:
    del chance
    first, second = pair.split(" ")
    return f"{first} {first} {second}"


def space_dropped(pair: str, chance: Random) -> str:
    del chance
    return pair.replace(" ", "")


def space_added(word: str, chance: Random) -> str:
    place = chance.randrange(2, len(word) - 1)
    return f"{word[:place]} {word[place:]}"


def dash_dropped(joint: str, chance: Random) -> str:
    del chance
    return re.sub(r"[-–/,.:;]", "", joint)


SLIPS: dict[str, tuple[str, Slip]] = {
    "word-dropped": (PAIR, first_dropped),
    "word-doubled": (PAIR, first_doubled),
    "words-swapped": (PAIR, words_swapped),
    "letter-altered": (WORD, letter_altered),
    "letter-dropped": (WORD, letter_dropped),
    "letter-doubled": (WORD, letter_doubled),
    "letters-swapped": (WORD, letters_swapped),
    "case-changed": (WORD, case_changed),
    "digit-altered": (DIGITS, digit_altered),
    "digits-swapped": (DIGITS, digits_swapped),
    "space-dropped": (PAIR, space_dropped),
    "space-added": (WORD, space_added),
    "sign-dropped": (r"[^\W\d_]{3,}[-–/,:;.]+(?=\W)", dash_dropped),
}
"""Each slip by name: the pattern of what it can happen to, and what it does to that."""
