//! The attacks. Each goes on until it is told to end, or its count is reached, and answers with how often it tried.

use crate::ATTACKER;
use crate::raw::{Raw, call, data, message, reset, window};
use crate::world::World;
use intertally_core::canonical::encode;
use intertally_core::event::Kind;
use intertally_core::event::payload::SealedSet;
use intertally_core::hash::digest;
use intertally_core::opening::counted::Counted;
use intertally_core::party::{MemberIndex, Party, TrusteeIndex};
use intertally_core::submission::Prepared;
use intertally_proto::convert::encode as field;
use intertally_proto::pb;
use intertally_proto::pb::record_client::RecordClient;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::TcpSocket;

/// What an attack needs that takes long to make.
#[derive(Default)]
pub struct Given(Vec<Prepared>);

impl Given {
    pub fn make(world: &mut World, name: &str) -> Self {
        let member = 0;
        let one = |world: &mut World, spoil: bool| {
            let mut made = world.prepare(member, 0);
            if spoil {
                if let Some(proof) = &mut made.parts[0].proofs[0] {
                    proof[0] ^= 1;
                }
                let key = made.header.parts[0].key;
                made.header.parts = vec![made.parts[0].header(key)];
            }
            made
        };
        match name {
            "bad proofs" => Self((0..4).map(|_| one(world, true)).collect()),
            "half uploads" => Self((0..3).map(|_| one(world, false)).collect()),
            _ => Self::default(),
        }
    }
}

type Ends = Arc<AtomicBool>;
type Run = fn(Arc<World>, Given, Ends) -> Pin<Box<dyn Future<Output = u64> + Send>>;

/// One of them.
pub struct Attack {
    pub name: &'static str,
    pub run: Run,
}

pub const ATTACKS: [Attack; 11] = [
    Attack { name: "none", run: |_, _, ends| Box::pin(nothing(ends)) },
    Attack { name: "idle sockets", run: |w, _, ends| Box::pin(idle(w, ends)) },
    Attack { name: "streams", run: |w, _, ends| Box::pin(streams(w, ends)) },
    Attack { name: "rapid resets", run: |w, _, ends| Box::pin(resets(w, ends)) },
    Attack { name: "never reads: no window", run: |w, _, ends| Box::pin(silent(w, ends, 0)) },
    Attack { name: "never reads: socket", run: |w, _, ends| Box::pin(silent(w, ends, (1 << 31) - 1)) },
    Attack { name: "long messages", run: |w, _, ends| Box::pin(long(w, ends)) },
    Attack { name: "half uploads", run: |w, given, ends| Box::pin(halves(w, given.0, ends)) },
    Attack { name: "false seals", run: |w, _, ends| Box::pin(seals(w, ends)) },
    Attack { name: "bad proofs", run: |w, given, ends| Box::pin(proofs(w, given.0, ends)) },
    Attack { name: "many calls", run: |w, _, ends| Box::pin(calls(w, ends)) },
];

fn over(ends: &Ends) -> bool {
    ends.load(Ordering::Relaxed)
}

async fn until(ends: &Ends) {
    while !over(ends) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn nothing(ends: Ends) -> u64 {
    until(&ends).await;
    0
}

/// Sockets without a certificate, from four addresses.
async fn idle(world: Arc<World>, ends: Ends) -> u64 {
    let mut all = Vec::new();
    for number in 0..1_200u16 {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from((Ipv4Addr::new(127, 0, 0, 1 + (number % 4) as u8), 0))).unwrap();
        all.extend(socket.connect(world.address()).await);
    }
    until(&ends).await;
    all.len() as u64
}

async fn raw(world: &World, party: Party, size: u32) -> Raw {
    world.raw(world.authority.party(party), size).await
}

/// Calls that are begun and never asked, eight connections at once.
async fn streams(world: Arc<World>, ends: Ends) -> u64 {
    let mut tries = 0;
    while !over(&ends) && tries < 2_000_000 {
        let mut all = Vec::new();
        for _ in 0..8 {
            all.push(raw(&world, ATTACKER, 65_535).await);
        }
        for burst in 0..40u32 {
            for raw in &mut all {
                let part =
                    (0..500).map(|n| call(1 + 2 * (burst * 500 + n), "/intertally.v1.Rounds/Watch", false));
                if raw.send(&part.collect::<Vec<_>>().concat()).await {
                    tries += 500;
                }
            }
            if over(&ends) {
                break;
            }
        }
    }
    tries
}

