"""Operating systems: which one this is, and the command that installs a part of TeX on it.

The names of packages are those of `./run`, which installs them before there is a Python to ask.
"""

import re
from collections.abc import Iterable
from typing import Literal

from cvtex.patterns import regex
from cvtex.values import dataclass

Kind = Literal["debian", "fedora", "arch", "macos", "texlive", "other"]

TINYTEX = 'curl -sL "https://yihui.org/tinytex/install-bin-unix.sh" | sh    # then open a new terminal'


@dataclass(frozen=True, slots=True)
class Part:
    """A part of TeX by the names of its packages; Fedora's are TeX Live's own with `texlive-` before them."""

    debian: str
    texlive: str
    arch: str


PARTS = (
    Part("texlive-base", "collection-basic", "texlive-basic"),
    Part("texlive-latex-base", "collection-latex", "texlive-latex"),
    Part("texlive-latex-recommended", "collection-latexrecommended", "texlive-latexrecommended"),
    Part("texlive-latex-extra", "collection-latexextra", "texlive-latexextra"),
    Part("texlive-luatex", "collection-luatex", "texlive-luatex"),
    Part("texlive-fonts-recommended", "collection-fontsrecommended", "texlive-fontsrecommended"),
    Part("tex-gyre", "tex-gyre", "texlive-fontsrecommended"),
    Part("lmodern", "lm", "texlive-fontsrecommended"),
    Part("fonts-texgyre", "tex-gyre", "texlive-fontsrecommended"),
    Part("fonts-lmodern", "lm", "texlive-fontsrecommended"),
)

# All of TeX that cvtex uses, where there is none yet.
WHOLE_DEBIAN = (
    "texlive-latex-base", "texlive-latex-recommended", "texlive-latex-extra", "texlive-luatex",
    "texlive-fonts-recommended", "tex-gyre", "fonts-texgyre", "lmodern",
)  # fmt: skip
WHOLE_TEXLIVE = ("collection-latexrecommended", "collection-luatex", "collection-fontsrecommended", "tex-gyre", "lm")
WHOLE_ARCH = (
    "texlive-basic", "texlive-latex", "texlive-latexrecommended", "texlive-fontsrecommended", "texlive-luatex",
)  # fmt: skip

_FAMILIES: dict[str, Kind] = {
    "debian": "debian", "ubuntu": "debian", "fedora": "fedora", "rhel": "fedora", "centos": "fedora", "arch": "arch",
}  # fmt: skip
_RELEASE_LINE = regex(r"^(ID|ID_LIKE|PRETTY_NAME)=(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class System:
    """An operating system as far as installing goes; `root` means that no sudo is needed."""

    kind: Kind
    name: str
    root: bool = False

    @property
    def sudo(self) -> str:
        return "" if self.root else "sudo "


def system_of(platform: str, os_release: str, *, root: bool) -> System:
    """The system, from `sys.platform` and the text of /etc/os-release (os-release(5))."""
    if platform == "darwin":
        return System("macos", "macOS", root)
    fields = {key: value.strip().strip("\"'") for key, value in _RELEASE_LINE.findall(os_release)}
    families = [fields.get("ID", ""), *fields.get("ID_LIKE", "").split()]
    kind: Kind = next((_FAMILIES[word] for word in families if word in _FAMILIES), "other")
    return System(kind, fields.get("PRETTY_NAME") or platform, root)


def install_tex(system: System) -> tuple[str, ...]:
    """The commands that install all of TeX that cvtex uses."""
    sudo = system.sudo
    match system.kind:
        case "debian":
            return (f"{sudo}apt-get install --no-install-recommends {' '.join(WHOLE_DEBIAN)}",)
        case "fedora":
            return (f"{sudo}dnf install texlive-scheme-basic {' '.join(f'texlive-{name}' for name in WHOLE_TEXLIVE)}",)
        case "arch":
            return (f"{sudo}pacman -S --needed {' '.join(WHOLE_ARCH)}",)
        case "macos":
            update = f"{sudo}tlmgr update --self && {sudo}tlmgr install {' '.join(WHOLE_TEXLIVE)}"
            return ("brew install --cask basictex    # then open a new terminal", update)
        case _:
            return TINYTEX, f"tlmgr install {' '.join(WHOLE_TEXLIVE)}"


def install_parts(system: System, packages: Iterable[str]) -> tuple[str, ...]:
    """The commands that add parts, named by their Debian packages, to a TeX that is there."""
    wanted = list(dict.fromkeys(packages))
    known = {part.debian: part for part in PARTS}
    texlive = [known[name].texlive if name in known else name for name in wanted]
    sudo = system.sudo
    match system.kind:
        case "debian":
            return (f"{sudo}apt-get install --no-install-recommends {' '.join(wanted)}",)
        case "fedora":
            return (f"{sudo}dnf install {' '.join(f'texlive-{name}' for name in texlive)}",)
        case "arch":
            names = dict.fromkeys(known[name].arch if name in known else name for name in wanted)
            return (f"{sudo}pacman -S --needed {' '.join(names)}",)
        case "macos":
            return (f"{sudo}tlmgr update --self && {sudo}tlmgr install {' '.join(texlive)}",)
        case _:
            return (f"tlmgr install {' '.join(texlive)}    # with sudo where the TeX Live is not your own",)


def renew_tex(system: System) -> tuple[str, ...]:
    """The commands that bring a newer LaTeX; a distribution's own cannot be renewed by a package."""
    if system.kind in ("texlive", "macos"):
        sudo = system.sudo if system.kind == "macos" else ""
        return (f"{sudo}tlmgr update --self --all",)
    return TINYTEX, f"tlmgr install {' '.join(WHOLE_TEXLIVE)}"


def install_tool(system: System, name: str) -> str:
    """The command that installs a small program whose package bears its name."""
    sudo = system.sudo
    commands = {
        "debian": f"{sudo}apt-get install {name}",
        "fedora": f"{sudo}dnf install {name}",
        "arch": f"{sudo}pacman -S --needed {name}",
        "macos": f"brew install {name}",
    }
    return commands.get(system.kind, f"install {name} with the package manager of {system.name}")
