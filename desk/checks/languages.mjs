// The pages in Dutch and in French: longer words must not break a narrow screen, nor a sheet of paper. A first day in Dutch, a
// return with a fault in French, and every page that stands by then in both.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { PASSPHRASE, fill } from "./town.mjs";

async function is_in(person, language) {
  assert.equal(await person.tab.locator("html").getAttribute("lang"), language, person.tab.url());
}

/// A member's first day in a browser that prefers Belgian Dutch, as far as it goes without the coordinator.
export async function first_day(browser, town, name) {
  const { address, desk } = await town.desk(name);
  const person = await browser.enter(address, { locale: "nl-BE" });
  await is_in(person, "nl");
  await person.look("nl-home", true);
  await person.go("/member");
  await person.says("Uw bureau aanmaken");
  await person.look("nl-member-1-make", true);
  await person.fill({ "Uw landcode": "BE", "Adres van de server": town.address, "Een nieuwe wachtzin": PASSPHRASE, "Nogmaals dezelfde": PASSPHRASE });
  await person.press("Bureau aanmaken");
  await person.says("Stuur deze naar de coördinator");
  await person.look("nl-member-2-send", true);
  await person.give("Register (directory.toml)", town.path("directory.toml"));
  await person.give("Certificaat van de instantie", town.path("pki", "authority.pem"));
  await person.give("Uw certificaat", town.path("pki", "authority.pem"));
  await person.press("Verder: vingerafdrukken vergelijken");
  await person.says("Vergelijk de vingerafdrukken");
  await person.look("nl-member-3-compare", true);
  // A choice on the page goes before the browser's, and stays.
  await person.tab.getByRole("navigation", { name: "Taal" }).getByRole("link", { name: "Français" }).click();
  await person.says("Comparer les empreintes");
  await is_in(person, "fr");
  await person.go("/");
  await person.says("Votre bureau");
  await person.tab.context().close();
  desk.kill();
}

/// A correction with a fault, mended and sent, in French.
export async function correction(person, town, round) {
  await person.go("/member?language=fr");
  await is_in(person, "fr");
  await person.press(round);
  const path = new URL(person.tab.url()).pathname;
  const empty = await person.tab.evaluate(async (at) => (await fetch(`${at}/csv`)).text(), path);
  const file = town.path("fr.csv");
  writeFileSync(file, fill(empty, ["1.234", 70, 5, 12, 900, 33]));
  await person.give("Votre déclaration", file);
  await person.press("Contrôler");
  await person.says("Une erreur dans fr.csv", "1.234");
  await person.look("fr-member-7-faults", true);
  await person.tab.locator("main table.faults tbody tr").first().getByLabel(/^Donnée/).fill("1234");
  await person.press("Contrôler de nouveau");
  await person.says("fr.csv peut être envoyé", "6 données sur 6", "Vous avez modifié une cellule sur cette page");
  await person.look("fr-member-8-summary", true);
  await person.press("Chiffrer et envoyer");
  await person.follow("Le serveur a signé un accusé de réception");
  await person.look("fr-member-9-taken", true);
  await person.go("/?language=en");
  await is_in(person, "en");
}

/// Pages of somebody in Dutch and French, and back in English.
export async function tour(person, name, paths) {
  for (const language of ["nl", "fr"]) {
    for (const [at, path] of paths.entries()) {
      await person.go(`${path}?language=${language}`);
      assert.equal(new URL(person.tab.url()).search, "", "the choice leaves the address");
      await is_in(person, language);
      await person.look(`${language}-${name}-${at}`, true);
    }
  }
  await person.go("/?language=en");
}

/// Where the page of a round is.
export async function place(person, role, round) {
  await person.go(`/${role}`);
  await person.press(round);
  return new URL(person.tab.url()).pathname;
}
