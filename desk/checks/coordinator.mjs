// A coordinator at the desk: a ceremony, a round in three pages with its forecast, who has sent, seal, count, plan, preview,
// publication, record.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";

/// Propose a ceremony.
export async function propose(person, threshold, keys) {
  await person.go("/coordinator");
  await person.says("There are no keys for a new round");
  await person.look("coordinator-5-bare");
  await person.press("To the ceremonies");
  await person.look("coordinator-6-propose");
  await person.fill({ "Trustees that open together": threshold, "Keys to make": keys });
  await person.press("Propose it");
  await person.follow("Have not offered yet");
  await person.look("coordinator-7-proposed");
}

/// Begin it: all have offered.
export async function begin(person) {
  await person.again("coordinator");
  await person.go("/coordinator/ceremony");
  await person.press("Begin the ceremony");
  await person.follow(/commitments until/);
}

/// A round in three pages.
export async function open(person, { name, structure, areas, least }) {
  await person.again("coordinator");
  await person.look("coordinator-8-rounds");
  await person.press("Prepare a round");
  await person.look("coordinator-9-what");
  await person.fill({ "Name of the round": name, Periods: "2024" });
  await person.tab.getByLabel("A file of your own, TOML or SDMX-ML").check();
  await person.give("Structure file", structure);
  await person.press("Next");
  await person.says("Members that take part", ...areas);
  await person.fill({ "Fewest members for the seal": least });
  await person.look("coordinator-a-who");
  await person.press("Next");
  await person.says("What could be published?");
  await person.press("Imagine rounds");
  await person.follow(/Forecast of 20 imagined rounds/);
  await person.look("coordinator-b-forecast");
  await person.press("Go on");
  await person.follow("Open this round?");
  await person.look("coordinator-c-open");
  await person.press("Open the round");
  await person.follow(name);
  await person.press(name);
  await person.says("Trustees show that they hold the keys");
  await person.look("coordinator-d-opened");
}

/// Who has sent, who has not, and the text for these.
export async function watch(person, name, missing) {
  await person.again("coordinator");
  await person.press(name);
  await person.says("Missing: 1", missing);
  await person.look("coordinator-e-missing");
  await person.press("Reminder, to those that have sent nothing");
  await person.says(missing, "Nothing is sent from here");
  assert.match(await person.tab.getByLabel("Text", { exact: true }).inputValue(), /no return of your office/);
  await person.look("coordinator-f-letter");
  await person.press("Back to the round");
  await person.press("Move the deadline");
  await person.look("coordinator-g-extend");
  await person.press("Move the deadline");
  await person.follow("It cannot move back");
  await person.look("coordinator-g-extend-asked");
  await person.press("Yes");
  await person.follow("The log has taken it");
}

/// Seal: all are in.
export async function seal(person, name) {
  await person.again("coordinator");
  await person.press(name);
  await person.says("All members are in");
  await person.press("Seal the round");
  await person.look("coordinator-h-seal");
  await person.press("Seal the round");
  await person.follow("The log has taken it");
  await person.press("Back to the round");
  await person.says("Trustees state for the sealed set");
}

/// Combine the counts, adopt the plan, look at its reasons.
export async function count(person, name) {
  await person.again("coordinator");
  await person.press(name);
  await person.press("Combine the counts");
  await person.follow("Adopt this plan?");
  await person.look("coordinator-i-adopt");
  await person.press("Adopt the plan");
  await person.follow(`The plan of ‘${name}’`);
  await person.look("coordinator-j-plan");
}

/// Look at the publication, and publish it.
export async function publish(person, name, town) {
  await person.again("coordinator");
  await person.press(name);
  await person.look("coordinator-k-totals");
  await person.press("Look at the publication");
  await person.follow("Nothing of this has left your machine.");
  await person.look("coordinator-l-preview");
  const shown = readFileSync(await person.save("totals.csv", town.path("preview.csv")), "utf8");
  assert.match(await person.report(), /^LABEL,.*TIME_PERIOD,OBS_VALUE,LOWEST,HIGHEST/);
  await person.press("Publish");
  await person.follow("It is published");
  await person.look("coordinator-m-published");
  return shown;
}

/// The record, for everybody; answers with its archive.
export async function record(person, name) {
  await person.again("coordinator");
  await person.press(name);
  await person.press("Hand out the record");
  await person.look("coordinator-n-record");
  await person.press("Write the restricted record");
  await person.follow("Written");
  await person.press("Write the public record");
  await person.follow(/For everybody: /);
  await person.look("coordinator-o-written");
  const places = await person.tab.locator("section.good code").allInnerTexts();
  // As Windows writes it, or as others do.
  const archive = places.find((place) => place.includes("public")).replaceAll("\\", "/");
  assert.ok(existsSync(archive), `${places} has no public record`);
  return archive;
}
