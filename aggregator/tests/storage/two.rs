//! Two servers over one database: what one appends while the other reads.

use crate::database::Databases;
use intertally_aggregator::faults::{Moment, Op};

/// A server compares the stored checkpoint with the events that it has read. One that is appended by the other at any moment of
/// that is no loss, and stops nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_the_other_appends_between_two_readings_stops_no_server() {
    let Some(databases) = Databases::new().await else { return };
    let places = [Op::Checkpoint, Op::Events, Op::Sizes, Op::Height]
        .map(|op| [(op, Moment::Before), (op, Moment::After)]);
    for places in places.as_flattened().chunks(4) {
        let mut one = databases.desk().await;
        let two = one.beside().await;
        for (member, (op, moment)) in (0u16..).zip(places.iter().copied()) {
            let (here, go) = two.hold(op, moment);
            one.submit(member, 0).await.unwrap();
            // It follows by itself, or because it is asked.
            let asked = two.sequencer().clone();
            let reading = tokio::spawn(async move { asked.read().await.map(|state| state.fold.height()) });
            tokio::task::spawn_blocking(move || here.recv().unwrap()).await.unwrap();
            let height = one.submit(member, 1).await.unwrap();
            go.send(()).unwrap();
            reading.await.unwrap().unwrap();
            let seen = two.sequencer().read().await.unwrap().fold.height();
            assert_eq!(seen, height + 1, "{op:?}, {moment:?}");
        }
    }
}
