//! A file with columns and labels of its own: paired on the page, sent, kept for the next round, saved for the command.

use crate::browser::Browser;
use crate::ways::{desk, dropped, first_day, round};
use intertally_returns::Mapping;

const FILE: &str = "Land;Delikt;Jahr;Anzahl;Bemerkung\nNL;Diefstal;2024;4.900;\nNL;CELL00001;2024;49;\n\
                    NL;CELL00002;2024;-;\nNL;CELL00003;2024;7;\nBE;CELL00003;2024;9999;\n";

/// The number of the return that a page shows.
fn number(page: &str) -> String {
    page.split("name=\"number\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// The name of the select box that this label heads.
fn field(page: &str, label: &str) -> String {
    let head =
        page.split(&format!(">{label}</label>")).nth(1).unwrap_or_else(|| panic!("no '{label}' in {page}"));
    head.split("name=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn send(browser: &Browser, path: &str, page: &str, fields: &[(String, &str)]) -> crate::browser::Page {
    let number = number(page);
    let mut form = vec![("number", number.as_str())];
    form.extend(fields.iter().map(|(name, text)| (name.as_str(), *text)));
    browser.post(path, &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_layout_of_its_own_is_paired_sent_kept_and_saved() {
    let (_town, house, address) = desk().await;
    let browser = Browser::enter(&address).await;
    first_day(&browser, &house).await;
    let at = round(&browser).await;
    let (page, _) = dropped(&browser, &at, FILE).await;
    assert!(page.contains("column-missing") && page.contains("Pair columns and labels"), "{page}");

    // Columns: what is alike is chosen, the figure is not forgotten, and nothing is taken twice.
    let columns = format!("{at}/layout");
    let page = browser.get(&columns).await;
    page.says("Say what each column of nl.csv is").says("Diefstal").says("4.900");
    let text = page.text();
    let name = |label: &str| field(&text, label);
    let [land, offence, year, figure] = ["Land", "Delikt", "Jahr", "Anzahl"].map(name);
    let good = [
        (land, "REF_AREA"),
        (offence.clone(), "OFFENCE"),
        (year, "TIME_PERIOD"),
        (figure.clone(), "OBS_VALUE"),
    ];
    send(&browser, &columns, &text, &good[..3]).await.says("No column is the figure");
    let twice = [&good[..], &[(name("Bemerkung"), "OFFENCE")]].concat();
    send(&browser, &columns, &text, &twice).await.says("Two columns are chosen as ‘Offence’");
    let without: Vec<_> = good.iter().filter(|(own, _)| *own != offence).cloned().collect();
    send(&browser, &columns, &text, &without).await.says("No column is ‘Offence’");
    browser.get(&format!("{columns}/labels")).await.leads(&columns);
    send(&browser, &columns, &text, &good).await.leads(&format!("{columns}/labels"));

    // Labels: one is not alike, and has to be chosen.
    let labels = format!("{columns}/labels");
    let page = browser.get(&labels).await;
    page.says("Labels of ‘Delikt’: Offence").says("leave these rows out");
    let text = page.text();
    let name = |label: &str| field(&text, label);
    let mut pairs: Vec<(String, &str)> =
        ["CELL00001", "CELL00002", "CELL00003"].map(|code| (name(code), code)).to_vec();
    send(&browser, &labels, &text, &pairs).await.says("Something of the column ‘Delikt’ is not chosen yet");
    pairs.push((name("Diefstal"), "CELL00000"));
    pairs.extend([("missing".to_owned(), "- ."), ("thousands".to_owned(), "."), ("decimal".to_owned(), ".")]);
    send(&browser, &labels, &text, &pairs).await.says("role=\"alert\"");
    pairs.pop();
    send(&browser, &labels, &text, &pairs).await.leads(&format!("{at}/return"));
    let page = browser.get(&format!("{at}/return")).await;
    page.says("nl.csv can be sent").says("3 of 4 figures").says("<b>4900</b>").says("mapping-left-out");

    // Saved, it is what the command takes; kept, it reads the next file by itself.
    let saved = browser.get(&format!("{columns}/mapping.toml")).await;
    let mapping = Mapping::parse("mapping.toml", &saved.body).unwrap();
    assert_eq!(mapping.codes["OFFENCE"]["Diefstal"], "CELL00000");
    assert_eq!((mapping.fixed["MEASURE"].as_str(), mapping.thousands.as_deref()), ("OFF_REC", Some(".")));
    browser.post(&format!("{columns}/keep"), &[]).await.leads(&format!("{at}/return"));
    browser.get(&format!("{at}/return")).await.says("by the layout that your office keeps");
    let (page, number) = dropped(&browser, &at, &FILE.replace("4.900", "4.901")).await;
    assert!(page.contains("by the layout that your office keeps") && page.contains("<b>4901</b>"), "{page}");

    // A fault in it is mended on the page, like any other, and it is sent as it was shown.
    let (page, _) = dropped(&browser, &at, &FILE.replace("4.900", "many")).await;
    assert!(page.contains("One fault in nl.csv") && page.contains("value-text"), "{page}");
    let typed = page.split("name=\"m.").nth(1).unwrap().split('"').next().unwrap();
    let typed = [(format!("m.{typed}"), "4900")];
    send(&browser, &format!("{at}/mend"), &page, &typed).await.leads(&format!("{at}/return"));
    let page = browser.get(&format!("{at}/return")).await;
    page.says("You changed one cell on this page").says("3 of 4 figures");
    assert_eq!(browser.post(&format!("{at}/send"), &[("number", number.as_str())]).await.status, 409);
    send(&browser, &format!("{at}/send"), &page.text(), &[]).await.leads("/member/work");
    browser.follow().await.says("The log has taken it");

    // Without it, the file is read by the structure's own columns.
    let (_, _) = dropped(&browser, &at, FILE).await;
    browser.post(&format!("{columns}/plain"), &[]).await.leads(&format!("{at}/return"));
    browser.get(&format!("{at}/return")).await.says("column-missing").says("Pair columns and labels");
}

/// A file with several columns of figures: their headings say a breakdown, or they are added up; neither by itself.
#[tokio::test(flavor = "multi_thread")]
async fn several_columns_of_figures_are_told_apart_or_added_up() {
    let (_town, house, address) = desk().await;
    let browser = Browser::enter(&address).await;
    first_day(&browser, &house).await;
    let at = round(&browser).await;
    let (columns, labels) = (format!("{at}/layout"), format!("{at}/layout/labels"));
    let wide = "Land;Jahr;Diefstal;CELL00001;CELL00002\nNL;2024;4900;49;7\nBE;2024;1;2;3\n";
    dropped(&browser, &at, wide).await;
    let text = browser.get(&columns).await.text();
    let name = |label: &str| field(&text, label);
    let figures = ["Diefstal", "CELL00001", "CELL00002"].map(|label| (name(label), "OBS_VALUE"));
    let own = [&[(name("Land"), "REF_AREA"), (name("Jahr"), "TIME_PERIOD")][..], &figures].concat();
    send(&browser, &columns, &text, &own).await.says("Several columns hold figures");
    let told = [&own[..], &[(name("Offence"), "heading")]].concat();
    send(&browser, &columns, &text, &told).await.leads(&labels);
    let page = browser.get(&labels).await;
    page.says("Choose what each of them counts");
    let text = page.text();
    let said = |label: &str| field(&text, &format!("{label} · Offence"));
    let mut pairs = vec![(said("CELL00001"), "CELL00001"), (said("CELL00002"), "CELL00002")];
    send(&browser, &labels, &text, &pairs).await.says("Something of the column ‘Diefstal’ is not chosen yet");
    pairs.push((said("Diefstal"), "CELL00000"));
    send(&browser, &labels, &text, &pairs).await.leads(&format!("{at}/return"));
    let page = browser.get(&format!("{at}/return")).await;
    page.says("nl.csv can be sent").says("3 of 4 figures").says("<b>4900</b>");
    let saved = browser.get(&format!("{columns}/mapping.toml")).await;
    let mapping = Mapping::parse("mapping.toml", &saved.body).unwrap();
    assert_eq!(mapping.values["Diefstal"]["OFFENCE"], "CELL00000");

    let split = "Land;Delikt;Jahr;Noord;Zuid\nNL;CELL00001;2024;4;5\nNL;CELL00002;2024;1;\n";
    dropped(&browser, &at, split).await;
    let text = browser.get(&columns).await.text();
    let name = |label: &str| field(&text, label);
    let own = [
        (name("Land"), "REF_AREA"),
        (name("Delikt"), "OFFENCE"),
        (name("Jahr"), "TIME_PERIOD"),
        (name("Noord"), "+OBS_VALUE"),
        (name("Zuid"), "+OBS_VALUE"),
    ];
    send(&browser, &columns, &text, &own).await.leads(&labels);
    let text = browser.get(&labels).await.text();
    send(&browser, &labels, &text, &[]).await.leads(&format!("{at}/return"));
    browser.get(&format!("{at}/return")).await.says("added-part").says("Zuid");
    let text = browser.get(&columns).await.text();
    send(&browser, &columns, &text, &own).await.leads(&labels);
    let text = browser.get(&labels).await.text();
    send(&browser, &labels, &text, &[("zero-empty".to_owned(), "yes")]).await.leads(&format!("{at}/return"));
    let page = browser.get(&format!("{at}/return")).await;
    page.says("2 of 4 figures").says("<b>9</b>").says("mapping-added");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_table_of_text_is_not_offered_to_be_paired() {
    let (_town, house, address) = desk().await;
    let browser = Browser::enter(&address).await;
    first_day(&browser, &house).await;
    let at = round(&browser).await;
    for text in ["<Structure/>", ""] {
        let (page, _) = dropped(&browser, &at, text).await;
        assert!(page.contains("Faults of the file itself") && !page.contains("Pair columns"), "{page}");
        assert_eq!(browser.get(&format!("{at}/layout")).await.status, 404);
    }
}
