#!/usr/bin/env python3
"""Uses the page of a running service as a person would, in a headless Chromium, and says what is wrong.

    page.py http://127.0.0.1:8080 [--screenshots FOLDER] [--token TOKEN]

Needs Chromium (or Chrome) on the PATH and nothing else: it is driven through the DevTools protocol on a pipe.
Exit code 0 when everything is as it should be, 1 when not, 77 when there is no browser.
"""

import argparse
import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import time

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "chrome"]


class Browser:
    """A headless browser with one page."""

    def __init__(self, program, profile):
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()

        def pipes():
            # The browser reads commands from descriptor 3 and writes answers to 4. Copies first: 3 and 4 may be taken.
            reading, writing = os.dup(to_browser), os.dup(from_browser)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-extensions", "--disable-background-networking", f"--user-data-dir={profile}",
             "--remote-debugging-pipe", "about:blank"],
            preexec_fn=pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.number = 0
        self.session = None
        self.events = []
        target = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")

    def receive(self, seconds):
        end = time.monotonic() + seconds
        while b"\0" not in self.buffer:
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.input], [], [], left)[0]:
                raise TimeoutError("the browser does not answer")
            data = os.read(self.input, 1 << 20)
            if not data:
                raise EOFError("the browser has ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive(60)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def run(self, script):
        """The value of a JavaScript expression; a promise is waited for."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def wait(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() > end:
                raise TimeoutError(f"never came true: {condition}")
            time.sleep(0.03)

    def key(self, key, modifiers=0):
        """Presses a key; modifiers as in the protocol: 1 Alt, 2 Ctrl, 4 Meta, 8 Shift."""
        codes = {"Enter": 13, "Escape": 27, "Tab": 9}
        for kind in ["rawKeyDown", "keyUp"]:
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, modifiers=modifiers,
                      windowsVirtualKeyCode=codes[key])

    def type(self, text):
        self.call("Input.insertText", text=text)

    def size(self, width, height, dark=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setScrollbarsHidden", hidden=True)
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def screenshot(self, path):
        time.sleep(0.3)
        image = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(image["data"]))

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (OSError, EOFError, TimeoutError, RuntimeError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Check:
    """Collects what is wrong."""

    def __init__(self):
        self.problems = []

    def __call__(self, holds, what):
        if not holds:
            self.problems.append(what)
            print(f"  wrong: {what}", file=sys.stderr)


def annotated(browser):
    browser.wait("!document.querySelector('#go').hasAttribute('aria-busy') && document.querySelector('#results .panel')")


def fill(browser, text):
    browser.run("document.querySelector('#text').value = ''; document.querySelector('#text').focus()")
    browser.type(text)


def use(browser, url, check, screenshots, token):
    def look(name):
        if screenshots:
            for width, height, dark in [(1280, 900, False), (1280, 900, True), (390, 844, False), (390, 844, True)]:
                browser.size(width, height, dark)
                browser.screenshot(screenshots / f"{name}-{width}-{'dark' if dark else 'light'}.png")
        for width in [1280, 390, 320]:
            browser.size(width, 800)
            wide = browser.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            check(wide <= 0, f"{name}: at {width} pixels the page is {wide} too wide")
        browser.size(1280, 900)

    browser.size(1280, 900)
    browser.call("Page.navigate", url=url)
    browser.wait("document.readyState === 'complete'")
    if token:
        browser.wait("document.activeElement.id === 'token'")
        check(browser.run("document.querySelector('#tasks-field').hidden"), "tasks are shown before the token is known")
        browser.type(token)
        browser.key("Enter")
        browser.run("document.querySelector('#token').blur()")
    browser.wait("!document.querySelector('#tasks-field').hidden")
    look("start")
    model = browser.run(
        "fetch('v1/model', {headers: {Authorization: 'Bearer ' + sessionStorage.getItem('token')}}).then((r) => r.json())")
    kinds = {task["kind"] for task in model["tasks"]}
    check(browser.run("document.activeElement.id") == "text" or token, "the text has no focus at the start")

    # Text by keyboard, answer by shortcut.
    text = "The crew <b>repaired</b> the roof & left. Nobody thanked them."
    fill(browser, text)
    browser.key("Enter", modifiers=2)
    annotated(browser)
    check(browser.run("document.querySelectorAll('.sentence').length") == 2, "not two sentences")
    check(browser.run("document.querySelector('#results b') === null"), "markup in the text became markup of the page")
    if "classification" in kinds:
        values = browser.run("[...document.querySelectorAll('.bars .value')].map((v) => parseFloat(v.textContent))")
        check(values and all(0 <= value <= 100 for value in values), f"bars without values: {values}")
        check(browser.run("document.querySelector('.bars .given') !== null"), "no label stands out")
        fill_width = browser.run("document.querySelector('.bars .given .fill').getBoundingClientRect().width")
        check(fill_width > 2, "the bar of the label has no width")
    if "tagging" in kinds and browser.run("document.querySelector('.row.tags') !== null"):
        words = browser.run("[...document.querySelectorAll('.row.tags .line')].map((l) => l.querySelectorAll('.form').length)")
        check(all(count > 0 for count in words), "a row of tags without words")
    if "semantic-roles" in kinds:
        check(browser.run("document.querySelector('.row.frame') !== null"), "no row for frames")
        check(browser.run("[...document.querySelectorAll('.row.frame .line')].every((l) => l.querySelector('mark.predicate'))"),
              "a frame without its predicate")
    if "translation" in kinds:
        check(browser.run("document.querySelector('.translation') !== null"), "no translation")
        cells = browser.run("[document.querySelectorAll('.map tbody tr').length, document.querySelectorAll('.map td[title]').length]")
        words = browser.run("document.querySelectorAll('.translation .word').length")
        sources = browser.run("document.querySelectorAll('.translation .source span').length")
        empty = browser.run("document.querySelector('.translation .line:not(.source) .none') !== null")
        check(words > 0 or empty, "no attention for the words of the translation")
        check(cells == [words, words * sources], f"attention map of {cells} for {words} by {sources} words")
        if words:
            browser.run("document.querySelector('.translation .word').focus()")
            lit = browser.run("[...document.querySelectorAll('.translation .source span')].some((s) => s.style.getPropertyValue('--weight') > 0)")
            check(lit, "a word of the translation that has the focus lights nothing up in the text")
            browser.run("document.querySelector('#text').focus()")
    look("english")

    # Every example, right-to-left and Chinese text among them.
    for index in range(browser.run("document.querySelectorAll('#examples button').length")):
        name = browser.run(f"document.querySelectorAll('#examples button')[{index}].textContent")
        browser.run(f"document.querySelectorAll('#examples button')[{index}].click()")
        annotated(browser)
        check(browser.run("document.querySelector('#results [role=alert]') === null"), f"example {name}: an error")
        shown = browser.run("[...document.querySelectorAll('.sentence')].map((s) => s.textContent).join('')")
        check(len(shown) > 10, f"example {name}: nothing shown")
        if name == "العربية":
            direction = browser.run("getComputedStyle(document.querySelector('.sentence .line')).direction")
            check(direction == "rtl", "Arabic does not run from right to left")
            look("arabic")
        if name == "中文":
            look("chinese")
        if index == 0:
            look("news")

    # Offsets count bytes; what stands on the page must be the words themselves.
    fill(browser, "😀 naïve 今天 x́.")
    browser.key("Enter", modifiers=2)
    annotated(browser)
    if browser.run("document.querySelector('.row.tags') !== null"):
        words = browser.run("[...document.querySelector('.row.tags').querySelectorAll('.form')].map((f) => f.textContent)")
        check("".join(words) == "😀naïve今天x́.", f"words at wrong offsets: {words}")

    # Errors: nothing chosen, a text that is too long, a service that is gone.
    browser.run("document.querySelectorAll('#tasks input').forEach((box) => { box.checked = false; })")
    browser.key("Enter", modifiers=2)
    browser.wait("document.querySelector('#results [role=alert]') !== null")
    check("No task is chosen" in browser.run("document.querySelector('[role=alert]').textContent"), "no word about no task")
    browser.run("document.querySelectorAll('#tasks input').forEach((box) => { box.checked = true; })")
    limit = model["limits"]["textBytes"]
    browser.run(f"document.querySelector('#text').value = 'a '.repeat({limit // 2 + 1}); "
                "document.querySelector('#text').dispatchEvent(new Event('input'))")
    check(browser.run("document.querySelector('#size').classList.contains('over')"), "no warning about a text too long")
    browser.key("Enter", modifiers=2)
    browser.wait("document.querySelector('#results [role=alert]')?.textContent.includes('bytes')")
    look("error")

    # Loading, and Escape: the request is held back until it is let go.
    fill(browser, "Wait.")
    browser.call("Network.emulateNetworkConditions", offline=False, latency=3000, downloadThroughput=-1, uploadThroughput=-1)
    browser.key("Enter", modifiers=2)
    browser.wait("document.querySelector('#go').getAttribute('aria-busy') === 'true'")
    look("loading")
    browser.key("Escape")
    browser.wait("!document.querySelector('#go').hasAttribute('aria-busy')")
    browser.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
    browser.key("Enter", modifiers=2)
    browser.wait("document.querySelector('#results [role=alert]')?.textContent.includes('reached')")
    browser.call("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1)

    # Nothing from elsewhere, nothing that the policy had to stop, no exception.
    for event in browser.events:
        parameters = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            asked = parameters["request"]["url"]
            check(asked.startswith(url) or asked.startswith("data:"), f"the page asked for {asked}")
        if event.get("method") == "Runtime.exceptionThrown":
            check(False, f"exception: {parameters['exceptionDetails']}")
        if event.get("method") == "Log.entryAdded" and parameters["entry"]["source"] in ["security", "javascript"]:
            check(False, f"console: {parameters['entry']['text']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("url")
    parser.add_argument("--screenshots", type=pathlib.Path, help="a folder for pictures of every state")
    parser.add_argument("--token", help="the token of the service")
    arguments = parser.parse_args()
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        print("page.py: skipped, there is no Chromium on the PATH", file=sys.stderr)
        sys.exit(77)
    if arguments.screenshots:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)
    check = Check()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            use(browser, arguments.url.rstrip("/") + "/", check, arguments.screenshots, arguments.token)
        except (TimeoutError, EOFError, RuntimeError) as error:
            check(False, str(error))
        finally:
            browser.close()
    print(f"page.py: {len(check.problems)} problems" if check.problems else "page.py: the page is as it should be",
          file=sys.stderr)
    sys.exit(1 if check.problems else 0)


main()
