// A collaboration on loopback: authority, a real server, an office of every party, each a folder, each command a process.
import { execFile, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);
export const PASSPHRASE = "violet harbour stone lantern";
export const ORIGIN = "town.test";

/// A port of the loopback that is free now.
export async function free() {
  const held = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => held.once("listening", done));
  const { port } = held.address();
  await new Promise((done) => held.close(done));
  return port;
}

export class Town {
  constructor(folder, { intertally, server, structure }) {
    Object.assign(this, { folder, intertally, binary: server, structure });
  }

  path(...names) {
    return join(this.folder, ...names);
  }

  /// A command without an office.
  async command(...args) {
    const env = { ...process.env, HTTPS_PROXY: "", https_proxy: "", ALL_PROXY: "", all_proxy: "" };
    const { stdout } = await run(this.intertally, [...args, "--passphrase-file", this.path("passphrase"), "--yes"], { env });
    return stdout;
  }

  /// A command in the office of this name.
  async in(name, ...args) {
    return this.command(...args, "--home", this.path(name));
  }

  /// Authority and server, and the offices of `others` by role; those of `desks` are made at the desk.
  async found(others) {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.path("passphrase"), `${PASSPHRASE}\n`);
    this.port = await free();
    this.address = `https://localhost:${this.port}`;
    await this.command("pki", "authority", "--out", this.path("pki"));
    await this.command("pki", "server", "--authority", this.path("pki"), "--out", this.path("tls"), "--host", "localhost",
      "--host", "127.0.0.1");
    this.settings([]);
    const made = await run(this.binary, ["init", "--config", this.path("server.toml")]);
    this.logKey = made.stdout.trim().split(" ").at(-1);
    this.offices = [];
    for (const [role, name] of others) {
      await this.in(name, role, "init", "--name", name, "--server", this.address, "--passphrase-work", "2");
      this.offices.push([role, name]);
      await this.issue(this.path(name, "card.toml"), this.path(name, "request.pem"), this.path(name, "issued.pem"));
    }
  }

  settings(coordinators) {
    writeFileSync(this.path("server.toml"), `listen = "127.0.0.1:${this.port}"
coordinators = ${JSON.stringify(coordinators)}
origin = "${ORIGIN}"
data = "data"
head = "server.head"
key = "server.key"
passphrase_file = "passphrase"
[tls]
certificate = "tls/server.pem"
key = "tls/server.key"
client_authority = "pki/authority.pem"
`);
  }

  /// A certificate for what an office handed out.
  async issue(card, request, out) {
    await this.command("pki", "issue", "--authority", this.path("pki"), "--card", card, "--request", request, "--out", out);
  }

  /// The directory of these cards.
  async list(cards) {
    await this.command("pki", "directory", "--origin", ORIGIN, "--log-key", this.logKey, "--out", this.path("directory.toml"),
      ...cards);
  }

  /// The offices that commands made join.
  async join() {
    for (const [role, name] of this.offices) {
      await this.in(name, role, "join", "--directory", this.path("directory.toml"), "--authority",
        this.path("pki", "authority.pem"), "--certificate", this.path(name, "issued.pem"));
    }
  }

  /// Start the server, with the coordinator of this card.
  async serve(card) {
    this.settings([/^signing = "(.*)"/m.exec(readFileSync(card, "utf8"))[1]]);
    const server = spawn(this.binary, ["serve", "--config", this.path("server.toml")], { stdio: ["ignore", "pipe", "pipe"] });
    this.said = "";
    server.stderr.on("data", (bytes) => (this.said += bytes));
    const [line] = await new Promise((done, failed) => {
      createInterface(server.stdout).once("line", (line) => done([line]));
      server.once("exit", () => failed(new Error(`the server does not start: ${this.said}`)));
    });
    if (!line.startsWith("serving")) throw new Error(`the server does not start: ${line} ${this.said}`);
    this.server = server;
  }

  /// All trustees whose office a command made do what they can, one after the other.
  async sit(names, times = 1) {
    let said = [];
    for (let pass = 0; pass < times; pass += 1) {
      said = [];
      for (const name of names) said.push(await this.in(name, "trustee", "sit"));
    }
    return said;
  }

  /// A member whose office a command made sends these figures.
  async send(area, figures) {
    const csv = this.path(area, "return.csv");
    await this.in(area, "member", "template", "--out", csv, "--replace");
    writeFileSync(csv, fill(readFileSync(csv, "utf8"), figures));
    await this.in(area, "member", "submit", csv);
  }

  /// Desk of an office; answers with its address and its process.
  async desk(name) {
    const desk = spawn(this.intertally, ["desk", "--no-browser", "--home", this.path(name), "--passphrase-work", "2"],
      { stdio: ["ignore", "pipe", "pipe"] });
    const address = await new Promise((done, failed) => {
      let said = "";
      const more = (bytes) => {
        said += bytes;
        const found = /http:\/\/127\.0\.0\.1:\d+\/in\/\w+/.exec(said);
        if (found) done(found[0]);
      };
      desk.stdout.on("data", more);
      desk.stderr.on("data", more);
      desk.once("exit", () => failed(new Error(`the desk does not start: ${said}`)));
    });
    const ended = new Promise((done) => desk.once("exit", done));
    this.desks = [...(this.desks ?? []), desk];
    return { address, desk, ended };
  }

  stop() {
    for (const child of [this.server, ...(this.desks ?? [])]) child?.kill("SIGKILL");
  }
}

/// The empty return with these figures, in its order.
export function fill(template, figures) {
  const [header, ...lines] = template.trim().split("\n");
  const names = header.split(",");
  const [value, status] = [names.indexOf("OBS_VALUE"), names.indexOf("OBS_STATUS")];
  const filled = lines.map((line, at) => {
    const cells = line.split(",");
    [cells[value], cells[status]] = [String(figures[at % figures.length]), "A"];
    return cells.join(",");
  });
  return `${[header, ...filled].join("\n")}\n`;
}
