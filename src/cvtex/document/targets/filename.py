"""The name that a target's PDF must bear, made of the owner's name in plain letters."""

import unicodedata

from cvtex.content.model import CV
from cvtex.content.tree import Node, Scalar
from cvtex.diagnostics import Findings
from cvtex.document.numbers.owner import family_of
from cvtex.document.targets.target import Target
from cvtex.patterns import regex

# Letters that Unicode does not take apart; the rest lose their accents (NFKD).
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
    | {"ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe"}
    | {"Ü": "Ue"}
)
_FILE = regex(r"(?:[^/\\\x00-\x1f{}]|\{name\}|\{family\})+")


def read_file_name(node: Node, findings: Findings) -> str | None:
    """The name that a target asks for, without `.pdf`; None, and told, where it is none."""
    typed = node.value.strip().removesuffix(".pdf") if isinstance(node, Scalar) else ""
    if _FILE.fullmatch(typed) and not typed.startswith("."):
        return typed
    hint = "write a name without folders, such as CV_{family}; {name} and {family} are those of cv.yaml"
    shown = f"`{node.value.strip()}`" if isinstance(node, Scalar) and node.value.strip() else "what stands here"
    findings.error("D017", f"{shown} is no name of a file", node.span, hint)
    return None


def file_names(target: Target, cv: CV) -> tuple[str, ...]:
    """The names under which a target's PDF is right: the one that it must bear, if any, and that of the build."""
    built = f"{target.name}.pdf"
    if not target.file:
        return (built,)
    name, family = plain_letters(cv.name.plain), plain_letters(family_of(cv))
    return (f"{target.file.replace('{name}', name).replace('{family}', family)}.pdf", built)


def plain_letters(name: str) -> str:
    """A name in letters that any file can bear: no accents, a `_` for each space."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).translate(_LETTERS))
    kept = (character for character in apart if not unicodedata.combining(character))
    words = "".join(character if character.isalnum() or character == "-" else " " for character in kept)
    return "_".join(words.split())
