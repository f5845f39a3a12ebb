//! A checkpoint note from outside: no panic, and what opens is one spelling of its root.
//! The bytes are tried as they come, and as the body of a note that the log did sign, to get behind the signature.
#![no_main]

use intertally_log::{LogSigner, Root, Seen, WitnessSigner};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (Ok(log), Ok(witness)) = (LogSigner::new("log.example", &[1; 32]), WitnessSigner::new("w", &[2; 32]))
    else {
        return;
    };
    let verifier = log.verifier();
    if let Ok(checkpoint) = verifier.open(bytes) {
        assert_eq!(checkpoint.note(), bytes);
        let _ = witness.verifier().time(&checkpoint);
    }
    // A genuine note, its signature lines followed by the foreign bytes.
    let Some((size, rest)) = bytes.split_first_chunk::<8>() else { return };
    let root = Root { size: u64::from_le_bytes(*size), hash: [7; 32] };
    let Ok(genuine) = log.checkpoint(&root) else { return };
    let foreign = [genuine.note(), rest].concat();
    if let Ok(checkpoint) = verifier.open(&foreign) {
        assert_eq!(checkpoint.root(), &root);
        let _ = witness.verifier().time(&checkpoint);
        if let Ok(cosigned) = witness.cosign(&Seen::first(checkpoint), 1) {
            assert_eq!(witness.verifier().time(&cosigned), Ok(1));
            assert_eq!(verifier.open(cosigned.note()).as_ref().map(|c| c.root()), Ok(&root));
        }
    }
});
