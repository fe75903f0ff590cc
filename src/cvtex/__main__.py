"""The `cvtex` program: what is known already is said at once, all else is the command line's.

Nothing else is loaded before that is clear.
"""

import sys

from cvtex.cache.records import replay


def main() -> None:
    """The entry point of the `cvtex` program and of `python -m cvtex`."""
    code = replay(sys.argv[1:])
    if code is None:
        from cvtex.cli import main as command_line

        command_line()
    sys.exit(code)


if __name__ == "__main__":
    main()
