"""What a reader gets from a PDF by poppler, a witness that shares nothing with cvtex: pixels, text, links, metadata."""

import hashlib
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path

# What a rewriting of the same objects changes, and no reader notices.
_UNSEEN = re.compile(rb"^(?:File size|PDF version|Optimized|Producer):.*\n", re.MULTILINE)
_DPI = "72"
_SECONDS = 30
_PROGRAMS = {
    "text": ("pdftotext", "-raw"),
    "layout": ("pdftotext", "-layout"),
    "properties": ("pdfinfo", "-box", "-l", "-1"),
    "scripts": ("pdfinfo", "-js"),
    "addresses": ("pdfinfo", "-url"),
    "places": ("pdfinfo", "-dests"),
    "fonts": ("pdffonts",),
    "attachments": ("pdfdetach", "-list"),
    "links, outline, sizes and colours": ("pdftohtml", "-xml", "-i", "-stdout"),
}
_WRITES = {"pdftotext": ("-",)}


def looks(pdf: bytes) -> dict[str, str]:
    """A digest of each thing that poppler shows of a PDF, its complaints included."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "it.pdf").write_bytes(pdf)
        seen = {what: _said(folder, command) for what, command in _PROGRAMS.items()}
        _run(folder, ("pdftoppm", "-r", _DPI, "it.pdf", "page"))
        for page in sorted(folder.glob("page*.ppm")):
            seen[f"page {int(re.sub(r'[^0-9]', '', page.stem))}"] = hashlib.sha256(page.read_bytes()).hexdigest()
    return seen | _opened(pdf)


def _said(folder: Path, command: tuple[str, ...]) -> str:
    done = _run(folder, (*command, "it.pdf", *_WRITES.get(command[0], ())))
    said = _UNSEEN.sub(b"", done.stdout)
    if command[0] == "pdffonts":  # object numbers change when a PDF is rewritten
        said = re.sub(rb" +\d+ +\d+$", b"", said, flags=re.MULTILINE)
    return hashlib.sha256(said + bytes((bool(done.stderr.strip()), done.returncode & 255))).hexdigest()


def _run(folder: Path, command: tuple[str, ...]) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 255, b"", b"too slow")


def _opened(pdf: bytes) -> dict[str, str]:
    """What poppler does not tell, by qpdf: the catalogue, with the language and what happens at opening, and units."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "it.pdf").write_bytes(pdf)
        trailer = _run(folder, ("qpdf", "--show-object=trailer", "it.pdf")).stdout
        root = re.search(rb"/Root (\d+) (\d+) R", trailer)
        if not root:
            return {"catalogue": "none"}
        number = f"{root[1].decode()},{root[2].decode()}"
        catalogue = _run(folder, ("qpdf", f"--show-object={number}", "it.pdf")).stdout
        units = re.findall(rb'"/UserUnit": [\d.]+', _run(folder, ("qpdf", "--json", "it.pdf")).stdout)
    return {"catalogue": re.sub(r"\d+ \d+ R", "R", catalogue.decode("utf-8", "replace")), "units": repr(units)}


@cache
def _of(pdf: bytes) -> dict[str, str]:
    return looks(pdf)


def noticed(good: bytes, other: bytes) -> tuple[str, ...]:
    """What a reader of `other` gets otherwise than from `good`; nothing where the two are the same to all."""
    before, after = _of(good), looks(other)
    return tuple(what for what in sorted(before | after) if before.get(what) != after.get(what))
