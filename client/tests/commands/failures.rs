//! Commands that could not be done: words for people, and with `--json` the same in parts, whatever went wrong.

use crate::office::Desk;
use serde_json::Value;

const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../vectors/record/small.tar");

#[test]
fn an_error_has_one_shape_as_json_and_the_same_exit_code() {
    let desk = Desk::new();
    let broken = desk.write("broken.toml", "not = [a directory");
    let (nowhere, empty) = (desk.text("nowhere"), desk.text("empty"));
    std::fs::create_dir(&empty).unwrap();
    for (arguments, kind, message, next) in [
        (vec!["member", "status", "--home", &nowhere], "content", "nowhere", "init"),
        (vec!["auditor", "verify", &nowhere], "file", "nowhere", "check the path"),
        (vec!["auditor", "verify", "--round", "12", RECORD], "stop", "'12' is too short", "16 digits"),
        (
            vec!["auditor", "verify", "--round", "12345678", RECORD],
            "stop",
            "neither the beginning",
            "16 digits",
        ),
        (
            vec!["auditor", "verify", "--round", "12345678", &empty],
            "content",
            "holds no record",
            "name the folder",
        ),
        (
            vec!["member", "check", "--structure", &broken, "--period", "2024", "--area", "NL", &broken],
            "",
            "",
            "",
        ),
        (
            vec!["member", "init", "--name", "N/L", "--server", "https://a:1"],
            "stop",
            "no name of a member",
            "area code",
        ),
        (vec!["member", "no-such-verb"], "usage", "no-such-verb", "--help"),
        (vec!["auditor", "verify"], "usage", "required arguments", "--help"),
        (vec!["auditor"], "usage", "command", "--help"),
    ] {
        let plain = desk.run(&[], &arguments);
        let said = desk.run(&[], &[&arguments[..], &["--json"]].concat());
        assert_eq!((plain.code, said.code), (Some(2), Some(2)), "{}", said.all);
        assert!(!plain.out.contains('{'), "{}", plain.out);
        let json: Value = serde_json::from_str(&said.out).unwrap_or_else(|why| panic!("{why}: {}", said.all));
        assert_eq!(json.as_object().unwrap().len(), 1, "{json}");
        let text = |field: &str| json["error"][field].as_str().unwrap().to_owned();
        assert!(text("kind").starts_with(kind) && text("message").contains(message), "{json}");
        assert!(text("next").contains(next) && !text("next").is_empty(), "{json}");
    }
}
