"""The program's entry, also as `python -m cvtex`: its version is told before anything is loaded."""

import sys

from cvtex import __version__


def main() -> None:
    """Run the command line; `cvtex --version` alone, which scripts ask for, needs none of it."""
    if sys.argv[1:] == ["--version"]:
        print(f"cvtex {__version__}")
        return
    from cvtex.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
