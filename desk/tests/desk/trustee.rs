//! A trustee at the desk: from a proposal to the erasure, its backup, and pages that have grown old.

use crate::browser::{Browser, Page};
use crate::house::{House, PASSPHRASE, TRUSTEE};
use crate::town::{DAY, Town};
use futures::executor::block_on;
use intertally_desk::Desk;
use intertally_roles::Role;
use intertally_roles::coordinator::{Terms, convene, count, propose, publish, seal};
use intertally_tests::structure::Asked;
use std::sync::Arc;

const AREAS: [&str; 4] = ["DK", "FI", "NL", "SE"];

/// A collaboration without keys, and the desk of one trustee that has joined.
async fn desk() -> (Arc<Town>, Arc<House>, Browser) {
    let town = tokio::task::spawn_blocking(|| Arc::new(Town::build(3, &AREAS))).await.unwrap();
    let house = House::new(&town);
    house.joined(Role::Trustee);
    let desk = Desk::bind(Arc::clone(&house) as _, 0).await.unwrap();
    let address = desk.address();
    tokio::spawn(desk.serve(std::future::pending()));
    (town, house, Browser::enter(&address).await)
}

/// Something that others do meanwhile.
async fn meanwhile<T: Send + 'static>(town: &Arc<Town>, what: impl FnOnce(&Town) -> T + Send + 'static) -> T {
    let town = Arc::clone(town);
    tokio::task::spawn_blocking(move || what(&town)).await.unwrap()
}

fn others(town: &Town, times: usize) {
    for _ in 0..times {
        for at in (0..town.trustees.len()).filter(|at| *at != TRUSTEE) {
            town.sit(at).unwrap();
        }
    }
}

async fn unlock(browser: &Browser) -> Page {
    browser.post("/trustee/unlock", &[("passphrase", PASSPHRASE)]).await.leads("/trustee/work");
    browser.follow_of("trustee").await
}

/// Read the log again.
async fn again(browser: &Browser) -> Page {
    browser.post("/trustee/refresh", &[]).await.leads("/trustee/work");
    browser.follow_of("trustee").await
}

/// The address of the first round on a page.
fn round(page: &Page) -> String {
    let text = page.text();
    let id = text.split("href=\"/trustee/round/").nth(1).unwrap().split('"').next().unwrap();
    format!("/trustee/round/{id}")
}

async fn answer(browser: &Browser, number: &str, yes: &str) -> Page {
    let said = [("number", number), ("answer", yes)];
    browser.post("/trustee/work/answer", &said).await.leads("/trustee/work");
    browser.follow_of("trustee").await
}

/// The button of a step; answers with the page that the work comes to.
async fn step(browser: &Browser, at: &str, step: &str) -> Page {
    browser.post(&format!("{at}/step"), &[("step", step)]).await.leads("/trustee/work");
    browser.follow_of("trustee").await
}

