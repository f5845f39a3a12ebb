// The page itself in headless Chromium, opened from disk: what a person drops, what the page then says, and that it asks nobody
// for anything.
//   node chromium.mjs PAGE RECORD WORK [SCREENSHOTS]        RECORD: a folder whose published files can be made anew
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { folder, lay, packed } from "./records.mjs";

const [page, record, work, shots] = process.argv.slice(2);
// What run.sh installed, outside of the repository.
const { chromium } = createRequire(join(resolve(work), "node/index.js"))("playwright-core");
const axe = readFileSync(createRequire(join(resolve(work), "node/index.js")).resolve("axe-core/axe.min.js"), "utf8");
const good = folder(record);
const at = (name) => join(resolve(work), name);

function laid(name, files) {
  if (!existsSync(at(name))) lay(files, at(name));
  return at(name);
}
function written(name, bytes) {
  writeFileSync(at(name), bytes);
  return at(name);
}

const totals = Buffer.from(good.get("published/totals.csv"));
const changed = Buffer.from(totals);
changed[totals.length - 2] ^= 1;
const forged = new Map([...good, ["published/totals.csv", changed]]);
const things = {
  folder: laid("good", good),
  desktop: laid("desktop", new Map([...good, [".DS_Store", Buffer.from("x")], ["events/._0", Buffer.from("x")]])),
  forged: laid("forged", forged),
  none: laid("none", new Map([["notes/a.txt", Buffer.from("mine")]])),
  tar: written("good.tar", packed(good)),
  gz: written("good.tar.gz", gzipSync(packed(good))),
  cut: written("cut.tar", packed(good).subarray(0, 5000)),
  outside: written("outside.tar", packed(new Map([...good, ["../x", Buffer.from("x")]]))),
  totals: written("totals.csv", totals),
  changed: written("totals (1).csv", changed),
  text: written("letter.txt", "dear reader"),
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
const said = [];

async function open(size = { width: 1280, height: 900 }, colorScheme = "light") {
  const context = await browser.newContext({ viewport: size, colorScheme, reducedMotion: "reduce" });
  const tab = await context.newPage();
  tab.on("console", (message) => said.push(`console: ${message.text()}`));
  tab.on("pageerror", (error) => said.push(`error: ${error.message}`));
  tab.on("request", (request) => {
    if (!/^(file|blob|data):/.test(request.url())) said.push(`request: ${request.url()}`);
  });
  await tab.goto(pathToFileURL(resolve(page)).href);
  return tab;
}

/// Files of the machine dragged from outside and dropped on an element.
async function drop(tab, id, files) {
  await tab.locator(id).scrollIntoViewIfNeeded();
  const box = await tab.locator(id).boundingBox();
  const session = await tab.context().newCDPSession(tab);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: box.x + box.width / 2, y: box.y + 12, data });
  }
  await session.detach();
}

/// What the page says when it has nothing more to do.
async function state(tab) {
  const done = /^(Checked in|This could not|One record)/;
  await tab.waitForFunction((source) => new RegExp(source).test(document.getElementById("state").textContent), done.source,
    { timeout: 600_000 });
  return tab.locator("#state").textContent();
}
async function found(tab) {
  await tab.waitForFunction(() => document.getElementById("found").textContent !== "");
  return tab.locator("#found").textContent();
}

async function verdict(tab, files) {
  await tab.evaluate(() => { document.getElementById("state").textContent = ""; });
  await drop(tab, "#drop", files);
  const words = await state(tab);
  return { words, verdict: await tab.locator("#verdict").textContent(), shown: await tab.locator("#result").isVisible() };
}

