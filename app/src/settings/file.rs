//! Reading and writing the file of the settings.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use thiserror::Error;

use super::{Panels, Settings, UI_SCALES};
use crate::storage::{Access, Draft};

pub(super) const FILE: &str = "settings.json";
/// Gets a copy of settings that could not be understood.
pub(super) const BACKUP: &str = "settings.json.bad";

/// Why the settings are not all what the file says.
#[derive(Debug, Error)]
pub enum SettingsProblem {
    /// What was understood is in use, and the file was copied before it is written anew.
    #[error(
        "Some settings are back to normal, because the file holds something else: {reason}. \
         A copy was kept.\n{backup}",
        backup = backup.display()
    )]
    Broken { reason: String, backup: PathBuf },
    #[error("The settings could not be read, so all are back to normal: {source}.\n{path}", path = path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("The settings could not be kept: {source}.\n{path}", path = path.display())]
    NotSaved { path: PathBuf, source: io::Error },
}

impl Settings {
    /// Reads what is in `folder`. There are always settings to go on with; what could not be read is said beside them.
    pub fn load(folder: &Path) -> (Self, Option<SettingsProblem>) {
        let path = folder.join(FILE);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (Self::default(), None),
            Err(source) => return (Self::default(), Some(SettingsProblem::Unreadable { path, source })),
        };
        let (settings, reason) = match serde_json::from_slice(&text) {
            Ok(Value::Object(members)) => Self::from_members(members),
            Ok(_) => (Self::default(), Some("it is no JSON object".to_owned())),
            Err(error) => (Self::default(), Some(error.to_string())),
        };
        (settings.sane(), reason.map(|reason| back_up(folder, &text, reason)))
    }

    /// Writes the file as a whole. Members that are in it and not known here stay.
    pub fn save(&self, folder: &Path) -> Result<(), SettingsProblem> {
        let path = folder.join(FILE);
        let write = || {
            fs::create_dir_all(folder)?;
            let mut value = match fs::read(&path) {
                Ok(text) => {
                    let value = serde_json::from_slice(&text);
                    if value.is_err() {
                        // Broken since it was loaded, by an edit perhaps.
                        Draft::write(&folder.join(BACKUP), &text, Access::Private)?.put_in_place()?;
                    }
                    value.unwrap_or_default()
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => Value::Null,
                Err(error) => return Err(error),
            };
            // Keys that are usual again are not written, so the old ones must not stay.
            if let Some(keys) = value.get_mut("keys") {
                *keys = Value::Null;
            }
            merge(&mut value, serde_json::to_value(self)?);
            let mut text = serde_json::to_vec_pretty(&value)?;
            text.push(b'\n');
            // A person may keep the file elsewhere and link to it.
            let target = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
            Draft::write(&target, &text, Access::Private)?.put_in_place()
        };
        match write() {
            Ok(_) => Ok(()),
            Err(source) => Err(SettingsProblem::NotSaved { path: path.clone(), source }),
        }
    }

    /// Leaves out the members that are wrong, and says which.
    fn from_members(mut members: Map<String, Value>) -> (Self, Option<String>) {
        let mut wrong = Vec::new();
        members.retain(|key, value| {
            let alone = Value::Object(Map::from_iter([(key.clone(), value.clone())]));
            let result = serde_json::from_value::<Self>(alone);
            if let Err(error) = &result {
                wrong.push(format!("{key}: {error}"));
            }
            result.is_ok()
        });
        match serde_json::from_value(Value::Object(members)) {
            Ok(settings) if wrong.is_empty() => (settings, None),
            Ok(settings) => (settings, Some(wrong.join("; "))),
            Err(error) => (Self::default(), Some(error.to_string())),
        }
    }

    /// Brings sizes within bounds in which the window can be used, however they came about.
    fn sane(mut self) -> Self {
        let Panels { left_width, right_width, drawer_height, .. } = &mut self.panels;
        *left_width = left_width.clamp(160.0, 640.0);
        *right_width = right_width.clamp(220.0, 800.0);
        *drawer_height = drawer_height.clamp(80.0, 800.0);
        self.ui_scale = self.ui_scale.clamp(*UI_SCALES.start(), *UI_SCALES.end());
        self
    }
}

/// Puts `new` over `old`, object into object.
fn merge(old: &mut Value, new: Value) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, value) in new {
                merge(old.entry(key).or_insert(Value::Null), value);
            }
        }
        (old, new) => *old = new,
    }
}

fn back_up(folder: &Path, text: &[u8], reason: String) -> SettingsProblem {
    let backup = folder.join(BACKUP);
    match Draft::write(&backup, text, Access::Private).and_then(Draft::put_in_place) {
        Ok(_) => SettingsProblem::Broken { reason, backup },
        Err(source) => SettingsProblem::Unreadable { path: backup, source },
    }
}
