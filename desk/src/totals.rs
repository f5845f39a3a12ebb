//! How published totals stand on a page.

use crate::texts::Words;
use intertally_roles::totals::Total;
use maud::{Markup, html};

/// The report for readers.
pub(crate) const REPORT: &str = "report.html";
/// A page of the publication is shown as it is, in a frame of its own that may do nothing but save the files that it holds behind
/// its charts, when a person asks for one.
pub(crate) const SANDBOX: &str = "sandbox allow-downloads; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

/// A total as it is shown: a value, between which two it lies, or that it is closed.
pub(crate) fn figure(words: &Words, line: &Total) -> Markup {
    html! {
        @match &line.total {
            Some(total) => b { (total) },
            None if line.reporting == "0" => span.hint { (words.say("results-unreported")) },
            None => span.hint { (words.say("results-withheld")) },
        }
        @if let Some((low, high)) = line.between { br; span.hint { (low) " – " (high) } }
    }
}
