//! Ways through the desk.

use crate::browser::Browser;
use crate::house::{AT, House, PASSPHRASE};
use crate::town::Town;
use futures::executor::block_on;
use intertally_desk::Desk;
use intertally_roles::auditor::write_record;
use intertally_tests::structure::Asked;
use intertally_verify::record::Files;
use std::sync::Arc;

const AREAS: [&str; 4] = ["DK", "FI", "NL", "SE"];

/// A collaboration with an open round, and the desk of one member.
pub async fn desk() -> (Arc<Town>, Arc<House>, String) {
    let town = tokio::task::spawn_blocking(|| {
        let town = Town::build(3, &AREAS);
        town.ceremony(2);
        town.open("Spring", &Asked::exact(4, 90_000), "2024");
        town.sit_all(1);
        Arc::new(town)
    });
    let town = town.await.unwrap();
    let house = House::new(&town);
    let desk = Desk::bind(Arc::clone(&house) as _, 0).await.unwrap();
    let address = desk.address();
    tokio::spawn(desk.serve(std::future::pending()));
    (town, house, address)
}

/// From nothing to an open office.
pub async fn first_day(browser: &Browser, house: &House) {
    browser.get("/member").await.says("Make your office");
    let typed = |passphrase: &'static str, again: &'static str| {
        [
            ("name", "NL"),
            ("server", "https://tally.example.org:7443"),
            ("passphrase", passphrase),
            ("again", again),
        ]
    };
    let differ = browser.post("/member/found", &typed(PASSPHRASE, "another one, quite long")).await;
    differ.says("differ").says("value=\"NL\"");
    assert!(!differ.text().contains(PASSPHRASE), "a passphrase is never repeated");
    browser.post("/member/found", &typed("short", "short")).await.says("is weak");
    browser.post("/member/found", &typed(PASSPHRASE, PASSPHRASE)).await.leads("/member");
    let groups = house.card().fingerprint().unwrap();
    let page = browser.get("/member").await;
    for group in groups.split(' ') {
        page.says(group);
    }
    page.says(&format!("aria-label=\"QR code with the fingerprint {groups}\""));
    assert_eq!(browser.get("/member/handout/card").await.body, b"card");
    let directory = house.directory();
    let back = |certificate: &'static [u8]| {
        [
            ("directory", "directory.toml", directory.as_slice()),
            ("authority", "authority.pem", b"a".as_slice()),
            ("certificate", "nl.pem", certificate),
        ]
    };
    browser.drop("/member/arrived", &back(b"")[..2]).await.says("All three files are needed");
    browser
        .drop("/member/arrived", &[("directory", "x", b"nonsense".as_slice()), back(b"")[1], back(b"x")[2]])
        .await
        .says("no directory");
    browser.drop("/member/arrived", &back(b"wrong")).await.leads("/member");
    browser.get("/member").await.says("Compare the fingerprints").says(">FI<");
    browser.post("/member/join", &[]).await.leads("/member");
    browser.get("/member").await.says("Compare the fingerprints");
    browser.post("/member/join", &[("compared", "yes")]).await.says("is no certificate");
    browser.drop("/member/arrived", &back(b"certificate")).await.leads("/member");
    browser.post("/member/join", &[("compared", "yes")]).await.leads("/member");
    let wrong = browser.post("/member/unlock", &[("passphrase", "not this one")]).await;
    wrong.says("check the passphrase");
    assert!(!wrong.text().contains("not this one"));
    browser.post("/member/unlock", &[("passphrase", PASSPHRASE)]).await.leads("/member/work");
    browser.follow().await.says("Spring").says("Nothing sent");
}

/// The address of the round's page.
pub async fn round(browser: &Browser) -> String {
    let rounds = browser.get("/member").await.text();
    let (_, rest) = rounds.split_once("href=\"/member/round/").unwrap();
    format!("/member/round/{}", rest.split('"').next().unwrap())
}

