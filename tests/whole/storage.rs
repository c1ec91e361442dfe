//! Files on a real disk: what is kept, what is refused, and what outlives a crash.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

use pipewright::storage::{Change, OpenError, Recovery, SaveError, Snapshot, Stamp, Watch, read, save};
use tempfile::TempDir;

use crate::own_process;

/// A folder with one file, and the stamp it was read with.
struct Desk {
    folder: TempDir,
    path: PathBuf,
    stamp: Stamp,
}

fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("release.json");
    fs::write(&path, "old").unwrap();
    let (_, stamp) = read(&path).unwrap();
    Desk { folder, path, stamp }
}

impl Desk {
    fn text(&self) -> String {
        fs::read_to_string(&self.path).unwrap()
    }

    /// After a refusal: the old file, whole, and nothing beside it.
    #[track_caller]
    fn assert_untouched(&self, content: &str) {
        assert_eq!(self.text(), content);
        assert_eq!(fs::read_dir(self.folder.path()).unwrap().count(), 1);
    }
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

fn set_modified(path: &Path, time: SystemTime) {
    File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

#[test]
fn each_save_gives_the_stamp_for_the_next() {
    let desk = desk();
    let second = save(&desk.path, b"second", Some(&desk.stamp)).unwrap();
    save(&desk.path, b"third", Some(&second)).unwrap();
    desk.assert_untouched("third");
}

#[test]
fn a_file_changed_outside_is_not_overwritten() {
    let desk = desk();
    fs::write(&desk.path, "theirs").unwrap();
    let error = save(&desk.path, b"mine", Some(&desk.stamp)).unwrap_err();
    assert!(matches!(error, SaveError::ChangedOutside { .. }), "{error}");
    assert!(error.to_string().ends_with(&format!("\n{}", desk.path.display())), "{error}");
    desk.assert_untouched("theirs");

    save(&desk.path, b"mine", None).unwrap();
    desk.assert_untouched("mine");
}

#[test]
fn a_change_that_kept_length_and_time_is_seen_all_the_same() {
    let desk = desk();
    let time = modified(&desk.path);
    fs::write(&desk.path, "new").unwrap();
    set_modified(&desk.path, time);
    let error = save(&desk.path, b"mine", Some(&desk.stamp)).unwrap_err();
    assert!(matches!(error, SaveError::ChangedOutside { .. }), "{error}");
    desk.assert_untouched("new");
}

#[test]
fn a_file_that_was_only_touched_is_saved() {
    let desk = desk();
    set_modified(&desk.path, modified(&desk.path) + Duration::from_mins(1));
    save(&desk.path, b"mine", Some(&desk.stamp)).unwrap();
    desk.assert_untouched("mine");
}

#[test]
fn a_file_removed_outside_does_not_come_back_unasked() {
    let desk = desk();
    fs::remove_file(&desk.path).unwrap();
    let error = save(&desk.path, b"mine", Some(&desk.stamp)).unwrap_err();
    assert!(matches!(error, SaveError::RemovedOutside { .. }), "{error}");
    assert_eq!(fs::read_dir(desk.folder.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_that_is_gone_is_named() {
    let desk = desk();
    for path in [desk.folder.path().join("gone/release.json"), desk.path.join("release.json")] {
        let error = save(&path, b"mine", None).unwrap_err();
        assert!(matches!(error, SaveError::FolderGone { .. }), "{error}");
        let folder = path.parent().unwrap().display();
        assert!(error.to_string().ends_with(&format!("\n{folder}")), "{error}");
    }
    desk.assert_untouched("old");
}

#[test]
fn a_folder_is_no_place_for_text() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(save(folder.path(), b"mine", None), Err(SaveError::IsFolder { .. })));
    assert!(matches!(read(folder.path()), Err(OpenError::IsFolder { .. })));
}

#[test]
fn a_write_protected_file_is_respected() {
    let desk = desk();
    let mut permissions = fs::metadata(&desk.path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&desk.path, permissions).unwrap();
    let error = save(&desk.path, b"mine", Some(&desk.stamp)).unwrap_err();
    assert!(matches!(error, SaveError::ReadOnly { .. }), "{error}");
    desk.assert_untouched("old");
}

#[test]
fn a_missing_file_is_told() {
    let desk = desk();
    let error = read(&desk.folder.path().join("gone.json")).unwrap_err();
    assert!(matches!(error, OpenError::Missing { .. }), "{error}");
    let error = read(&desk.path.join("inside-a-file.json")).unwrap_err();
    assert!(matches!(error, OpenError::Missing { .. }), "{error}");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn is_root() -> bool {
        fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
    }

    #[test]
    fn the_mode_of_a_file_is_kept() {
        let desk = desk();
        for kept in [0o640, 0o666, 0o755, 0o600] {
            set_mode(&desk.path, kept);
            save(&desk.path, b"mine", None).unwrap();
            assert_eq!(mode(&desk.path), kept);
        }
    }

    #[test]
    fn a_new_file_gets_the_usual_mode() {
        let desk = desk();
        let new = desk.folder.path().join("new.json");
        save(&new, b"mine", None).unwrap();
        assert_eq!(mode(&new), mode(&desk.path));
    }

    #[test]
    fn the_owner_of_a_file_is_kept_where_the_system_allows() {
        if !is_root() {
            eprintln!("skipped: only root may give a file to somebody else");
            return;
        }
        let desk = desk();
        chown(&desk.path, Some(12345), Some(23456)).unwrap();
        set_mode(&desk.path, 0o640);
        save(&desk.path, b"mine", None).unwrap();
        let metadata = fs::metadata(&desk.path).unwrap();
        assert_eq!((metadata.uid(), metadata.gid(), mode(&desk.path)), (12345, 23456, 0o640));
    }

    #[test]
    fn links_stay_links_and_the_file_behind_them_is_saved() {
        let desk = desk();
        let folder = tempfile::tempdir().unwrap();
        let (near, far) = (folder.path().join("near.json"), folder.path().join("far.json"));
        symlink(&desk.path, &near).unwrap();
        symlink("near.json", &far).unwrap();

        let (_, stamp) = read(&far).unwrap();
        save(&far, b"mine", Some(&stamp)).unwrap();

        assert!(near.is_symlink() && far.is_symlink());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        desk.assert_untouched("mine");
    }

    #[test]
    fn a_link_to_nothing_yet_makes_the_file() {
        let desk = desk();
        let link = desk.folder.path().join("link.json");
        symlink("new.json", &link).unwrap();
        save(&link, b"mine", None).unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(desk.folder.path().join("new.json")).unwrap(), "mine");
    }

    #[test]
    fn links_in_a_circle_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        symlink(&one, &other).unwrap();
        symlink(&other, &one).unwrap();
        let error = save(&one, b"mine", None).unwrap_err();
        assert!(error.to_string().contains("in a circle"), "{error}");
    }

    #[test]
    fn a_device_is_not_replaced_by_a_file() {
        let error = save(Path::new("/dev/null"), b"mine", None).unwrap_err();
        assert!(matches!(error, SaveError::NotAFile { .. }), "{error}");
    }

    #[test]
    fn a_read_only_folder_is_refused_in_words() {
        if is_root() {
            eprintln!("skipped: root may write everywhere");
            return;
        }
        let desk = desk();
        set_mode(desk.folder.path(), 0o555);
        let result = save(&desk.path, b"mine", Some(&desk.stamp));
        set_mode(desk.folder.path(), 0o755);
        let error = result.unwrap_err();
        assert!(matches!(error, SaveError::Permission { .. }), "{error}");
        assert!(error.to_string().contains("not allowed to write here"), "{error}");
        desk.assert_untouched("old");
    }

    #[test]
    fn a_file_that_may_not_be_read_is_refused_in_words() {
        if is_root() {
            eprintln!("skipped: root may read everything");
            return;
        }
        let desk = desk();
        set_mode(&desk.path, 0o200);
        let error = read(&desk.path).unwrap_err();
        assert!(error.to_string().starts_with("You are not allowed to read this file."), "{error}");
    }

    /// Not even root may put files there.
    #[test]
    fn a_folder_of_the_system_is_refused_in_words() {
        let path = Path::new("/sys/kernel/release.json");
        if !path.parent().unwrap().is_dir() {
            eprintln!("skipped: this system has no /sys");
            return;
        }
        let error = save(path, b"mine", None).unwrap_err();
        assert!(matches!(error, SaveError::Permission { .. } | SaveError::ReadOnly { .. }), "{error:?}");
        assert!(error.to_string().ends_with("\n/sys/kernel/release.json"), "{error}");
    }

    #[test]
    fn unsaved_work_is_for_the_eyes_of_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let recovery = Recovery::open(folder.path()).unwrap();
        recovery.store(1, &snapshot("release", 1)).unwrap();
        let journal = folder.path().join("recovery");
        assert_eq!(mode(&journal), 0o700);
        let mut count = 0;
        for entry in fs::read_dir(&journal).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "unsaved") {
                assert_eq!(mode(&path), 0o600);
                count += 1;
            }
        }
        assert_eq!(count, 1);
    }
}

