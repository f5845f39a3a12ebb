// The worker of a page in Node: the very script and module that verify.html carries, with `self` as a browser gives it.
import { readFileSync } from "node:fs";
import { webcrypto } from "node:crypto";
import { compileFunction } from "node:vm";

/// What stands in an element of the page.
export function element(html, id) {
  const found = html.match(new RegExp(`<script type="text/plain" id="${id}">([\\s\\S]*?)</script>`));
  if (!found) throw new Error(`the page has no element ${id}`);
  return found[1];
}

export class Worker {
  /// As the page starts it: the script, then the module as its first message.
  constructor(page) {
    const html = readFileSync(page, "utf8");
    this.self = { postMessage: (data) => this.#hear(data) };
    compileFunction(element(html, "worker"), ["self"])(this.self);
    this.self.onmessage({ data: { wasm: Buffer.from(element(html, "wasm"), "base64") } });
  }

  #hear(data) {
    if (data.told) this.told += 1;
    else this.heard(data);
  }

  #ask(data) {
    this.told = 0;
    return new Promise((heard) => {
      this.heard = heard;
      this.self.onmessage({ data });
    });
  }

  /// The files of a folder, [[path, bytes], ...], or an archive: `{ report }` or `{ error }`.
  verify(what) {
    const given = Array.isArray(what) ? { files: what } : { archive: what };
    return this.#ask({ ...given, seed: webcrypto.getRandomValues(new Uint8Array(32)) });
  }

  /// Whether a file is one of the record that was verified last.
  find(name, one) {
    return this.#ask({ name, one });
  }
}
