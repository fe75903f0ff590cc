"""The campaign's command line: `./run campaign`."""

import argparse
import sys

from tests.campaign.campaign import run, some
from tests.campaign.table import page, share
from tests.program import ROOT

_PAGE = ROOT / "docs" / "verification-campaign.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run campaign", description="change one thing, and see what the checks say")
    parser.add_argument("--mutations", type=int, default=600, help="at least so many different ones (600)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other mutations (1)")
    parser.add_argument("--only", metavar="KIND[/NUMBER]", help="one mutation, kind or family, told one by one")
    parser.add_argument("--write", action="store_true", help=f"write the result to {_PAGE.relative_to(ROOT)}")
    chosen = parser.parse_args()
    if chosen.only:
        trials = some(chosen.only, chosen.seed, 5)
        for trial in trials:
            why = ", ".join((*trial.codes, *trial.noticed))
            print(f"{trial.status:8}{trial.name}: {trial.what} [{why}]")
        return 0 if trials else 2
    trials = run(chosen.mutations, chosen.seed, tell=lambda number: print(f"{number} …", file=sys.stderr))
    text = page(trials, chosen.seed)
    if chosen.write:
        _PAGE.write_text(text, encoding="utf-8")
    print(share(trials) if chosen.write else text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
