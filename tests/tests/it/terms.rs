//! Members that lie about the terms of an evaluation, or about the counts beside them, and where their proofs stand.

use intertally_core::event::Event;
use intertally_core::event::payload::file_digest;
use intertally_core::hash::Digest;
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::{Params, PublicKey};
use intertally_core::limits;
use intertally_core::packing::{Layout, PartPlain};
use intertally_core::party::{CeremonyId, KeyId, MemberIndex, Party};
use intertally_core::round::{Evaluated, ProvedTerm, RoundKey, RoundManifest, Whole};
use intertally_core::rule::Rule;
use intertally_core::submission::prepare::prepare_part;
use intertally_core::submission::terms::{MOST_BLOCKS, MOST_FAMILIES};
use intertally_core::submission::{
    Checks, PartBody, Place, Prepared, Status, SubmissionHeader, SubmissionKey, Unverified, prepare,
    terms_forms, verify_many,
};
use intertally_structure::{RoundTable, Structure};
use intertally_tests::round::Round;
use intertally_tests::small_round::{Plain, SmallRound};
use intertally_tests::structure::Asked;
use intertally_tests::world;
use intertally_verify::record::Edition;
use intertally_verify::{Finding, Options, Outcome, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

const STRUCTURE: &str = include_str!("../../../structure/files/sample-evaluation.toml");
/// n1, a, n2, c, as the sample's table asks them.
const COUNTS: [u32; 4] = [106, 8, 120, 5];
const MEMBER: MemberIndex = MemberIndex(1);

/// A round over the sample's table under one key of nothing, whose cells may be given to several keys.
struct Setting {
    manifest: RoundManifest,
    table: RoundTable,
    checks: Checks,
}

impl Setting {
    fn new(keys: &[u32], revision: bool) -> Self {
        Self::of(&Structure::parse("sample", STRUCTURE.as_bytes()).unwrap(), keys, revision)
    }

    fn of(structure: &Structure, keys: &[u32], revision: bool) -> Self {
        let table = structure.table(&["2024".to_owned()]).unwrap();
        let ceremony = CeremonyId(Digest::ZERO);
        let mut manifest = world::round(3, 4, 400, (3, 2), ceremony, Digest::ZERO);
        (manifest.cells, manifest.leaves) = (table.cells.clone(), table.leaves.clone());
        (manifest.rules, manifest.revision) = (table.rules.clone(), revision);
        let key = |(index, cells): (u32, &u32)| RoundKey {
            index,
            key: KeyId::of(ceremony, index),
            public_part: Digest::ZERO,
            cells: *cells,
        };
        manifest.keys = (0..).zip(keys).map(key).collect();
        assert_eq!(manifest.faults(), []);
        let checks = Checks::with_keys(manifest.clone(), keys_of(&manifest));
        Self { manifest, table, checks }
    }

    /// Of one key.
    fn plain() -> Self {
        Self::new(&[21], false)
    }

    /// Of one key, with an evaluation that counts countries: four counts, two cells that are counted alone, four terms of a
    /// ratio, seven numbers.
    fn counting() -> Self {
        let mut structure = Structure::parse("sample", STRUCTURE.as_bytes()).unwrap();
        structure.evaluations.truncate(1);
        structure.evaluations[0].effects =
            ["risk-ratio", "directions", "classes"].map(str::to_owned).to_vec();
        Self::of(&structure, &[17], false)
    }

    /// Figures with the cells that nobody types.
    fn figures(&self, counts: [u32; 4]) -> Vec<Option<u32>> {
        let mut figures: Vec<Option<u32>> = counts.into_iter().map(Some).collect();
        figures.resize(self.manifest.cells.len(), None);
        self.table.complete(&mut figures);
        figures
    }

    fn prepared(&self, member: MemberIndex, figures: &[Option<u32>]) -> Prepared {
        let status = |figure: &Option<u32>| figure.map_or(Status::Missing, |_| Status::Normal);
        let changed = self.manifest.revision.then(|| vec![false; figures.len()]);
        let statuses = figures.iter().map(status).collect();
        let keys = self.checks.keys();
        let mut rng = ChaCha20Rng::seed_from_u64(5);
        prepare(&self.manifest, keys, (member, 0), statuses, figures, changed.as_deref(), &mut rng).unwrap()
    }

    fn judge(&self, header: &SubmissionHeader, parts: Vec<PartBody>) -> Option<Rule> {
        let checked = Unverified::new(parts).verify(&self.checks, header, &mut ChaCha20Rng::seed_from_u64(7));
        checked.err().map(|refusal| refusal.rule())
    }
}

/// What `honest` said, but encrypted of other figures, with a proof of that; the proofs of terms are as they were.
fn lied(
    key: &SubmissionKey,
    honest: &Prepared,
    figures: &[Option<u32>],
) -> (SubmissionHeader, Vec<PartBody>) {
    let place = Place { round: honest.header.round, key: key.id, member: honest.header.member, revision: 0 };
    let plain = PartPlain { values: figures.to_vec(), changed: None };
    let (mut body, _) = prepare_part(place, key, &plain, &mut ChaCha20Rng::seed_from_u64(6)).unwrap();
    body.proofs.extend_from_slice(&honest.parts[0].proofs[1..]);
    let mut header = honest.header.clone();
    header.parts = vec![body.header(key.id)];
    (header, vec![body])
}

fn keys_of(manifest: &RoundManifest) -> Vec<SubmissionKey> {
    let params = Params::STANDARD;
    let key = |(part, key): (usize, &RoundKey)| {
        let a = expand_common(manifest.ceremony.0.as_bytes(), key.index, &params);
        SubmissionKey {
            id: key.key,
            cells: manifest.part_cells(part),
            layout: Layout::of_part(manifest, part),
            public: PublicKey::new(&params, a.clone(), a),
        }
    };
    manifest.keys.iter().enumerate().map(key).collect()
}

/// One unit more, one less, of each term; and one more, one less, of each count beside the terms as they were.
#[test]
fn a_member_that_lies_about_a_term_or_a_count_is_refused_and_named() {
    let setting = Setting::plain();
    let figures = setting.figures(COUNTS);
    let honest = setting.prepared(MEMBER, &figures);
    assert_eq!(setting.judge(&honest.header, honest.parts.clone()), None);
    let terms = setting.manifest.rules.evaluations[0].cells();
    for cell in terms {
        for step in [1_i64, -1] {
            let mut wrong = figures.clone();
            let figure = &mut wrong[cell as usize];
            *figure = figure.map(|x| u32::try_from(i64::from(x) + step).unwrap());
            let (header, parts) = lied(&setting.checks.keys()[0], &honest, &wrong);
            assert_eq!(setting.judge(&header, parts), Some(Rule::SubTerms), "cell {cell}");
        }
    }
    // Among others the liar alone is named.
    let mut wrong = figures.clone();
    wrong[0] = wrong[0].map(|x| x + 1);
    let other = setting.prepared(MemberIndex(0), &figures);
    let all = vec![(other.header, other.parts), lied(&setting.checks.keys()[0], &honest, &wrong)];
    let judged = verify_many(all, &setting.checks, &mut ChaCha20Rng::seed_from_u64(8));
    let rules: Vec<Option<Rule>> =
        judged.into_iter().map(|one| one.err().map(|refusal| refusal.rule())).collect();
    assert_eq!(rules, [None, Some(Rule::SubTerms)]);
}

/// A member that counts itself on the other side, in another class, not at all, or half.
#[test]
fn a_member_that_lies_about_where_its_ratio_lies_is_refused() {
    let setting = Setting::counting();
    let figures = setting.figures(COUNTS);
    let honest = setting.prepared(MEMBER, &figures);
    assert_eq!(setting.judge(&honest.header, honest.parts.clone()), None);
    let numbers: Vec<u32> = figures[10..].iter().map(|figure| figure.unwrap()).collect();
    // 8 of 106 against 5 of 120 is 1.81.
    assert_eq!(numbers, [256, 0, 256, 0, 0, 0, 256]);
    let key = &setting.checks.keys()[0];
    for cell in 10..17 {
        for said in [256 - figures[cell].unwrap(), 128] {
            let mut wrong = figures.clone();
            wrong[cell] = Some(said);
            let (header, parts) = lied(key, &honest, &wrong);
            assert_eq!(setting.judge(&header, parts), Some(Rule::SubTerms), "cell {cell}, {said}");
        }
    }
    // On the other side in all that it says of it.
    let mut wrong = figures;
    for cell in [11, 12, 13, 16] {
        wrong[cell] = wrong[cell].map(|figure| 256 - figure);
    }
    let (header, parts) = lied(key, &honest, &wrong);
    assert_eq!(setting.judge(&header, parts), Some(Rule::SubTerms));
}

/// What an evaluation makes of a table on either side of every end is what the statement proves of it.
#[test]
fn a_country_at_an_end_is_where_its_proof_says() {
    let setting = Setting::counting();
    let mut all = Vec::new();
    for (a, c) in [(66, 100), (67, 100), (90, 100), (99, 100), (100, 100), (110, 100), (111, 100), (0, 0)] {
        let figures = setting.figures([200, a, 200, c]);
        let sent = setting.prepared(MEMBER, &figures);
        assert_eq!(setting.judge(&sent.header, sent.parts), None, "{a} against {c}");
        all.push(figures[11..].iter().map(|figure| figure.unwrap() / 256).collect::<Vec<u32>>());
    }
    // Below 1 or not; below 0.67, 0.9, until 1.1, above.
    let wanted = [
        [1, 0, 1, 0, 0, 0],
        [1, 0, 0, 1, 0, 0],
        [1, 0, 0, 0, 1, 0],
        [1, 0, 0, 0, 1, 0],
        [0, 1, 0, 0, 1, 0],
        [0, 1, 0, 0, 1, 0],
        [0, 1, 0, 0, 0, 1],
        [0, 1, 0, 0, 1, 0],
    ];
    assert_eq!(all, wanted);
}

/// Whoever let it into the log: the record tells who lied.
#[test]
fn an_audit_names_the_member_that_lied_about_a_term() {
    let setting = Setting::plain();
    let same_table = |manifest: &mut RoundManifest| {
        manifest.structure = file_digest(STRUCTURE.as_bytes());
        (manifest.cells, manifest.leaves) = (setting.manifest.cells.clone(), setting.manifest.leaves.clone());
        manifest.rules = setting.manifest.rules.clone();
        manifest.keys[0].cells = setting.manifest.keys[0].cells;
    };
    let mut round = Round::open_with(4, &Asked::exact(4, 400), (3, 2), same_table);
    round.structure = STRUCTURE.as_bytes().to_vec();
    let figures = setting.figures(COUNTS);
    let mut wrong = figures.clone();
    wrong[6] = wrong[6].map(|x| x + 1);
    let (mut submissions, mut lie) = (Vec::new(), None);
    for member in 0..4 {
        let made = round.prepare(member, &figures);
        if member == 2 {
            lie = Some(lied(&round.checks.keys()[0], &made, &wrong));
        }
        submissions.push((made.header.clone(), made.parts.clone()));
        round.submit(made);
    }
    let mut held = SmallRound::of(round, submissions).unwrap();
    let audit = |held: &SmallRound| {
        let options = Options { maker: Some(&Plain), ..Options::default() };
        verify(&held.record(Edition::Restricted).unwrap(), &options)
    };
    assert!(audit(&held).failed().is_empty());
    let is_theirs = |event: &Event| event.signed.claim.signer == Party::Member(MemberIndex(2));
    let at = held.events.iter().position(|(event, _)| is_theirs(event)).unwrap();
    held.submissions[2] = lie.unwrap();
    let header = held.submissions[2].0.clone();
    held.replace(at, &header).unwrap();
    let report = audit(&held);
    let check = report.checks.iter().find(|check| check.number == 5).unwrap();
    let Outcome::Fail { findings } = &check.outcome else { panic!("{}", report.to_text()) };
    let named = |one: &Finding| one.what.contains("SUB-TERMS") && one.points_to.contains("M2");
    assert!(findings.iter().any(named), "{findings:?}");
}

/// A tool that would send another term makes no proof of it.
#[test]
fn a_wrong_term_cannot_be_prepared() {
    let setting = Setting::plain();
    let mut figures = setting.figures(COUNTS);
    figures[6] = figures[6].map(|x| x + 1);
    let statuses = vec![Status::Normal; figures.len()];
    let (keys, mut rng) = (setting.checks.keys(), ChaCha20Rng::seed_from_u64(5));
    let refused = prepare(&setting.manifest, keys, (MEMBER, 0), statuses, &figures, None, &mut rng).err();
    assert!(refused.unwrap().to_string().contains("not the one of its counts"));
}

#[test]
fn proofs_of_terms_are_where_they_belong_and_nowhere_else() {
    let setting = Setting::plain();
    let figures = setting.figures(COUNTS);
    let honest = setting.prepared(MEMBER, &figures);
    let judge = |change: &dyn Fn(&mut PartBody)| {
        let mut parts = honest.parts.clone();
        change(&mut parts[0]);
        let mut header = honest.header.clone();
        header.parts[0] = parts[0].header(header.parts[0].key);
        setting.judge(&header, parts)
    };
    assert_eq!(judge(&|_| ()), None);
    assert_eq!(judge(&|body| drop(body.proofs.pop())), Some(Rule::SubPresence));
    assert_eq!(judge(&|body| body.proofs[1] = None), Some(Rule::SubPresence));
    assert_eq!(judge(&|body| body.proofs.push(body.proofs[1].clone())), Some(Rule::SubPresence));
    assert_eq!(judge(&|body| body.proofs[1].as_mut().unwrap().truncate(64)), Some(Rule::SubTerms));
    assert_eq!(judge(&|body| body.proofs[1].as_mut().unwrap()[40] ^= 1), Some(Rule::SubTerms));
    assert_eq!(judge(&|body| body.proofs.clear()), Some(Rule::SubDigest));
    // That of another member about the same figures.
    let other = setting.prepared(MemberIndex(0), &figures);
    assert_eq!(judge(&|body| body.proofs[1] = other.parts[0].proofs[1].clone()), Some(Rule::SubTerms));
    // Without terms there is no proof, and with one it is refused.
    let few = setting.prepared(MEMBER, &setting.figures([8, 106, 5, 120]));
    assert_eq!(few.parts[0].proofs.len(), 1, "more events than persons");
    assert_eq!(setting.judge(&few.header, few.parts.clone()), None);
    let mut more = few.parts.clone();
    more[0].proofs.push(honest.parts[0].proofs[1].clone());
    let mut header = few.header.clone();
    header.parts[0] = more[0].header(header.parts[0].key);
    assert_eq!(setting.judge(&header, more), Some(Rule::SubPresence));
}

/// Counts and terms under two keys, cut in the middle of the terms; in a round with and without `changed` bits. The body has
/// the length that is its limit.
#[test]
fn terms_whose_counts_are_under_another_key() {
    for (keys, revision) in [(&[21][..], false), (&[21], true), (&[4, 17], false), (&[2, 8, 11], true)] {
        let setting = Setting::new(keys, revision);
        let made = setting.prepared(MEMBER, &setting.figures(COUNTS));
        let proofs: Vec<usize> = made.parts.iter().map(|part| part.proofs.len()).collect();
        assert_eq!((proofs[keys.len() - 1], proofs.iter().sum::<usize>()), (2, keys.len() + 1));
        assert_eq!(setting.judge(&made.header, made.parts.clone()), None, "{keys:?}");
        let body = intertally_core::canonical::encode(&made.parts);
        assert_eq!(limits::body(&setting.manifest, &made.header), body.len() as u64);
    }
}

/// Entries are divided among proofs by how many they are, and by how many blocks their cells lie in.
#[test]
fn many_families_take_several_proofs() {
    let mut manifest = Setting::plain().manifest;
    let (cell, cells) = (manifest.cells[0].clone(), 90_000_u32);
    manifest.cells = vec![cell; cells as usize];
    manifest.keys[0].cells = cells;
    let family = |at: u32, far: u32| Evaluated {
        event: 4 * at,
        of: 4 * at + 1,
        comparison_event: 4 * at + 2,
        comparison_of: far,
        bits: 8,
        terms: vec![(ProvedTerm::R, 80_000 + at)],
    };
    let near: Vec<Evaluated> = (0..600).map(|at| family(at, 4 * at + 3)).collect();
    let apart: Vec<Evaluated> = (0..100).map(|at| family(at, 10_000 + 512 * at)).collect();
    for (families, wanted) in [(near, vec![256, 256, 88]), (apart, vec![62, 38])] {
        manifest.rules.evaluations = families;
        let mut reported = vec![true; cells as usize];
        let forms = terms_forms(&manifest, &reported);
        let sizes: Vec<usize> = forms.iter().map(|form| form.families.len()).collect();
        assert_eq!(sizes, wanted);
        for form in &forms {
            assert!(form.families.len() <= MOST_FAMILIES && form.blocks.len() <= MOST_BLOCKS);
            assert!(form.proof_len(&manifest, &reported).is_ok());
        }
        // Whoever lacks one cell of a family proves nothing of it.
        reported[80_000] = false;
        let fewer: usize = terms_forms(&manifest, &reported).iter().map(|form| form.families.len()).sum();
        assert_eq!(fewer, wanted.iter().sum::<usize>() - 1);
    }
}

#[test]
fn evaluations_that_are_none_are_faults_of_the_manifest() {
    let faults = |change: &dyn Fn(&mut Evaluated, &mut Vec<Whole>)| {
        let mut manifest = Setting::plain().manifest;
        let (mut rules, mut whole) = (manifest.rules.evaluations[0].clone(), manifest.rules.whole.clone());
        change(&mut rules, &mut whole);
        (manifest.rules.evaluations[0], manifest.rules.whole) = (rules, whole);
        manifest.faults().len()
    };
    assert_eq!(faults(&|_, _| ()), 0);
    assert_eq!(faults(&|one, _| one.terms.clear()), 1);
    assert_eq!(faults(&|one, _| one.terms.swap(0, 1)), 1);
    assert_eq!(faults(&|one, _| one.terms[1].0 = ProvedTerm::R), 1);
    assert_eq!(faults(&|one, _| one.bits = 0), 0);
    assert_eq!(faults(&|one, _| one.bits = 9), 1);
    assert_eq!(faults(&|one, _| one.event = one.of), 1);
    assert_eq!(faults(&|one, _| one.event = one.terms[0].1), 1);
    assert_eq!(faults(&|one, _| one.comparison_of = 21), 1);
    assert_eq!(faults(&|one, _| one.comparison_of = 4), 1, "a cell that is counted alone");
    assert_eq!(faults(&|_, whole| whole.clear()), 1);
    let without = |from_own: bool| {
        faults(&move |_, whole| {
            let whole = whole.iter_mut().find(|whole| whole.table == "REOFF").unwrap();
            let list = if from_own { &mut whole.own } else { &mut whole.all };
            list.remove(0);
        })
    };
    assert_eq!([without(true), without(false)], [1, 1]);
}