/// A valid ceremony, with this trustee's steps done at the desk.
async fn ceremony(town: &Arc<Town>, browser: &Browser) {
    meanwhile(town, |town| {
        let terms = Terms { threshold: 2, keys: 2, steps_ms: DAY, not_leading: vec![] };
        let mut session = town.session(&town.coordinator);
        block_on(async { propose(&mut session.sync().await.unwrap(), &terms).await.unwrap() });
        others(town, 1);
    })
    .await;
    let page = again(browser).await;
    page.says("A ceremony is proposed").says("2 of 3 trustees, 2 keys").says("Look at the proposal");
    browser.post("/trustee/ceremonies", &[]).await.leads("/trustee/work");
    let asked = browser.follow_of("trustee").await;
    asked.says("Take part in this ceremony?").says("have the keys that you have pinned");
    answer(browser, "1", "no").await.says("a ceremony that you did not agree to");
    browser.post("/trustee/ceremonies", &[]).await.leads("/trustee/work");
    browser.follow_of("trustee").await.says("Take part in this ceremony?");
    answer(browser, "1", "yes").await.says("offered a sealing key").says("the coordinator to begin");
    browser.get("/trustee").await.says("You have offered your part");
    meanwhile(town, |town| {
        let mut session = town.session(&town.coordinator);
        block_on(async { convene(&mut session.sync().await.unwrap()).await.unwrap() });
    })
    .await;
    for _ in 0..5 {
        let page = again(browser).await;
        if page.text().contains("Do my step of the ceremony") {
            browser.post("/trustee/ceremonies", &[]).await.leads("/trustee/work");
            browser.follow_of("trustee").await.says("Done, as far as it goes now");
        }
        meanwhile(town, |town| others(town, 1)).await;
    }
    again(browser).await.says("2 keys, 2 of them unused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trustee_goes_from_a_proposal_to_the_erasure_one_button_a_step() {
    let (town, _, browser) = desk().await;
    browser.get("/").await.says("Trustee").says("locked");
    unlock(&browser).await.says("What is due").says("No round lists this office yet");
    ceremony(&town, &browser).await;
    browser.get("/trustee").await.says("There is no backup of this office");

    meanwhile(&town, |town| town.open("Spring", &Asked::exact(4, 90_000), "2024")).await;
    let page = again(&browser).await;
    page.says("Spring").says("Show that you hold the keys");
    let at = round(&page);
    browser.get(&at).await.says("Only 0 of 3 trustees").says("3 are needed");
    let stale = browser.post(&format!("{at}/step"), &[("step", "state")]).await;
    assert_eq!(stale.status, 409, "{}", stale.text());
    stale.says("this page has grown old");
    step(&browser, &at, "rehearse").await.says("Shown: the sub-keys of").says("Nothing is waited for");
    meanwhile(&town, |town| others(town, 1)).await;
    again(&browser).await;
    browser.get(&at).await.says("every one of them is needed").says("Nothing to do for you now");
    browser.get(&format!("{at}/erase")).await.leads(&at);

    meanwhile(&town, |town| {
        for (member, figures) in
            [[1, 1, 0, 1], [7, 7, 0, 0], [49, 49, 0, 0], [343, 343, 0, 343]].iter().enumerate()
        {
            town.submit(member, figures).unwrap();
        }
        let mut session = town.session(&town.coordinator);
        block_on(async { seal(&mut session.sync().await.unwrap(), None).await.unwrap() });
    })
    .await;
    again(&browser).await.says("A sealed set waits for your statement");
    let asked = step(&browser, &at, "state").await;
    asked.says("State for this set?").says("DK, FI, NL, SE").says("added up on this machine");
    answer(&browser, "1", "no").await.says("your consent to a sealed round");
    browser.get(&at).await.says("A sealed set waits for your statement");
    step(&browser, &at, "state").await.says("State for this set?");
    answer(&browser, "1", "yes").await.says("Stated for the sealed set");
    meanwhile(&town, |town| others(town, 1)).await;
    again(&browser).await.says("Open the counts");
    step(&browser, &at, "counts").await.says("Gave shares of the counts");
    meanwhile(&town, |town| {
        others(town, 1);
        let mut session = town.session(&town.coordinator);
        block_on(async { count(&mut session.sync().await.unwrap(), None).await.unwrap() });
    })
    .await;
    again(&browser).await.says("Open the approved totals");
    let asked = step(&browser, &at, "totals").await;
    asked.says("Open these totals?").says("computed anew here").says("2 of 4");
    answer(&browser, "1", "yes").await.says("Gave shares of the approved totals");
    meanwhile(&town, |town| {
        others(town, 1);
        let mut session = town.session(&town.coordinator);
        block_on(async { publish(&mut session.sync().await.unwrap(), None).await.unwrap() });
    })
    .await;
    again(&browser).await.says("Erase your sub-keys");
    browser.get(&format!("{at}/erase")).await.says("delete every backup made before now");
    browser.post(&format!("{at}/erase"), &[]).await.leads(&format!("{at}/erase"));
    browser.post(&format!("{at}/erase"), &[("sure", "yes")]).await.leads("/trustee/work");
    browser.follow_of("trustee").await.says("The log has taken it");
    browser.get(&at).await.says("You have erased your sub-keys");
    assert_eq!(browser.post(&format!("{at}/step"), &[("step", "erase")]).await.status, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_backup_is_a_file_and_its_reminder_knows_what_changed_since() {
    let (town, house, browser) = desk().await;
    unlock(&browser).await;
    ceremony(&town, &browser).await;
    browser.get("/trustee/backup").await.says("There is no backup of this office");
    let typed = |one: &'static str, again: &'static str| [("passphrase", one), ("again", again)];
    browser.post("/trustee/backup", &typed("one of a kind", "another one")).await.says("differ");
    browser.post("/trustee/backup", &typed("short", "short")).await.says("is weak");
    browser.get("/trustee/backup").await.says("There is no backup of this office");
    let saved = browser.post("/trustee/backup", &typed("kept apart, and long", "kept apart, and long")).await;
    assert!(saved.header("content-disposition").unwrap().contains("trustee-t0.backup"), "{}", saved.head);
    browser.get("/trustee/backup").await.says("it has everything");
    let board = browser.get("/trustee").await;
    assert!(!board.text().contains("Make a backup"), "{}", board.text());
    // Another sitting writes to the vault or the ledger.
    meanwhile(&town, |town| {
        town.open("Spring", &Asked::exact(4, 90_000), "2024");
        others(town, 1);
        for member in 0..AREAS.len() {
            town.submit(member, &[5, 5, 5, 5]).unwrap();
        }
        let mut session = town.session(&town.coordinator);
        block_on(async { seal(&mut session.sync().await.unwrap(), None).await.unwrap() });
    })
    .await;
    let at = round(&again(&browser).await);
    step(&browser, &at, "state").await.says("State for this set?");
    answer(&browser, "1", "yes").await.says("Stated for the sealed set");
    browser.get("/trustee").await.says("have changed since").says("Make a backup");

    // Another machine.
    let bare = House::new(&house.town);
    let desk = Desk::bind(Arc::clone(&bare) as _, 0).await.unwrap();
    let address = desk.address();
    tokio::spawn(desk.serve(std::future::pending()));
    let other = Browser::enter(&address).await;
    other.get("/trustee").await.says("Or make the office from a backup");
    other.get("/trustee/restore").await.says("states for no key that is older");
    let own = [("passphrase", PASSPHRASE), ("again", PASSPHRASE)];
    let form = |of_backup: &'static str| [&[("of-backup", of_backup)][..], &own].concat();
    let file = [("backup", "t0.backup", saved.body.as_slice())];
    other
        .send("/trustee/restore", &file, &form("not this one"))
        .await
        .says("check the passphrase of the backup");
    other.send("/trustee/restore", &[], &form("kept apart, and long")).await.says("could not be read");
    other.send("/trustee/restore", &file, &form("kept apart, and long")).await.leads("/trustee");
    other.get("/trustee").await.says("Open office t0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_trustee_shows_nothing_and_does_nothing() {
    let (_, _, browser) = desk().await;
    for path in ["/trustee/round/ab", "/trustee/backup", "/trustee/round/ab/erase"] {
        browser.get(path).await.leads("/trustee");
    }
    for path in
        ["/trustee/ceremonies", "/trustee/round/ab/step", "/trustee/round/ab/erase", "/trustee/backup"]
    {
        let form = [
            ("step", "state"),
            ("sure", "yes"),
            ("passphrase", "a long enough one"),
            ("again", "a long enough one"),
        ];
        browser.post(path, &form).await.leads("/trustee");
    }
    unlock(&browser).await;
    assert_eq!(browser.get("/trustee/round/ab").await.status, 404);
    assert_eq!(browser.post("/trustee/round/ab/step", &[("step", "state")]).await.status, 404);
    browser.post("/trustee/lock", &[]).await.leads("/");
    browser.get("/trustee").await.says("Open office t0");
}
