//! Intertally: the lattice alone, as the other lattice schemes are measured, and a member's whole submission.

use crate::{CELLS, MEMBERS, Row, figure, timed, total};
use anyhow::{Result, anyhow};
use intertally_benches::{Setting, cost, seeds};
use intertally_core::hash::Digest;
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::params::{delta, slot_bits};
use intertally_core::lattice::{
    Accumulator, EncryptionSeed, Flooding, Params, PublicKey, Ring, encrypt, key,
};
use intertally_core::opening::combine::Answer;
use intertally_core::opening::positions::Step;
use intertally_core::opening::share::{ShareOpening, ShareProofs, SubKeyProofs};
use intertally_core::opening::tally::Tally;
use intertally_core::party::{KeyId, TrusteeIndex};
use intertally_core::submission::verify_many;
use intertally_statements::trustee::Sum;
use rand_core::OsRng;
use std::time::Duration;

const PARAMS: Params = Params::STANDARD;

fn all_positions() -> Vec<u32> {
    (0..CELLS as u32).collect()
}

/// P of values below 2^16 of 27 members.
const fn bits() -> u8 {
    slot_bits(MEMBERS as u64, 16)
}

/// One figure a slot; 3 of 5 trustees with flooding.
pub fn lattice() -> Result<Row> {
    let setting = setting(1)?;
    let keys = setting.keys();
    let key = &keys.first().ok_or_else(|| anyhow!("no key"))?.public;
    let slots = |member| {
        (0..CELLS).map(|cell| u128::from(figure(member, cell)) * delta(bits())).collect::<Vec<u128>>()
    };
    let (sent, made) = timed(|| {
        let one = |member| {
            let ciphertext = encrypt(key, &slots(member), &EncryptionSeed::draw(&mut OsRng)).0;
            let bytes = ciphertext.to_bytes();
            (ciphertext, bytes.len())
        };
        (0..MEMBERS).map(one).collect::<Vec<_>>()
    });
    let (sum, added) = timed(|| {
        let mut sum = Accumulator::new(&PARAMS, CELLS);
        sent.iter().try_for_each(|(ciphertext, _)| sum.add(ciphertext)).map(|()| sum.finish())
    });
    let sum = sum.map_err(|_| anyhow!("too many members"))?;
    let (totals, opened) = open(key, sum.mask(), sum.body())?;
    Ok(Row {
        name: "Intertally, lattice alone",
        measured: "all".into(),
        member: made / MEMBERS as u32,
        bytes: sent[0].1,
        add: added,
        open: opened,
        exact: (0..CELLS).all(|cell| u64::from(totals[cell]) == total(MEMBERS, cell)),
        has: [true, false, false],
        lacks: "(for comparison with lattice peers)",
    })
}

fn setting(cells: u32) -> Result<Setting> {
    Setting::new(cells, MEMBERS as u16, |_| 65_535).map_err(|why| anyhow!("{why}"))
}

/// All ten sub-keys' shares of 3 of 5, and their sum; words alone, without proofs.
fn open(key: &PublicKey, mask: &[u128], body: &[u128]) -> Result<(Vec<u64>, Duration)> {
    let ring = Ring::get(key.ring().params());
    let flooding = Committee::new(5, 3)?.flooding_bits(&PARAMS, MEMBERS as u64, bits());
    let secrets: Vec<_> = seeds()
        .iter()
        .enumerate()
        .map(|(at, seed)| {
            let (secret, _) = key::secrets(&PARAMS, seed, &Setting::context(at));
            (ring.transform_binary(&secret), Flooding::new(seed, b""))
        })
        .collect();
    let (at, positions) = ((KeyId(Digest::ZERO), Digest::ZERO, 0), all_positions());
    let (totals, took) = timed(|| {
        let mask = ring.transform(mask);
        let mut sums = vec![Sum::default(); positions.len()];
        for (secret, flood) in &secrets {
            let (product, floods) = (ring.product(&mask, secret), flood.words(at, flooding, &positions));
            let words = product.iter().zip(floods.iter()).map(|(x, f)| x.wrapping_add(*f));
            sums.iter_mut().zip(words).for_each(|(sum, word)| *sum = sum.plus(word));
        }
        sums.iter().zip(body).map(|(sum, c2)| sum.slot(*c2, bits())).collect()
    });
    Ok((totals, took))
}

/// Everything: encryption and proof of every member, the check of all, and step B: the proven shares of three trustees, six
/// sub-keys each, their check, and the sum of one share of each of ten sub-keys.
pub fn whole() -> Result<Row> {
    let setting = setting(CELLS as u32)?;
    let (keys, checks) = (setting.keys(), setting.checks());
    let (made, prepared) = timed(|| {
        (0..3).map(|member| setting.prepare(&keys, member, &mut OsRng)).collect::<Result<Vec<_>, _>>()
    });
    let made = made?;
    let bytes =
        made[0].parts.iter().map(|part| intertally_core::canonical::encode(part).len()).sum::<usize>();
    let all: Vec<_> =
        made.iter().cycle().take(MEMBERS).map(|p| (p.header.clone(), p.parts.clone())).collect();
    let (outcomes, checked) = timed(|| verify_many(all.clone(), &checks, &mut OsRng));
    let mut tally = Tally::new(&setting.manifest);
    let (added, adding) = cost(|| -> Result<()> {
        for outcome in outcomes.iter().take(3) {
            tally.add(outcome.as_ref().map_err(|why| anyhow!("{why}"))?)?;
        }
        Ok(())
    });
    added?;
    let (slots, opened) = cost(|| opening(&setting, &tally));
    let slots = slots?;
    let right = |(cell, slot): (usize, &u64)| {
        let figure = |member: u16| setting.figure(member, cell);
        *slot == (0..3).map(|member| u64::from(figure(member).saturating_sub(1))).sum::<u64>()
    };
    Ok(Row {
        name: "Intertally, whole: every proof of members and trustees",
        measured: "three submissions stand for 27".into(),
        member: prepared / 3,
        bytes,
        add: checked + adding.cpu * 9,
        open: opened.cpu,
        exact: outcomes.iter().all(Result::is_ok) && slots.iter().enumerate().all(right),
        has: [true, true, true],
        lacks: "",
    })
}

/// Step B over all cells: the answers of three trustees, checked and combined.
fn opening(setting: &Setting, tally: &Tally) -> Result<Vec<u64>> {
    let wrong = |why: Box<dyn std::error::Error>| anyhow!("{why}");
    let asked = setting.asked(tally, Step::B).map_err(wrong)?;
    let mut answers = Vec::new();
    for trustee in (0..3).map(TrusteeIndex) {
        let held: Vec<_> = asked.held(trustee).collect();
        let shares = held.iter().map(|sub_key| {
            Ok((*sub_key, setting.share(&asked, (trustee, *sub_key), &mut OsRng).map_err(wrong)?))
        });
        let shares = shares.collect::<Result<Vec<_>>>()?;
        let proofs = shares.iter().map(|(sub_key, shares)| SubKeyProofs {
            sub_key: *sub_key,
            proofs: shares.iter().map(|share| share.proof.clone()).collect(),
        });
        let proofs = ShareProofs(proofs.collect());
        let proven = asked.check(&[(trustee, &proofs)], &mut OsRng).remove(0)?;
        let open = |(sub_key, shares): &(_, Vec<intertally_statements::trustee::Share>)| {
            (*sub_key, shares.iter().map(|share| ShareOpening::from(&share.opening)).collect())
        };
        answers.push(Answer { proven, openings: shares.iter().map(open).collect() });
    }
    Ok(asked.combine(&answers)?.slots)
}