/// A watch, and a clock that only the test moves.
struct Watching {
    desk: Desk,
    watch: Watch,
    now: Instant,
}

impl Watching {
    fn new() -> Self {
        let desk = desk();
        let watch = Watch::new(&desk.path, desk.stamp.clone());
        Self { desk, watch, now: Instant::now() }
    }

    fn look(&mut self) -> Option<Change> {
        self.now += Duration::from_secs(1);
        self.watch.poll(self.now)
    }

    /// Writes with a time of its own, as coarse clocks of file systems would give two writes the same.
    fn write(&self, content: &str, second: u64) {
        fs::write(&self.desk.path, content).unwrap();
        set_modified(&self.desk.path, SystemTime::UNIX_EPOCH + Duration::from_secs(second));
    }
}

#[test]
fn a_change_from_outside_is_told_once() {
    let mut watching = Watching::new();
    assert_eq!(watching.look(), None);
    watching.write("theirs", 1);
    assert_eq!(watching.look(), Some(Change::Modified));
    assert_eq!(watching.look(), None);
    watching.write("theirs", 2);
    assert_eq!(watching.look(), None, "only touched");
    watching.write("theirs again", 3);
    assert_eq!(watching.look(), Some(Change::Modified));
    watching.write("old", 4);
    assert_eq!(watching.look(), Some(Change::Restored));
    assert_eq!(watching.look(), None);
}

