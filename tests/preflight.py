"""Apache PDFBox's preflight, which knows PDF/A-1b (ISO 19005-1); what is not installed makes tests fail."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from cvtex.typeset.packet import CLAIM

# Where Debian has the parts of it, of which `./run` looks for some too; elsewhere CLASSPATH names them.
JARS = tuple(
    Path("/usr/share/java", f"{name}.jar")
    for name in ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "jaxb-api", "javax.activation")
)
_MAIN = "org.apache.pdfbox.preflight.Validator_A1b"
# It is asked once: there is no time to compile it well, and installed fonts are of no interest; on this system it looks for none.
_BRIEFLY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-Dos.name=OS/400")
_CLAIMED = CLAIM.encode()
_PART_1 = _CLAIMED.replace(b"part>2<", b"part>1<", 1).replace(b"conformance>A<", b"conformance>B<")


def as_part_1(pdf: bytes) -> bytes:
    """A copy of what claims PDF/A-2a that claims PDF/A-1b."""
    assert pdf.count(_CLAIMED) == 1
    return pdf.replace(_CLAIMED, _PART_1)


def lay(pdf: bytes, path: Path) -> None:
    """Lay a PDF down as preflight reads it: PDF/A-1 knows no packed objects, and their table is one of text."""
    packed = path.with_suffix(".packed")
    packed.write_bytes(pdf)
    command = ["qpdf", "--object-streams=disable", "--stream-data=preserve", "--newline-before-endstream"]
    subprocess.run([*command, str(packed), str(path)], check=True, capture_output=True)
    packed.unlink()


def complaints(
    folder: Path, environment: Mapping[str, str] = os.environ, jars: tuple[Path, ...] = JARS
) -> dict[str, list[str]]:
    """What preflight complains of in each PDF of a folder, asked once for all; of what it holds to be PDF/A-1b, nothing."""
    java = _java(environment, jars)
    path = os.pathsep.join([*map(str, jars), *filter(None, [environment.get("CLASSPATH")])])
    command = [java, *_BRIEFLY, f"-Dpdfbox.fontcache={folder.parent}", "-cp", path, _MAIN, "xml", "group", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    told = folder.with_name(f"{folder.name}.preflight.xml")
    assert told.exists(), done.stderr[-2000:]
    found = {file.attrib["name"]: _told(file) for file in ElementTree.parse(told).getroot()}
    assert found.keys() == {file.name for file in folder.iterdir()}
    return {Path(name).stem: found[name] for name in sorted(found)}


def _java(environment: Mapping[str, str], jars: tuple[Path, ...]) -> str:
    """The program, where it and preflight are installed."""
    java = shutil.which("java", path=environment.get("PATH"))
    there = all(jar.exists() for jar in jars) or "preflight" in environment.get("CLASSPATH", "")
    assert java, "there is no Java, by which preflight is asked about PDF/A: `./run setup test` installs it"
    assert there, "there is no preflight of Apache PDFBox 2, which is asked about PDF/A: `./run setup test` installs it"
    return java


def _told(file: ElementTree.Element) -> list[str]:
    """The rules that a file breaks, by their numbers, and what is wrong."""
    errors = sorted({f"{error.findtext('code')} {error.findtext('details')}" for error in file.iter("error")})
    assert (file.findtext("isValid") == "true") == (not errors), ElementTree.tostring(file)
    return errors
