// All roles of a collaboration, each at its desk, in Chromium, against a real server on loopback.
//   node walk.mjs WORK INTERTALLY SERVER [SCREENSHOTS]        WORK: a folder in which run.sh installed the tools
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Browser, tools } from "./browser.mjs";
import * as coordinator from "./coordinator.mjs";
import * as doors from "./doors.mjs";
import * as languages from "./languages.mjs";
import * as member from "./member.mjs";
import { Town } from "./town.mjs";
import * as trustee from "./trustee.mjs";

const [work, intertally, server, shots] = process.argv.slice(2);
const structure = fileURLToPath(new URL("structure.toml", import.meta.url));
const town = new Town(join(resolve(work), "town"), { intertally, server });
const browser = new Browser(tools(work), shots);
const ROUND = "Spring 2025";
const OTHERS = [["auditor", "court"], ["trustee", "t2"], ["trustee", "t3"], ["member", "DK"], ["member", "FI"], ["member", "SE"]];
const sit = (times = 1) => town.sit(["t2", "t3"], times);
const said = (text) => console.log(`desk/checks: ${text}`);

async function walk() {
  await town.found(OTHERS);
  await browser.launch();
  const [hq, t1, nl] = [await town.desk("hq"), await town.desk("t1"), await town.desk("NL")];
  const [head, holder, sender] = [await browser.enter(hq.address), await browser.enter(t1.address), await browser.enter(nl.address)];
  await head.look("home");
  const made = [
    [head, await member.make(head, town, "hq", "coordinator"), "coordinator"],
    [holder, await member.make(holder, town, "t1", "trustee"), "trustee"],
    [sender, await member.make(sender, town, "NL"), "member"],
  ];
  await town.list([...made.map(([, { card }]) => card), ...OTHERS.map(([, name]) => town.path(name, "card.toml"))]);
  await town.join();
  await town.serve(made[0][1].card);
  for (const [person, { card, request }, role] of made) {
    await town.issue(card, request, `${card}.pem`);
    await member.join(person, town, `${card}.pem`, role);
  }
  await holder.follow(/No round lists this office yet/);
  await sender.follow(/No round lists this office yet/);
  said("three offices made and joined on their first day");

  await coordinator.propose(head, 2, 2);
  await sit();
  await trustee.ceremony(holder, async () => {}, async (what) => (what === "begin" ? coordinator.begin(head) : sit()));
  await trustee.backup(holder, town);
  await coordinator.open(head, { name: ROUND, structure, areas: ["DK", "FI", "NL", "SE"], least: 3 });
  await trustee.rehearse(holder, ROUND);
  await sit();
  said("a ceremony, and a round that is open");

  await sender.again("member");
  await member.first_return(sender, town, ROUND);
  for (const [area, figures] of [["DK", [40, 30, 20, 10, 5, 7]], ["FI", [1000, 20, 30, 4, 5, 6]]]) await town.send(area, figures);
  await coordinator.watch(head, ROUND, "SE");
  await town.send("SE", [4, 20, 3, 4, 0, 6]);
  await doors.tabs(sender, town, ROUND);
  said("a return with a fault, mended and sent; two tabs");

  await languages.first_day(browser, town, "BE");
  await languages.correction(sender, town, ROUND);
  const open = await languages.place(head, "coordinator", ROUND);
  const steps = ["letter/invitation/fr", "letter/receipt/nl", "extend", "seal", "aside/cancel"].map((step) => `${open}/${step}`);
  await languages.tour(head, "coordinator", ["/coordinator", "/coordinator/ceremony", "/coordinator/new", open, ...steps]);
  await languages.tour(holder, "trustee", ["/trustee", await languages.place(holder, "trustee", ROUND), "/trustee/backup"]);
  said("a first day in Dutch, a correction in French, pages in both");

  await coordinator.seal(head, ROUND);
  await trustee.state(holder, ROUND);
  await sit();
  await trustee.counts(holder, ROUND);
  await sit();
  await coordinator.count(head, ROUND);
  await trustee.totals(holder, ROUND);
  await sit();
  const shown = await coordinator.publish(head, ROUND, town);
  await trustee.erase(holder, ROUND);
  for (const name of ["t2", "t3"]) await town.in(name, "trustee", "destroy", ROUND);
  await member.results(sender, ROUND);
  said("sealed, counted, opened, published, erased");

  const archive = await coordinator.record(head, ROUND);
  await member.audit(sender, archive);
  await town.in("court", "auditor", "fetch", "--round", ROUND, "--out", town.path("fetched"));
  const out = readFileSync(town.path("fetched", "published", "totals.csv"), "utf8");
  assert.equal(out, shown, "what was shown before is what everybody gets");
  said("the record is checked");

  const published = await languages.place(head, "coordinator", ROUND);
  const last = ["plan", "preview", "record"].map((step) => `${published}/${step}`);
  await languages.tour(head, "published", [published, ...last]);
  await languages.tour(holder, "erased", [await languages.place(holder, "trustee", ROUND)]);
  const own = await languages.place(sender, "member", ROUND);
  await languages.tour(sender, "member", ["/", "/member", own, `${own}/results`, "/member/receipts", "/auditor", "/auditor/report"]);
  said("what was published, in Dutch and French");

  await doors.addresses(browser, nl.address, new URL(t1.address).pathname.split("/").at(-1));
  await doors.foreign(sender);
  for (const [person, path] of [[head, "/coordinator/ceremony"], [holder, "/trustee/backup"], [sender, "/member"]]) {
    await doors.keyboard(person, path);
  }
  await doors.bare(browser, town, "nobody");
  await doors.closed(sender, nl.ended);
  said("doors, keyboard, and the end");
}

let failed;
await walk().catch((why) => (failed = why));
if (failed && shots) await browser.last(shots).catch(() => {});
await browser.close().catch((why) => (failed ??= why));
town.stop();
if (failed) {
  console.error(failed);
  process.exit(1);
}
said(`${browser.looked} pages looked at, at two widths and in both schemes`);
