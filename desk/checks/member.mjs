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

/// A return with a fault, mended, sent; the receipt.
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
  writeFileSync(file, fill(empty, ["1.234", 70, "minus", 12, 900, 33]));
  await person.give("Your return", file);
  await person.press("Check it");
  await person.says("2 faults in nl.csv", "1.234");
  await person.look("member-7-faults");
  writeFileSync(file, fill(empty, [1234, 70, 5, 12, 900, 33]));
  await person.give("Your return", file);
  await person.press("Check it");
  await person.says("nl.csv can be sent", "6 of 6 figures");
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
