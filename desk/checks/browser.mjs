// A browser at a desk, that remembers what went wrong on the way: requests that leave the desk, words on the console, faults
// that axe-core finds; and takes pictures where it is told to.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const SIZES = [["wide", { width: 1280, height: 900 }], ["narrow", { width: 390, height: 844 }]];
const SCHEMES = ["light", "dark"];
/// A4 without its margins, at 96 dots an inch.
const SHEET = { width: 680, height: 1002 };

/// What run.sh installed outside of the repository.
export function tools(work) {
  const require = createRequire(join(resolve(work), "node/index.js"));
  return { ...require("playwright-core"), axe: readFileSync(require.resolve("axe-core/axe.min.js"), "utf8") };
}

export class Browser {
  constructor({ chromium, axe }, shots) {
    Object.assign(this, { chromium, axe, shots, wrong: [], looked: 0 });
  }

  async launch() {
    const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
    this.browser = await this.chromium.launch({ executablePath, args: ["--no-sandbox"] });
  }

  /// Come in by the address of a desk, as a person of this machine.
  async enter(address, { javaScriptEnabled = true, locale = "en-GB" } = {}) {
    const { origin } = new URL(address);
    const context = await this.browser.newContext({ viewport: SIZES[0][1], reducedMotion: "reduce", javaScriptEnabled,
      acceptDownloads: true, locale });
    const tab = await context.newPage();
    this.watch(tab, origin);
    await tab.goto(address);
    await tab.waitForURL(`${origin}/`);
    return new Person(this, tab, origin);
  }

  watch(tab, origin) {
    tab.on("console", (message) => {
      // A refusal that is looked for is no fault.
      if (message.type() === "error" && !/status of (403|404|409|421|422)/.test(message.text())) this.wrong.push(`console: ${message.text()}`);
    });
    tab.on("pageerror", (error) => this.wrong.push(`error: ${error.message}`));
    tab.on("request", (request) => {
      if (!request.url().startsWith(`${origin}/`) && !/^(data|blob|about):/.test(request.url())) {
        this.wrong.push(`request: ${request.url()}`);
      }
    });
  }

  /// What the tabs show where a walk has failed.
  async last(shots) {
    for (const [at, context] of this.browser.contexts().entries()) {
      for (const tab of context.pages()) await tab.screenshot({ path: join(shots, `failed-${at}.png`), fullPage: true });
    }
  }

  async close() {
    await this.browser.close();
    assert.deepEqual(this.wrong, [], "what went wrong on the way");
  }
}

/// A person at one tab.
export class Person {
  constructor(browser, tab, origin) {
    Object.assign(this, { browser, tab, origin });
  }

  async go(path) {
    await this.tab.goto(this.origin + path);
  }

  /// Another tab of the same browser.
  async second() {
    const tab = await this.tab.context().newPage();
    this.browser.watch(tab, this.origin);
    return new Person(this.browser, tab, this.origin);
  }

  /// The page says this.
  async says(...texts) {
    for (const text of texts) {
      const found = this.tab.locator("main").getByText(text).first();
      await found.waitFor({ timeout: 60_000 }).catch(async () => {
        throw new Error(`${this.tab.url()} does not say ${text}:\n${await this.tab.locator("main").innerText()}`);
      });
    }
  }

  async text() {
    return this.tab.locator("main").innerText();
  }

  /// Press a button or follow a link, by its name.
  async press(name) {
    const exact = typeof name === "string";
    const main = this.tab.locator("main");
    const one = main.getByRole("button", { name, exact }).or(main.getByRole("link", { name, exact })).first();
    await one.click({ timeout: 30_000 });
  }

  /// Read the log again on the first page of a role, and wait for the page that shows it.
  async again(role) {
    await this.go(`/${role}`);
    await this.tab.evaluate(() => (window.before = true));
    await this.press("Read it again");
    const fresh = () => !window.before && /The log was read|It stopped/.test(document.querySelector("main")?.innerText ?? "");
    await this.tab.waitForFunction(fresh, undefined, { timeout: 300_000 });
    await this.says(/The log was read/);
  }

  async fill(fields) {
    for (const [label, value] of Object.entries(fields)) {
      await this.tab.getByLabel(label, { exact: true }).first().fill(String(value));
    }
  }

  async tick(name) {
    await this.tab.locator("main").getByRole("checkbox", { name }).check();
  }

