//! A coordinator at the desk: from a proposal to the record, with what is shown before each step, and what is refused.

use crate::browser::{Browser, Page};
use crate::house::{House, PASSPHRASE};
use crate::town::{BEGIN, Town};
use intertally_desk::Desk;
use intertally_roles::Role;
use intertally_tests::structure::Asked;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;

const AREAS: [&str; 4] = ["DK", "FI", "NL", "SE"];
const HOUR: i64 = 3_600_000;

/// A collaboration without keys, and the desk of its coordinator.
async fn desk() -> (Arc<Town>, Arc<House>, Browser) {
    let town = tokio::task::spawn_blocking(|| Arc::new(Town::build(3, &AREAS))).await.unwrap();
    let house = House::new(&town);
    house.joined(Role::Coordinator);
    let desk = Desk::bind(Arc::clone(&house) as _, 0).await.unwrap();
    let address = desk.address();
    tokio::spawn(desk.serve(std::future::pending()));
    let browser = Browser::enter(&address).await;
    browser.post("/coordinator/unlock", &[("passphrase", PASSPHRASE)]).await.leads("/coordinator/work");
    browser.follow_of("coordinator").await.says("There are no keys for a new round");
    (town, house, browser)
}

/// Something that others do meanwhile.
async fn meanwhile(town: &Arc<Town>, what: impl FnOnce(&Town) + Send + 'static) {
    let town = Arc::clone(town);
    tokio::task::spawn_blocking(move || what(&town)).await.unwrap();
}

/// A form that begins a work; answers with the page that it comes to.
async fn work(browser: &Browser, path: &str, form: &[(&str, &str)]) -> Page {
    browser.post(path, form).await.leads("/coordinator/work");
    browser.follow_of("coordinator").await
}

async fn answer(browser: &Browser, number: &str, yes: &str) -> Page {
    work(browser, "/coordinator/work/answer", &[("number", number), ("answer", yes)]).await
}

async fn again(browser: &Browser) -> Page {
    work(browser, "/coordinator/refresh", &[]).await
}

