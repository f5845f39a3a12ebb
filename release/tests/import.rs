//! The structure that a publication describes is one that can be imported.

#[expect(dead_code, reason = "the tests of publications use all of it")]
#[path = "publish/sample.rs"]
mod sample;

use intertally_release::structure::Structure;

#[test]
fn a_published_structure_can_be_imported() {
    let ours = sample::structure();
    let published = sample::Sample::generated(ours.clone(), &["2024"], 9, 7);
    let files = intertally_release::publish::files(&published.material()).unwrap();
    let theirs = Structure::parse("structure.xml", &files["structure.xml"]).unwrap();
    assert_eq!(theirs.dimensions, ours.dimensions);
    assert_eq!((theirs.agency, theirs.id, theirs.version), (ours.agency, ours.id, ours.version));
    assert_eq!((theirs.national_flow, theirs.total_flow), (ours.national_flow, ours.total_flow));
    assert_eq!((theirs.area, theirs.measure, theirs.time), (ours.area, ours.measure, ours.time));
    let used = |list: &&intertally_release::structure::Codelist| {
        ours.dimensions.iter().any(|dimension| dimension.codelist.as_ref() == Some(&list.id))
    };
    let used: Vec<_> = ours.codelists.iter().filter(used).cloned().collect();
    assert_eq!(theirs.codelists, used);
}
