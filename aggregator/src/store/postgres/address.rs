//! The address of the database in the configuration: no password in it, and no way to it that others can read.

use crate::store::StoreError;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::net::IpAddr;

/// Why an address is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AddressError {
    /// Not an address.
    #[error(
        "`url` under [postgres] is no address of a database such as \
         postgres://intertally@db.example.org/intertally?sslmode=verify-full"
    )]
    Form,
    /// A password in a file that everybody reads.
    #[error(
        "`url` under [postgres] holds a password: take it out, and give it in `password_file`, in PGPASSWORD, or in the file that PGPASSFILE names"
    )]
    Password,
    /// Another machine, without certificates.
    #[error(
        "`url` under [postgres] leads to {0} without checking its certificate: add ?sslmode=verify-full, and \
         &sslrootcert=FILE for an authority of your own"
    )]
    Open(String),
    /// The database is not named.
    #[error("`url` under [postgres] names no database: add /NAME after the host")]
    Database,
}

impl From<AddressError> for StoreError {
    fn from(error: AddressError) -> Self {
        Self::Address(error.to_string())
    }
}

fn is_here(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let loopback = host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    options.get_socket().is_some() || host == "localhost" || loopback || host.starts_with('/')
}

/// How to connect. Without a password file, name and password also come from PGUSER, PGPASSWORD and PGPASSFILE.
pub fn of(url: &str) -> Result<PgConnectOptions, AddressError> {
    let (scheme, rest) = url.split_once("://").ok_or(AddressError::Form)?;
    if !matches!(scheme, "postgres" | "postgresql") {
        return Err(AddressError::Form);
    }
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = before.split('/').next().unwrap_or_default();
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    if user.contains(':') || query.split('&').any(|pair| pair.to_ascii_lowercase().starts_with("password=")) {
        return Err(AddressError::Password);
    }
    let options: PgConnectOptions = url.parse().map_err(|_| AddressError::Form)?;
    if options.get_database().is_none_or(str::is_empty) {
        return Err(AddressError::Database);
    }
    let checked = matches!(options.get_ssl_mode(), PgSslMode::VerifyFull | PgSslMode::VerifyCa);
    if checked || is_here(&options) {
        Ok(options)
    } else {
        Err(AddressError::Open(options.get_host().into()))
    }
}

/// Where it is, for people.
pub fn words(options: &PgConnectOptions) -> String {
    let name = options.get_database().unwrap_or_default();
    let host = options.get_socket().map_or_else(
        || format!("{}:{}", options.get_host(), options.get_port()),
        |socket| socket.display().to_string(),
    );
    format!("the PostgreSQL database {name} at {host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_and_open_ways_are_refused_and_the_words_name_the_place_alone() {
        for (url, why) in [
            ("mysql://u@h/d", AddressError::Form),
            ("db.example.org/intertally", AddressError::Form),
            ("postgres://u:secret@127.0.0.1/d", AddressError::Password),
            ("postgres://u@127.0.0.1/d?password=secret", AddressError::Password),
            ("postgres://u@127.0.0.1/d?sslmode=disable&PASSWORD=secret", AddressError::Password),
            ("postgres://u@db.example.org/d", AddressError::Open("db.example.org".into())),
            ("postgres://u@db.example.org/d?sslmode=require", AddressError::Open("db.example.org".into())),
            ("postgres://u@127.0.0.1", AddressError::Database),
        ] {
            let refused = of(url).map(|_| ()).unwrap_err();
            assert_eq!(refused, why, "{url}");
            assert!(!refused.to_string().contains("secret"), "{refused}");
        }
        for (url, place) in [
            ("postgres://u@127.0.0.1:5433/d", "the PostgreSQL database d at 127.0.0.1:5433"),
            ("postgres://u@[::1]/d", "the PostgreSQL database d at [::1]:5432"),
            (
                "postgresql://u@db.example.org/d?sslmode=verify-full",
                "the PostgreSQL database d at db.example.org:5432",
            ),
        ] {
            let words = words(&of(url).unwrap());
            assert!(words == place || words == place.replace(['[', ']'], ""), "{words}");
        }
    }
}