/// A date as a form's field gives it, so many hours after the beginning.
fn field(hours: i64) -> String {
    let at = Timestamp::from_millisecond(BEGIN.0 + hours * HOUR).unwrap();
    at.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// Keys for rounds, by the pages.
async fn ceremony(town: &Arc<Town>, browser: &Browser) {
    let page = browser.get("/coordinator/ceremony").await;
    page.says("Propose a ceremony").says("With 2 that open together, 3 must be there");
    let terms = |threshold: &'static str| [("threshold", threshold), ("keys", "2"), ("days", "2")];
    browser.post("/coordinator/ceremony/propose", &terms("two")).await.says("One of the numbers is none");
    work(browser, "/coordinator/ceremony/propose", &terms("1")).await.says("It stopped");
    let named = [&terms("2")[..], &[("not-leading:t9", "yes")]].concat();
    work(browser, "/coordinator/ceremony/propose", &named).await.says("there is no trustee t9");
    let proposed = work(browser, "/coordinator/ceremony/propose", &terms("2")).await;
    proposed.says("A ceremony is proposed").says("t0, t1, t2").says("Take the proposal back");
    work(browser, "/coordinator/ceremony/take-back", &[]).await.says("Propose a ceremony");
    work(browser, "/coordinator/ceremony/propose", &terms("2")).await.says("Have not offered yet");
    meanwhile(town, |town| town.sit_all(1)).await;
    again(browser).await;
    browser.get("/coordinator/ceremony").await.says("Begin the ceremony");
    work(browser, "/coordinator/ceremony/begin", &[]).await.says("commitments until");
    meanwhile(town, |town| town.sit_all(5)).await;
    again(browser).await.says("There are 2 keys").says("Prepare a round");
}

/// The three pages of a new round, up to its question.
async fn prepared(browser: &Browser, name: &str) -> Page {
    browser.get("/coordinator/new/who").await.leads("/coordinator/new");
    browser.get("/coordinator/new/look").await.leads("/coordinator/new");
    browser.get("/coordinator/new").await.says("What is asked").says("The structure that ships");
    let structure = Asked::exact(4, 90_000).structure().into_bytes();
    let form = |periods: &'static str| {
        [("name", name.to_owned()), ("periods", periods.to_owned()), ("source", "default".to_owned())]
    };
    let send = async |periods: &'static str, file: &[u8]| {
        let form = form(periods);
        let typed: Vec<(&str, &str)> = form.iter().map(|(name, text)| (*name, text.as_str())).collect();
        browser.send("/coordinator/new/what", &[("structure", "own.toml", file)], &typed).await
    };
    let none = [("name", name), ("periods", "2024"), ("source", "file")];
    browser.send("/coordinator/new/what", &[], &none).await.says("Choose the structure file");
    send("2024", b"nonsense").await.says("own.toml").says("role=\"alert\"").says(name);
    send("someday", &structure).await.says("someday");
    send("", &structure).await.says("one period at least");
    send("2024", &structure).await.leads("/coordinator/new/who");
    browser.get("/coordinator/new/who").await.says("4 figures").says("member:NL");
    let deadline = field(24);
    let mut who = vec![("least", "3"), ("contributors", ""), ("opens", ""), ("grace", "0")];
    browser
        .post("/coordinator/new/who", &[&who[..], &[("deadline", &deadline)]].concat())
        .await
        .says("Nobody takes part");
    let members = AREAS.map(|area| format!("member:{area}"));
    who.extend(members.iter().map(|name| (name.as_str(), "yes")));
    browser
        .post("/coordinator/new/who", &[&who[..], &[("deadline", "soon")]].concat())
        .await
        .says("could not be read");
    who.push(("deadline", deadline.as_str()));
    browser.post("/coordinator/new/who", &who).await.leads("/coordinator/new/look");
    browser.get("/coordinator/new/look").await.says("What could be published?").says("DK, FI, NL, SE");
    browser.send("/coordinator/new/forecast", &[], &[("nonzero", "80")]).await.leads("/coordinator/work");
    browser.follow_of("coordinator").await.says("Forecast of 20 imagined rounds").says("selected");
    assert_eq!(browser.send("/coordinator/new/forecast", &[], &[("nonzero", "300")]).await.status, 400);
    let asked = work(browser, "/coordinator/new/open", &[]).await;
    asked.says("Open this round?").says("4 figures").says("2 of 3 trustees").says("Only the deadline moves");
    asked
}