/// The round's empty return, filled with these.
pub async fn filled(browser: &Browser, at: &str, figures: &[&str]) -> String {
    let empty = browser.get(&format!("{at}/csv")).await.text();
    let mut lines = empty.lines();
    let header = lines.next().unwrap();
    let column = |name: &str| header.split(',').position(|own| own == name).unwrap();
    let (value, status) = (column("OBS_VALUE"), column("OBS_STATUS"));
    let mut text = format!("{header}\n");
    for (line, figure) in lines.zip(figures) {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        (cells[value], cells[status]) = ((*figure).to_owned(), "A".into());
        text += &(cells.join(",") + "\n");
    }
    text
}

/// Drop a return; answers with its page and the number of the draft.
pub async fn dropped(browser: &Browser, at: &str, text: &str) -> (String, String) {
    browser
        .drop(&format!("{at}/check"), &[("return", "nl.csv", text.as_bytes())])
        .await
        .leads(&format!("{at}/return"));
    let page = browser.get(&format!("{at}/return")).await.text();
    let number = page.split("name=\"number\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    (page.clone(), number.unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_goes_from_nothing_to_a_receipt_and_to_the_results() {
    let (town, house, address) = desk().await;
    let browser = Browser::enter(&address).await;
    first_day(&browser, &house).await;
    let at = round(&browser).await;
    browser.get(&at).await.says("Send your return").says("DK, FI, NL, SE");
    let book = browser.get(&format!("{at}/workbook")).await;
    assert!(
        book.body.starts_with(b"PK")
            && book.header("content-disposition").unwrap().contains("spring-NL.xlsx")
    );

    // Faults are all shown, at their places; nothing can be sent.
    let (page, number) =
        dropped(&browser, &at, &filled(&browser, &at, &["1.234", "minus", "49", "49"]).await).await;
    assert!(
        page.contains("2 faults in nl.csv") && page.contains("1.234") && page.contains("value-ambiguous"),
        "{page}"
    );
    assert!(!number.is_empty() && !page.contains("Encrypt and send</button>"), "no way to send it");

    // Mended, it is shown with its summary, and sent.
    let (page, number) =
        dropped(&browser, &at, &filled(&browser, &at, &["4900", "49", "49", "49"]).await).await;
    assert!(
        page.contains("nl.csv can be sent")
            && page.contains("4 of 4 figures")
            && page.contains("<b>4900</b>"),
        "{page}"
    );
    let stale = browser.post(&format!("{at}/send"), &[("number", "999")]).await;
    assert_eq!(stale.status, 409);
    assert!(stale.says("no longer the one on the table").text().split("4900").count() == 1);
    browser.post(&format!("{at}/send"), &[("number", &number)]).await.leads("/member/work");
    browser.follow().await.says("The log has taken it").says("receipt");
    browser.get(&at).await.says("Sent, and it counts").says("Good");
    let receipts = browser.get("/member/receipts").await;
    let height = receipts
        .text()
        .split("href=\"/member/receipts/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    assert!(browser.get(&format!("/member/receipts/{height}")).await.body.len() > 100);
    browser.post(&format!("{at}/send"), &[("number", &number)]).await.says("no longer the one");

    // A correction far from what was sent is asked about: on the page where it is ticked, or while it is sent.
    let slip = filled(&browser, &at, &["49", "49", "49", "49"]).await;
    let (page, number) = dropped(&browser, &at, &slip).await;
    assert!(page.contains("One figure is far from your last") && page.contains("4900"), "{page}");
    browser.post(&format!("{at}/send"), &[("number", &number)]).await.leads("/member/work");
    browser.follow().await.says("One question").says("your last figure was 4900");
    browser.post("/member/work/answer", &[("number", "1"), ("answer", "no")]).await.leads("/member/work");
    browser.follow().await.says("Nothing was done");
    browser
        .post(&format!("{at}/send"), &[("number", &number), ("figures", "yes")])
        .await
        .leads("/member/work");
    browser.follow().await.says("The log has taken it");
    browser.get(&at).await.says("Correction 1 counts");

    // Taken back, and sent again.
    browser.get(&format!("{at}/withdraw")).await.says("Correction 1 of your return");
    browser.post(&format!("{at}/withdraw"), &[("revision", "1")]).await.leads("/member/work");
    browser.follow().await.says("The log has taken it");
    browser.get(&at).await.says("nothing counts");
    let (_, number) = dropped(&browser, &at, &slip).await;
    browser
        .post(&format!("{at}/send"), &[("number", &number), ("figures", "yes")])
        .await
        .leads("/member/work");
    browser.follow().await.says("The log has taken it");
    browser.post("/member/lock", &[]).await.leads("/");
    browser.get(&at).await.leads("/member");

    // The others send, and the round is opened; the results lie beside the own figures.
    tokio::task::spawn_blocking(move || open(&town)).await.unwrap();
    browser.post("/member/unlock", &[("passphrase", PASSPHRASE)]).await.leads("/member/work");
    browser.follow().await.says("Published");
    browser.post(&format!("{at}/results"), &[]).await.leads("/member/work");
    let results = browser.follow().await;
    // 1 + 7 + 49 + 343: the others have 351.
    results.says("<b>400</b>").says(">351<").says(">49<").says("closed");
    let report = browser.get(&format!("{at}/results/report.html")).await;
    let policy = report.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("sandbox allow-downloads; default-src 'none';"),
        "it may only save its files: {policy}"
    );
    assert!(browser.get(&format!("{at}/results/totals.csv")).await.text().starts_with("STRUCTURE,"));
}

/// All others send, and the round is opened to its end.
fn open(town: &Town) {
    let figures: [[u32; 4]; 4] = [[1, 1, 0, 1], [7, 7, 0, 0], [0; 4], [343, 343, 0, 343]];
    for (member, figures) in figures.iter().enumerate().filter(|(member, _)| *member != AT) {
        town.submit(member, figures).unwrap();
    }
    town.seal_and_publish();
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_not_let_in_and_nothing_is_done_for_them() {
    let (_, house, address) = desk().await;
    let browser = Browser::enter(&address).await;
    let stranger = Browser { cookie: String::new(), ..browser.clone() };
    assert_eq!(stranger.get("/member").await.status, 403);
    let path = address.split_once(&browser.host).unwrap().1;
    assert_eq!(stranger.get(path).await.status, 403, "the address was used");
    // The same browser may come again.
    assert_eq!(browser.get(path).await.status, 200);
    let (_, _, other) = desk().await;
    let today = Browser::enter(&other).await;
    let yesterday = Browser { cookie: browser.cookie.clone(), ..today.clone() };
    let barred = yesterday.get("/").await;
    assert_eq!(barred.status, 403);
    barred.says("started again since");
    // Another page makes the browser send a form with its cookie.
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    for origin in ["https://evil.example", "null", "http://localhost:1"] {
        let headers = [form[0], ("Origin", origin)];
        assert_eq!(browser.ask("POST /end", &headers, b"").await.status, 403, "{origin}");
    }
    assert_eq!(browser.ask("POST /end", &form, b"").await.status, 403);
    assert_eq!(browser.ask("GET /", &[("Sec-Fetch-Site", "cross-site")], b"").await.status, 403);
    assert_eq!(browser.ask("GET /", &[("Host", "rebound.example")], b"").await.status, 421);
    let page = browser.get("/").await;
    assert!(page.header("content-security-policy").unwrap().contains("default-src 'none'"));
    assert_eq!(page.header("cache-control"), Some("no-store"), "no figure stays in the browser's cache");
    let styles = browser.get("/assets/desk.css").await;
    assert_eq!(
        styles.header("cache-control"),
        Some("private, max-age=3600"),
        "the last page wants them, too"
    );
    assert!(
        !page.text().contains("<style")
            && !page.text().contains("style=")
            && !page.text().contains("<script>")
    );
    // Work is begun for nobody: the office is shut.
    first_day(&browser, &house).await;
    browser.post("/member/lock", &[]).await.leads("/");
    browser.post("/member/refresh", &[]).await.leads("/member");
    assert_eq!(browser.get("/nowhere").await.status, 404);
    // The person ends the desk.
    browser.post("/end", &[]).await.says("The desk has ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_see_one_work_and_the_later_return_is_not_sent_by_the_earlier_page() {
    let (_, house, address) = desk().await;
    let one = Browser::enter(&address).await;
    let two = one.clone();
    first_day(&one, &house).await;
    let at = round(&one).await;
    let (_, first) = dropped(&one, &at, &filled(&one, &at, &["1", "2", "3", "4"]).await).await;
    let (_, second) = dropped(&two, &at, &filled(&two, &at, &["4", "3", "2", "1"]).await).await;
    assert_ne!(first, second);
    one.post(&format!("{at}/send"), &[("number", &first)]).await.says("no longer the one on the table");
    two.post(&format!("{at}/send"), &[("number", &second)]).await.leads("/member/work");
    // While it is sent, every page of the office shows that.
    let busy = one.get("/member").await;
    assert!(busy.header("location") == Some("/member/work") || busy.text().contains("Spring"));
    one.post(&format!("{at}/send"), &[("number", &second)]).await;
    two.follow().await.says("The log has taken it");
    one.get(&at).await.says("Sent, and it counts");
}

/// The public record of the one round.
fn record(town: &Town) -> Files {
    let mut auditor = town.session(&town.auditor);
    block_on(async {
        let log = auditor.sync().await.unwrap();
        let id = log.round(None).unwrap().id();
        write_record(&log, id, None, Files::new()).await.unwrap().0
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_checks_a_record_and_a_file_without_an_office() {
    let (town, house, address) = desk().await;
    let good = tokio::task::spawn_blocking(move || {
        town.submit(AT, &[49, 49, 49, 49]).unwrap();
        open(&town);
        record(&town)
    });
    let good = good.await.unwrap();
    let totals = good["published/totals.csv"].clone();
    let mut bad = good.clone();
    let at = totals.iter().rposition(u8::is_ascii_digit).unwrap();
    bad.get_mut("published/totals.csv").unwrap()[at] ^= 1;
    house.records.lock().unwrap().extend([("good".to_owned(), good), ("bad".to_owned(), bad)]);
    let browser = Browser::enter(&address).await;
    browser.get("/auditor").await.says("Check a record");
    browser.get("/auditor/report").await.leads("/auditor");
    let check = async |path: &str| {
        browser.post("/auditor/named", &[("path", path)]).await.leads("/auditor/work");
        browser.follow_of("auditor").await
    };
    check("nowhere").await.says("It stopped").says("is no record");
    let report = check("good").await;
    assert!(!report.text().contains(">fails<"), "{}", report.text());
    report.says("Report on ‘Spring’").says("<li value=\"14\">").says(">holds<");
    browser
        .drop("/auditor/compare", &[("file", "mine.csv", totals.as_slice())])
        .await
        .leads("/auditor/report");
    browser.get("/auditor/report").await.says("mine.csv is totals.csv of this record");
    browser
        .drop("/auditor/compare", &[("file", "mine.csv", b"other".as_slice())])
        .await
        .leads("/auditor/report");
    browser.get("/auditor/report").await.says("mine.csv is none of the files");
    check("bad").await.says("It does not hold").says(">fails<");
    browser
        .drop("/auditor/dropped", &[("record", "x.tar", b"nonsense".as_slice())])
        .await
        .leads("/auditor/work");
    browser.follow_of("auditor").await.says("It stopped");
}
