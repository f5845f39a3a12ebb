//! Passphrases: asked at the terminal without echo, and refused where they are easily guessed.

use super::echo::{Quiet, TERMINAL};
use crate::error::{At, ClientError, Result};
use crate::home::vault;
use age::secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeSet;
use std::path::Path;

/// Fewest characters of a passphrase that is made now.
const FEWEST: usize = 12;
/// Fewest that differ from each other.
const DIFFERENT: usize = 5;

/// Ask for a passphrase. `option`: what names a file with it instead, where there is no terminal.
pub(super) fn ask(prompt: &str, option: &str) -> Result<SecretString> {
    let Some(_quiet) = Quiet::begin().at(Path::new(TERMINAL))? else {
        let what = "there is no terminal to ask for the passphrase at";
        return Err(ClientError::stop(what, format!("name a file with it by {option}")));
    };
    let text = rpassword::prompt_password(prompt).at(Path::new(TERMINAL))?;
    if text.is_empty() {
        let what = prompt.trim_end_matches([':', ' ']);
        return Err(ClientError::stop(format!("nothing was typed at '{what}'"), "run the command again"));
    }
    Ok(SecretString::from(text))
}

/// Ask for a passphrase that is made now, twice.
pub(super) fn ask_twice(what: &str, option: &str) -> Result<SecretString> {
    let first = strong(ask(&format!("new passphrase {what}: "), option)?, what)?;
    let again = ask(&format!("the same again, {what}: "), option)?;
    if vault::same(&first, &again) {
        return Ok(first);
    }
    Err(ClientError::stop(format!("the passphrase {what} was typed in two ways"), "run the command again"))
}

/// A passphrase that is made now must be long, and not one key held down: whoever has the files can try in peace. `what`: whose
/// it is, where there are several.
///
/// # Errors
/// A shorter one, or one of too few characters; it is not repeated.
pub(super) fn strong(passphrase: SecretString, what: &str) -> Result<SecretString> {
    let text = passphrase.expose_secret();
    let different: BTreeSet<char> = text.chars().collect();
    if text.chars().count() >= FEWEST && different.len() >= DIFFERENT {
        return Ok(passphrase);
    }
    let what = format!(
        "the passphrase {what} is weak: it has less than {FEWEST} characters, or less than {DIFFERENT} different ones"
    );
    Err(ClientError::stop(what, "take five or six words that have nothing to do with each other"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passphrases_are_refused_and_never_repeated() {
        let try_one = |text: &str| strong(SecretString::from(text.to_owned()), "of the backup");
        for weak in ["", "horse", "correcthors", "aaaaaaaaaaaaaaaaaaaa", "abcdabcdabcdabcd"] {
            let why = try_one(weak).err().unwrap().to_string();
            assert!(
                why.contains("the passphrase of the backup is weak")
                    && (weak.is_empty() || !why.contains(weak)),
                "{why}"
            );
        }
        for good in ["correct horse", "a long enough passphrase", "żółw chodzi wolno"] {
            assert!(try_one(good).is_ok(), "{good}");
        }
    }
}