#[test]
fn a_touched_file_is_no_change() {
    let mut watching = Watching::new();
    watching.write("old", 1);
    assert_eq!(watching.look(), None);
}

#[test]
fn a_removed_file_is_told_at_the_second_look() {
    let mut watching = Watching::new();
    fs::remove_file(&watching.desk.path).unwrap();
    assert_eq!(watching.look(), None);
    assert_eq!(watching.look(), Some(Change::Removed));
    assert_eq!(watching.look(), None);
    watching.write("old", 1);
    assert_eq!(watching.look(), Some(Change::Restored));
}

#[test]
fn a_file_replaced_by_removing_it_first_was_not_removed() {
    let mut watching = Watching::new();
    fs::remove_file(&watching.desk.path).unwrap();
    assert_eq!(watching.look(), None);
    watching.write("theirs", 1);
    assert_eq!(watching.look(), Some(Change::Modified));
}

#[test]
fn an_own_save_is_no_change() {
    let mut watching = Watching::new();
    let stamp = save(&watching.desk.path, b"mine", Some(&watching.desk.stamp)).unwrap();
    watching.watch.rebase(stamp);
    assert_eq!(watching.look(), None);
}

#[test]
fn the_disk_is_asked_once_a_second_at_most() {
    let mut watching = Watching::new();
    assert_eq!(watching.look(), None);
    watching.write("theirs", 1);
    let soon = watching.now + Duration::from_millis(999);
    assert_eq!(watching.watch.poll(soon), None);
    assert_eq!(watching.look(), Some(Change::Modified));
}

