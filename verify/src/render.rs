//! A report as text, JSON and HTML.

use crate::names::PartyKeys;
use crate::report::{Outcome, Report, Verdict};
use std::fmt::Write as _;

impl Verdict {
    /// One word for people.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
            Self::Incomplete => "INCOMPLETE",
        }
    }
}

const fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Pass { .. } => "pass",
        Outcome::Fail { .. } => "FAIL",
        Outcome::NotReached { .. } => "not reached",
    }
}

/// Text from a record must not steer a terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}

fn escape(text: &str) -> String {
    let text = plain(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

impl Report {
    /// Lists under their titles; those that have nothing to say are left out.
    fn lists(&self) -> Vec<(&'static str, Vec<String>)> {
        let witnesses = if self.name.is_empty() { vec![] } else { self.witnesses.lines() };
        let mut all = vec![
            ("Saw the final checkpoint", witnesses),
            ("Evidence", self.evidence.clone()),
            ("Fingerprints", self.fingerprints.iter().map(PartyKeys::line).collect()),
            ("What this shows", self.closing.clone()),
        ];
        all.retain(|(_, list)| !list.is_empty());
        all
    }

    fn lines(outcome: &Outcome) -> Vec<String> {
        match outcome {
            Outcome::Pass { detail } => vec![detail.clone()],
            Outcome::NotReached { why, .. } => vec![why.clone()],
            Outcome::Fail { findings } => findings
                .iter()
                .map(|f| format!("{}: {}. Points to {}.", f.place, f.what, f.points_to))
                .collect(),
        }
    }

    /// For people.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{}  {}  {}\n\n", self.verdict.word(), plain(&self.name), plain(&self.record));
        for check in &self.checks {
            let _ = writeln!(text, "{:>2}  {:<11}  {}", check.number, word(&check.outcome), check.title);
            for line in Self::lines(&check.outcome) {
                let _ = writeln!(text, "                 {}", plain(&line));
            }
        }
        for (title, list) in self.lists() {
            let _ = writeln!(text, "\n{title}");
            for line in list {
                let _ = writeln!(text, "  {}", plain(&line));
            }
        }
        text
    }

    /// For programs.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }

    /// One page, nothing loaded from elsewhere, for screens from 320 px on, light and dark.
    #[must_use]
    pub fn to_html(&self) -> String {
        let (name, record, verdict) = (escape(&self.name), escape(&self.record), self.verdict.word());
        let class = match self.verdict {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Incomplete => "open",
        };
        let mut page = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>{verdict}: \
             {name}</title><style>{STYLE}</style></head><body><main><h1><span class=\"{class}\">{verdict}</span>: \
             {name}</h1><p>{record}</p><ol>"
        );
        for check in &self.checks {
            let (title, how) = (check.title, word(&check.outcome));
            let class = match check.outcome {
                Outcome::Pass { .. } => "pass",
                Outcome::Fail { .. } => "fail",
                Outcome::NotReached { .. } => "open",
            };
            let _ = write!(page, "<li><b>{title}</b> <span class=\"{class}\">{how}</span>");
            for line in Self::lines(&check.outcome) {
                let _ = write!(page, "<p>{}</p>", escape(&line));
            }
            page.push_str("</li>");
        }
        page.push_str("</ol>");
        for (title, list) in self.lists() {
            let items: String = list.iter().map(|line| format!("<li>{}</li>", escape(line))).collect();
            let _ = write!(page, "<h2>{title}</h2><ul>{items}</ul>");
        }
        page.push_str("</main></body></html>\n");
        page
    }
}

