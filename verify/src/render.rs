//! A report as text, JSON and HTML.

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
            ("Fingerprints", self.fingerprints.clone()),
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

    /// One page, nothing loaded from elsewhere.
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut page = String::from(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width\"><title>Verification</title><style>body{font:16px/1.4 sans-serif;max-width:60em;\
             margin:2em auto;padding:0 1em}td{vertical-align:top;padding:.3em .6em;border-top:1px solid #ccc;\
             overflow-wrap:anywhere}td:nth-child(2){white-space:nowrap}li{overflow-wrap:anywhere}.pass{color:#060}.fail{color:#a00;\
             font-weight:bold}.open{color:#666}</style>",
        );
        let (name, record) = (escape(&self.name), escape(&self.record));
        let _ = write!(page, "<h1>{}: {name}</h1><p>{record}</p><table>", self.verdict.word());
        for check in &self.checks {
            let lines: Vec<String> = Self::lines(&check.outcome).iter().map(|line| escape(line)).collect();
            let (number, title, how) = (check.number, check.title, word(&check.outcome));
            let class = match check.outcome {
                Outcome::Pass { .. } => "pass",
                Outcome::Fail { .. } => "fail",
                Outcome::NotReached { .. } => "open",
            };
            let _ = write!(
                page,
                "<tr><td>{number}<td class=\"{class}\">{how}<td><b>{title}</b><br>{}",
                lines.join("<br>")
            );
        }
        page.push_str("</table>");
        for (title, list) in self.lists() {
            let items: String = list.iter().map(|line| format!("<li>{}", escape(line))).collect();
            let _ = write!(page, "<h2>{title}</h2><ul>{items}</ul>");
        }
        page.push_str("</html>\n");
        page
    }
}