fn snapshot(name: &str, saved_at: u64) -> Snapshot {
    Snapshot {
        path: Some(PathBuf::from("/home/ann").join(name)),
        name: name.to_owned(),
        saved_at,
        // Not UTF-8, with line ends: content is kept as it is.
        content: b"{\r\n  \"name\": \"\xFF\"\n}".to_vec(),
        draft: (saved_at > 10).then(|| "{\r\n  \"name\":".to_owned()),
    }
}

/// Stores two documents and dies without a chance to tidy up.
#[test]
fn work_of_a_crashed_program_is_found_by_the_next() {
    if let Some(folder) = own_process::role() {
        let recovery = Recovery::open(Path::new(&folder)).unwrap();
        recovery.store(1, &snapshot("first", 10)).unwrap();
        recovery.store(2, &snapshot("second", 20)).unwrap();
        recovery.store(1, &snapshot("first", 15)).unwrap();
        recovery.store(3, &snapshot("saved meanwhile", 30)).unwrap();
        recovery.forget(3).unwrap();
        std::process::abort();
    }
    let folder = tempfile::tempdir().unwrap();
    let test = "storage::work_of_a_crashed_program_is_found_by_the_next";
    let output = own_process::command(test, folder.path()).output().unwrap();
    assert!(!output.status.success(), "the program did not crash");

    let recovery = Recovery::open(folder.path()).unwrap();
    let leftovers = recovery.leftovers().unwrap();
    let found: Vec<Snapshot> = leftovers.found.iter().map(|leftover| leftover.snapshot.clone()).collect();
    assert_eq!(found, [snapshot("second", 20), snapshot("first", 15)]);
    assert!(leftovers.unreadable.is_empty());

    recovery.discard(&leftovers.found[0]).unwrap();
    assert_eq!(recovery.leftovers().unwrap().found.len(), 1);
}

/// The other program says when it has stored something, and lives until it is ended.
#[test]
fn work_of_a_running_program_is_left_alone() {
    if let Some(folder) = own_process::role() {
        let recovery = Recovery::open(Path::new(&folder)).unwrap();
        recovery.store(1, &snapshot("first", 10)).unwrap();
        println!("\nstored");
        loop {
            std::thread::park();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let test = "storage::work_of_a_running_program_is_left_alone";
    let mut other = own_process::command(test, folder.path()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(other.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "stored"));

    let recovery = Recovery::open(folder.path()).unwrap();
    let while_it_runs = recovery.leftovers().unwrap();
    other.kill().unwrap();
    other.wait().unwrap();
    assert!(while_it_runs.found.is_empty());
    assert_eq!(recovery.leftovers().unwrap().found.len(), 1);
}

#[test]
fn broken_files_of_the_journal_are_set_aside_and_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let other = Recovery::open(folder.path()).unwrap();
    other.store(1, &snapshot("whole", 10)).unwrap();
    drop(other);
    let journal = folder.path().join("recovery");
    fs::write(journal.join("s-dead.1.unsaved"), "{\"name\": \"tru").unwrap();
    fs::write(journal.join("s-dead.2.unsaved"), "no JSON\n{}").unwrap();
    let short = "{\"path\":null,\"name\":\"x\",\"saved_at\":1,\"length\":9}\n{}";
    fs::write(journal.join("s-dead.3.unsaved"), short).unwrap();
    fs::write(journal.join(".s-dead.1.unsaved.abc.tmp"), "half a draft").unwrap();
    fs::write(journal.join("notes of a person.txt"), "stays").unwrap();

    let recovery = Recovery::open(folder.path()).unwrap();
    let leftovers = recovery.leftovers().unwrap();
    assert_eq!(leftovers.found.len(), 1);
    let told: Vec<String> = leftovers.unreadable.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3);
    for (message, words) in told.iter().zip(["no end", "is broken", "2 bytes instead of 9"]) {
        assert!(message.contains(words), "{message}");
    }
    for unreadable in &leftovers.unreadable {
        assert!(unreadable.file.is_file(), "{unreadable}");
    }
    assert!(!journal.join(".s-dead.1.unsaved.abc.tmp").exists());
    assert!(journal.join("notes of a person.txt").exists());
    assert!(recovery.leftovers().unwrap().unreadable.is_empty());
}
