//! The desk as a program runs it: bound to the loopback, until it is told to end or nobody is there any more.

use crate::app::{App, router};
use crate::door::Door;
use crate::peer::OwnUser;
use crate::premises::Premises;
use crate::tabs::Patience;
use std::future::IntoFuture;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// How often it is looked whether anybody is there.
const LOOK: Duration = Duration::from_secs(1);
/// How long open pages have to take their leave.
const LEAVE: Duration = Duration::from_secs(3);

/// Why no desk can be served.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The port is not to be had.
    #[error("no page can be served on 127.0.0.1: {0}; name another port, or none")]
    Port(std::io::Error),
    /// The system has no randomness.
    #[error("no randomness is to be had for the address of the page; try again")]
    Random,
    /// The line broke.
    #[error("the page can be served no longer: {0}; start it again")]
    Served(std::io::Error),
}

/// A desk that is bound, and not served yet.
pub struct Desk {
    app: Arc<App>,
    listener: TcpListener,
}

impl Desk {
    /// Bind it to a port of the loopback; 0 takes one that is free. Nobody gets in but by [`Desk::address`].
    ///
    /// # Errors
    /// A port that is not to be had, or a system without randomness.
    pub async fn bind(premises: Arc<dyn Premises>, port: u16) -> Result<Self, DeskError> {
        Self::patient(premises, port, Patience::default()).await
    }

    async fn patient(premises: Arc<dyn Premises>, port: u16, patience: Patience) -> Result<Self, DeskError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(DeskError::Port)?;
        let port = listener.local_addr().map_err(DeskError::Port)?.port();
        let door = Door::new(port).ok_or(DeskError::Random)?;
        Ok(Self { app: App::new(door, premises, patience), listener })
    }

    /// The address that lets a browser in, once. A secret: whoever has it first is the person.
    #[must_use]
    pub fn address(&self) -> String {
        self.app.door.address()
    }

    /// Serve until the person ends it, `told` ends, or nobody is there any more. Work that is under way is done to its end
    /// first, but for questions, which nobody answers any more. Then the offices are shut.
    ///
    /// # Errors
    /// A line that breaks.
    pub async fn serve(self, told: impl Future<Output = ()> + Send) -> Result<(), DeskError> {
        let Self { app, listener } = self;
        let mut closing = app.closing.subscribe();
        let ended = async move {
            // Whoever holds the other end has ended, too.
            let _ = closing.wait_for(|closing| *closing).await;
        };
        let mut serving = Box::pin(
            axum::serve(OwnUser(listener), router(&app)).with_graceful_shutdown(ended).into_future(),
        );
        let left = async {
            loop {
                tokio::time::sleep(LOOK).await;
                if *app.closing.borrow() || app.tabs.is_left(Instant::now()) && !app.is_busy() {
                    break;
                }
            }
        };
        let served = tokio::select! {
            served = &mut serving => Some(served),
            () = told => None,
            () = left => None,
        };
        app.close();
        let over = served.is_some();
        served.transpose().map_err(DeskError::Served)?;
        while app.is_busy() {
            tokio::time::sleep(LOOK / 10).await;
        }
        if !over {
            // A browser that keeps its connections keeps nobody waiting.
            let _ = tokio::time::timeout(LEAVE, serving).await;
        }
        for room in app.rooms() {
            room.shut().await;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::premises::{Exported, Handout, Joining, NewOffice, Standing};
    use intertally_roles::{Card, Person, Result, Role, RoleError, Session, Synced};
    use intertally_verify::record::Edition;
    use std::pin::Pin;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    struct Bare;

    impl Premises for Bare {
        fn standing(&self, _: Role) -> Result<Standing> {
            Ok(Standing::Bare)
        }
        fn place(&self, role: Role) -> String {
            role.word().to_owned()
        }
        fn found(&self, _: &NewOffice) -> Result<Card> {
            Err(RoleError::Dropped)
        }
        fn handouts(&self, _: Role) -> Result<Vec<Handout>> {
            Ok(Vec::new())
        }
        fn join(&self, _: Role, _: &Joining) -> Result<()> {
            Ok(())
        }
        fn open(&self, _: Role, _: &str, _: Arc<dyn Person>) -> Result<Session> {
            Err(RoleError::Dropped)
        }
        fn backup(&self, _: &Session, _: zeroize::Zeroizing<String>) -> Result<Handout> {
            Err(RoleError::Dropped)
        }
        fn restore(&self, _: &[u8], _: (&str, &str)) -> Result<()> {
            Err(RoleError::Dropped)
        }
        fn export<'a>(
            &'a self,
            _: &'a Synced<'a>,
            _: &'a str,
            _: Edition,
        ) -> Pin<Box<dyn Future<Output = Result<Exported>> + 'a>> {
            Box::pin(async { Err(RoleError::Dropped) })
        }
        fn record(&self, _: &str) -> Result<Box<dyn intertally_verify::record::Source + Send>> {
            Err(RoleError::Dropped)
        }
    }

    /// Ask for a page over a line of its own, and leave the line open.
    async fn ask(desk: &str, path: &str, cookie: &str) -> (TcpStream, String) {
        let mut line = TcpStream::connect(desk).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {desk}\r\nCookie: {cookie}\r\n\r\n");
        line.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = vec![0; 8192];
        let read = line.read(&mut bytes).await.unwrap();
        (line, String::from_utf8_lossy(&bytes[..read]).into_owned())
    }

    #[tokio::test]
    async fn a_desk_without_pages_ends_by_itself_and_one_with_a_page_does_not() {
        let short = Duration::from_millis(1500);
        let patience =
            Patience { first: Duration::from_secs(60), gone: short, silent: Duration::from_secs(60) };
        let desk = Desk::patient(Arc::new(Bare), 0, patience).await.unwrap();
        let address = desk.address();
        let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let (host, path) = (host.to_owned(), format!("/{path}"));
        let serving = tokio::spawn(desk.serve(std::future::pending()));
        let (_, entered) = ask(&host, &path, "").await;
        let cookie = entered.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let (line, begun) = ask(&host, "/tab", &cookie).await;
        assert!(begun.contains("text/event-stream"), "{begun}");
        tokio::time::sleep(short * 2).await;
        assert!(!serving.is_finished(), "a page is open");
        drop(line);
        tokio::time::timeout(Duration::from_secs(40), serving).await.unwrap().unwrap().unwrap();
        assert!(TcpStream::connect(&host).await.is_err(), "the port is free again");
    }
}
