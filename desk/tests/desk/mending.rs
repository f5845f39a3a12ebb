//! A return with faults is mended on its page, and sent; the file that was dropped stays as it is.

use crate::browser::{Browser, Page};
use crate::ways::{desk, dropped, filled, first_day, round};

/// The number of the return that a page shows.
fn number(page: &str) -> String {
    page.split("name=\"number\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Names of the fields of a page with what they show: those of text, and those that are ticked.
fn fields(page: &str) -> Vec<(String, String)> {
    let name = |rest: &str| rest.split('"').next().unwrap().to_owned();
    let all = page.split("name=\"m.").skip(1).map(|rest| {
        let tag = rest.split('>').next().unwrap();
        (format!("m.{}", name(rest)), tag.split("value=\"").nth(1).map(name).unwrap_or_default())
    });
    all.collect()
}

/// Press the button of the page with these fields typed; answers with the page that comes of it.
async fn mend(browser: &Browser, at: &str, page: &str, typed: &[(&str, &str)]) -> Page {
    let number = number(page);
    let form = [&[("number", number.as_str())], typed].concat();
    browser.post(&format!("{at}/mend"), &form).await.leads(&format!("{at}/return"));
    browser.get(&format!("{at}/return")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_are_mended_at_their_places_and_the_return_is_sent() {
    let (town, house, address) = desk().await;
    let browser = Browser::enter(&address).await;
    first_day(&browser, &house).await;
    let at = round(&browser).await;
    let text = filled(&browser, &at, &["1.234", "minus", "49", "49"]).await;
    let (page, first) = dropped(&browser, &at, &text).await;
    assert!(page.contains("2 faults in nl.csv") && page.contains("Mend it here"), "{page}");
    let names: Vec<String> = fields(&page).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 4, "a figure and a status beside each fault: {names:?}");

    // What is typed wrong again is told again, beside what is mended.
    let typed = [(names[0].as_str(), "1234"), (names[1].as_str(), "A"), (names[2].as_str(), "5,123")];
    let page = mend(&browser, &at, &page, &typed).await;
    page.says("One fault in nl.csv")
        .says("5,123")
        .says("value-ambiguous")
        .says("You changed 2 cells on this page");
    assert!(!page.text().contains("1.234\" "), "no field repeats what is wrong");
    // A page that was left behind changes nothing any more.
    let stale =
        browser.post(&format!("{at}/mend"), &[("number", first.as_str()), (names[2].as_str(), "5")]).await;
    assert_eq!(stale.status, 409);
    assert!(!stale.text().contains("1234"), "an error repeats no figure");

    // A status that says why takes away what stands there.
    let page = mend(&browser, &at, &page.text(), &[(names[2].as_str(), ""), (names[3].as_str(), "L")]).await;
    page.says("nl.csv can be sent").says("3 of 4 figures").says("1 not collected (L)");
    page.says("You changed 3 cells on this page").says("In the file").says("minus").says("1.234");

    // One change is taken back, and made again.
    let number_now = number(&page.text());
    let undo = [("number", number_now.as_str()), ("undo", &names[0]["m.".len()..])];
    browser.post(&format!("{at}/mend"), &undo).await.leads(&format!("{at}/return"));
    let page = browser.get(&format!("{at}/return")).await;
    page.says("One fault in nl.csv").says("You changed 2 cells");
    let page = mend(&browser, &at, &page.text(), &[(names[0].as_str(), "1234")]).await;
    page.says("nl.csv can be sent");
    assert!(browser.post(&format!("{at}/mend"), &[("number", "x")]).await.status == 400);

    let number = number(&page.text());
    let sent = browser.post(&format!("{at}/send"), &[("number", &number)]).await;
    assert!(!format!("{}{}", sent.head, sent.text()).contains("1234"), "no address names a figure");
    sent.leads("/member/work");
    browser.follow().await.says("The log has taken it");
    browser.get(&at).await.says("Sent, and it counts");
    // It is what was typed that was sent: next year's workbook and a slip are held against it.
    let slip = filled(&browser, &at, &["12", "49", "49", "49"]).await;
    let (page, _) = dropped(&browser, &at, &slip).await;
    assert!(page.contains("far from your last") && page.contains(">1234<"), "{page}");
    drop(town);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_beside_a_warning_is_checked_before_anything_is_sent() {
    let (_town, house, address) = desk().await;
    let browser = Browser::enter(&address).await;
    first_day(&browser, &house).await;
    let at = round(&browser).await;
    // A note with digits is a warning.
    let mut text = filled(&browser, &at, &["10", "49", "3", "4"]).await;
    text = text.replacen(",10,A,,,", ",10,A,,,since 2019", 1);
    let (page, number) = dropped(&browser, &at, &text).await;
    assert!(page.contains("nl.csv can be sent") && page.contains("note-digits"), "{page}");
    let note = fields(&page).into_iter().find(|(_, shows)| shows == "since 2019").unwrap().0;
    let typed = [("number", number.as_str()), ("notes", "yes"), (note.as_str(), "a new law")];
    browser.post(&format!("{at}/send"), &typed).await.leads(&format!("{at}/return"));
    let page = browser.get(&format!("{at}/return")).await;
    page.says("Nothing was sent: you had typed something").says("a new law").says("You changed one cell");
    assert!(!page.text().contains("note-digits"));
    browser.get(&at).await.says("Nothing sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_the_file_stand_above_and_have_no_field() {
    let (_town, house, address) = desk().await;
    let browser = Browser::enter(&address).await;
    first_day(&browser, &house).await;
    let at = round(&browser).await;
    let text = filled(&browser, &at, &["1", "2", "3", "4"]).await;
    let (page, _) = dropped(&browser, &at, &text.replace("OBS_VALUE", "FIGURES")).await;
    assert!(page.contains("Faults of the file itself") && page.contains("column-missing"), "{page}");
    assert!(fields(&page).is_empty() && !page.contains("Check again"), "{page}");
    // A row twice: the second one is left out.
    let last = text.lines().last().unwrap();
    let (page, _) = dropped(&browser, &at, &format!("{text}{last}\n")).await;
    assert!(page.contains("cell-duplicate") && page.contains("Leave this row out"), "{page}");
    let name = fields(&page)[0].0.clone();
    let page = mend(&browser, &at, &page, &[(name.as_str(), "yes")]).await;
    page.says("nl.csv can be sent").says("You left out one row on this page");
    assert!(page.text().split("name=\"undo\"").count() == 2, "one change, one button");
}
