//! A receipt from outside, in the canonical encoding (bincode 1.3, fixed-size integers): no panic, nothing beyond the
//! limits, and none holds that the log did not give.
#![no_main]

use bincode::Options;
use intertally_log::{LogSigner, Receipt, Tree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = || bincode::DefaultOptions::new().with_fixint_encoding().with_limit(1 << 16);
    let Ok(mut receipt) = options().deserialize::<Receipt>(bytes) else { return };
    let Ok(log) = LogSigner::new("log.example", &[1; 32]) else { return };
    assert!(receipt.verify(b"never logged", &log.verifier()).is_err());
    // With a genuine note, to get behind the signature.
    let mut tree = Tree::default();
    (0..7u8).for_each(|leaf| tree.push(vec![leaf]));
    let Ok(checkpoint) = log.checkpoint(&tree.root()) else { return };
    receipt.note = checkpoint.note().to_vec();
    if receipt.verify(&[3], &log.verifier()).is_ok() {
        assert_eq!(receipt.index, 3);
        assert_eq!(tree.prove_inclusion(3).as_ref(), Ok(&receipt.proof));
    }
});
