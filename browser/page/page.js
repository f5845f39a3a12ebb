"use strict";
const at = (id) => document.getElementById(id);
const say = (text) => { at("state").textContent = text; };
const el = (name, text, kind) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (kind) made.className = kind;
  return made;
};

const WORDS = { pass: "pass", fail: "FAIL", not_reached: "not reached" };
const VERDICTS = {
  pass: ["Pass", "Every check that this edition of the record allows holds."],
  fail: ["Fail", "At least one check does not hold. Below is what is wrong, where, and whom it points to."],
  incomplete: ["Not decided", "No check fails, but not all could be reached: below is why."],
};

let worker = null;
let busy = false;

function start() {
  if (worker) worker.terminate();
  const code = new Blob([at("worker").textContent], { type: "text/javascript" });
  worker = new Worker(URL.createObjectURL(code));
  worker.onmessage = ({ data }) => hear(data);
  worker.onerror = (event) => hear({ error: event.message || "the checks stopped" });
  const packed = atob(at("wasm").textContent.trim());
  worker.postMessage({ wasm: Uint8Array.from(packed, (letter) => letter.charCodeAt(0)) });
}

function hear(data) {
  if (data.told) {
    const { check, done, of } = data.told;
    say(`Check ${check}: ${done} of ${of}`);
    at("bar").hidden = false;
    at("bar").max = Math.max(of, 1);
    at("bar").value = done;
  } else if (data.report) {
    show(data);
    done();
  } else if (data.found) {
    at("found").textContent = told(data.found, data.name);
    busy = false;
  } else if (data.error) {
    say(`This could not be checked: ${data.error}`);
    done();
    start();
  }
}

function done() {
  busy = false;
  at("bar").hidden = true;
}

function lines(check) {
  if (check.outcome === "pass") return [check.detail];
  if (check.outcome === "not_reached") return [check.why];
  return check.findings.map((one) => `${one.where}: ${one.what}. Points to ${one.points_to}.`);
}

/// Who saw the end of the log, as the command says it.
function witnesses({ trustees, of_trustees, members, of_members, seen_by }) {
  const all = `${trustees} of ${of_trustees} trustees and ${members} of ${of_members} members`;
  return [all, ...seen_by.map(({ party, at }) => `${party}, ${at}`)];
}

function party({ role, name, fingerprint }) {
  const item = el("li");
  const who = name.startsWith(`${role} `) ? name : `${role} ${name}`.trim();
  item.append(el("span", who, "who"), " ", el("code", fingerprint, "fingerprint"));
  return item;
}

function show({ report, passed_over, took }) {
  const [word, meaning] = VERDICTS[report.verdict];
  const verdict = at("verdict");
  verdict.textContent = `${word}: ${report.name || "no round could be read"}`;
  verdict.className = report.verdict === "incomplete" ? "not_reached" : report.verdict;
  at("meaning").textContent = `${meaning} ${report.record}`;
  const items = report.checks.map((check) => {
    const item = el("li");
    const title = el("div", undefined, "title");
    title.append(el("span", String(check.number), "number"), el("span", check.title),
      el("span", WORDS[check.outcome], `word ${check.outcome}`));
    item.append(title);
    for (const line of lines(check)) item.append(el("p", line, `lines ${check.outcome}`));
    return item;
  });
  at("checks").replaceChildren(...items);
  const line = (text) => el("li", text);
  const lists = [
    ["Saw the final checkpoint", report.name ? witnesses(report.witnesses).map(line) : []],
    ["Evidence", report.evidence.map(line)],
    ["Fingerprints", report.fingerprints.map(party)],
    ["What this shows", report.closing.map(line)],
    ["Passed over: left by a desktop, no part of the record", passed_over.map(line)],
  ];
  at("lists").replaceChildren(...lists.filter(([, list]) => list.length > 0).flatMap(([title, list]) => {
    const all = el("ul");
    all.append(...list);
    return [el("h3", title), all];
  }));
  at("result").hidden = false;
  at("file").hidden = false;
  at("found").textContent = "";
  verdict.focus();
  say(`Checked in ${(took / 1000).toFixed(1)} s.`);
}

function told(found, name) {
  if (found.found === "same") {
    return `Yes: ${name} is, byte for byte, the published file ${found.path} of this record. The verdict above says what the record is worth.`;
  }
  if (found.found === "other") {
    return `No: ${name} is not the ${found.path} of this record. They differ from byte ${found.at + 1} on (line ${found.line}).`;
  }
  const list = found.published.join(", ");
  return `No: no published file of this record has these bytes or this name. ${list ? `Published are ${list}.` : "Nothing is published in it."}`;
}

