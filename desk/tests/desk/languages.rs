//! The same pages in each language: by the browser, by choice, and with nothing left in English that the catalogue has.

use crate::browser::{Browser, Page};
use crate::house::PASSPHRASE;
use crate::ways::{desk, dropped, filled, round};
use intertally_roles::Role;
use std::collections::BTreeSet;

/// A catalogue's texts without blanks, by id.
fn texts(catalogue: &'static str) -> Vec<(&'static str, &'static str)> {
    let lines = catalogue.lines().filter(|line| line.starts_with(|sign: char| sign.is_ascii_lowercase()));
    lines.filter_map(|line| line.split_once(" = ")).filter(|(_, text)| !text.contains('{')).collect()
}

const ENGLISH: &str = include_str!("../../texts/en.ftl");
const DUTCH: &str = include_str!("../../texts/nl.ftl");
const FRENCH: &str = include_str!("../../texts/fr.ftl");

/// The page is in this language, and has no text of the English catalogue.
fn is_in(page: &Page, language: &str) {
    let text = page.text();
    assert!(text.contains(&format!("<html lang=\"{language}\">")), "{text}");
    assert_eq!(page.header("content-language"), Some(language));
    assert_eq!(page.header("vary"), Some("Accept-Language, Cookie"));
    let own: BTreeSet<&str> =
        texts(if language == "nl" { DUTCH } else { FRENCH }).into_iter().map(|(_, text)| text).collect();
    for (id, english) in
        texts(ENGLISH).into_iter().filter(|(id, text)| *id != "own-name" && !own.contains(text))
    {
        for left in [format!(">{english}<"), format!("\"{english}\"")] {
            assert!(!text.contains(&left), "{language}: {id} is left in English: {text}");
        }
    }
}

/// The cookie of an answer, beside those that a browser has.
fn with_cookie(browser: &Browser, page: &Page) -> Browser {
    let given = page.header("set-cookie").unwrap().split(';').next().unwrap();
    Browser { cookie: format!("{}; {given}", browser.cookie), ..browser.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_in_the_language_of_the_browser_until_another_is_chosen_on_it() {
    let (_, _, address) = desk().await;
    let browser = Browser::enter_in(&address, "de-DE, nl-BE;q=0.8, en;q=0.5").await;
    let home = browser.get("/").await;
    home.says("Uw werkplek").says("href=\"?language=fr\"").says("aria-label=\"Taal\"");
    is_in(&home, "nl");
    let english = Browser { language: "pl, cs;q=0.9", ..browser.clone() };
    let fallback = english.get("/").await;
    assert_eq!(fallback.header("content-language"), Some("en"), "nobody has Polish yet");
    fallback.says("<html lang=\"en\">").says("Your desk");
    // Chosen on the page: kept as a cookie, and the address is as it was.
    let chosen = browser.get("/member?language=fr").await;
    chosen.leads("/member");
    let cookie = chosen.header("set-cookie").unwrap();
    assert!(cookie.contains("SameSite=Strict") && cookie.contains("HttpOnly"), "{cookie}");
    let french = with_cookie(&browser, &chosen);
    let make = french.get("/member").await;
    make.says("Créer votre office").says("href=\"?language=nl\"");
    is_in(&make, "fr");
    // An answer to a form has the way to the other languages, too: it leads to the page of the form.
    let differ =
        french.post("/member/found", &[("name", "NL"), ("server", "x"), ("passphrase", "a"), ("again", "b")]);
    let differ = differ.await;
    differ.says("Les deux phrases de passe diffèrent");
    is_in(&differ, "fr");
    french.get("/member/found?language=nl").await.leads("/member/found");
    french.get("/member/found").await.leads("/member");
    french.get("/end").await.leads("/");
    // Refusals, and what a stranger is told.
    let nowhere = french.get("/nowhere").await;
    assert_eq!(nowhere.status, 404);
    is_in(&nowhere, "fr");
    let stranger = Browser { cookie: String::new(), ..browser.clone() };
    let barred = stranger.get("/member?language=fr").await;
    assert_eq!((barred.status, barred.header("set-cookie")), (403, None), "nothing is kept for strangers");
    is_in(&barred, "nl");
    // A catalogue that there is not changes nothing.
    let none = french.get("/member?language=xx").await;
    assert_eq!((none.status, none.header("set-cookie")), (303, None));
    let ended = french.post("/end", &[]).await;
    ended.says("Le bureau est fermé");
    is_in(&ended, "fr");
}

/// A member's way from the passphrase to the receipt.
async fn way(language: &'static str, [sent, faults, good, taken, results]: [&str; 5]) {
    let (_, house, address) = desk().await;
    house.joined(Role::Member);
    let browser = Browser::enter_in(&address, language).await;
    is_in(&browser.get("/").await, language);
    is_in(&browser.get("/member").await, language);
    browser.post("/member/unlock", &[("passphrase", PASSPHRASE)]).await.leads("/member/work");
    let rounds = browser.follow().await;
    rounds.says(sent);
    is_in(&rounds, language);
    let at = round(&browser).await;
    is_in(&browser.get(&at).await, language);
    let (page, _) =
        dropped(&browser, &at, &filled(&browser, &at, &["1.234", "minus", "49", "49"]).await).await;
    assert!(page.contains(faults) && page.contains("1.234"), "{page}");
    assert!(page.contains("lang=\"en\""), "what another room says of a fault says that it is English");
    is_in(&browser.get(&format!("{at}/return")).await, language);
    let (page, number) =
        dropped(&browser, &at, &filled(&browser, &at, &["12345", "49", "49", "49"]).await).await;
    // A figure is written alike in every language.
    assert!(page.contains(good) && page.contains("<b>12345</b>"), "{page}");
    is_in(&browser.get(&format!("{at}/return")).await, language);
    browser
        .post(&format!("{at}/send"), &[("number", &number), ("figures", "yes")])
        .await
        .leads("/member/work");
    let end = browser.follow().await;
    end.says(taken);
    is_in(&end, language);
    for path in [at.clone(), format!("{at}/withdraw"), format!("{at}/results"), "/member/receipts".to_owned()]
    {
        is_in(&browser.get(&path).await, language);
    }
    browser.post(&format!("{at}/results"), &[]).await.leads("/member/work");
    let early = browser.follow().await;
    early.says(results);
    is_in(&early, language);
    is_in(&browser.get("/auditor").await, language);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_comes_to_a_receipt_in_dutch() {
    let said = [
        "Niets ingestuurd",
        "2 fouten in nl.csv",
        "nl.csv kan worden ingestuurd",
        "Het logboek heeft het opgenomen",
        "De ronde is nog niet gepubliceerd",
    ];
    way("nl", said).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_comes_to_a_receipt_in_french() {
    let said = [
        "Rien d’envoyé",
        "2 erreurs dans nl.csv",
        "nl.csv peut être envoyé",
        "Le journal l’a pris en compte",
        "La collecte n’est pas encore publiée",
    ];
    way("fr", said).await;
}
