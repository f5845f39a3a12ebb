//! The listener. Sockets that have shown no certificate wait in a place of their own, few for one address; whoever comes last
//! finds room at the cost of whoever has taken most.

use super::certificates::{CertificateError, Certificates, Chain};
use super::connection::{Connection, Guarded};
use super::meter::{Meters, lock};
use crate::config::{Limits, Tls};
use crate::identity::Caller;
use crate::watch::Metrics;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc, oneshot};
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;

/// Descriptors that the server needs for its own files.
const FILES: usize = 64;
/// Time between two looks at all connections.
const LOOK: Duration = Duration::from_secs(1);
/// Looks after which certificates are judged again although no file has changed: one may have come to its end.
const JUDGE: u32 = 30;

/// A socket in its handshake.
struct Stranger {
    number: u64,
    from: IpAddr,
    /// Dropped to end it.
    _out: oneshot::Sender<()>,
}

#[derive(Default)]
struct Hall {
    next: u64,
    strangers: Vec<Stranger>,
}

impl Hall {
    /// Room for one more: of its own address if that has its share, else of the address that has most.
    fn enter(&mut self, from: IpAddr, (most, per_address): (usize, usize)) -> (u64, oneshot::Receiver<()>) {
        let count = |of: IpAddr, all: &[Stranger]| all.iter().filter(|s| s.from == of).count();
        let crowded = if count(from, &self.strangers) >= per_address {
            Some(from)
        } else if self.strangers.len() >= most {
            self.strangers.iter().map(|s| s.from).max_by_key(|of| count(*of, &self.strangers))
        } else {
            None
        };
        if let Some(oldest) = crowded.and_then(|of| self.strangers.iter().position(|s| s.from == of)) {
            self.strangers.remove(oldest);
        }
        let (out, ended) = oneshot::channel();
        let number = self.next;
        self.next = number.wrapping_add(1);
        self.strangers.push(Stranger { number, from, _out: out });
        (number, ended)
    }

    fn leave(&mut self, number: u64) {
        self.strangers.retain(|stranger| stranger.number != number);
    }
}

/// Addresses that one party has many of count as one.
fn origin(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(long) => {
            let mut octets = long.octets();
            octets.iter_mut().skip(8).for_each(|octet| *octet = 0);
            IpAddr::from(octets)
        }
        short => short,
    }
}

/// Descriptors that this process may open.
fn descriptors() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = text.lines().find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

/// The limits that the process's descriptors leave room for.
fn fitted(mut limits: Limits) -> Limits {
    let wanted = limits.connections.saturating_add(limits.handshakes);
    if let Some(there) = descriptors().map(|there| there.saturating_sub(FILES))
        && wanted > there
    {
        tracing::warn!(
            wanted,
            there,
            "fewer files may be open than connections are admitted: raise LimitNOFILE"
        );
        limits.handshakes = (there / 4).max(1);
        limits.connections = (there / 4).saturating_mul(3).max(1);
    }
    limits
}

/// Who comes in.
pub struct Door {
    certificates: Certificates,
    meters: Meters,
    limits: Limits,
    hall: Mutex<Hall>,
    again: Notify,
    metrics: Metrics,
}

impl Door {
    /// Closed yet.
    #[must_use]
    pub fn new(certificates: Certificates, limits: Limits, metrics: Metrics) -> Arc<Self> {
        let (limits, meters) = (fitted(limits), Meters::new(limits));
        let (hall, again) = (Mutex::default(), Notify::new());
        Arc::new(Self { certificates, meters, limits, hall, again, metrics })
    }

    /// Connections with a certificate, and those in their handshake.
    #[must_use]
    pub fn present(&self) -> (usize, usize) {
        (self.inside().iter().map(Vec::len).sum(), lock(&self.hall).strangers.len())
    }

