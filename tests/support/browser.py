"""A headless Chromium, and what a person who looks at a page would notice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
DESKTOP, PHONE, NARROW = (1280, 900), (390, 844), (360, 740)
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


class NoBrowserError(Exception):
    """There is no browser on this machine, or no driver for it."""


@contextmanager
def browser(profile: Path) -> Iterator[Any]:
    """A browser with a profile of its own."""
    try:
        from selenium import webdriver
        from selenium.common.exceptions import WebDriverException
        from selenium.webdriver.chrome.options import Options
        from selenium.webdriver.chrome.service import Service
    except ImportError as missing:
        raise NoBrowserError("selenium is not installed") from missing
    binary = (
        os.environ.get("DOCGEN_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    driver = shutil.which("chromedriver")
    if not binary or not driver:
        raise NoBrowserError("chromium and chromedriver are not on the path")
    options = Options()
    options.binary_location = binary
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    try:
        started = webdriver.Chrome(options=options, service=Service(driver))
    except WebDriverException as problem:
        raise NoBrowserError(f"chromium did not start: {problem.msg}") from problem
    try:
        yield started
    finally:
        started.quit()


class Viewer:
    """Somebody at the browser."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def look(
        self, page: Path, size: tuple[int, int] = DESKTOP, *, dark: bool = False, scripts: bool = True, after: str = ""
    ) -> None:
        """Open a page from its folder at a size; ``after`` is what follows its name."""
        send = self.driver.execute_cdp_cmd
        send("Emulation.setDeviceMetricsOverride",
             {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 600})  # fmt: skip
        wishes = {"prefers-color-scheme": "dark" if dark else "light", "prefers-reduced-motion": "reduce"}
        send(
            "Emulation.setEmulatedMedia",
            {"media": "", "features": [{"name": n, "value": v} for n, v in wishes.items()]},
        )
        send("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        self.driver.get_log("browser")  # what an earlier page said
        self.driver.get(page.as_uri() + after)

    def run(self, script: str, *values: Any) -> Any:
        """What a script gives."""
        return self.driver.execute_script(f"return ({script})", *values)

    def wait(self, script: str, *values: Any) -> Any:
        """What a script gives as soon as it is true."""
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, 20).until(lambda _: self.run(script, *values))

    def type(self, *keys: str) -> None:
        """Type into whatever has the focus."""
        from selenium.webdriver.common.action_chains import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    @property
    def focused(self) -> str:
        """The element with the focus, in a few words."""
        return str(self.run("(e => e.id || e.className || e.textContent.trim())(document.activeElement)"))

    @property
    def overflow(self) -> int:
        """By how much the page is wider than the window."""
        return int(self.run("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    @property
    def complaints(self) -> list[str]:
        """What the browser wrote into its console."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def text(self, selector: str) -> list[str]:
        """What is seen of the elements that a selector finds."""
        return list(
            self.run(
                "[...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).map(e => e.innerText.trim())",
                selector,
            )
        )

    def low_contrast(self) -> list[str]:
        """Texts whose contrast with their background is below 4.5, or 3 where they are large (WCAG 1.4.3)."""
        return list(self.run(_CONTRAST))

    def unnamed(self) -> list[str]:
        """Links, buttons and fields without a name for somebody who does not see them."""
        return list(self.run(_UNNAMED))


_CONTRAST = """(() => {
  const part = (c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const numbers = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = numbers(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || (c.length === 4 && c[3] > 0.99)) return c;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.closest(".said, .skip")) continue;
    const style = getComputedStyle(e);
    const [a, b] = [light(numbers(style.color)), light(behind(e))].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && Number(style.fontWeight) >= 700);
    if ((a + 0.05) / (b + 0.05) < (large ? 3 : 4.5)) found.add(`${e.tagName}.${e.className}: ${style.color} ${e.textContent.trim().slice(0, 40)}`);
  }
  return [...found];
})()"""
_UNNAMED = """[...document.querySelectorAll("a[href], button, input, select, summary, [role=group], nav, aside")].filter((e) => {
  const labelled = (e.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("");
  const label = e.labels?.[0]?.textContent ?? "";
  return !(e.getAttribute("aria-label") || labelled || label || (e.matches("a, button, summary") && e.textContent.trim()));
}).map((e) => e.outerHTML.slice(0, 120))"""
