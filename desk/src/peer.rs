//! Whose program opens a connection: on a machine of several people, the loopback is open to all of them, and a browser
//! gives a cookie of one port to every other. So connections of other users are dropped before a byte of them is read.

use axum::serve::Listener;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// A listener that knows its own user alone.
pub(crate) struct OwnUser(pub(crate) TcpListener);

impl Listener for OwnUser {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        loop {
            match self.0.accept().await {
                Ok((line, peer)) => {
                    let here = line.local_addr();
                    let own = tokio::task::spawn_blocking(move || here.is_ok_and(|here| is_own(here, peer)));
                    if own.await.unwrap_or(false) {
                        return (line, peer);
                    }
                }
                // Too many open files, say: better later than never.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// Whether the other end of a connection belongs to a program of this user. Where the system does not tell, it is taken to
/// be: token and cookie stand all the same.
#[cfg(target_os = "linux")]
fn is_own(here: SocketAddr, peer: SocketAddr) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(own), Ok(table)) = (std::fs::metadata("/proc/self"), procfs::net::tcp()) else { return true };
    let mut ends = table.iter().filter(|entry| entry.local_address == peer && entry.remote_address == here);
    ends.next().is_some_and(|entry| entry.uid == own.uid())
}

/// Other systems do not tell.
#[cfg(not(target_os = "linux"))]
const fn is_own(_: SocketAddr, _: SocketAddr) -> bool {
    true
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_connection_of_our_own_is_known_and_one_that_is_not_there_is_refused() {
        let mut listener = OwnUser(TcpListener::bind("127.0.0.1:0").await.unwrap());
        let here = Listener::local_addr(&listener).unwrap();
        let (line, accepted) = tokio::join!(TcpStream::connect(here), listener.accept());
        let line = line.unwrap();
        assert_eq!(line.local_addr().unwrap(), accepted.1);
        assert!(is_own(here, accepted.1));
        let nobody = SocketAddr::from(([127, 0, 0, 1], 1));
        assert!(!is_own(here, nobody));
    }
}