/// The address of the latest round.
async fn round(browser: &Browser) -> String {
    let text = browser.get("/coordinator").await.text();
    let id = text.split("href=\"/coordinator/round/").nth(1).unwrap().split('"').next().unwrap();
    format!("/coordinator/round/{id}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coordinator_goes_from_a_proposal_to_the_record_and_sees_each_step_before_it_is_done() {
    let (town, house, browser) = desk().await;
    ceremony(&town, &browser).await;
    prepared(&browser, "Spring").await;
    answer(&browser, "1", "no").await.says("Nothing was done");
    browser.get("/coordinator").await.says("Go on with the round that you prepare");
    work(&browser, "/coordinator/new/open", &[]).await.says("Open this round?");
    answer(&browser, "1", "yes").await.says("Spring").says("Prepare a round");
    let at = round(&browser).await;

    // Who has rehearsed, who has sent, what to write to whom, and a later deadline.
    browser.get(&at).await.says("Only 0 of 3 trustees").says("Missing: 4");
    meanwhile(&town, |town| {
        town.sit_all(1);
        for member in [0, 1, 3] {
            town.submit(member, &[[1, 7, 0, 343][member], [1, 7, 0, 343][member], 0, 5]).unwrap();
        }
    })
    .await;
    again(&browser).await;
    let page = browser.get(&at).await;
    page.says("In: 3").says("Missing: 1").says("every one of them is needed").says("Members send");
    browser.get(&format!("{at}/letter/reminder")).await.says("<dd>NL</dd>").says("Nothing is in yet for");
    browser.get(&format!("{at}/letter/receipt")).await.says("DK, FI, SE").says("DK: first return");
    browser.get(&format!("{at}/letter/invitation")).await.says("is open until").says("‘Encrypt and send’");
    assert_eq!(browser.get(&format!("{at}/letter/results")).await.status, 422, "nothing is published");
    assert_eq!(browser.get(&format!("{at}/letter/love")).await.status, 404);
    browser.get(&format!("{at}/seal")).await.leads(&at);
    browser.post(&format!("{at}/extend"), &[("deadline", "later")]).await.says("could not be read");
    work(&browser, &format!("{at}/extend"), &[("deadline", &field(23))]).await.says("never moves forward");
    let asked = work(&browser, &format!("{at}/extend"), &[("deadline", &field(48))]).await;
    asked.says("Move the deadline of").says("UTC").says("One question");
    answer(&browser, "1", "yes").await.says("The log has taken it");
    let moved = Timestamp::from_millisecond(BEGIN.0 + 48 * HOUR).unwrap().to_zoned_datetime(TimeZone::UTC);
    browser.get(&at).await.says(&moved.strftime("%-d %B %Y, %H:%M UTC").to_string());
    meanwhile(&town, |town| {
        town.submit(2, &[49, 49, 0, 5]).unwrap();
    })
    .await;

    // What the page showed is sealed; another number of returns is asked about.
    again(&browser).await;
    browser.get(&format!("{at}/seal")).await.says("4 of 4 members are in").says("Seal the round");
    work(&browser, &format!("{at}/seal"), &[("have", "3")])
        .await
        .says("with 4 of 4 members")
        .says("One question");
    answer(&browser, "1", "no").await.says("Nothing was done");
    work(&browser, &format!("{at}/seal"), &[("have", "4")]).await.says("The log has taken it");
    browser.get(&at).await.says("Trustees state for the sealed set");
    meanwhile(&town, |town| town.sit_all(2)).await;
    again(&browser).await;
    browser.get(&at).await.says("Combine the counts");
    browser.get(&format!("{at}/plan")).await.says("For you alone");
    work(&browser, &format!("{at}/plan"), &[]).await.says("count it from this folder first");
    work(&browser, &format!("{at}/count"), &[]).await.says("Adopt this plan?").says("for ever");
    answer(&browser, "1", "no").await.says("Nothing was done");
    work(&browser, &format!("{at}/count"), &[]).await.says("Adopt this plan?");
    let plan = answer(&browser, "1", "yes").await;
    plan.says("The plan of ‘Spring’").says("shut: ").says("open");

    // The publication is looked at before anything of it leaves.
    meanwhile(&town, |town| town.sit_all(2)).await;
    again(&browser).await;
    browser.get(&at).await.says("Look at the publication");
    assert_eq!(
        browser.post(&format!("{at}/publish"), &[("number", "1")]).await.status,
        409,
        "nobody has looked"
    );
    let preview = work(&browser, &format!("{at}/preview"), &[]).await;
    preview.says("Nothing of this has left your machine").says("<b>400</b>").says("totals.csv");
    let totals = browser.get(&format!("{at}/preview/totals.csv")).await.text();
    assert!(totals.starts_with("STRUCTURE,"), "{totals}");
    let report = browser.get(&format!("{at}/preview/report.html")).await;
    let policy = report.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("sandbox allow-downloads; default-src 'none';"),
        "it may only save its files: {policy}"
    );
    again(&browser).await.says("The totals are there");
    let number = preview
        .text()
        .split("name=\"number\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    work(&browser, &format!("{at}/publish"), &[("number", &number)]).await.says("It is published");
    browser.get(&format!("{at}/preview")).await.says("as it was published").says("<b>400</b>");
    assert_eq!(
        browser.get(&format!("{at}/preview/totals.csv")).await.text(),
        totals,
        "what was shown is what is out"
    );
    work(&browser, &format!("{at}/plan"), &[]).await.says("open: a value");
    browser.get(&format!("{at}/letter/results")).await.says("are published");
    browser.get(&format!("{at}/aside/cancel")).await.leads(&at);

    // Records.
    browser.get(&format!("{at}/record")).await.says("For accredited auditors");
    assert_eq!(browser.post(&format!("{at}/record"), &[("edition", "secret")]).await.status, 400);
    work(&browser, &format!("{at}/record"), &[("edition", "public")]).await.says("records/Public");
    work(&browser, &format!("{at}/record"), &[("edition", "restricted")]).await.says("records/Restricted");
    let exported = house.exported.lock().unwrap().clone();
    let (public, restricted) = (&exported["records/Public"], &exported["records/Restricted"]);
    assert!(public.contains_key("published/totals.csv") && restricted.len() > public.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_is_cancelled_with_a_reason_and_asked_again_for_another_year() {
    let (town, _, browser) = desk().await;
    ceremony(&town, &browser).await;
    prepared(&browser, "Spring").await;
    answer(&browser, "1", "yes").await.says("Spring");
    let at = round(&browser).await;
    browser.get(&format!("{at}/aside/hold")).await.says("Hold the round back");
    browser.get(&format!("{at}/aside/cancel")).await.says("It is public, and for ever");
    assert_eq!(browser.get(&format!("{at}/aside/forget")).await.status, 404);
    assert_eq!(browser.post(&format!("{at}/aside/cancel"), &[("reason", " ")]).await.status, 400);
    let why = [("reason", "a wrong structure")];
    work(&browser, &format!("{at}/aside/cancel"), &why).await.says("The log has taken it");
    browser.get(&at).await.says("It is cancelled");
    browser.get("/coordinator/new").await.says("That of an earlier round");
    let id = at.rsplit('/').next().unwrap();
    let typed =
        [("name", "Summer"), ("periods", "2025"), ("source", "again"), ("again", id), ("practice", "yes")];
    let other = [typed[0], typed[1], typed[2], ("again", "ffff")];
    browser.send("/coordinator/new/what", &[], &other).await.says("there is no round");
    browser.send("/coordinator/new/what", &[], &typed).await.leads("/coordinator/new/who");
    browser
        .get("/coordinator/new/who")
        .await
        .says("the structure of ‘Spring’")
        .says("Practice")
        .says("value=\"3\"");
    browser.post("/coordinator/new/away", &[]).await.leads("/coordinator");
    browser.get("/coordinator/new/who").await.leads("/coordinator/new");
    assert_eq!(browser.post("/coordinator/new/open", &[]).await.status, 404, "nothing is prepared");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_coordinator_shows_nothing_and_does_nothing() {
    let (_, _, browser) = desk().await;
    browser.post("/coordinator/lock", &[]).await.leads("/");
    let paths = [
        "ceremony",
        "new",
        "new/who",
        "new/look",
        "round/ab",
        "round/ab/letter/invitation",
        "round/ab/extend",
        "round/ab/seal",
        "round/ab/aside/cancel",
        "round/ab/plan",
        "round/ab/preview",
        "round/ab/record",
    ];
    for path in paths {
        browser.get(&format!("/coordinator/{path}")).await.leads("/coordinator");
    }
    let form = [
        ("threshold", "2"),
        ("keys", "1"),
        ("days", "2"),
        ("deadline", "2031-01-01T10:00"),
        ("have", "1"),
        ("reason", "x"),
        ("number", "1"),
        ("edition", "public"),
    ];
    for path in [
        "ceremony/propose",
        "ceremony/begin",
        "ceremony/take-back",
        "round/ab/extend",
        "round/ab/seal",
        "round/ab/aside/cancel",
        "round/ab/count",
        "round/ab/plan",
        "round/ab/preview",
        "round/ab/publish",
        "round/ab/record",
    ] {
        browser.post(&format!("/coordinator/{path}"), &form).await.leads("/coordinator");
    }
    browser
        .send("/coordinator/new/what", &[], &[("name", "x"), ("periods", "2024")])
        .await
        .leads("/coordinator");
    browser.get("/coordinator").await.says("Open office hq");
}
