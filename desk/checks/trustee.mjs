// A trustee's sitting at the desk: proposal, ceremony, rehearsal, statement, counts, totals, erasure, backup.
import assert from "node:assert/strict";
import { statSync } from "node:fs";

const BACKUP = "copper meadow whistle orbit";

/// The proposal, and every step of the ceremony; `others` moves the rest.
export async function ceremony(person, propose, others) {
  await propose();
  await person.again("trustee");
  await person.says("A ceremony is proposed");
  await person.look("trustee-5-proposal");
  await person.press("Look at the proposal");
  await person.follow("Take part in this ceremony?");
  await person.look("trustee-6-part");
  await person.press("Take part");
  await person.follow("Done, as far as it goes now");
  await person.look("trustee-7-offered");
  await others("begin");
  for (let pass = 0; pass < 8; pass += 1) {
    await person.again("trustee");
    const text = await person.text();
    if (text.includes("keys, ")) break;
    if (text.includes("Do my step of the ceremony")) {
      await person.press("Do my step of the ceremony");
      await person.follow(/Done, as far|It stopped/);
    }
    await others("sit");
  }
  await person.again("trustee");
  await person.says(/\d keys, \d of them unused/, "There is no backup of this office");
  await person.look("trustee-8-no-backup");
}

/// The backup as a file; the reminder is gone.
export async function backup(person, town) {
  await person.press("Make a backup");
  await person.look("trustee-9-backup");
  await person.fill({ "A passphrase for the backup": BACKUP, "The same again": BACKUP });
  const file = await person.save("Save the backup", town.path("t1.backup"));
  assert.ok(statSync(file).size > 1000);
  await person.go("/trustee/backup");
  await person.says("it has everything");
  return { file, passphrase: BACKUP };
}

/// Rehearse an open round.
export async function rehearse(person, round) {
  await person.again("trustee");
  await person.press(round);
  await person.says("Show that you hold the keys", /Only \d of \d trustees/);
  await person.look("trustee-a-rehearse");
  await person.press("Show that I hold them");
  await person.follow("Done, as far as it goes now");
  await person.press("Go on");
  await person.says("Nothing to do for you now");
  await person.look("trustee-b-rehearsed");
}

/// Check the sealed set, and state.
export async function state(person, round) {
  await person.again("trustee");
  await person.press(round);
  await person.says("A sealed set waits for your statement");
  await person.press("Check the sealed set");
  await person.follow("State for this set?");
  await person.look("trustee-c-state");
  await person.press("State for this set");
  await person.follow("Done, as far as it goes now");
  await person.look("trustee-d-stated");
}

/// Open the counts.
export async function counts(person, round) {
  await person.again("trustee");
  await person.press(round);
  await person.look("trustee-e-counts");
  await person.press("Open the counts");
  await person.follow("Done, as far as it goes now");
}

/// Check the plan, and open the totals.
export async function totals(person, round) {
  await person.again("trustee");
  await person.press(round);
  await person.press("Check the plan");
  await person.follow("Open these totals?");
  await person.look("trustee-f-totals");
  await person.press("Open these totals");
  await person.follow("Done, as far as it goes now");
}

/// Erase the sub-keys of a round that is over.
export async function erase(person, round) {
  await person.again("trustee");
  await person.look("trustee-g-due-erase");
  await person.press(round);
  await person.press("Erase my sub-keys");
  await person.look("trustee-h-erase");
  await person.tick(/nobody needs these sub-keys/);
  await person.press("Erase my sub-keys");
  await person.follow("The log has taken it");
  await person.press("Back to the round");
  await person.says("You have erased your sub-keys");
  await person.look("trustee-i-erased");
}
