"""The rows of the table: what is measured, against what, and which ratio is wanted."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from benchmarks import peers
from benchmarks.material import Material
from benchmarks.measure import Command, NotMeasured, Sample, Series, alternately, peak, run, wall
from benchmarks.saving import Edits, saves
from benchmarks.tagging import finishing
from benchmarks.texshare import StandIn

MANY = {10: "ten", 2: "two"}
"""Targets of `--all`: as many as are worth a figure, and as few as are several."""
_WARMING = 2
"""Builds before a cache is warm: the first marks the options, the second dumps a format for them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row as it is asked for: of what the ratio is taken, what it must not exceed, what is aimed at."""

    what: str
    of: str
    at_most: float | None = None
    aim: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """Two medians and their ratio; `least` and `most` are those of cvtex, `processor` its time, in `unit`."""

    ours: Series
    theirs: Series
    unit: str = "s"

    @property
    def ratio(self) -> float:
        return wall(self.ours) / wall(self.theirs)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it came out: a measurement, or why there is none."""

    wanted: Wanted
    found: Measured | str


@dataclass(frozen=True, slots=True)
class Bench:
    """What a measurement needs; `others` says whether peers are measured too, and `many` how many targets `--all` has."""

    material: Material
    runs: int
    others: bool
    many: int = max(MANY)

    def warm(self, command: Command, times: int = _WARMING) -> Command:
        """The command, run so often that caches are warm; a single run is a trial, of which no time is asked."""
        for _ in range(times if self.runs > 1 else 0):
            run(command)
        return command

    def named(self, wanted: Wanted) -> Wanted:
        return replace(wanted, what=wanted.what.format(many=MANY[self.many]))


def rows(bench: Bench, tell: Callable[[str], object]) -> Iterator[Row]:
    """All rows in order. What cannot be measured says why and stops nothing."""
    for group, measure in GROUPS:
        wanted = tuple(map(bench.named, group))
        tell(f"{wanted[0].what} …")
        try:
            found: tuple[Measured | str, ...] = measure(bench)
        except NotMeasured as reason:
            found = (str(reason),) * len(wanted)
        yield from map(Row, wanted, found)


def _against(bench: Bench, theirs: Command, ours: Command) -> Measured:
    first, second = alternately(bench.runs, lambda: run(theirs), lambda: run(ours))
    return Measured(second, first)


def _build(bench: Bench) -> tuple[Measured, ...]:
    command = bench.warm(bench.material.build(bench.material.own_data(), "--force"))
    return (_against(bench, bench.material.plain("plain"), command),)


def _edited(bench: Bench) -> tuple[Measured, ...]:
    """A build after each edit of the data: nothing that was composed before is of use."""
    data = bench.material.own_data("data-edited")
    build = bench.material.build(data)
    edited = Edits(data / "cv.yaml")
    command = bench.warm(Command(build.arguments, build.folder, build.environment, edited.edit))
    return (_against(bench, bench.material.plain("plain"), command),)


def _tex(bench: Bench) -> tuple[Measured, ...]:
    stand_in = StandIn(bench.material.folder("stand-in"))
    command = bench.warm(bench.material.build(bench.material.own_data(), "--force", PATH=stand_in.path))

    def share() -> Sample:
        stand_in.forget()
        run(command)
        return stand_in.sample

    plain = bench.material.plain("plain")
    first, second = alternately(bench.runs, lambda: run(plain), share)
    return (Measured(second, first),)


def _first(bench: Bench) -> tuple[Measured, ...]:
    cache = bench.material.folder("first-cache")
    build = bench.material.build(bench.material.own_data("data-first"), CVTEX_CACHE=str(cache))
    output = bench.material.folder("out-data-first")

    def bare() -> None:
        for folder in (cache, output):
            shutil.rmtree(folder, ignore_errors=True)

    ours = Command(build.arguments, build.folder, build.environment, bare)
    return (_against(bench, bench.material.plain("plain"), ours),)


def _unchanged(bench: Bench) -> tuple[Measured, ...]:
    if not importlib.util.find_spec("cvtex.cache"):
        raise NotMeasured("this cvtex keeps no record of a build")
    command = bench.warm(bench.material.build(bench.material.own_data()))
    return (_against(bench, bench.material.plain("plain"), command),)


def _watch(bench: Bench) -> tuple[Measured, ...]:
    if "--watch" not in _build_options():
        raise NotMeasured("this cvtex has no `--watch`")
    plain = bench.material.plain("plain")
    with saves(bench.material) as watched:
        for _ in range(_WARMING if bench.runs > 1 else 0):
            watched.save()
        pairs = [(run(plain), watched.save()) for _ in range(bench.runs)]
    first = tuple(plain for plain, _ in pairs)
    return (
        Measured(tuple(pdf for _, (pdf, _) in pairs), first),
        Measured(tuple(verdict for _, (_, verdict) in pairs), first),
    )


def _check(bench: Bench) -> tuple[Measured, ...]:
    command = bench.warm(bench.material.cvtex("check", bench.material.own_data()), 1)
    return (_against(bench, bench.material.plain("plain"), command),)


def _check_edited(bench: Bench) -> tuple[Measured, ...]:
    """A check after each edit of the data, by whoever has checked them before."""
    data = bench.material.own_data("data-checked")
    check = bench.material.cvtex("check", data)
    command = bench.warm(Command(check.arguments, check.folder, check.environment, Edits(data / "cv.yaml").edit))
    return (_against(bench, bench.material.plain("plain"), command),)


