"""Files that appear whole: written beside their place, then renamed into it."""

import os
from pathlib import Path

from cvtex.diagnostics import Diagnostic, Span, TypesettingError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old one or the new one, never a part.

    Raises TypesettingError when it cannot be written; the old file then stays.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft_gone(draft)
        hint = "make room on the disk, or choose another folder with -o"
        raise TypesettingError(
            Diagnostic("X006", f"the file cannot be written ({error.strerror or error})", Span(str(path)), hint)
        ) from error
    except BaseException:
        draft_gone(draft)
        raise


def draft_gone(path: Path) -> None:
    """Remove a file if it is there and may be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
