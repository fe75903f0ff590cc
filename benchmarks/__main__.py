"""The benchmark's command line: `./run bench`."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.growth import NUMBERS, QUICK_NUMBERS, sizes
from benchmarks.material import ROOT, Material
from benchmarks.page import KEPT, page
from benchmarks.rows import MANY, Bench, rows
from benchmarks.surroundings import load, surroundings

_PAGE = ROOT / "docs" / "benchmarks.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description="measure cvtex against a plain pass and its peers")
    parser.add_argument("--runs", type=int, metavar="N", help="rounds of each row (9; 3 with --quick)")
    parser.add_argument(
        "--quick",
        action="store_true",
        help=f"short: no peers, few targets, up to {QUICK_NUMBERS[-1]} publications, nothing written",
    )
    chosen = parser.parse_args()
    runs = chosen.runs or (3 if chosen.quick else 9)
    if runs < 1:
        parser.error("--runs must be 1 or more")
    before = load()
    with tempfile.TemporaryDirectory(prefix="cvtex-bench-") as scratch:
        many = min(MANY) if chosen.quick else max(MANY)
        bench = Bench(Material(Path(scratch)), runs, others=not chosen.quick, many=many)
        measured = []
        for row in rows(bench, _tell):
            measured.append(row)
            found = row.found
            _tell(f"  {row.wanted.what}: {found if isinstance(found, str) else f'{found.ratio:.2f} {row.wanted.of}'}")
        growth = list(sizes(bench, QUICK_NUMBERS if chosen.quick else NUMBERS, _tell))
        around = surroundings(bench.material, before, others=bench.others)
    text = page(measured, growth, around, runs, _kept())
    if not chosen.quick:
        _PAGE.write_text(text, encoding="utf-8")
    print(text.partition(f"\n{KEPT}")[0])
    return 0


def _tell(words: str) -> None:
    print(words, file=sys.stderr)


def _kept() -> str:
    """The section of the page that is written by hand."""
    text = _PAGE.read_text(encoding="utf-8") if _PAGE.exists() else ""
    return KEPT + text.partition(KEPT)[2]


if __name__ == "__main__":
    sys.exit(main())