def _version(bench: Bench) -> tuple[Measured, ...]:
    return (_against(bench, bench.material.plain("plain"), bench.warm(bench.material.cvtex("--version"), 1)),)


def _long(bench: Bench) -> tuple[Measured, ...]:
    bench.warm(
        bench.material.build(bench.material.data_of(10), "--force")
    )  # its options are the same, and it is done sooner
    command = bench.material.build(bench.material.data_of(300), "--force")
    return (_against(bench, bench.material.plain("plain300"), command),)


def _tags(bench: Bench) -> tuple[Measured, ...]:
    plain, finish = bench.material.plain("plain"), finishing(bench.material.own_data())
    first, more = alternately(bench.runs, lambda: run(plain), finish)
    return (Measured(more, first),)


def _all(bench: Bench) -> tuple[Measured, ...]:
    """Several targets against the processor time of one, as many times, spread over the cores."""
    data = bench.material.many_targets(bench.many)
    one = bench.warm(bench.material.build(data, "--force", "-t", "cv"))
    everything = bench.warm(bench.material.build(data, "--force", "--all"), 1)
    cores = min(bench.many, os.cpu_count() or 1)

    def work() -> Sample:
        sample = run(one)
        return Sample((sample.processor or 0) * bench.many / cores)

    first, second = alternately(bench.runs, work, lambda: run(everything))
    return (Measured(second, first),)


def _rendercv(bench: Bench, number: int) -> tuple[Measured, ...]:
    peer = _peer(bench, peers.rendercv)
    data = bench.material.own_data() if number == 24 else bench.material.data_of(number)
    theirs, ours = bench.warm(peer.command(data), 1), bench.warm(bench.material.build(data, "--force"))
    return (_against(bench, theirs, ours),)


def _memory(bench: Bench, number: int) -> tuple[Measured, ...]:
    data = bench.material.own_data() if number == 24 else bench.material.data_of(number)
    peer = _peer(bench, peers.rendercv)
    theirs, ours = bench.warm(peer.command(data), 1), bench.warm(bench.material.build(data, "--force"))
    runs = min(bench.runs, 3)
    first, second = alternately(runs, lambda: Sample(peak(theirs, 1)), lambda: Sample(peak(ours, 1)))
    return (Measured(second, first, "MB"),)


def _biblatex(bench: Bench) -> tuple[Measured, ...]:
    data = bench.material.own_data()
    theirs = _peer(bench, peers.biblatex).command(data)
    ours = bench.warm(bench.material.build(data, "--force"))
    first, second = alternately(min(bench.runs, 3), lambda: run(theirs), lambda: run(ours))
    return (Measured(second, first),)


def _yamlresume(_: Bench) -> tuple[Measured, ...]:
    raise NotMeasured(peers.YAMLRESUME)


def _peer(bench: Bench, find: Callable[[Material], peers.Peer]) -> peers.Peer:
    if not bench.others:
        raise NotMeasured("`--quick` leaves the peers out")
    return find(bench.material)


def _build_options() -> str:
    from cvtex.cli import cvtex

    return " ".join(
        name for option in cvtex.commands["build"].params for name in (*option.opts, *option.secondary_opts)
    )


GROUPS: tuple[tuple[tuple[Wanted, ...], Callable[[Bench], tuple[Measured, ...]]], ...] = (
    ((Wanted("`cvtex build --force` of `data/`, all checks, both readers, warm caches", "P", 0.70, 0.45),), _build),
    ((Wanted("… `cvtex build` after an edit of one line", "P"),), _edited),
    ((Wanted("TeX's share of a build", "P", 0.20, 0.10),), _tex),
    ((Wanted("the first build ever, no caches", "P", 6),), _first),
    ((Wanted("`cvtex build` when nothing changed", "P", 0.12, 0.06),), _unchanged),
    (
        (
            Wanted("a save in `--watch` to the new PDF on disk", "P", 0.25, 0.10),
            Wanted("… to its verdict", "P", 0.60, 0.30),
        ),
        _watch,
    ),
    ((Wanted("`cvtex check` of data that changed", "P", 0.25, 0.15),), _check_edited),
    ((Wanted("… when nothing changed", "P", 0.25, 0.15),), _check),
    ((Wanted("`cvtex --version`", "P", 0.12, 0.05),), _version),
    ((Wanted("`cvtex build --force`, 300 publications on 24 pages, verified", "P300", 1.2, 0.6),), _long),
    ((Wanted("tags and archive, made of TeX's PDF when TeX has ended", "P", 0.1),), _tags),
    (
        (Wanted("the same content, PDF only, 24 publications", "RenderCV", 0.25, 0.15),),
        lambda bench: _rendercv(bench, 24),
    ),
    ((Wanted("… 300 publications", "RenderCV", 0.20, 0.15),), lambda bench: _rendercv(bench, 300)),
    (
        (Wanted("peak memory of the process tree, 24 publications", "RenderCV", 1),),
        lambda bench: _memory(bench, 24),
    ),
    ((Wanted("… 300 publications", "RenderCV", 1),), lambda bench: _memory(bench, 300)),
    ((Wanted("`--all`, {many} targets", "their work over the cores", 1.3),), _all),
    ((Wanted("the same content, 24 publications", "latexmk, biblatex and biber"),), _biblatex),
    ((Wanted("its own sample", "YAMLResume"),), _yamlresume),
)
