"""The mathematics of titles: letters, indices, Greek and signs, read from TeX into text."""

import re
from collections.abc import Iterator

from cvtex.patterns import regex

SIGNS: dict[str, str] = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "div": "÷", "le": "≤",
    "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "sim": "∼", "simeq": "≃", "equiv": "≡",
    "propto": "∝", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "sqrt": "√",
    "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩", "to": "→", "rightarrow": "→",
    "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "mapsto": "↦", "ldots": "…", "dots": "…", "cdots": "…",
    "ell": "ℓ", "hbar": "ℏ", "circ": "∘", "degree": "°", "star": "⋆", "ast": "∗", "prime": "′", "langle": "⟨",
    "rangle": "⟩", "ll": "≪", "gg": "≫", "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "perp": "⊥", "parallel": "∥",
    "forall": "∀", "exists": "∃", "emptyset": "∅", "neg": "¬", "wedge": "∧", "vee": "∨", "bullet": "•", "dagger": "†",
    "%": "%", "&": "&", "#": "#", "_": "_", "{": "{", "}": "}", "$": "$",
}  # fmt: skip
_UPRIGHT = {
    "mathrm",
    "text",
    "textrm",
    "mathsf",
    "mathbf",
    "textbf",
    "operatorname",
    "mathcal",
    "mathbb",
    "mathit",
    "textit",
    "rm",
    "bf",
    "mbox",
}
_SPACES = {
    ",": "\u2009",
    ";": " ",
    ":": " ",
    " ": " ",
    "quad": " ",
    "!": "",
    "left": "",
    "right": "",
    "displaystyle": "",
}
_TOKEN = regex(r"\\([A-Za-z]+|.)\s*|([{}^_])|(\s+)|(.)", re.DOTALL)
_MOST_NESTED = 20
_FUNCTIONS = {"log", "exp", "sin", "cos", "tan", "min", "max", "arg", "det", "dim", "ln", "lim", "sup", "inf"}


class _TooHardError(Exception):
    """Mathematics beyond letters, signs and one level of indices."""


def parse_math(source: str) -> list[tuple[str, str]]:
    """Pieces of (text, kind), kind being "", italic, sup, sub or the latter two with italic.

    An empty list where the formula needs two dimensions (fractions, nested indices, arrays).
    """
    try:
        return list(_pieces(source, "", 0))
    except _TooHardError:
        return []


def _pieces(source: str, shift: str, depth: int) -> Iterator[tuple[str, str]]:
    position = 0
    if depth > _MOST_NESTED:
        raise _TooHardError
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise _TooHardError
        position = match.end()
        command, special, space, character = match.groups()
        if special in ("^", "_"):
            argument, position = _argument(source, position)
            if shift:
                raise _TooHardError
            yield from _pieces(argument, "sup" if special == "^" else "sub", depth + 1)
        elif special == "{":
            argument, position = _argument(source, position - 1)
            yield from _pieces(argument, shift, depth + 1)
        elif special == "}":
            raise _TooHardError
        elif command in _UPRIGHT:
            argument, position = _argument(source, position)
            if re.search(r"[{}\\^_]", argument):
                for text, kind in _pieces(argument, shift, depth + 1):
                    yield text, kind.removesuffix("italic").strip()
            else:
                yield argument, shift
        elif command is not None:
            yield _sign(command), shift
        elif character == "\\":
            raise _TooHardError
        elif character is not None:
            yield _letter(character, shift)
        elif space and shift == "":
            continue


def _argument(source: str, position: int) -> tuple[str, int]:
    while position < len(source) and source[position] == " ":
        position += 1
    if position >= len(source):
        raise _TooHardError
    if source[position] != "{":
        match = _TOKEN.match(source, position)
        if match is None:
            raise _TooHardError
        return match[0], match.end()
    depth = 0
    for end in range(position, len(source)):
        depth += {"{": 1, "}": -1}.get(source[end], 0)
        if depth == 0:
            return source[position + 1 : end], end + 1
    raise _TooHardError


def _sign(command: str) -> str:
    if command in _FUNCTIONS:
        return command
    if command in _SPACES:
        return _SPACES[command]
    if command not in SIGNS:
        raise _TooHardError
    return SIGNS[command]


def _letter(character: str, shift: str) -> tuple[str, str]:
    if character.isascii() and character.isalpha():
        return character, f"{shift} italic".strip()
    return {"-": "−", "*": "∗", "'": "′"}.get(character, character), shift
