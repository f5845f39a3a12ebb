// A member at the desk: the first day, a return with a fault, sending, the receipt, a return, tabs and doors.
import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { PASSPHRASE, fill } from "./town.mjs";

/// From nothing to files for the coordinator.
export async function make(person, town, name, role = "member") {
  await person.go(`/${role}`);
  await person.says("Make your office");
  await person.look(`${role}-1-make`);
  await person.fill({ "Address of the server": town.address, "A new passphrase": "password1234" });
  await person.tab.getByLabel(role === "member" ? "Your area code" : "Name of your office").fill(name);
  await person.says("Very weak");
  await person.fill({ "A new passphrase": PASSPHRASE, "The same again": "another one, quite long" });
  await person.press("Make the office");
  await person.says("The two passphrases differ");
  await person.fill({ "A new passphrase": PASSPHRASE, "The same again": PASSPHRASE });
  await person.press("Make the office");
  await person.says("Send these to the coordinator");
  await person.look(`${role}-2-send`);
  const card = await person.save("Save the card", town.path(`${role}-${name}.card.toml`));
  const request = await person.save("Save the request", town.path(`${role}-${name}.request.pem`));
  return { card, request };
}

/// From the files that came back to an open office.
export async function join(person, town, certificate, role = "member") {
  await person.go(`/${role}`);
  await person.give("Directory (directory.toml)", town.path("directory.toml"));
  await person.give("Certificate of the authority", town.path("pki", "authority.pem"));
  await person.give("Your certificate", certificate);
  await person.press("Next: compare fingerprints");
  await person.says("Compare the fingerprints");
  await person.look(`${role}-3-compare`);
  await person.tick(/I have compared/);
  await person.press("Join");
  await person.says("Your passphrase opens the office");
  await person.look(`${role}-4-unlock`);
  await person.fill({ Passphrase: "not this one at all" });
  await person.press("Open");
  await person.says(/does not open|check the passphrase/);
  await person.fill({ Passphrase: PASSPHRASE });
  await person.press("Open");
}

/// What stands beside a fault, by the number of its line.
async function mend(person, line, { figure, status }) {
  const row = person.tab.locator("main table.faults tbody tr").nth(line);
  if (figure !== undefined) await row.getByLabel(/^Figure/).fill(figure);
  if (status !== undefined) await row.getByLabel(/^Status/).selectOption(status);
}

/// A file with columns and labels of its own, paired on the page; the layout is saved, and kept.
async function layout(person, town) {
  const file = town.path("landeszahlen.csv");
  const lines = ["Unlawful access;1234", "Netzangriff;70", "Online fraud;5"].map((line) => `2024;Fälle;${line}`);
  const suspects = ["Unlawful access;12", "Netzangriff;900", "Online fraud;33"].map((line) => `2024;Suspects;${line}`);
  writeFileSync(file, ["Jahr;Merkmal;Delikt;Anzahl", ...lines, ...suspects].join("\n") + "\n");
  await person.give("Your return", file);
  await person.press("Check it");
  await person.says("Faults of the file itself", "Does your file have a layout of its own?");
  await person.look("member-layout-1-offered");
  await person.press("Pair columns and labels");
  await person.says("Say what each column of landeszahlen.csv is");
  assert.equal(await person.tab.getByLabel("Delikt", { exact: true }).inputValue(), "OFFENCE", "its labels are alike");
  await person.tab.getByLabel("Merkmal", { exact: true }).selectOption("MEASURE");
  await person.look("member-layout-2-columns");
  await person.press("Next: labels");
  await person.tab.getByLabel("Fälle", { exact: true }).selectOption("OFF_REC");
  await person.tab.getByLabel("Netzangriff", { exact: true }).selectOption("DDOS");
  await person.look("member-layout-3-labels");
  await person.press("Check the return");
  await person.says("landeszahlen.csv can be sent", "6 of 6 figures");
  await person.press("Keep it for the next round");
  await person.says("by the layout that your office keeps");
  await person.look("member-layout-4-kept");
  const toml = readFileSync(await person.save("Save it as a file for --mapping", town.path("mapping.toml")), "utf8");
  assert.match(toml, /"Netzangriff" = "DDOS"/);
  await person.press("Put this return away");
}

/// A return with faults, mended beside them, sent; the receipt.
export async function first_return(person, town, round) {
  await person.says(round);
  await person.look("member-5-rounds");
  await person.press(round);
  await person.says("Send your return");
  await person.look("member-6-round");
  const book = await person.save("Download the workbook", town.path("book.xlsx"));
  assert.ok(statSync(book).size > 5000);
  const empty = readFileSync(await person.save("or a CSV file", town.path("empty.csv")), "utf8");
  const file = town.path("nl.csv");
  await layout(person, town);
  const dropped = fill(empty, ["1.234", 70, "minus", 12, 900, 33]);
  writeFileSync(file, dropped);
  await person.give("Your return", file);
  await person.press("Check it");
  await person.says("2 faults in nl.csv", "1.234");
  await person.look("member-7-faults");
  await mend(person, 0, { figure: "1234" });
  await mend(person, 1, { figure: "5,123" });
  await person.press("Check again");
  await person.says("One fault in nl.csv", "5,123", "You changed 2 cells on this page");
  await person.look("member-7-one-left");
  await mend(person, 0, { figure: "5" });
  await person.tab.keyboard.press("Enter");
  await person.says("nl.csv can be sent", "6 of 6 figures", "You changed 2 cells on this page");
  assert.equal(readFileSync(file, "utf8"), dropped, "the file is as it was");
  await person.look("member-8-summary");
  await person.press("Encrypt and send");
  await person.follow("The server has signed a receipt");
  await person.look("member-9-taken");
  await person.press("Back to the round");
  await person.says("Sent, and it counts", "Good");
  await person.look("member-a-sent");
  await person.go("/member/receipts");
  await person.look("member-b-receipts");
}

/// The results beside the own figures.
export async function results(person, round) {
  await person.again("member");
  await person.says("Published");
  await person.look("member-c-published");
  await person.press(round);
  await person.press("To the results");
  await person.press("Fetch the results");
  await person.follow("We and all others");
  await person.look("member-d-results");
  assert.match(await person.report(), /^LABEL,.*TIME_PERIOD,OBS_VALUE,LOWEST,HIGHEST/);
}

/// The record, checked on the page of the auditor.
export async function audit(person, archive) {
  await person.go("/auditor");
  await person.look("auditor-1");
  await person.give("The record as one file", archive);
  await person.tab.locator("form[action='/auditor/dropped'] button").click();
  await person.follow("It holds");
  await person.look("auditor-2-report");
}
