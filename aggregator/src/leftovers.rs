//! What a killed server leaves of a file that it was writing. `object_store` writes beside the place, under the name with `#` and a
//! number behind it, and renames at the end; it lists no such file, so that nothing else ever takes one away.

use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Whether a file bears such a name.
fn is_one(name: &str) -> bool {
    let ending = name.rsplit_once('#').map(|(_, ending)| ending);
    ending.is_some_and(|ending| !ending.is_empty() && ending.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Remove those in a folder that nobody has written to for so long. Answers with how many; a folder that is not there has none.
///
/// # Errors
///
/// What the system says.
pub fn remove(folder: &Path, now: SystemTime, untouched: Duration) -> io::Result<u64> {
    let mut removed = 0;
    let entries = match std::fs::read_dir(folder) {
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if !entry.file_name().to_str().is_some_and(is_one) {
            continue;
        }
        let outcome = entry.metadata().and_then(|found| {
            let old = now.duration_since(found.modified()?).is_ok_and(|age| age > untouched);
            if found.is_file() && old { std::fs::remove_file(entry.path()).map(|()| 1) } else { Ok(0) }
        });
        match outcome {
            // Renamed to its place in the meantime.
            Err(why) if why.kind() == io::ErrorKind::NotFound => {}
            outcome => removed += outcome?,
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_halves_go_and_all_else_stays() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["ab", "ab#1", "cd#27", "cd#", "cd#2x", "#", "ef"] {
            std::fs::write(folder.path().join(name), "bytes").unwrap();
        }
        std::fs::create_dir(folder.path().join("folder#1")).unwrap();
        let day = Duration::from_secs(86_400);
        let names = || {
            let names = std::fs::read_dir(folder.path()).unwrap();
            let mut names: Vec<_> =
                names.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        };
        assert_eq!(remove(folder.path(), SystemTime::now(), day).unwrap(), 0, "they may be at work still");
        assert_eq!(names().len(), 8);
        assert_eq!(remove(folder.path(), SystemTime::now() + 2 * day, day).unwrap(), 2);
        assert_eq!(names(), ["#", "ab", "cd#", "cd#2x", "ef", "folder#1"]);
        assert_eq!(remove(&folder.path().join("none"), SystemTime::now(), day).unwrap(), 0);
    }
}
