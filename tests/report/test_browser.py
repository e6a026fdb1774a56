"""`report.html` in a real browser: Debian's Chromium, driven by selenium. Skipped where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from etl.report.build import build_report
from etl.report.formats import write_reports
from etl.visible import visible
from tests.report.made_report import HOSTILE, SCRIPT, later_facts, made_facts, made_folder

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not BROWSER or not DRIVER, reason="chromium and chromedriver are not installed")
COPIES = 1500


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = made_folder(tmp_path_factory.mktemp("page"), copies=COPIES)
    write_reports(build_report(folder, later_facts()), folder)
    return folder


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    left_behind = str(tmp_path_factory.mktemp("chromium"))  # it does not clean up when it is ended
    service = webdriver.ChromeService(DRIVER, env={**os.environ, "TMPDIR": left_behind})
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()


@pytest.fixture
def page(browser: Any, folder: Path) -> Any:
    browser.get((folder / "report.html").as_uri())
    return browser


def search(page: Any, text: str) -> str:
    """Type TEXT into the filter; what the page says of it."""
    return page.execute_script(
        "const form = document.getElementById('filter'); form.elements.q.value = arguments[0];"
        "form.dispatchEvent(new Event('submit', {cancelable: true}));"
        "return document.getElementById('hits').textContent",
        text,
    )


def test_loads_without_a_complaint_or_a_request(page: Any, folder: Path) -> None:
    assert page.get_log("browser") == []
    requests = [entry["message"] for entry in page.get_log("performance") if "requestWillBeSent" in entry["message"]]
    addresses = {part.split('"')[0] for entry in requests for part in entry.split('"url":"')[1:]}
    assert all(address.startswith(("file://", "data:", "chrome:", "devtools:")) for address in addresses)
    assert page.title == "Gate passed · Quiver report"


def test_shows_a_script_as_text_and_runs_none(page: Any) -> None:
    text = page.execute_script("return document.body.textContent")
    assert SCRIPT in text
    assert visible(HOSTILE) in text
    assert page.execute_script("return document.scripts.length") == 2


def test_a_short_place_is_not_parted(page: Any) -> None:
    page.set_window_size(1400, 900)
    parts = page.execute_script(
        "const place = document.querySelector('th > .place:first-child'); place.textContent = '000005.txt:484';"
        "place.closest('tr').lastElementChild.textContent = 'lines '.repeat(99); return place.getClientRects().length"
    )
    assert parts == 1


def test_runs_only_its_own_script(page: Any) -> None:
    page.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.intruder = 1'; document.body.append(s)"
    )
    assert page.execute_script("return window.intruder === undefined")
    page.get_log("browser")


def test_filters_ten_thousand_findings(page: Any) -> None:
    everything = search(page, "")
    shown = int(everything.split()[0].replace(",", ""))
    assert shown > 9_000
    assert everything == f"{shown:,} of {shown:,} findings on this page match, of 7 rules"
    assert search(page, "no such words").startswith("0 of ")
    assert search(page, "grace.txt cut;").endswith("of 1 rule")
    hidden = page.execute_script("return document.querySelectorAll('details.rule[hidden]').length")
    assert hidden == 6
    assert search(page, "") == everything


def test_filters_by_severity_and_family(page: Any) -> None:
    page.execute_script(
        "document.querySelector('[value=info]').click(); document.querySelector('[value=error]').click()"
    )
    assert search(page, "").endswith("of 4 rules")
    page.execute_script("document.getElementById('family').value = 'titles'")
    assert search(page, "").endswith("of 1 rule")
    page.execute_script("document.getElementById('filter').reset()")


def test_expands_a_rule_and_shows_more(page: Any) -> None:
    count = "return document.querySelectorAll('#TTL101 .rest li').length"
    assert page.execute_script(count) == 0
    page.execute_script("document.querySelector('#TTL101 summary').click()")
    page.execute_async_script("setTimeout(arguments[0], 50)")
    assert page.execute_script(count) == 25
    page.execute_script("document.querySelector('#TTL101 .more').click()")
    assert page.execute_script(count) == 50
    assert page.execute_script("return document.activeElement.tagName") == "LI"
    text = page.execute_script("return document.querySelector('#TTL101 .rest').textContent")
    assert SCRIPT in text


def test_opens_the_rule_that_the_address_names(browser: Any, folder: Path) -> None:
    browser.get("about:blank")
    browser.get((folder / "report.html").as_uri() + "#AUT101")
    assert browser.execute_script("return document.getElementById('AUT101').open")


def test_keyboard_reaches_the_skip_link_first(page: Any) -> None:
    keys = webdriver.common.keys.Keys
    page.switch_to.active_element.send_keys(keys.TAB)
    assert page.switch_to.active_element.text == "Skip to the report"
    for _ in range(4):
        page.switch_to.active_element.send_keys(keys.TAB)
    assert page.switch_to.active_element.tag_name in {"summary", "a", "div", "input"}


@pytest.mark.parametrize("width", [360, 1100])
def test_fits_the_width_of_the_screen(page: Any, width: int) -> None:
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    page.execute_script("for (const part of document.querySelectorAll('details')) part.open = true")
    assert page.execute_script("return document.documentElement.scrollWidth") <= width
    page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


CONTRAST = """
const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
const light = (color) => {
  const [r, g, b] = color.map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ground = (node) => {
  if (!node) return [255, 255, 255];
  const [r, g, b, alpha = 1] = numbers(getComputedStyle(node).backgroundColor);
  if (alpha === 1) return [r, g, b];
  const below = ground(node.parentElement);
  return [r, g, b].map((c, n) => alpha * c + (1 - alpha) * below[n]);
};
for (const part of document.querySelectorAll('details')) part.open = true;
let worst = [99, ''];
for (const node of document.querySelectorAll('main *, footer *, h1')) {
  const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
  if (!own || !node.getClientRects().length || node.closest('svg')) continue;
  const pair = [light(numbers(getComputedStyle(node).color)), light(ground(node))].sort((a, b) => b - a);
  const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
  if (ratio < worst[0]) worst = [ratio, node.outerHTML.slice(0, 80)];
}
return worst;
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Any, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    ground = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(22, 24, 27)") == (scheme == "dark")
    ratio, where = page.execute_script(CONTRAST)
    assert ratio >= 4.5, where


def test_everything_but_the_filter_works_without_scripts(browser: Any, folder: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get((folder / "report.html").as_uri())
    text = browser.find_element("tag name", "body").text
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert "Without JavaScript this page shows samples" in text
    assert "The page declares 5 papers and lists 2." in text
    assert "Show 25 more" not in text


def test_a_failed_run_says_so(browser: Any, folder: Path, tmp_path: Path) -> None:
    write_reports(build_report(folder, made_facts(passed=False)), tmp_path)
    browser.get((tmp_path / "report.html").as_uri())
    assert browser.find_element("id", "verdict").text == "✗ Gate failed"
    assert browser.get_log("browser") == []
