"""A fixed sample of the campaign: what a reader would notice is found, what is not found is listed here."""

import zlib
from random import Random

import pytest

from cvtex.typeset.compile import finished
from cvtex.verify.judge import judge
from cvtex.verify.readers import read_evidence
from tests.campaign.campaign import rounds
from tests.campaign.kinds import KINDS
from tests.campaign.looks import noticed
from tests.campaign.mutation import good
from tests.campaign.table import missed, page, share, table
from tests.campaign.trial import Trial, attempt
from tests.samples import tex_set
from tests.verify.pdfs import changed

SEED = 1
# What a damaged byte does depends on the bytes, and these on the TeX that wrote them: not the same for everyone.
OF_BYTES = {"pdf-bit-flipped", "pdf-bytes-zeroed", "pdf-bytes-dropped", "pdf-table-misplaced"}
# A quarter of all kinds, chosen by name, so that a new kind leaves the others where they are.
SAMPLE = sorted(name for name in set(KINDS) - OF_BYTES if zlib.crc32(name.encode()) % 4 == 0)

MISSED: dict[str, str] = {
    "tex-word-struck": "a thin line through a word leaves its ink where it was",
    "pdf-font-encoding-altered": "every hyphen is drawn as an x and still means a hyphen: nothing reads the picture as letters",
}
"""Kinds of the sample that no check finds, and why. Each is asserted to be missed still."""


@pytest.mark.parametrize("kind", SAMPLE)
def test_what_a_reader_would_notice_is_found(kind: str) -> None:
    trial = attempt(f"{kind}/0", SEED)
    assert trial.status != "void", "nothing was tried"
    if kind in MISSED:
        assert trial.status == "missed", f"{kind} is {trial.status} now, by {trial.codes}: take it out of MISSED"
    else:
        assert trial.status != "missed", f"{trial.what}: a reader gets {trial.noticed} otherwise ({trial.codes})"


def test_the_sample_is_spread_over_all_families() -> None:
    count = {family: sum(KINDS[name].family == family for name in SAMPLE) for family in ("data", "tex", "pdf")}
    assert 45 <= len(SAMPLE) <= 75
    assert all(number >= 6 for number in count.values()), count
    assert set(MISSED) <= set(SAMPLE)


def test_without_a_mutation_all_is_well() -> None:
    assert judge(good().document, good().evidence).passed
    again = changed(good().pdf, lambda _writer: None)
    assert again != good().pdf
    assert judge(good().document, read_evidence(again)).passed
    assert not noticed(good().pdf, again)
    assert not noticed(good().pdf, finished(tex_set(good().tex), good().document)[0])


@pytest.mark.parametrize("family", ["data", "tex", "pdf"])
def test_every_kind_changes_something(family: str) -> None:
    barren = []
    for kind in KINDS.values():
        if kind.family != family:
            continue
        for number in range(12):
            try:
                change = kind.make(good(), Random(f"{kind.name} {number}"))
            except (IndexError, ValueError):
                continue
            if change is not None:
                before = {
                    "data": good().files.get(change.file, "").encode(),
                    "tex": good().tex.encode(),
                    "pdf": good().pdf,
                }
                assert change.content != before[family], kind.name
                break
        else:
            barren.append(kind.name)
    assert not barren


def test_the_same_seed_makes_the_same_mutation() -> None:
    first, again, other = (attempt("data-letter-altered/0", seed) for seed in (5, 5, 6))
    assert first == again
    assert first.digest != other.digest


def test_kinds_without_chance_are_tried_once() -> None:
    names = rounds()
    first, second = next(names), next(names)
    assert "pdf-outline-removed/0" in first
    assert "pdf-outline-removed/1" not in second
    assert "pdf-truncated/1" in second


def test_tables_count_and_tell_how_to_see_it_again() -> None:
    trials = (
        Trial("pdf-truncated/0", "cut", "a", "caught", ("M001",)),
        Trial("pdf-truncated/1", "cut", "b", "neutral"),
        Trial("tex-residue/0", "left", "c", "missed", (), ("page 1", "text")),
        Trial("tex-residue/1", "left", "d", "told", ("T002",)),
    )
    assert "4 mutations: 1 caught, 1 told, 1 neutral, 1 missed" in share(trials)
    assert "66.7 %" in share(trials)
    assert "| pdf-truncated | 2 | 1 |  | 1 |  | M001 1 |" in table(trials)
    assert "| tex-residue | 2 |  | 1 |  | 1 | T002 1 |" in table(trials)
    assert missed(trials, 7) == [
        "- `./run campaign --seed 7 --only tex-residue/0`: left; a reader gets otherwise: page 1, text"
    ]
    assert "## Missed" in page(trials, 7)