async fn resets(world: Arc<World>, ends: Ends) -> u64 {
    let (ask, mut tries) = (message(&[0x10, 1]), 0);
    while !over(&ends) && tries < 2_000_000 {
        let (mut raw, mut stream) = (raw(&world, ATTACKER, 65_535).await, 1);
        loop {
            let mut bytes = Vec::new();
            for _ in 0..10 {
                let path = "/intertally.v1.Record/Events";
                bytes.extend([call(stream, path, false), data(stream, &ask, true), reset(stream)].concat());
                stream += 2;
            }
            tries += 10;
            if over(&ends) || !raw.send(&bytes).await || raw.read(Duration::from_micros(200)).await.is_none()
            {
                break;
            }
        }
    }
    tries
}

/// Asks for the whole log over all its connections and streams, and takes none of it.
async fn silent(world: Arc<World>, ends: Ends, size: u32) -> u64 {
    let (ask, mut tries, mut all) = (message(&[0x10, 1]), 0, Vec::new());
    while !over(&ends) && all.len() < 200 {
        let mut raw = raw(&world, ATTACKER, size).await;
        let mut bytes = window(1 << 30);
        for stream in 0..100u32 {
            let path = "/intertally.v1.Record/Events";
            bytes.extend([call(1 + 2 * stream, path, false), data(1 + 2 * stream, &ask, true)].concat());
        }
        raw.send(&bytes).await;
        tries += 100;
        all.push(raw);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    until(&ends).await;
    tries
}

/// A trustee announces messages as long as it may and sends them as fast as it can, but for their ends.
async fn long(world: Arc<World>, ends: Ends) -> u64 {
    let trustee = Party::Trustee(TrusteeIndex(0));
    let mut all = Vec::new();
    for _ in 0..8 {
        let mut raw = raw(&world, trustee, 65_535).await;
        for stream in 0..32u32 {
            let stream = 1 + 2 * stream;
            let head = [0, 2, 0, 0, 0];
            let path = "/intertally.v1.Opening/PutSealed";
            raw.send(&[call(stream, path, false), data(stream, &head, false)].concat()).await;
        }
        all.push(raw);
    }
    let (piece, mut tries) = (vec![0x22; 16_000], 256);
    while !over(&ends) {
        for raw in &mut all {
            for stream in 0..32u32 {
                // No heed is paid to windows: an honest server of HTTP/2 ends that, and the next connection follows.
                raw.send(&data(1 + 2 * stream, &piece, false)).await;
                tries += 1;
            }
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tries
}

async fn halves(world: Arc<World>, made: Vec<Prepared>, ends: Ends) -> u64 {
    let mut tries = 0;
    while !over(&ends) {
        for prepared in &made {
            let _ = world.upload(prepared, (0, 300_000)).await;
            tries += 1;
        }
    }
    tries
}

async fn at_once(world: Arc<World>, ends: Ends, payload: Vec<u8>, kind: Kind) -> u64 {
    let claim = field(&world.claim(ATTACKER, kind, &payload));
    let channel = world.channel(ATTACKER).await;
    let one = |channel| {
        let (claim, payload, ends) = (claim.clone(), payload.clone(), Arc::clone(&ends));
        async move {
            let (mut client, mut tries) = (RecordClient::new(channel), 0);
            while !over(&ends) {
                let request =
                    pb::AppendRequest { claim: claim.clone().into(), payload: payload.clone().into() };
                let _ = client.append(request).await;
                tries += 1;
            }
            tries
        }
    };
    let all: Vec<_> = (0..32).map(|_| tokio::spawn(one(channel.clone()))).collect();
    let mut tries = 0;
    for task in all {
        tries += task.await.unwrap();
    }
    tries
}

async fn seals(world: Arc<World>, ends: Ends) -> u64 {
    let set = encode(&SealedSet {
        members: vec![],
        aggregates: vec![digest("test", &[])],
        counted: Counted::default(),
    });
    at_once(world, ends, set, Kind::Sealed).await
}

async fn proofs(world: Arc<World>, made: Vec<Prepared>, ends: Ends) -> u64 {
    let mut tries = 0;
    while !over(&ends) {
        for prepared in &made {
            let _ = world.send(prepared).await;
            tries += 1;
        }
    }
    tries
}

/// Cheap calls, as many as go.
async fn calls(world: Arc<World>, ends: Ends) -> u64 {
    let channel = world.channel(Party::Member(MemberIndex(0))).await;
    let one = |channel| {
        let ends = Arc::clone(&ends);
        async move {
            let (mut client, mut tries) = (RecordClient::new(channel), 0);
            while !over(&ends) {
                let _ = client.checkpoint(pb::CheckpointRequest::default()).await;
                tries += 1;
            }
            tries
        }
    };
    let all: Vec<_> = (0..60).map(|_| tokio::spawn(one(channel.clone()))).collect();
    let mut tries = 0;
    for task in all {
        tries += task.await.unwrap();
    }
    tries
}
