"""The `cvtex` program: what is known already is said at once, all else is the command line's.

Nothing else is loaded before that is clear.
"""

import sys

from cvtex import __version__


def main() -> None:
    """The entry point of the `cvtex` program and of `python -m cvtex`."""
    if sys.argv[1:] == ["--version"]:
        print(f"cvtex {__version__}")
        return
    from cvtex.cache.records import replay

    code = replay(sys.argv[1:])
    if code is None:
        from cvtex.cli import main as command_line

        command_line()
    sys.exit(code)


if __name__ == "__main__":
    main()
