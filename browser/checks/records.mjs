// Good and bad records, each as a map from path to bytes: the vectors, the record of a round that the demo held, and changes of
// both that anybody who copies a record can make.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { dirname, join } from "node:path";

const LIST = "record.json";
const BLOCK = 512;

/// The files of a folder.
export function folder(root, under = "", files = new Map()) {
  for (const entry of readdirSync(join(root, under), { withFileTypes: true })) {
    const path = under ? `${under}/${entry.name}` : entry.name;
    if (entry.isDirectory()) folder(root, path, files);
    else files.set(path, readFileSync(join(root, path)));
  }
  return files;
}

/// The files of an archive, .tar or .tar.gz.
export function archive(path) {
  const read = readFileSync(path);
  const bytes = path.endsWith(".gz") ? gunzipSync(read) : read;
  const files = new Map();
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    const text = (from, to) => bytes.toString("latin1", at + from, at + to).replace(/\0.*$/s, "");
    const [name, length, prefix] = [text(0, 100), parseInt(text(124, 136), 8), text(345, 500)];
    at += BLOCK;
    files.set(prefix ? `${prefix}/${name}` : name, bytes.subarray(at, at + length));
    at += Math.ceil(length / BLOCK) * BLOCK;
  }
  return files;
}

/// An archive of files as they are, listed or not.
export function packed(files) {
  const parts = [];
  for (const [path, bytes] of files) {
    const head = Buffer.alloc(BLOCK);
    head.write(path, 0, 100);
    head.write("0000644\0", 100);
    head.write("0000000\0", 108);
    head.write("0000000\0", 116);
    head.write(`${bytes.length.toString(8).padStart(11, "0")}\0`, 124);
    head.write("00000000000\0        0", 136);
    head.write("ustar\x0000", 257);
    const sum = head.reduce((sum, byte) => sum + byte, 0);
    head.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    parts.push(head, bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/// Write them under a folder.
export function lay(files, root) {
  for (const [path, bytes] of files) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
}

/// The same files, with a list that fits them.
export function listed(files, change = (list) => list) {
  const list = change(JSON.parse(files.get(LIST).toString("utf8")));
  const others = [...files].filter(([path]) => path !== LIST).sort(([one], [two]) => (one < two ? -1 : 1));
  list.files = others.map(([path, bytes]) => ({
    path, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex"),
  }));
  return new Map([...files, [LIST, Buffer.from(`${JSON.stringify(list, null, 2)}\n`)]]);
}

/// A good one and the bad ones that are the good one with some files changed.
export function vectors(root) {
  const good = archive(join(root, "small.tar"));
  const made = [];
  for (const name of readdirSync(root).filter((name) => name.endsWith(".json")).sort()) {
    const { input } = JSON.parse(readFileSync(join(root, name), "utf8"));
    const files = new Map(good);
    for (const [path, hex] of Object.entries(input.changed)) {
      if (hex === null) files.delete(path);
      else files.set(path, Buffer.from(hex, "hex"));
    }
    made.push([`vector ${name}`, input.listed ? listed(files) : files]);
  }
  return made;
}

/// What whoever copies a record can do to it.
export function changes(good) {
  const without = (path) => new Map([...good].filter(([other]) => other !== path));
  const first = (begin) => [...good.keys()].sort().find((path) => path.startsWith(begin));
  const flipped = (path) => {
    const bytes = Buffer.from(good.get(path));
    bytes[bytes.length >> 1] ^= 1;
    return new Map([...good, [path, bytes]]);
  };
  const made = [
    ["as it is", good],
    ["a file more", new Map([...good, ["notes.txt", Buffer.from("mine")]])],
    ["files of a desktop", new Map([...good, ...[".DS_Store", "blobs/.localized", "blobs/._x", "ehthumbs.db"]
      .map((path) => [path, Buffer.from("x")])])],
    ["no list", without(LIST)],
    ["a list that is none", new Map([...good, [LIST, Buffer.from("{}")]])],
    ["a list of another version", listed(good, (list) => ({ ...list, spec_version: 9 }))],
  ];
  const sheets = ["sheets/counts", "sheets/openings", "sheets/composition"].filter((path) => good.has(path));
  if (sheets.length > 0) {
    const open = new Map([...good].filter(([path]) => !sheets.includes(path)));
    made.push(["the public edition", listed(open, (list) => ({ ...list, edition: "public" }))]);
  }
  for (const begin of ["blobs/", "checkpoint", "earlier/", "events/", "payloads/", "published/", "sheets/", "structure"]) {
    const path = first(begin);
    if (!path) continue;
    made.push([`${path} without its list`, flipped(path)], [`${path} changed`, listed(flipped(path))],
      [`${path} left out`, listed(without(path))]);
  }
  return made;
}
