// Runs beside the page: the page stays alive while the checks run. One message in, some out.
"use strict";
self.told = (check, done, of) => self.postMessage({ told: { check, done, of } });

let ready = null;
let record = null;

function failure(error) {
  self.postMessage({ error: error && error.message ? error.message : String(error) });
}

self.onmessage = async ({ data }) => {
  try {
    if (data.wasm) {
      ready = wasm_bindgen({ module_or_path: data.wasm });
      await ready;
      return;
    }
    await ready;
    if (data.archive || data.files) {
      if (record) record.free();
      record = new wasm_bindgen.Dropped();
      if (data.archive) record.archive(data.archive);
      for (const [path, bytes] of data.files || []) record.add(path, bytes);
      const began = Date.now();
      const report = record.verify(data.seed);
      self.postMessage({
        report: JSON.parse(report), passed_over: record.passed_over(), took: Date.now() - began,
      });
    } else if (data.one) {
      self.postMessage({ found: JSON.parse(record.find(data.name, data.one)), name: data.name });
    }
  } catch (error) {
    // A panic leaves the module in an unknown state: the page starts another worker.
    failure(error);
  }
};