const tests = {
  "a folder passes, and so does the same with a desktop's files in it": async (tab) => {
    const one = await verdict(tab, [things.folder]);
    assert.match(one.verdict, /^Pass: /);
    assert.equal(await tab.locator("#checks > li").count(), 14);
    assert.equal(await tab.locator("#checks .word.fail").count(), 0);
    console.log(`    ${one.words}`);
    assert.match((await verdict(tab, [things.desktop])).verdict, /^Pass: /);
    assert.match(await tab.locator("#lists").textContent(), /Passed over.*\.DS_Store/);
  },
  "an archive passes, packed or not, dropped or chosen": async (tab) => {
    assert.match((await verdict(tab, [things.tar])).verdict, /^Pass: /);
    assert.match((await verdict(tab, [things.gz])).verdict, /^Pass: /);
    await tab.evaluate(() => { document.getElementById("state").textContent = ""; });
    await tab.locator("#archive").setInputFiles(things.gz);
    assert.match(await state(tab), /^Checked in/);
    await tab.evaluate(() => { document.getElementById("state").textContent = ""; });
    await tab.locator("#folder").setInputFiles(things.folder);
    assert.match(await state(tab), /^Checked in/);
    assert.match(await tab.locator("#verdict").textContent(), /^Pass: /);
  },
  "a lone totals.csv is told apart from a record, and found in one": async (tab) => {
    assert.match((await verdict(tab, [things.totals])).words, /totals\.csv is no archive of a record.*drop the record first/s);
    assert.match((await verdict(tab, [things.folder])).verdict, /^Pass: /);
    await drop(tab, "#file", [things.totals]);
    assert.match(await found(tab), /^Yes: totals\.csv is, byte for byte, the published file totals\.csv/);
    await drop(tab, "#file", [things.changed]);
    await tab.waitForFunction(() => document.getElementById("found").textContent.startsWith("No: totals (1).csv is not"));
    await tab.evaluate(() => { document.getElementById("found").textContent = ""; });
    await tab.locator("#one").setInputFiles(things.text);
    assert.match(await found(tab), /^No: no published file of this record has these bytes or this name\. Published are/);
  },
  "a forged record fails, and says what and whom it points to": async (tab) => {
    assert.match((await verdict(tab, [things.forged])).verdict, /^Fail: /);
    assert.match(await tab.locator("#checks > li").first().textContent(), /FAIL.*published\/totals\.csv.*Points to/s);
  },
  "what is no record is refused with what to do, and the page goes on": async (tab) => {
    for (const [thing, words] of [
      ["none", /there is no record\.json among these files/], ["text", /letter\.txt is no archive/],
      ["cut", /cannot be read/], ["outside", /which is no file of a record/],
    ]) {
      const one = await verdict(tab, [things[thing]]);
      assert.match(one.words, words);
      assert.equal(one.shown, false, thing);
    }
    assert.match((await verdict(tab, [things.tar])).verdict, /^Pass: /);
  },
  "nothing is wider than the page, at either width and in either scheme, and axe finds nothing": async () => {
    for (const width of [1280, 390]) {
      for (const scheme of ["light", "dark"]) {
        const tab = await open({ width, height: 900 }, scheme);
        for (const kind of ["empty", "folder", "forged"]) {
          if (kind !== "empty") await verdict(tab, [things[kind]]);
          if (kind === "folder") await drop(tab, "#file", [things.totals]).then(() => found(tab));
          if (shots) {
            mkdirSync(shots, { recursive: true });
            await tab.screenshot({ path: join(shots, `${kind}-${width}-${scheme}.png`), fullPage: true });
          }
          const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.equal(wide, 0, `${kind} at ${width}: wider by ${wide} px`);
          await tab.evaluate(axe);
          const { violations } = await tab.evaluate(() => globalThis.axe.run());
          assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`), []);
        }
        await tab.context().close();
      }
    }
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  const tab = await open();
  const began = Date.now();
  try {
    await test(tab);
    console.log(`ok      ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
  await tab.context().close();
}
await browser.close();
for (const line of said) console.log(`the page said or asked: ${line}`);
process.exit(failed > 0 || said.length > 0 ? 1 : 0);
