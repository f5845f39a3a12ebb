// Reports in headless Chromium.
//   node readers.mjs WORK REPORT ...
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [work, ...reports] = process.argv.slice(2);
const shots = process.env.INTERTALLY_SCREENSHOTS;
const require = createRequire(join(resolve(work), "node/index.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const MOST_PAGES = 12;

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });

/// The page as a reader has it; what it says or asks for fails the check. `bypassCSP`: axe-core may come in beside its policy.
async function open(report, width, colorScheme, bypassCSP = true) {
  const context = await browser.newContext({ viewport: { width, height: 850 }, colorScheme, acceptDownloads: true, bypassCSP });
  const tab = await context.newPage();
  const said = [];
  tab.on("console", (message) => said.push(message.text()));
  tab.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) said.push(`asks for ${request.url()}`);
  });
  await tab.goto(pathToFileURL(resolve(report)).href);
  return { tab, said };
}

/// Pixels by which something is wider than the page, and what it is.
function wider() {
  const limit = document.documentElement.clientWidth;
  const inside = (one) => one.closest(".scroll, svg, .quiet, .watermark");
  const wide = [...document.querySelectorAll("main *")].find((one) => !inside(one) && one.getBoundingClientRect().right > limit + 1);
  return [document.documentElement.scrollWidth - limit, wide?.outerHTML.slice(0, 200) ?? ""];
}

/// Labels of charts that lie over another label of the same chart, or end outside of it.
function clashes() {
  const found = [];
  for (const svg of document.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")].map((one) => [one, one.getBoundingClientRect()]);
    for (const [at, [one, box]] of boxes.entries()) {
      if (box.left < frame.left - 2 || box.right > frame.right + 2) found.push(`outside: ${one.textContent}`);
      for (const [other, second] of boxes.slice(at + 1)) {
        const across = Math.min(box.right, second.right) - Math.max(box.left, second.left);
        const down = Math.min(box.bottom, second.bottom) - Math.max(box.top, second.top);
        if (across > 1 && down > box.height / 2) found.push(`${one.textContent} / ${other.textContent}`);
      }
    }
  }
  return found;
}

for (const report of reports) {
  const name = basename(report, ".html");
  for (const width of [1200, 390]) {
    for (const scheme of ["light", "dark"]) {
      const { tab, said } = await open(report, width, scheme);
      const at = `${name} at ${width} px, ${scheme}`;
      if (shots) {
        mkdirSync(shots, { recursive: true });
        await tab.screenshot({ path: join(shots, `${name}-${width}-${scheme}-first.png`) });
        await tab.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`), fullPage: true });
      }
      assert.deepEqual(await tab.evaluate(wider), [0, ""], at);
      assert.deepEqual(await tab.evaluate(clashes), [], at);
      await tab.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
      assert.deepEqual(await tab.evaluate(wider), [0, ""], `${at}, all unfolded`);
      await tab.evaluate(axe);
      // The mark of a practice round lies behind everything, pale, and says nothing that the page does not.
      const { violations } = await tab.evaluate(() => globalThis.axe.run({ exclude: [".watermark"] }));
      assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`), [], at);
      assert.deepEqual(said, [], at);
      await tab.context().close();
    }
  }

  const { tab, said } = await open(report, 1200, "light", false);
  const links = tab.locator("a[download]");
  const files = await links.count();
  if (files > 0) {
    await tab.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
    const [file] = await Promise.all([tab.waitForEvent("download"), links.first().click()]);
    assert.match(file.suggestedFilename(), /^[a-z0-9-]+\.csv$/);
    assert.match(readFileSync(await file.path(), "utf8"), /^LABEL,.*TIME_PERIOD,OBS_VALUE,LOWEST,HIGHEST/);
  }
  assert.deepEqual(said, [], `${name} under its own policy`);
  await tab.reload();
  const paper = await tab.pdf({ preferCSSPageSize: true, path: shots ? join(shots, `${name}.pdf`) : undefined });
  const pages = paper.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
  assert.ok(pages <= MOST_PAGES, `${name}: ${pages} pages on paper, at most ${MOST_PAGES}`);
  console.log(`${name}: ${pages} pages, ${files} files behind charts`);
  await tab.context().close();
}
await browser.close();