  /// Work that was begun, to its end.
  async follow(end, ms = 300_000) {
    await this.tab.locator("main").getByText(end).first().waitFor({ timeout: ms }).catch(async () => {
      throw new Error(`${this.tab.url()} does not come to ${end}:\n${await this.tab.locator("main").innerText()}`);
    });
  }

  /// A file that the page gives.
  async save(name, to) {
    const [download] = await Promise.all([this.tab.waitForEvent("download"), this.press(name)]);
    await download.saveAs(to);
    return to;
  }

  /// The report, in a tab of its own: a file behind a chart, with what the page's policy lets it do.
  async report() {
    const [tab] = await Promise.all([this.tab.context().waitForEvent("page"), this.press("Read the report")]);
    this.browser.watch(tab, this.origin);
    const chart = tab.locator("details.behind").first();
    await chart.locator("summary").click();
    const link = chart.locator("a[download]");
    const [download] = await Promise.all([tab.waitForEvent("download", { timeout: 30_000 }), link.click()]);
    assert.match(download.suggestedFilename(), /^[a-z0-9-]+\.csv$/);
    const text = readFileSync(await download.path(), "utf8");
    await tab.close();
    return text;
  }

  async give(label, ...files) {
    await this.tab.getByLabel(label).first().setInputFiles(files);
  }

  /// Look at the page as it is: axe-core at both widths and in both schemes, nothing wider than the screen, and pictures. `brief`:
  /// on a narrow screen and on paper alone.
  async look(name, brief = false) {
    this.browser.looked += 1;
    for (const [width, size] of brief ? SIZES.slice(1) : SIZES) {
      for (const colorScheme of brief ? SCHEMES.slice(0, 1) : SCHEMES) {
        await this.tab.setViewportSize(size);
        await this.tab.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const cdp = await this.tab.context().newCDPSession(this.tab);
        // The page's own policy lets no script in; axe comes as the browser's tool, in a world of its own.
        const { frameTree } = await cdp.send("Page.getFrameTree");
        const world = await cdp.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "axe" });
        const run = `${this.browser.axe}; axe.run(document, { resultTypes: ["violations"] }).then((found) => JSON.stringify(
          found.violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, at: nodes.map((node) => node.html.slice(0, 160)) }))))`;
        const found = await cdp.send("Runtime.evaluate", { expression: run, contextId: world.executionContextId,
          awaitPromise: true, returnByValue: true });
        assert.ok(found.result.value, `axe-core does not run: ${JSON.stringify(found.exceptionDetails ?? found)}`);
        for (const fault of JSON.parse(found.result.value)) {
          this.browser.wrong.push(`${name}, ${width}, ${colorScheme}: ${fault.impact} ${fault.id}: ${fault.help}: ${fault.at.join(" | ")}`);
        }
        await cdp.detach();
        const over = await this.tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (over > 0) this.browser.wrong.push(`${name}, ${width}: ${over} pixels wider than the screen`);
        if (this.browser.shots) {
          mkdirSync(this.browser.shots, { recursive: true });
          await this.tab.screenshot({ path: join(this.browser.shots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        }
      }
    }
    await this.on_paper(name);
    await this.tab.setViewportSize(SIZES[0][1]);
  }

  /// The page as it is printed: nothing that is pressed, nothing wider than the sheet.
  async on_paper(name) {
    await this.tab.setViewportSize(SHEET);
    await this.tab.emulateMedia({ media: "print", colorScheme: "light" });
    const found = await this.tab.evaluate(() => {
      const pressed = [...document.querySelectorAll("nav, button, select, .button, a[download], input[type=file]")];
      const shown = pressed.filter((one) => one.getClientRects().length > 0).map((one) => one.outerHTML.slice(0, 80));
      return { shown, over: document.documentElement.scrollWidth - window.innerWidth };
    });
    if (found.shown.length > 0) this.browser.wrong.push(`${name}, on paper: ${found.shown.join(" | ")}`);
    if (found.over > 0) this.browser.wrong.push(`${name}, on paper: ${found.over} pixels wider than the sheet`);
    if (this.browser.shots) {
      await this.tab.screenshot({ path: join(this.browser.shots, `${name}-paper.png`), fullPage: true });
      await this.tab.pdf({ path: join(this.browser.shots, `${name}.pdf`), format: "A4", preferCSSPageSize: true });
    }
    await this.tab.emulateMedia({ media: "screen" });
  }
}
