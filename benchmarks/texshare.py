"""TeX's share of a build: a stand-in for `pdflatex` that times the real one, and nothing else."""

import json
import os
import shutil
import sys
from pathlib import Path

from benchmarks.measure import NotMeasured, Sample

_STAND_IN = """\
#!{python} -IS
import json, os, subprocess, sys, time
began = time.perf_counter()
process = subprocess.Popen([{name!r}, *sys.argv[1:]], executable={real!r})
_, status, usage = os.wait4(process.pid, 0)
record = [time.perf_counter() - began, usage.ru_utime + usage.ru_stime]
with open({log!r}, "a") as log:
    log.write(json.dumps(record) + "\\n")
sys.exit(os.waitstatus_to_exitcode(status))
"""


class StandIn:
    """A folder for the head of PATH, and what the `pdflatex` in it noted."""

    def __init__(self, folder: Path) -> None:
        real = shutil.which("pdflatex")
        if not real:
            raise NotMeasured("there is no pdflatex")
        self._log = folder / "seconds"
        script = folder / "pdflatex"
        words = _STAND_IN.format(python=sys.executable, name=real, real=real, log=str(self._log))
        script.write_text(words, encoding="utf-8")
        script.chmod(0o755)
        self.path = os.pathsep.join((str(folder), os.environ["PATH"]))

    def forget(self) -> None:
        self._log.unlink(missing_ok=True)

    @property
    def sample(self) -> Sample:
        """The processor time of all runs of TeX since `forget`."""
        if not self._log.exists():
            raise NotMeasured("the build did not run the `pdflatex` at the head of PATH")
        records = [json.loads(line) for line in self._log.read_text(encoding="utf-8").splitlines()]
        used = sum(used for _, used in records)
        return Sample(used, used)  # it has waited for its document, which is no work of its own
