"""Patterns that are compiled when they are used: they do what those of `re` do."""

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.patterns import regex
from tests.program import ROOT


@given(st.text("ab1 ", max_size=20))
def test_they_find_what_is_found_otherwise(text: str) -> None:
    lazy, usual = (
        regex(r"(?P<word>[a-z]+)\s*(\d)?", re.IGNORECASE),
        re.compile(r"(?P<word>[a-z]+)\s*(\d)?", re.IGNORECASE),
    )
    assert [match.groupdict() for match in lazy.finditer(text)] == [match.groupdict() for match in usual.finditer(text)]
    assert lazy.sub("<\\g<word>>", text) == usual.sub("<\\g<word>>", text)
    assert lazy.split(text) == usual.split(text)
    assert (lazy.pattern, lazy.flags, lazy.groups) == (usual.pattern, usual.flags, usual.groups)


def test_they_read_bytes_too() -> None:
    assert regex(rb"(\d+) 0 obj").findall(b"12 0 obj 3 0 obj") == [b"12", b"3"]


_READ = """
text = "a: [1, 2.5, yes, 2020-01-01, 0x1F, ~, 1:30, .inf]"
print(yaml.safe_load(text), [yaml.load(text, Loader=yaml.SafeLoader)])
try:
    yaml.load("a: \\x01", Loader=yaml.SafeLoader)
except yaml.YAMLError as error:
    print(str(error).splitlines()[0])
print(re.compile("a").__class__)
"""


@pytest.mark.parametrize("path", [f"{ROOT / 'src'}", ""])
def test_yaml_reads_the_same_without_having_compiled_what_it_does_not_use(path: str) -> None:
    begin = "import re\nfrom cvtex.quickyaml import yaml" if path else "import re, yaml"
    compiled = "print(type(yaml.reader.Reader.NON_PRINTABLE) is re.Pattern)"
    command = [sys.executable, "-c", f"{begin}\n{compiled}\n{_READ}"]
    done = subprocess.run(command, env={"PYTHONPATH": path}, capture_output=True, text=True, check=True)
    first, *rest = done.stdout.splitlines()
    assert first == str(not path)
    assert rest == [
        "{'a': [1, 2.5, True, datetime.date(2020, 1, 1), 31, None, 90, inf]} "
        "[{'a': [1, 2.5, True, datetime.date(2020, 1, 1), 31, None, 90, inf]}]",
        "unacceptable character #x0001: special characters are not allowed",
        "<class 're.Pattern'>",
    ]
