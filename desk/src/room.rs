//! One role at work on this machine: its open session, the work under way, what a page has been given and not used yet.

use crate::agreed::Agreed;
use crate::member::Desktop;
use crate::premises::Joining;
use crate::refusal::Refusal;
use crate::trustee;
use crate::work::{End, Sitter, Task, Work};
use crate::{auditor, coordinator};
use intertally_roles::person::Silent;
use intertally_roles::{Result, Role, RoleError, Session};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::runtime::Handle;
use tokio::sync::Mutex as Turn;

/// A role's room.
pub(crate) struct Room {
    /// Whose.
    pub(crate) role: Role,
    /// The open office. Whoever works with it has the turn.
    session: Arc<Turn<Option<Session>>>,
    /// The work under way, or the last one.
    work: Mutex<Option<Arc<Work>>>,
    /// Files that came back, until the fingerprints in them are compared.
    joining: Mutex<Option<Arc<Joining>>>,
    /// What lies on a member's table.
    pub(crate) member: Desktop,
    /// What lies on an auditor's.
    pub(crate) auditor: auditor::Desktop,
    /// What lies on a trustee's.
    pub(crate) trustee: trustee::Desktop,
    /// What lies on a coordinator's.
    pub(crate) coordinator: coordinator::Desktop,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends a work whose thread stops without saying so.
struct Ending(Arc<Work>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.end(End::Stopped(RoleError::Dropped.to_string()));
    }
}

impl Room {
    pub(crate) fn new(role: Role) -> Arc<Self> {
        Arc::new(Self {
            role,
            session: Arc::default(),
            work: Mutex::default(),
            joining: Mutex::default(),
            member: Desktop::default(),
            auditor: auditor::Desktop::default(),
            trustee: trustee::Desktop::default(),
            coordinator: coordinator::Desktop::default(),
        })
    }

    /// The work under way, or the last one.
    pub(crate) fn work(&self) -> Option<Arc<Work>> {
        held(&self.work).clone()
    }

    /// Whether something is under way.
    pub(crate) fn is_busy(&self) -> bool {
        self.work().is_some_and(|work| !work.is_over())
    }

    /// Whether the office is open. While somebody works in it, it is.
    pub(crate) fn is_open(&self) -> bool {
        self.session.try_lock().map_or(true, |session| session.is_some())
    }

    /// Keep an office that was opened; another one that was opened meanwhile stays.
    pub(crate) async fn keep(&self, session: Session) {
        self.session.lock().await.get_or_insert(session);
    }

    /// Shut the office: its keys leave the memory. Waits for who works in it.
    pub(crate) async fn shut(&self) {
        let session = self.session.lock().await.take();
        self.member.clear();
        self.auditor.clear();
        self.trustee.clear();
        self.coordinator.clear();
        *held(&self.work) = None;
        drop(session);
    }

    /// The name of the open office.
    pub(crate) fn name(&self) -> String {
        match self.role {
            Role::Trustee => self.trustee.name(),
            Role::Coordinator => self.coordinator.name(),
            _ => self.member.name(),
        }
    }

    /// Files that came back.
    pub(crate) fn arrived(&self) -> Option<Arc<Joining>> {
        held(&self.joining).clone()
    }

    /// Keep files that came back, or put them away.
    pub(crate) fn set_arrived(&self, files: Option<Joining>) {
        *held(&self.joining) = files.map(Arc::new);
    }

    /// Look into the open office, on a thread that may wait: the roles read files and compute.
    ///
    /// # Errors
    /// An office that is shut, or in which work is under way; what the look itself says.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        look: impl AsyncFnOnce(&mut Session) -> Result<T> + Send + 'static,
    ) -> std::result::Result<T, Refusal> {
        if self.is_busy() {
            return Err(Refusal::Busy(self.role));
        }
        let session = Arc::clone(&self.session);
        let (handle, role) = (Handle::current(), self.role);
        let looked = tokio::task::spawn_blocking(move || {
            handle.block_on(async move {
                let mut turn = session.lock().await;
                let session = turn.as_mut().ok_or(Refusal::Shut(role))?;
                session.person = Arc::new(Silent { yes: false });
                look(session).await.map_err(Refusal::Role)
            })
        });
        looked.await.map_err(|_| Refusal::Role(RoleError::Dropped))?
    }

    /// Put a piece of work under way. Only one at a time.
    fn take_up(
        &self,
        (task, next, agreed): (Task, String, Agreed),
    ) -> std::result::Result<Arc<Work>, Refusal> {
        let mut last = held(&self.work);
        if last.as_ref().is_some_and(|work| !work.is_over()) {
            return Err(Refusal::Busy(self.role));
        }
        let work = Work::begin(task, next, agreed);
        *last = Some(Arc::clone(&work));
        Ok(work)
    }

    /// Begin a piece of work in the open office, on a thread of its own; its page shows how it goes on.
    ///
    /// # Errors
    /// An office that is shut, or work that is under way.
    pub(crate) fn begin(
        &self,
        what: (Task, String, Agreed),
        job: impl AsyncFnOnce(&mut Session) -> Result<End> + Send + 'static,
    ) -> std::result::Result<(), Refusal> {
        if !self.is_open() {
            return Err(Refusal::Shut(self.role));
        }
        let session = Arc::clone(&self.session);
        self.begin_alone(what, async move |work| {
            let mut turn = session.lock().await;
            let session = turn.as_mut().ok_or(RoleError::Dropped)?;
            session.person = Arc::new(Sitter(work));
            job(session).await
        })
    }

    /// The same without an office.
    ///
    /// # Errors
    /// Work that is under way.
    pub(crate) fn begin_alone(
        &self,
        what: (Task, String, Agreed),
        job: impl AsyncFnOnce(Arc<Work>) -> Result<End> + Send + 'static,
    ) -> std::result::Result<(), Refusal> {
        let work = self.take_up(what)?;
        let handle = Handle::current();
        tokio::task::spawn_blocking(move || {
            let _ending = Ending(Arc::clone(&work));
            let end = match handle.block_on(job(Arc::clone(&work))) {
                Ok(end) => end,
                Err(RoleError::NotConfirmed) => End::Refused,
                Err(why) => End::Stopped(why.to_string()),
            };
            work.end(end);
        });
        Ok(())
    }
}
