"""A browser without a window, which opens a page and measures it; what is not installed makes tests fail."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from html import unescape
from pathlib import Path

# `./run` looks for one by these names too.
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_OFFLINE = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars",
)  # fmt: skip
_POLICY = "default-src 'none';"
_MARK = "measured"


def browser() -> str:
    """The browser's program."""
    # A snap sees no file in /tmp.
    found = next((path for path in map(shutil.which, NAMES) if path and not path.startswith("/snap/")), None)
    assert found, "there is no Chromium or Chrome, which these tests open pages with: `./run setup test` installs it"
    return found


def dom(page: Path, fragment: str = "", width: int = 1100) -> str:
    """The page's elements as they are once it has loaded."""
    with tempfile.TemporaryDirectory() as profile:
        command = [browser(), *_OFFLINE, f"--user-data-dir={profile}", f"--window-size={width},900", "--dump-dom"]
        done = subprocess.run(
            [*command, page.as_uri() + fragment], capture_output=True, encoding="utf-8", timeout=60, check=True
        )
    return done.stdout


def measure(page: Path, expression: str, fragment: str = "", width: int = 1100) -> object:
    """What a JavaScript expression gives in a copy of the page whose policy allows one script more, and nothing else."""
    text = page.read_text(encoding="utf-8")
    assert text.count(_POLICY) == 1
    assert f'id="{_MARK}"' not in text
    text = text.replace(_POLICY, f"{_POLICY} script-src 'unsafe-inline';")
    script = (
        "const broken = []; addEventListener('securitypolicyviolation', e => broken.push(e.violatedDirective));"
        "addEventListener('load', () => setTimeout(() => { const result = (" + expression + ");"
        f"const out = document.createElement('pre'); out.id = '{_MARK}';"
        "out.textContent = JSON.stringify({result, broken}); document.body.append(out); }, 0));"
    )
    # It stands first, to see what the page itself does.
    copy = page.with_name(f"{page.stem}-measured.html")
    copy.write_text(text.replace("<head>", f"<head><script>{script}</script>", 1), encoding="utf-8")
    _, _, rest = dom(copy, fragment, width).partition(f'<pre id="{_MARK}">')
    assert rest, "the script did not run"
    measured: Mapping[str, object] = json.loads(unescape(rest.partition("</pre>")[0]))
    assert measured["broken"] == [], "the page does what its own policy forbids"
    return measured["result"]
