//! Members that publish some of their own figures take part in a demo as they do in a round: nobody is asked there.

use std::path::Path;
use std::process::{Command, Stdio};

const HEAD: &str = "REF_AREA,MEASURE,INTERVENTION,TIME_PERIOD,OBS_VALUE,OBS_STATUS,PUBLISHED\n";

/// A return over the sample structure of an evaluation, whose four counts the member publishes itself or does not.
fn returned(area: &str, counts: [u32; 4], published: &str) -> String {
    let measures = ["FU_12M", "REOFF_12M", "CMP_FU_12M", "CMP_REOFF_12M"];
    let row = |(measure, count)| format!("{area},{measure},TRACK,2024,{count},A,{published}\n");
    HEAD.to_owned() + &measures.iter().zip(counts).map(row).collect::<String>()
}

#[test]
fn a_member_that_publishes_its_own_figures_sends_them() {
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../structure/files");
    let out = tempfile::tempdir().unwrap();
    let returns = out.path().join("returns");
    std::fs::create_dir(&returns).unwrap();
    for member in 0..13_u8 {
        let area = format!("X{}", char::from(b'A' + member));
        let few = u32::from(member);
        let published = if area == "XC" { "Y" } else { "" };
        let text = returned(&area, [60 + few, 11 + few, 55 + few, 17 + few], published);
        std::fs::write(returns.join(format!("{area}.csv")), text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_demo"))
        .arg("--structure")
        .arg(files.join("sample-evaluation.toml"))
        .arg("--returns")
        .arg(&returns)
        .args(["--trustees", "3", "--threshold", "2", "--out"])
        .arg(out.path().join("demo"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("audit PASSED"), "{said}");
}
