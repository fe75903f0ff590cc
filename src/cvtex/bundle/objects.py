"""The objects of a PDF that is being made, and the bytes of the file that holds them."""

import io
from typing import Any

from pypdf.generic import IndirectObject, NullObject, StreamObject

from cvtex.pdffile import Body, Stream, pdf_file


class Objects:
    """Objects by number, from 1; a number may be given out before its object is known."""

    def __init__(self) -> None:
        self._held: list[Any] = []

    def reserve(self) -> IndirectObject:
        """A reference to an object that comes later."""
        self._held.append(NullObject())
        return IndirectObject(len(self._held), 0, None)

    def fill(self, reference: IndirectObject, value: Any) -> None:
        self._held[reference.idnum - 1] = value

    def add(self, value: Any) -> IndirectObject:
        reference = self.reserve()
        self.fill(reference, value)
        return reference

    def file(self, *, root: IndirectObject, info: IndirectObject, version: str) -> bytes:
        """The whole file; its bytes depend on the objects alone."""
        bodies = [_body(value) for value in self._held]
        return pdf_file(bodies, root=root.idnum, info=info.idnum, version=version)


def _body(value: Any) -> Body:
    if not isinstance(value, StreamObject):
        return _written(value)
    told = (_written(key) + b" " + _written(entry) for key, entry in value.items() if key != "/Length")
    return Stream(b"\n".join(told), value._data)


def _written(value: Any) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out)
    return out.getvalue()
