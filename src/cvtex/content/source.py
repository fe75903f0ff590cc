"""The author's files as checked text: sound UTF-8, of a sane size, without characters that nobody can see."""

import stat
import unicodedata
from pathlib import Path

from cvtex.diagnostics import Findings, Span
from cvtex.patterns import regex
from cvtex.values import dataclass

MAX_BYTES = 5_000_000

_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)

# Controls, format characters, private use and non-characters: none of them can be meant on a page.
_UNSEEN = regex(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ue000-\uf8ff\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_JOINERS = "\u200c\u200d"
MAY_END, NEVER_ENDS = "\u200b", "\u2060"
"""By these an author tells where a line may end in scripts that put no space between words: Thai, Lao, Khmer, Burmese."""
UNSPACED = "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f]"
"""A letter of one of these, as a pattern."""
_LINE_SIGN = regex(f"(?<={UNSPACED})[{MAY_END}{NEVER_ENDS}](?={UNSPACED})")
_MARKS_OF_DIRECTION = "\u200e\u200f\u061c"
_JOINING_SCRIPTS = regex(
    "[\u0600-\u07ff\u0860-\u0dff\u0e00-\u109f\u1780-\u17ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc]"
)
_RIGHT_TO_LEFT = regex("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MOST_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Source:
    """One file's text, its line ends made `\\n`; `name` is the path as findings print it."""

    name: str
    text: str
    lines: tuple[str, ...]

    def span(self, line: int, column: int, length: int = 1) -> Span:
        return Span(self.name, line, column, max(length, 1))


def read_source(path: Path, findings: Findings) -> Source | None:
    """The text of a file, or None with the reason among the findings."""
    name = str(path)
    raw = read_bytes(path, findings)
    if raw is None:
        return None
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            hint = f"save it as UTF-8, for instance: iconv -f {encoding} -t UTF-8 {path.name} > fixed && mv fixed {path.name}"
            findings.error("S003", f"the file is {encoding}, not UTF-8", Span(name, 1, 1), hint)
            return None
    if b"\x00" in raw[:2]:
        findings.error("S003", "the file is UTF-16 or binary, not UTF-8", Span(name, 1, 1), "save it as UTF-8 text")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _report_encoding(name, raw, error.start, findings)
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _seen(Source(name, text, tuple(text.split("\n"))), findings)


def read_bytes(
    path: Path,
    findings: Findings,
    place: Span | None = None,
    most: int = MAX_BYTES,
    smaller: str = "split it, or remove what does not belong to the CV",
) -> bytes | None:
    """The bytes of a file, or None with the reason among the findings: at the file, or at the place that names it."""
    span = place or Span(str(path))
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            findings.error("S001", f"{_kind(status.st_mode)} where a file is expected", span)
            return None
        if status.st_size > most:
            size = f"{status.st_size / 1e6:.1f} MB"
            findings.error("S002", f"the file is {size}; cvtex reads at most {most // 10**6} MB", span, smaller)
            return None
        return path.read_bytes()
    except FileNotFoundError:
        findings.error("S001", "there is no such file", span, "`cvtex new DIR` makes a folder that builds as it stands")
    except PermissionError:
        findings.error("S001", "the file may not be read", span, f"chmod u+r {path.name}")
    except OSError as error:
        findings.error("S001", f"the file cannot be read ({error.strerror or error})", span)
    return None


def _kind(mode: int) -> str:
    return "a folder" if stat.S_ISDIR(mode) else "a device or pipe"


def _report_encoding(name: str, raw: bytes, offset: int, findings: Findings) -> None:
    line = raw.count(b"\n", 0, offset) + 1
    before = raw[raw.rfind(b"\n", 0, offset) + 1 : offset]
    guess = raw[offset : offset + 1].decode("windows-1252", "replace")
    meant = f" (in Windows-1252 it would be `{guess}`)" if guess.isprintable() and guess != "\ufffd" else ""
    span = Span(name, line, len(before.decode("utf-8", "replace")) + 1)
    short = Path(name).name
    hint = f"save it as UTF-8, for instance: iconv -f WINDOWS-1252 -t UTF-8 {short} > fixed && mv fixed {short}"
    findings.error("S003", f"the byte 0x{raw[offset]:02x} is not UTF-8{meant}", span, hint)


def _seen(source: Source, findings: Findings) -> Source:
    """The source itself when all of it can be seen; else told, with signs that keep the columns for what cannot."""
    if not _UNSEEN.search(source.text):
        return source
    lines = list(source.lines)
    reported = 0
    for number, line in enumerate(source.lines, 1):
        places = [match.start() for match in _UNSEEN.finditer(line) if not _has_function(line, match.start())]
        if not places:
            continue
        for place in places[: max(_MOST_FINDINGS - reported, 0)]:
            hint = "delete it: it came with a paste from a web page or a word processor"
            message = f"{describe(line[place])} cannot be seen on a page"
            findings.error("S004", message, source.span(number, place + 1), hint)
        reported += len(places)
        unseen = frozenset(places)
        indent = len(line) - len(_UNSEEN.sub(" ", line).lstrip())
        lines[number - 1] = "".join(
            character if index not in unseen else " " if index < indent else "\ufffd"
            for index, character in enumerate(line)
        )
    return Source(source.name, "\n".join(lines), tuple(lines))


def _has_function(line: str, index: int) -> bool:
    character = line[index]
    around = line[max(index - 1, 0) : index] + line[index + 1 : index + 2]
    if character in _JOINERS:
        return bool(_JOINING_SCRIPTS.search(around)) or (character == "\u200d" and _joins_emoji(around))
    if character in (MAY_END, NEVER_ENDS):
        return bool(_LINE_SIGN.match(line, index))
    return character in _MARKS_OF_DIRECTION and bool(_RIGHT_TO_LEFT.search(line.replace("\u061c", "")))


def _joins_emoji(around: str) -> bool:
    return len(around) == 2 and unicodedata.category(around[1]) == "So"


def without_line_signs(text: str) -> str:
    """A text as it is said: without the signs that tell where its lines may end, where these have a function."""
    return _LINE_SIGN.sub("", text) if MAY_END in text or NEVER_ENDS in text else text


def describe(character: str) -> str:
    """A character as a reader can look it up: `U+200B ZERO WIDTH SPACE`."""
    name = unicodedata.name(character, "")
    if not name:
        kinds = {"Cc": "a control character", "Co": "a private-use character"}
        name = kinds.get(unicodedata.category(character), "an unassigned character")
    return f"U+{ord(character):04X} {name}"
