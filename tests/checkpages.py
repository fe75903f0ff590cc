"""The pages of `docs/checks`, one a check: `python -m tests.checkpages` writes them anew from the register and the codes."""

import textwrap
from pathlib import Path

from cvtex.catalogue import meanings
from cvtex.verify.checks import CHECKS, Check
from tests.program import ROOT

FOLDER = ROOT / "docs" / "checks"
FAMILIES = {
    "A": "Access",
    "F": "Fonts",
    "G": "The rules of funders",
    "K": "Links",
    "L": "Labels",
    "M": "The document as a file",
    "P": "Pages and layout",
    "T": "Text",
    "X": "TeX's own word",
}
_WIDTH = 120


def pages() -> dict[Path, str]:
    """Every page with its text."""
    made = {FOLDER / f"{check.code}.md": _page(check) for check in CHECKS.values()}
    return {FOLDER / "README.md": _index(), **made}


def _page(check: Check) -> str:
    meaning = meanings()[check.code]
    parts = [f"# {check.code}: {meaning.title}"]
    parts.append(_filled(f"**It promises** that {check.promise}."))
    parts.append(
        _filled(
            f"**It needs** {_needs(check)} **Its name** in reports is `{check.name}`, and it counts what it examined."
        )
    )
    for title, text in (
        ("What a finding means", meaning.means),
        ("Why it matters", meaning.matters),
        ("How to mend it", meaning.mend),
    ):
        parts.append(f"## {title}\n\n{_filled(text)}")
    weigh = f"A finding is {_article(check.severity)} where nothing else is said. A [target](../data.md#targets) may take it as another:"
    parts.append(
        f"## How it is weighed\n\n{_filled(weigh)}\n\n```yaml target\nchecks: {{{check.code}: {_other(check)}}}\n```"
    )
    return "\n\n".join(parts) + "\n"


def _needs(check: Check) -> str:
    if check.code[0] == "X":
        return "the log of TeX: it judges cvtex's own builds."
    if check.needs_document:
        return "the data: `cvtex build`, or `cvtex verify --data`."
    return "nothing but a PDF, whoever made it."


def _article(severity: str) -> str:
    return f"an {severity}" if severity[0] in "aeiou" else f"a {severity}"


def _other(check: Check) -> str:
    return "warning" if check.severity == "error" else "error"


def _index() -> str:
    lines = [
        "# The checks",
        "",
        _filled(
            "Each page says what a check promises, what a finding means and how to mend it; `cvtex explain CODE` says the same"
            " at the terminal. How checks see a PDF, and what they cannot see, stands in [verification.md](../verification.md)."
        ),
    ]
    for letter, family in FAMILIES.items():
        rows = [
            f"| [{check.code}]({check.code}.md) | `{check.name}` | {check.promise} |"
            for check in sorted(CHECKS.values(), key=lambda check: check.code)
            if check.code[0] == letter
        ]
        lines += ["", f"## {family}", "", "| code | name | promise |", "|---|---|---|", *rows]
    return "\n".join(lines) + "\n"


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
