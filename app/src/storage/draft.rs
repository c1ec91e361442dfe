//! Replacing a file as a whole.
//!
//! The new content goes to a temporary file beside the target and onto the disk; only then it takes the target's
//! name. Whatever fails before that moment leaves the target untouched and removes the temporary file.
//!
//! What a rename cannot keep: hard links keep the old content, and access lists beyond owner, group and mode are lost.

use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Who may use the new file.
#[derive(Clone, Copy)]
pub(crate) enum Access<'a> {
    /// As for any new file of this person.
    Default,
    /// Nobody but this person.
    Private,
    /// As for the file that it replaces: its mode, and its owner and group as far as the system allows.
    Like(&'a Metadata),
}

/// Content that is safely on the disk, but not yet under its name.
pub(crate) struct Draft {
    file: NamedTempFile,
    target: PathBuf,
}

impl Draft {
    /// `target` must not be a symbolic link: the link would be replaced, not the file behind it.
    pub(crate) fn write(target: &Path, bytes: &[u8], access: Access<'_>) -> io::Result<Self> {
        let name = target.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
        let mut prefix = OsString::from(".");
        prefix.push(name);
        prefix.push(".");

        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(".tmp");
        if matches!(access, Access::Default) {
            permit_as_usual(&mut builder);
        }
        let mut file = builder.tempfile_in(folder_of(target))?;
        // Past the wrapper, which would put the name of the temporary file into errors.
        file.as_file_mut().write_all(bytes)?;
        if let Access::Like(old) = access {
            permit_like(file.as_file(), old)?;
        }
        file.as_file().sync_all()?;
        Ok(Self { file, target: target.to_owned() })
    }

    /// Gives the draft its name, and answers what the disk now says about it.
    pub(crate) fn put_in_place(self) -> io::Result<Metadata> {
        let Self { file, target } = self;
        let file = file.persist(&target).map_err(|refused| refused.error)?;
        sync_folder(folder_of(&target))?;
        file.metadata()
    }
}

/// The folder a path is in; the current one for a bare name.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Temporary files are private unless told otherwise. The umask of the process still applies.
#[cfg(unix)]
fn permit_as_usual(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn permit_as_usual(_: &mut Builder<'_, '_>) {}

#[cfg(unix)]
fn permit_like(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let new = file.metadata()?;
    let is_other_owner = (new.uid(), new.gid()) != (old.uid(), old.gid());
    if is_other_owner && fchown(file, Some(old.uid()), Some(old.gid())).is_err() {
        // Only root may give files away, but members of a group may hand theirs to it. When not even that is
        // allowed the file belongs to whoever saved it, as with any other editor.
        let _group_kept = fchown(file, None, Some(old.gid()));
    }
    // After the owner: changing that clears bits of the mode.
    file.set_permissions(old.permissions())
}

#[cfg(not(unix))]
fn permit_like(file: &File, old: &Metadata) -> io::Result<()> {
    file.set_permissions(old.permissions())
}

/// Makes the new name durable. File systems that cannot do so for folders, and folders that may be written but not
/// read, are no reason to call a finished save failed.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied
            ) =>
        {
            Ok(())
        }
        result => result,
    }
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_draft_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("release.json");
        fs::write(&target, "old").unwrap();

        drop(Draft::write(&target, b"new", Access::Default).unwrap());

        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_bare_name_is_in_the_current_folder() {
        assert_eq!(folder_of(Path::new("release.json")), Path::new("."));
        assert_eq!(folder_of(Path::new("a/release.json")), Path::new("a"));
    }

    #[test]
    fn a_path_without_a_name_is_refused() {
        let error = Draft::write(Path::new("/"), b"", Access::Default).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::InvalidFilename);
    }

    #[cfg(unix)]
    #[test]
    fn private_means_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("journal.json");
        let metadata = Draft::write(&target, b"", Access::Private).unwrap().put_in_place().unwrap();
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    }
}