    /// Of each bound of memory: its name, bytes used, bytes at most.
    #[must_use]
    pub fn memory(&self) -> [(&'static str, usize, usize); 3] {
        self.meters.memory()
    }

    /// Read the certificates again now.
    pub fn reload(&self) {
        self.again.notify_one();
    }

    /// Go by these files from now on; connections whose certificates hold no more by them are closed at once.
    pub fn follow(&self, files: &Tls) -> Result<(), CertificateError> {
        self.certificates.follow(files)?;
        self.reload();
        Ok(())
    }

    /// Connections, by certificate.
    fn inside(&self) -> Vec<Vec<Arc<Connection>>> {
        let of = |all: &Mutex<Vec<Weak<Connection>>>| {
            let mut all = lock(all);
            all.retain(|connection| connection.upgrade().is_some_and(|c| !c.is_closed()));
            all.iter().filter_map(Weak::upgrade).collect()
        };
        self.meters.all().iter().map(|meter| of(&meter.connections)).collect()
    }

    /// Let a connection in, at the cost of the oldest one of its own certificate, or of the certificate that has most.
    fn admit(&self, connection: &Arc<Connection>) {
        let inside = self.inside();
        let own = {
            let mut own = lock(&connection.meter.connections);
            own.push(Arc::downgrade(connection));
            own.len()
        };
        if own > self.limits.connections_per_certificate {
            let oldest = lock(&connection.meter.connections).first().and_then(Weak::upgrade);
            oldest.inspect(|oldest| oldest.close("a newer one of its certificate came"));
        } else if inside.iter().map(Vec::len).sum::<usize>() >= self.limits.connections {
            let most = inside.iter().max_by_key(|of| of.len());
            most.and_then(|of| of.first()).inspect(|oldest| oldest.close("others need room"));
        }
    }

    async fn handshake(&self, socket: TcpStream) -> Option<Guarded> {
        // Small answers must not wait for more.
        socket.set_nodelay(true).ok()?;
        let io = TlsAcceptor::from(self.certificates.config()).accept(socket).await.ok()?;
        let chain = Chain(io.get_ref().1.peer_certificates()?.to_vec());
        let leaf = chain.0.first()?;
        let caller = Caller::of_certificate(leaf).map_err(|why| why.to_string());
        // A certificate that names nobody is answered with that, under a meter that all such share.
        let key = caller.as_ref().map_or([0; 32], |caller| caller.key.0);
        let connection = Arc::new(Connection::new(caller, self.meters.of(key), chain));
        self.admit(&connection);
        let stall = Duration::from_secs(self.limits.stall_seconds);
        Some(Guarded::new(io, connection, stall))
    }

    async fn receive(self: Arc<Self>, socket: TcpStream, from: IpAddr, inside: mpsc::Sender<Arrival>) {
        let (number, ended) = {
            let share = (self.limits.handshakes, self.limits.handshakes_per_address);
            lock(&self.hall).enter(origin(from), share)
        };
        let within = Duration::from_secs(self.limits.handshake_seconds);
        let came = tokio::select! {
            came = tokio::time::timeout(within, self.handshake(socket)) => came.ok().flatten(),
            _ = ended => None,
        };
        lock(&self.hall).leave(number);
        self.metrics.handshake(came.is_some());
        if let Some(guarded) = came {
            let _ = inside.send(Ok(guarded)).await;
        }
    }

    async fn listen(self: Arc<Self>, listener: TcpListener, inside: mpsc::Sender<Arrival>) {
        loop {
            tokio::select! {
                () = inside.closed() => return,
                came = listener.accept() => match came {
                    Ok((socket, from)) => {
                        tokio::spawn(Arc::clone(&self).receive(socket, from.ip(), inside.clone()));
                    }
                    // No descriptor is left, or the other side is gone already: neither ends the server.
                    Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
                },
            }
        }
    }

    /// Look after certificates and connections as long as the door is open.
    async fn tend(self: Arc<Self>, inside: mpsc::Sender<Arrival>) {
        let stall = Duration::from_secs(self.limits.stall_seconds);
        let mut looks = 0u32;
        loop {
            let mut judge = false;
            tokio::select! {
                () = inside.closed() => return,
                () = self.again.notified() => judge = true,
                () = tokio::time::sleep(LOOK) => {}
            }
            if judge || self.certificates.changed() {
                self.certificates.reload();
                judge = true;
            }
            looks = looks.wrapping_add(1);
            judge |= looks.is_multiple_of(JUDGE);
            for connection in self.inside().into_iter().flatten() {
                if connection.stalls(stall) {
                    connection.close("what it asked for is not taken");
                } else if judge && !self.certificates.hold(&connection.chain) {
                    connection.close("its certificate holds no more");
                }
            }
        }
    }

    /// Open it: connections whose certificates hold, until the stream is dropped.
    pub fn open(self: &Arc<Self>, listener: TcpListener) -> ReceiverStream<Arrival> {
        let (sender, receiver) = mpsc::channel(16);
        tokio::spawn(Arc::clone(self).tend(sender.clone()));
        tokio::spawn(Arc::clone(self).listen(listener, sender));
        ReceiverStream::new(receiver)
    }
}

/// A connection that came in.
pub type Arrival = std::io::Result<Guarded>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_push_out_their_own_and_never_the_one_of_another_address() {
        let (mut hall, share) = (Hall::default(), (8, 4));
        let (crowd, party): (IpAddr, IpAddr) = ([127, 0, 0, 2].into(), [127, 0, 0, 3].into());
        let first: Vec<_> = (0..100).map(|_| hall.enter(crowd, share)).collect();
        assert_eq!(hall.strangers.len(), 4);
        let (number, mut ended) = hall.enter(party, share);
        let second: Vec<_> = (0..100).map(|_| hall.enter(crowd, share)).collect();
        // Also when the hall is full: three addresses more, of which one takes as much as it can.
        for other in 4..7u8 {
            let _ = hall.enter([127, 0, 0, other].into(), share);
        }
        let third: Vec<_> = (0..100).map(|_| hall.enter(crowd, share)).collect();
        assert_eq!(hall.strangers.len(), 8);
        assert_eq!(ended.try_recv(), Err(oneshot::error::TryRecvError::Empty), "the party is still there");
        hall.leave(number);
        let sockets = [first, second, third].into_iter().flatten();
        let ended = sockets.filter_map(|(_, mut ended)| ended.try_recv().err());
        assert_eq!(ended.filter(|why| *why == oneshot::error::TryRecvError::Closed).count(), 296);
    }

    #[test]
    fn one_network_of_long_addresses_is_one_origin() {
        let of = |text: &str| origin(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:127.0.0.1"), of("127.0.0.1"));
    }
}
