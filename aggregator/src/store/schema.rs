//! How a database's tables are made and brought up to date, whichever SQL it speaks.

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Version, name and SQL of each step, by version. Listed by hand: the macro that reads the folder would compile SQLite a
/// second time. A test of each backend compares.
pub(super) type Schema = &'static [(i64, &'static str, &'static str)];

pub(super) fn migrations(schema: Schema) -> Migrator {
    let one = |(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, SqlStr::from_static(sql), false)
    };
    Migrator::with_migrations(schema.iter().map(one).collect())
}

/// Every file of the backend's folder is in its schema, and nothing else is.
#[cfg(test)]
pub(super) fn assert_lists_its_folder(schema: Schema, backend: &str) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(backend);
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort_unstable();
    let listed: Vec<String> =
        schema.iter().map(|(version, name, _)| format!("{version:04}_{name}.sql")).collect();
    assert_eq!(files, listed);
}
