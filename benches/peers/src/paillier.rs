//! Paillier with 3072 bits, figures packed: 120 of 24 bits in a plaintext.

use crate::{CELLS, MEMBERS, Row, figure, timed, total};
use anyhow::{Result, anyhow};
use fast_paillier::backend::Integer;
use fast_paillier::{DecryptionKey, EncryptionKey};
use rand_core::OsRng;

/// Figures in one plaintext, three bytes each.
const PACKED: usize = 120;
/// Members measured.
const SOME: usize = 3;
/// Two safe primes of 1536 bits that everybody knows: RFC 3526 group 5 and RFC 5054's. They save a search of minutes.
const P: &str = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA237327FFFFFFFFFFFFFFFF";
const Q: &str = "9DEF3CAFB939277AB1F12A8617A47BBBDBA51DF499AC4C80BEEEA9614B19CC4D5F4F5F556E27CBDE51C6A94BE4607A291558903BA0D0F84380B655BB9A22E8DCDF028A7CEC67F0D08134B1C8B97989149B609E0BE3BAB63D47548381DBC5B1FC764E3F4B53DD9DA1158BFD3E2B9C8CF56EDF019539349627DB2FD53D24B7C48665772E437D6C7F8CE442734AF7CCB7AE837C264AE3A9BEB87F8A2FE9B8B5292E5A021FFF5E91479E8CE7A28C2442C6F315180F93499A234DCF76E3FED135F9BB";

fn packed(member: usize) -> Integer {
    let bytes = (0..PACKED).rev().flat_map(|cell| {
        let [low, middle, high, ..] = figure(member, cell).to_le_bytes();
        [high, middle, low]
    });
    Integer::from_bytes_msf(&bytes.collect::<Vec<u8>>())
}

pub fn row() -> Result<Row> {
    let prime = |text: &str| Integer::from_str_radix(text, 16).ok_or_else(|| anyhow!("no number"));
    let secret = DecryptionKey::from_primes(prime(P)?, prime(Q)?)?;
    let key = EncryptionKey::from_n(secret.n().clone());
    let (sent, made) = timed(|| {
        let one = |member| Ok(key.encrypt_with_random(&mut OsRng, &packed(member))?.0);
        (0..SOME).map(one).collect::<Result<Vec<_>>>()
    });
    let sent = sent?;
    let (sum, added) = timed(|| {
        let (first, rest) = sent.split_first().ok_or_else(|| anyhow!("nobody"))?;
        rest.iter().try_fold(first.clone(), |sum, next| Ok(key.oadd(&sum, next)?))
    });
    let sum: Integer = sum.map_err(|error: anyhow::Error| error)?;
    let (plain, opened) = timed(|| secret.decrypt(&sum));
    let mut bytes = plain?.to_bytes_msf();
    bytes.reverse();
    bytes.resize(3 * PACKED, 0);
    let read = |cell: usize| (0..3).fold(0, |sum, i| sum | u64::from(bytes[3 * cell + i]) << (8 * i));
    let ciphertexts = CELLS.div_ceil(PACKED) as u32;
    Ok(Row {
        name: "Paillier, 3072 bits, packed (fast-paillier 0.3.2, num-bigint)",
        measured: format!("one ciphertext of {PACKED} cells, {SOME} members, scaled"),
        member: made / SOME as u32 * ciphertexts,
        bytes: 768 * ciphertexts as usize,
        add: added * (MEMBERS as u32 - 1) / (SOME as u32 - 1) * ciphertexts,
        open: opened * ciphertexts,
        exact: (0..PACKED).all(|cell| read(cell) == total(SOME, cell)),
        has: [false, false, false],
        lacks: "one key holder; no proofs; not safe from quantum computers",
    })
}
