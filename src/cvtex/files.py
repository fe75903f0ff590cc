"""Files that appear whole: written beside their place, then renamed into it."""

import os
from collections.abc import Mapping
from pathlib import Path

from cvtex.diagnostics import Diagnostic, Span, TypesettingError


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write files so that a reader sees the old ones or the new ones, never a part.

    All are written before the first takes its place. Raises TypesettingError when one cannot be written;
    the old files then stay.
    """
    drafts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in contents}
    path = Path()
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            drafts[path].write_bytes(content)
        for path, draft in drafts.items():
            draft.replace(path)
    except OSError as error:
        hint = "make room on the disk, or choose another folder with -o"
        raise TypesettingError(
            Diagnostic("X006", f"the file cannot be written ({error.strerror or error})", Span(str(path)), hint)
        ) from error
    finally:
        for draft in drafts.values():
            draft_gone(draft)


def draft_gone(path: Path) -> None:
    """Remove a file if it is there and may be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