async function unzipped(file) {
  const packed = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) return new Uint8Array(await file.arrayBuffer());
  const stream = file.stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/// The bytes of an archive; anything else is told what it is not before it is taken apart.
async function archived(file) {
  const bytes = await unzipped(file);
  const mark = String.fromCharCode(...bytes.subarray(257, 262));
  if (mark !== "ustar") {
    throw new Error(`${file.name} is no archive of a record (.tar or .tar.gz). If it is a file that you were given, drop the `
      + "record first and then this file on the second field");
  }
  return bytes;
}

function check(message) {
  message.seed = crypto.getRandomValues(new Uint8Array(32));
  say("Reading the record …");
  at("result").hidden = true;
  at("file").hidden = true;
  worker.postMessage(message);
}

async function take(what) {
  if (busy) return say("One record at a time: this one is still being checked.");
  busy = true;
  try {
    say("Reading the files …");
    check(await what());
  } catch (error) {
    done();
    say(`This could not be read: ${error.message}`);
  }
}

/// The record's own folder is where record.json lies, however deep what was dropped is.
function inside(files) {
  const list = files.find(([path]) => path === "record.json" || path.endsWith("/record.json"));
  if (!list) throw new Error("there is no record.json among these files: drop the whole folder of the record");
  const root = list[0].slice(0, -"record.json".length);
  return files.filter(([path]) => path.startsWith(root)).map(([path, bytes]) => [path.slice(root.length), bytes]);
}

const bytesOf = async (file) => new Uint8Array(await file.arrayBuffer());

/// A folder that was dropped, in a Chromium: there entries of the older kind cannot be read by a page from disk.
async function walkHandle(handle, path, into) {
  if (handle.kind === "file") {
    into.push([path + handle.name, await bytesOf(await handle.getFile())]);
    return;
  }
  for await (const one of handle.values()) await walkHandle(one, `${path}${handle.name}/`, into);
}

// In other browsers.
const entryFile = (entry) => new Promise((good, bad) => entry.file(good, bad));
const entryList = (reader) => new Promise((good, bad) => reader.readEntries(good, bad));

async function walk(entry, path, into) {
  if (entry.isFile) {
    into.push([path + entry.name, await bytesOf(await entryFile(entry))]);
    return;
  }
  const reader = entry.createReader();
  for (let some = await entryList(reader); some.length > 0; some = await entryList(reader)) {
    for (const one of some) await walk(one, `${path}${entry.name}/`, into);
  }
}

async function dropped(transfer) {
  // All of these are gone once this function has waited for anything.
  const items = [...transfer.items].filter((item) => item.kind === "file");
  const handles = items.map((item) => item.getAsFileSystemHandle && item.getAsFileSystemHandle());
  const entries = items.map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
  const files = [...transfer.files];
  if (entries.length === 1 && entries[0] && entries[0].isFile) return { archive: await archived(files[0]) };
  const all = [];
  for (const [at, handle] of handles.entries()) {
    if (handle) await walkHandle(await handle, "", all);
    else if (entries[at]) await walk(entries[at], "", all);
  }
  return { files: inside(all) };
}

async function chosen(list) {
  const all = [];
  for (const file of list) all.push([file.webkitRelativePath || file.name, await bytesOf(file)]);
  return { files: inside(all) };
}

async function one(file) {
  if (busy) return;
  busy = true;
  try {
    at("found").textContent = "";
    worker.postMessage({ one: await bytesOf(file), name: file.name });
  } catch (error) {
    busy = false;
    at("found").textContent = `This could not be read: ${error.message}`;
  }
}

function droppable(area, then) {
  area.addEventListener("dragover", (event) => { event.preventDefault(); area.classList.add("over"); });
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    area.classList.remove("over");
    then(event.dataTransfer);
  });
}

// A file dropped beside the areas must not replace the page.
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
droppable(at("drop"), (transfer) => take(() => dropped(transfer)));
droppable(at("file"), (transfer) => transfer.files.length === 1 && one(transfer.files[0]));
const changed = (id, then) => at(id).addEventListener("change", ({ target }) => {
  if (target.files.length > 0) then([...target.files]);
  target.value = "";
});
changed("archive", ([file]) => take(async () => ({ archive: await archived(file) })));
changed("folder", (files) => take(() => chosen(files)));
changed("one", ([file]) => one(file));
start();
