"""Markdown as tests need it: fenced examples, table rows, links, and consoles that can be played."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.program import ROOT

PAGES = (
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "docs" / "checks" / "README.md",
)

_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_HIDDEN = re.compile(r"^<!-- (?P<info>file=\S+|\$)[ \n](?P<text>.*?)-->$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
_VARIES = re.compile(r"\b\d+\.\d\d(?= s\b)")


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block, or a comment that prepares one: its language, the words after it, its text."""

    page: str
    line: int
    language: str
    words: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def file(self) -> str:
        """The file that the example stands for, empty for none."""
        return next((word.removeprefix("file=") for word in self.words if word.startswith("file=")), "")

    @property
    def kind(self) -> str:
        """The first word after the language, before an equals sign."""
        return self.words[0].partition("=")[0] if self.words else ""


def examples(page: Path) -> list[Example]:
    """The examples of a page in its order; what a comment holds has the language `hidden`."""
    text = page.read_text(encoding="utf-8")
    found: list[tuple[int, str, str]] = []
    found += [(match.start(), match["info"], match["text"]) for match in _FENCE.finditer(text)]
    found += [(match.start(), f"hidden {match['info']}", match["text"]) for match in _HIDDEN.finditer(text)]
    result = []
    for start, info, body in sorted(found):
        language, *words = info.split() or [""]
        result.append(Example(page.name, text.count("\n", 0, start) + 1, language, tuple(words), body))
    return result


def all_examples(language: str, *words: str) -> list[Example]:
    """Every example of a language, on all pages, with one of the given first words where any are given."""
    return [
        example
        for page in PAGES
        for example in examples(page)
        if example.language == language and (not words or example.words[:1] in [(word,) for word in words])
    ]


def section(page: Path, title: str) -> str:
    """The text below a heading, up to the next one of its own depth or higher."""
    text = page.read_text(encoding="utf-8")
    match = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,6}} |\Z)", text, re.MULTILINE | re.DOTALL)
    if match is None:
        raise LookupError(f"{page.name} has no heading {title!r}")
    return match[2]


def rows(text: str) -> list[list[str]]:
    """The cells of every table row but headers and rules."""
    result: list[list[str]] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if line.startswith("|") and not line.startswith("|-") and not following.startswith("|-"):
            result.append([cell.strip() for cell in re.split(r"(?<= )\|(?= )", line.rstrip()[1:-1])])
    return result


def codes(text: str) -> set[str]:
    """Everything between backticks."""
    return set(re.findall(r"`([^`\n]+)`", text))


def links(page: Path) -> list[str]:
    """The destinations of a page's links, outside of examples."""
    return _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    titles = _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w -]", "", title.replace("`", "").lower()).replace(" ", "-") for title in titles}


class Console:
    """A shell that plays examples one after the other; folder and variables carry over."""

    def __init__(self, folder: Path, environment: dict[str, str], state: Path) -> None:
        self.environment, self.state, self.status = environment, state, 0
        state.write_text(f"cd '{folder}'\n", encoding="utf-8")

    def play(self, command: str) -> str:
        """What a command prints, to both streams."""
        script = (
            f'. "{self.state}"; (exit {self.status}); {command}\n'
            f'code=$?; {{ declare -px; printf \'cd "%s"\\n\' "$PWD"; }} >"{self.state}"; exit $code'
        )
        done = subprocess.run(
            ["/bin/bash", "-c", script], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        self.status = done.returncode
        return done.stdout

    def folder(self) -> Path:
        """The folder that the console stands in."""
        last = self.state.read_text(encoding="utf-8").rstrip().rsplit("\n", 1)[-1]
        return Path(last.removeprefix("cd ").strip("'\""))


def steps(example: Example) -> Iterator[tuple[str, str]]:
    """The commands of a console and what each is to print."""
    for part in re.split(r"^\$ ", example.text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def same_output(shown: str, printed: str) -> bool:
    """Whether output is as shown: `…` stands for anything, a line of it for any lines; times differ."""
    lines = _VARIES.sub("0", shown.rstrip("\n")).split("\n") if shown.strip() else []
    pattern = "".join("(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + "\n" for line in lines)
    text = _VARIES.sub("0", printed.rstrip("\n"))
    return re.fullmatch(pattern, f"{text}\n" if text else "") is not None


def write(example: Example, folder: Path) -> None:
    """Write the file that an example stands for."""
    path = folder / example.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(example.text, encoding="utf-8")
