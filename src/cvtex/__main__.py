"""The `cvtex` program: what is known already is said at once, all else is the command line's.

Nothing else is loaded before that is clear.
"""

import gc
import os
import sys

from cvtex import __version__

_SELDOM = 2_000_000
"""So many new values at least from one search for waste to the next."""
_INTERRUPTED = 130
"""The exit code, known here before anything is loaded."""


def main() -> None:
    """The entry point of the `cvtex` program and of `python -m cvtex`."""
    try:
        _begin()
    except KeyboardInterrupt:  # while the command line is loaded: by itself Python would print where it was
        try:
            if sys.stderr:
                print("interrupted", file=sys.stderr, flush=True)
        finally:
            os._exit(_INTERRUPTED)


def _begin() -> None:
    if sys.argv[1:] == ["--version"]:
        print(f"cvtex {__version__}")
        return
    from cvtex.cache.records import replay

    code = replay(sys.argv[1:])
    if code is None:
        # What a command makes lives to its end, the modules that it loads and a hundred thousand small values of evidence, of
        # 300 publications twice as many: to look for waste among them costs a tenth of a build.
        gc.set_threshold(_SELDOM)
        from cvtex.cli import main as command_line

        command_line()
    sys.exit(code)


if __name__ == "__main__":
    main()
