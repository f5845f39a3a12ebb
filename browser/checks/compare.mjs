// Every record through the page's worker and through the command: the same verdict, checks, findings and lists.
//   node compare.mjs PAGE INTERTALLY WORK VECTORS [RECORD ...]
import { spawnSync } from "node:child_process";
import { isDeepStrictEqual } from "node:util";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { archive, changes, folder, lay, packed, vectors } from "./records.mjs";
import { Worker } from "./worker.mjs";

const [page, command, work, root, ...others] = process.argv.slice(2);
const worker = new Worker(page);
let wrong = 0;
let both = 0;

/// What the command says of what lies there: a report, or a refusal.
function said(path) {
  const ran = spawnSync(command, ["auditor", "verify", "--json", path], { maxBuffer: 1 << 28 });
  if (ran.error) throw ran.error;
  const out = ran.stdout.toString("utf8");
  if (!out.trimStart().startsWith('{\n  "spec_version"')) return { error: ran.stderr.toString("utf8").trim() };
  const code = { pass: 0, fail: 1, incomplete: 2 };
  const report = JSON.parse(out);
  if (code[report.verdict] !== ran.status) throw new Error(`${path}: ${report.verdict} with exit code ${ran.status}`);
  return { report };
}

/// In a few words.
function brief({ report, error }) {
  if (!report) return `refused: ${error}`;
  const of = (outcome) => report.checks.filter((check) => check.outcome === outcome).map((check) => check.number);
  const failed = of("fail");
  return `${report.verdict}${failed.length > 0 ? `, fails ${failed.join(", ")}` : ""}`;
}

function judge(name, one, other, took) {
  const same = one.report || other.report ? isDeepStrictEqual(one.report, other.report) : Boolean(one.error && other.error);
  wrong += !same;
  both += 1;
  console.log(`${same ? "same" : "DIFFERS"}  ${name}: ${brief(one)} (${took} ms)`);
  if (!same) {
    console.log(`    the command: ${brief(other)}`);
    for (const [at, check] of (one.report?.checks ?? []).entries()) {
      const twin = other.report?.checks[at];
      if (!isDeepStrictEqual(check, twin)) console.log(`    ${JSON.stringify(check)}\n    ${JSON.stringify(twin)}`);
    }
  }
}

async function compare(name, files) {
  const place = join(work, "record");
  mkdirSync(place, { recursive: true });
  lay(files, place);
  const began = Date.now();
  const mine = await worker.verify([...files]);
  judge(name, mine, said(place), Date.now() - began);
  rmSync(place, { recursive: true });
}

async function compareArchive(name, bytes) {
  const place = join(work, "record.tar");
  writeFileSync(place, bytes);
  const began = Date.now();
  judge(name, await worker.verify(bytes), said(place), Date.now() - began);
  rmSync(place);
}

for (const [name, files] of vectors(root)) await compare(name, files);
for (const other of [join(root, "small.tar"), ...others]) {
  const good = statSync(other).isDirectory() ? folder(other) : archive(other);
  const short = other.split("/").slice(-2).join("/");
  for (const [name, files] of changes(good)) await compare(`${short}, ${name}`, files);
  const whole = packed(good);
  await compareArchive(`${short} as an archive`, whole);
  await compareArchive(`${short} as an archive cut short`, whole.subarray(0, whole.length >> 1));
  await compareArchive(`${short} as an archive with a name that leads out`, packed(new Map([...good, ["../x", Buffer.from("x")]])));
}
for (const [name, bytes] of [["nothing", ""], ["a text", "hello\n"], ["zeros", Buffer.alloc(2048)]]) {
  await compareArchive(`no record: ${name}`, Buffer.from(bytes));
}
console.log(`${both} records, ${wrong} of them told otherwise by the page than by the command`);
process.exit(wrong > 0 ? 1 : 0);
