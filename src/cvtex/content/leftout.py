"""What a .bib entry says and content leaves out: each field with the rule that it falls under."""

import re
from collections.abc import Collection, Iterator, Mapping

from cvtex.content.bibfields import INSTRUCTIONS, NOT_INHERITED, READ, UNPRINTED
from cvtex.content.model import Datum
from cvtex.content.slips import meant
from cvtex.diagnostics import Findings, Span
from cvtex.patterns import regex
from cvtex.values import dataclass

_SAYS_SOMETHING = regex(r"\w")


@dataclass(frozen=True, slots=True)
class TypedField:
    """A field as it was typed in an entry, by its biblatex name."""

    name: str
    text: str
    span: Span


def fields_left_out(
    key: str,
    typed: Collection[TypedField],
    raw: Mapping[str, tuple[str, Span]],
    told: Mapping[str, str],
    findings: Findings,
) -> Iterator[Datum]:
    """The fields of an entry that are not read; `raw` are those that are, `told` the rules of what could not be used.

    A name that was probably mistyped is told.
    """
    for field in typed:
        rule = _rule(field, raw, told)
        near = meant(field.name, raw) if rule else ""
        if near:
            hint = f"did you mean `{near}`?"
            findings.warning(
                "B032", f"`{field.name}` is no field that is printed, and `{key}` has no {near}", field.span, hint
            )
        if rule and _SAYS_SOMETHING.search(field.text):
            yield Datum(f"field {field.name}", key, field.text.strip('{}" \n'), field.span, rule)


def lent_fields(key: str, typed: Collection[TypedField]) -> Iterator[Datum]:
    """The fields of an entry that is not listed itself, because others refer to it by `crossref`."""
    for field in typed:
        if _SAYS_SOMETHING.search(field.text) and field.name not in INSTRUCTIONS:
            if field.name not in READ:
                rule = _unread(field.name)
            elif field.name in NOT_INHERITED:
                rule = f"crossref lends no {field.name}"
            else:
                rule = "crossref lends it to other entries"
            yield Datum(f"field {field.name}", key, field.text.strip('{}" \n'), field.span, rule)


def _rule(field: TypedField, raw: Mapping[str, tuple[str, Span]], told: Mapping[str, str]) -> str:
    """The rule that leaves a field out; empty for one that is read, and for an instruction."""
    name = field.name
    if name in INSTRUCTIONS:
        return ""
    if name in raw and raw[name][1] != field.span:
        return f"first {name} counts"
    if name not in READ or name in UNPRINTED:
        return _unread(name)
    if name in told:
        return told[name]
    if name in ("date", "year", "month"):
        return _date_rule(name, raw)
    return ""


def _unread(name: str) -> str:
    return f"no style prints {name}" if name in UNPRINTED else f"fields of other tools: {name}"


def _date_rule(name: str, raw: Mapping[str, tuple[str, Span]]) -> str:
    """The fields of a date that give way to a more exact one."""
    given = [other for other in ("eventdate", "date", "year") if raw.get(other, ("",))[0].strip()]
    if name != "month":
        return f"{given[0]} takes the place of {name}" if given and given[0] != name else ""
    if given[:1] != ["year"]:
        return f"{given[0]} takes the place of month" if given else "month says nothing without a year"
    return "" if re.fullmatch(r"\d{4}", raw["year"][0].strip("{} ")) else "year is words and has no month"