/// Of the page. Contrasts are 4.5 at least in both schemes; what is long breaks anywhere.
const STYLE: &str = ":root{--paper:#fff;--ink:#1b1b1b;--line:#c9c9c9;--pass:#0b6b2b;--fail:#a3140e;--open:#6b5b00}\
    @media(prefers-color-scheme:dark){:root{--paper:#16181a;--ink:#ececec;--line:#44484c;--pass:#6fd08c;--fail:#ff8a80;\
    --open:#e3c95c}}*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 \
    system-ui,sans-serif}main{max-width:60rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}h1{font-size:1.5rem;\
    line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}ol,ul{padding-left:1.8rem}ol>li{border-top:1px solid \
    var(--line);padding:.5rem 0 .5rem .2rem}li p{margin:.2rem 0 0}li span{font-weight:600;white-space:nowrap}\
    .pass{color:var(--pass)}.fail{color:var(--fail)}.open{color:var(--open)}";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{CheckReport, Finding};
    use crate::{Cause, Witnesses};

    fn report(outcomes: Vec<Outcome>, name: &str) -> Report {
        let checks =
            (1..).zip(outcomes).map(|(number, outcome)| CheckReport { number, title: "title", outcome });
        Report {
            spec_version: 2,
            verdict: Verdict::Fail,
            record: "origin, round 00".into(),
            name: name.into(),
            checks: checks.collect(),
            witnesses: Witnesses::default(),
            evidence: vec![],
            fingerprints: vec![],
            closing: vec!["closing <words>".into()],
        }
    }

    #[test]
    fn a_page_shows_every_check_with_its_outcome_and_lets_nothing_of_a_record_act() {
        let foreign = "<script>alert(1)</script>\u{1b}[31m&\"'";
        let finding = Finding::new(foreign, "events/00000001", "nobody");
        let outcomes = vec![
            Outcome::Pass { detail: "all".into() },
            Outcome::Fail { findings: vec![finding] },
            Outcome::not_reached(Cause::Phase, "why"),
        ];
        let page = report(outcomes, foreign).to_html();
        assert!(!page.contains("<script") && !page.contains('\u{1b}'), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;?[31m&amp;&quot;&#39;"), "{page}");
        for (class, word) in [("pass", "pass"), ("fail", "FAIL"), ("open", "not reached")] {
            assert!(page.contains(&format!("<span class=\"{class}\">{word}</span>")), "{word}");
        }
        assert!(page.contains("closing &lt;words&gt;"));
        // Nothing is loaded from anywhere.
        assert!(!page.contains("src=") && !page.contains("href=") && !page.contains("url("));
    }

    /// Contrast as WCAG 2.2 has it: (lighter + 0.05) / (darker + 0.05), in thousandths to stay with whole numbers.
    fn contrast(one: &str, other: &str) -> u64 {
        // sRGB to linear light in millionths: 0.715 s^2 + 0.285 s^3 is close enough for a bound.
        let linear = |byte: u64| byte.pow(2) * (143 * 255 + 57 * byte) * 1_000 / (200 * 255) * 1_000 / 65_025;
        let light = |hex: &str| {
            let at = |from: usize| u64::from_str_radix(&hex[from..from + 2], 16).unwrap();
            (2_126 * linear(at(1)) + 7_152 * linear(at(3)) + 722 * linear(at(5))) / 10_000
        };
        let (one, other) = (light(one), light(other));
        1_000 * (one.max(other) + 50_000) / (one.min(other) + 50_000)
    }

    #[test]
    fn every_colour_can_be_read_on_its_paper_in_both_schemes() {
        let (light, dark) = STYLE.split_once("@media(prefers-color-scheme:dark)").unwrap();
        for scheme in [light, dark] {
            let of = |name: &str| {
                let value = scheme.split_once(&format!("--{name}:")).unwrap().1;
                let value =
                    value.split(|sign: char| sign != '#' && !sign.is_ascii_hexdigit()).next().unwrap();
                if value.len() == 4 {
                    value
                        .chars()
                        .flat_map(|sign| if sign == '#' { vec![sign] } else { vec![sign; 2] })
                        .collect()
                } else {
                    value.to_owned()
                }
            };
            for name in ["ink", "pass", "fail", "open"] {
                let found = contrast(&of("paper"), &of(name));
                assert!(found >= 4_500, "{name}: {found} thousandths");
            }
        }
    }
}
