// Who is let in, tabs, and the end: yesterday's address, another origin, two tabs with two returns, a closed tab, a browser
// without scripts, the keyboard.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFileSync, writeFileSync } from "node:fs";
import { fill } from "./town.mjs";

/// An address lets one browser in, once; that of an earlier desk lets nobody in.
export async function addresses(browser, address, yesterday) {
  for (const url of [address, address.replace(/in\/.*/, `in/${yesterday}`), address.replace(/in\/.*/, "")]) {
    const context = await browser.browser.newContext();
    const tab = await context.newPage();
    const answer = await tab.goto(url);
    assert.equal(answer.status(), 403, url);
    assert.match(await tab.locator("main").innerText(), /You cannot come in by this address/);
    await context.close();
  }
}

/// A page of another origin, in the browser of the person, makes it send forms and read pages: nothing comes of it.
export async function foreign(person) {
  const { origin } = person;
  const page = `<!doctype html><title>elsewhere</title><form id="f" method="post" action="${origin}/end"></form>
    <img src="${origin}/member"><iframe src="${origin}/"></iframe>`;
  const server = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(page));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const tab = await person.tab.context().newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  const read = await tab.evaluate(async (url) => {
    try {
      return (await fetch(url, { credentials: "include" })).status;
    } catch {
      return "nothing";
    }
  }, `${origin}/member`);
  assert.equal(read, "nothing", "another origin reads no page");
  assert.equal(await tab.frames()[1].locator("main").count(), 0, "no page is shown in a frame");
  const [answer] = await Promise.all([tab.waitForResponse(`${origin}/end`), tab.evaluate(() => document.getElementById("f").submit())]);
  assert.equal(answer.status(), 403, "another origin ends nothing");
  await tab.close();
  server.closeAllConnections();
  server.close();
  await person.go("/");
  await person.says("Your desk");
}

/// Two tabs with two returns: the page of the first one sends nothing any more.
export async function tabs(person, town, round) {
  const other = await person.second();
  await person.go("/member");
  await person.press(round);
  const at = new URL(person.tab.url()).pathname;
  const empty = readFileSync(town.path("empty.csv"), "utf8");
  for (const [tab, name, figure] of [[person, "first.csv", 1300], [other, "second.csv", 1301]]) {
    writeFileSync(town.path(name), fill(empty, [figure, 70, 5, 12, 900, 33]));
    await tab.go(at);
    await tab.give("Your return", town.path(name));
    await tab.press("Check it");
    await tab.says(`${name} can be sent`);
  }
  await person.press("Encrypt and send");
  await person.says(/no longer the one on the table/);
  await person.look("doors-changed");
  await other.press("Put this return away");
  await other.says("Send a correction");
  await other.tab.close();
}

/// Everything on a page is reached by the tabulator, and what is reached shows that it is.
export async function keyboard(person, path) {
  await person.go(path);
  const wanted = await person.tab.locator("a:visible, button:visible, input:visible, summary:visible, select:visible").count();
  const seen = new Set();
  for (let step = 0; step < wanted + 12; step += 1) {
    await person.tab.keyboard.press("Tab");
    const here = await person.tab.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      const marks = [one, ...(one.matches("h2 a") ? [one] : [])].map((each) => getComputedStyle(each).outlineStyle);
      const after = getComputedStyle(one, "::after").outlineStyle;
      const all = [...document.querySelectorAll("*")];
      return { at: all.indexOf(one), shown: marks.some((mark) => mark !== "none") || after !== "none", html: one.outerHTML.slice(0, 80) };
    });
    if (!here) continue;
    assert.ok(here.shown, `nothing shows that this is reached: ${here.html}`);
    seen.add(here.at);
  }
  assert.ok(seen.size >= wanted, `${path}: ${seen.size} of ${wanted} are reached by keyboard`);
}

/// Without scripts a person comes as far: the pages are forms and links.
export async function bare(browser, town, name) {
  const { address, desk } = await town.desk(name);
  const person = await browser.enter(address, { javaScriptEnabled: false });
  await person.go("/member");
  await person.says("Make your office");
  await person.tab.getByRole("button", { name: "End" }).click();
  await person.says("The desk has ended");
  desk.kill();
}

/// When the last tab is closed, the desk ends by itself, in two minutes and some seconds.
export async function closed(person, ended) {
  const begun = Date.now();
  await person.tab.context().close();
  const late = new Promise((done) => setTimeout(() => done("late"), 180_000));
  assert.notEqual(await Promise.race([ended, late]), "late", "the desk ends when nobody is there");
  assert.ok(Date.now() - begun > 60_000, "a page that is loaded again is gone for a moment, too");
}
