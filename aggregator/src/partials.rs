//! Unfinished uploads in a folder: one file a member and round, named by both and by the submission.

use intertally_core::hash::Digest;
use intertally_core::party::{MemberIndex, RoundId};
use std::io::Result;
use std::path::PathBuf;
use std::time::SystemTime;
use tokio::fs::{self, File};

/// The folder.
pub(crate) struct Partials(pub(crate) PathBuf);

/// One of them.
pub(crate) struct Partial {
    pub(crate) round: RoundId,
    pub(crate) member: MemberIndex,
    pub(crate) submission: Digest,
    pub(crate) bytes: u64,
    pub(crate) written: SystemTime,
    path: PathBuf,
}

fn digest(text: &str) -> Option<Digest> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(Digest(bytes))
}

impl Partials {
    fn path(&self, round: RoundId, member: MemberIndex, submission: Digest) -> PathBuf {
        self.0.join(format!("{}-{}-{submission}", round.0, member.0))
    }

    /// All of them; files of other names, as older versions wrote them, are taken away.
    pub(crate) async fn all(&self) -> Result<Vec<Partial>> {
        let (mut all, mut folder) = (Vec::new(), fs::read_dir(&self.0).await?);
        while let Some(entry) = folder.next_entry().await? {
            let path = entry.path();
            let name = entry.file_name();
            let words: Vec<&str> = name.to_str().unwrap_or_default().split('-').collect();
            let named = match words.as_slice() {
                [round, member, submission] => digest(round).zip(digest(submission)).zip(member.parse().ok()),
                _ => None,
            };
            let Some(((round, submission), member)) = named else {
                fs::remove_file(&path).await?;
                continue;
            };
            // Gone meanwhile: its upload has ended.
            let Ok(meta) = entry.metadata().await else { continue };
            let (bytes, written) = (meta.len(), meta.modified()?);
            let (round, member) = (RoundId(round), MemberIndex(member));
            all.push(Partial { round, member, submission, bytes, written, path });
        }
        Ok(all)
    }

    /// Open one to add to it. Others of the same member and round are given up.
    pub(crate) async fn open(&self, round: RoundId, member: MemberIndex, submission: Digest) -> Result<File> {
        for other in self.all().await? {
            if (other.round, other.member) == (round, member) && other.submission != submission {
                self.remove(&other).await?;
            }
        }
        let path = self.path(round, member, submission);
        fs::OpenOptions::new().create(true).append(true).open(path).await
    }

    pub(crate) async fn read(
        &self,
        round: RoundId,
        member: MemberIndex,
        submission: Digest,
    ) -> Result<Vec<u8>> {
        fs::read(self.path(round, member, submission)).await
    }

    pub(crate) async fn remove(&self, partial: &Partial) -> Result<()> {
        match fs::remove_file(&partial.path).await {
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(()),
            outcome => outcome,
        }
    }

    pub(crate) async fn remove_of(
        &self,
        round: RoundId,
        member: MemberIndex,
        submission: Digest,
    ) -> Result<()> {
        fs::remove_file(self.path(round, member, submission)).await
    }
}
