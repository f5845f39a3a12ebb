//! fhe.rs: multiparty BFV, five parties, all of them needed.

use crate::{CELLS, MEMBERS, Row, figure, timed, total};
use anyhow::Result;
use fhe::bfv::{BfvParametersBuilder, Ciphertext, Encoding, Plaintext, PublicKey, SecretKey};
use fhe::mbfv::{AggregateIter, CommonRandomPoly, DecryptionShare, PublicKeyShare};
use fhe_traits::{FheDecoder, FheEncoder, FheEncrypter, Serialize};
use std::sync::Arc;

pub fn row() -> Result<Row> {
    // One figure a coefficient, totals below 2^32, as in Intertally. Two primes hold plaintext and noise.
    let params = BfvParametersBuilder::new()
        .set_degree(CELLS)
        .set_plaintext_modulus(1 << 32)
        .set_moduli_sizes(&[50, 50])
        .build_arc()?;
    let mut rng = rand::rng();
    let crp = CommonRandomPoly::new(&params, &mut rng)?;
    let secrets: Vec<SecretKey> = (0..5).map(|_| SecretKey::random(&params, &mut rng)).collect();
    let shares = secrets.iter().map(|secret| PublicKeyShare::new(secret, crp.clone(), &mut rng));
    let key: PublicKey = shares.collect::<Result<Vec<_>, _>>()?.into_iter().aggregate()?;
    let (sent, made) = timed(|| {
        (0..MEMBERS)
            .map(|member| {
                let figures: Vec<u64> = (0..CELLS).map(|cell| figure(member, cell)).collect();
                let plain = Plaintext::try_encode(&figures, Encoding::poly(), &params)?;
                let ciphertext: Ciphertext = key.try_encrypt(&plain, &mut rng)?;
                let bytes = ciphertext.to_bytes();
                Ok((ciphertext, bytes.len()))
            })
            .collect::<Result<Vec<_>>>()
    });
    let sent = sent?;
    let (sum, added) = timed(|| {
        let mut sum = Ciphertext::zero(&params);
        sent.iter().for_each(|(ciphertext, _)| sum += ciphertext);
        Arc::new(sum)
    });
    let (totals, opened) = timed(|| -> Result<Vec<u64>> {
        let shares = secrets.iter().map(|secret| DecryptionShare::new(secret, &sum, &mut rng));
        let plain: Plaintext = shares.collect::<Result<Vec<_>, _>>()?.into_iter().aggregate()?;
        Ok(Vec::<u64>::try_decode(&plain, Encoding::poly())?)
    });
    let totals = totals?;
    Ok(Row {
        name: "fhe.rs 0.1.1, multiparty BFV, `tfhe-ntt`",
        measured: "all".into(),
        member: made / MEMBERS as u32,
        bytes: sent[0].1,
        add: added,
        open: opened,
        exact: (0..CELLS).all(|cell| totals[cell] == total(MEMBERS, cell)),
        has: [false, false, false],
        lacks: "5 of 5 alone, no flooding, no proofs",
    })
}
