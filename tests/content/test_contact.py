"""Contact lines: recognised by their form, linked, and refused when no reader could use them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.content.contact import check_url, contact_of, read_contact
from cvtex.content.model import Contact
from cvtex.diagnostics import Findings, Span

HERE = Span("cv.yaml", 1, 1)


def read(value: str) -> tuple[Contact, list[str]]:
    findings = Findings()
    return read_contact(value, HERE, findings), [item.code for item in findings.items]


@pytest.mark.parametrize(
    ("typed", "kind", "text", "href"),
    [
        ("http://kaizhen.us", "link", "kaizhen.us", "http://kaizhen.us"),
        ("https://www.example.org/", "link", "example.org", "https://www.example.org/"),
        ("example.org/~ada", "link", "example.org/~ada", "https://example.org/~ada"),
        ("github.com/ada", "link", "github.com/ada", "https://github.com/ada"),
        ("ada@example.org", "email", "ada@example.org", "mailto:ada@example.org"),
        ("mailto:ada+cv@example.org", "email", "ada+cv@example.org", "mailto:ada+cv@example.org"),
        ("+1 (812) 555-0100", "phone", "+1 (812) 555-0100", "tel:+18125550100"),
        ("+49 (0)30 1234567", "phone", "+49 (0)30 1234567", "tel:+49301234567"),
        ("0000-0002-1825-0097", "orcid", "ORCID 0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        (
            "https://orcid.org/0000-0002-1694-233X",
            "orcid",
            "ORCID 0000-0002-1694-233X",
            "https://orcid.org/0000-0002-1694-233X",
        ),
        ("Seattle, WA", "place", "Seattle, WA", ""),
        ("10 Downing Street", "place", "10 Downing Street", ""),
    ],
)
def test_a_line_is_known_by_its_form(typed: str, kind: str, text: str, href: str) -> None:
    contact, codes = read(typed)
    assert codes == []
    assert (contact.kind, contact.text, contact.href) == (kind, text, href)


@given(digits=st.text("0123456789", min_size=15, max_size=15), last=st.sampled_from("0123456789X"))
def test_one_check_digit_in_eleven_is_right(digits: str, last: str) -> None:
    right = []
    for check in "0123456789X":
        number = f"{digits}{check}"
        findings = Findings()
        contact_of("orcid", "-".join(number[at : at + 4] for at in range(0, 16, 4)), "", HERE, findings)
        right += [] if findings.failed else [check]
        if findings.failed and check == last:
            assert "check digit would be" in str(findings.items[0].hint)
    assert len(right) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://localhost:8000/x",
        "https://example.org/a(b)?c=d#e",
        "https://münchen.de",
        "mailto:a@b.org?subject=x",
        "https://192.168.0.1/",
    ],
)
def test_addresses(url: str) -> None:
    findings = Findings()
    check_url(url, HERE, findings)
    assert findings.items == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("example.org", "D010"),
        ("https://", "D010"),
        ("https://exa mple.org", "D010"),
        ("htps://example.org", "D010"),
        ("javascript:alert(1)", "D010"),
        ("file:///etc/passwd", "D010"),
        ("https:/example.org", "D010"),
        ("mailto:ada", "D011"),
        ("https://.", "D010"),
    ],
)
def test_what_is_no_address(url: str, code: str) -> None:
    findings = Findings()
    check_url(url, HERE, findings)
    assert [item.code for item in findings.items] == [code]


@given(typed=st.text(max_size=60) | st.text("a@.-:/ 0+", max_size=60))
def test_no_line_makes_it_fail(typed: str) -> None:
    contact, codes = read(typed)
    assert set(codes) <= {"D010", "D011", "D012"}
    if contact.kind == "place":
        assert contact.text == typed.strip()
