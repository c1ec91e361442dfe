//! What can be chosen, as it stands in the file.

use pipewright_core::layout::Orientation;
use serde::{Deserialize, Serialize};

use crate::words::numbers::Numbers;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ThemeChoice {
    #[default]
    System,
    Dark,
    Light,
    HighContrast,
}

/// Whether things glide to where they go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "MotionInFile")]
pub enum Motion {
    /// As the desktop asks for.
    #[default]
    System,
    /// Reduced.
    On,
    /// Not reduced.
    Off,
}

/// Earlier versions wrote yes or no.
#[derive(Deserialize)]
#[serde(untagged)]
enum MotionInFile {
    Old(bool),
    New(MotionName),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum MotionName {
    System,
    On,
    Off,
}

impl From<MotionInFile> for Motion {
    fn from(written: MotionInFile) -> Self {
        match written {
            MotionInFile::Old(true) | MotionInFile::New(MotionName::On) => Self::On,
            MotionInFile::New(MotionName::Off) => Self::Off,
            MotionInFile::Old(false) | MotionInFile::New(MotionName::System) => Self::System,
        }
    }
}

/// The language of the window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Language {
    /// The one of the desktop, as far as there is a translation.
    #[default]
    System,
    /// A tag such as `en` or `pt-BR`.
    Tag(String),
}

impl From<String> for Language {
    fn from(written: String) -> Self {
        if written == "system" { Self::System } else { Self::Tag(written) }
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        match language {
            Language::System => "system".to_owned(),
            Language::Tag(tag) => tag,
        }
    }
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NumberChoice {
    /// As the desktop does.
    #[default]
    System,
    Comma,
    Dot,
    Space,
    Apostrophe,
}

impl NumberChoice {
    /// The way that was chosen; `None` leaves it to the desktop.
    pub fn numbers(self) -> Option<Numbers> {
        match self {
            Self::System => None,
            Self::Comma => Some(Numbers::Comma),
            Self::Dot => Some(Numbers::Dot),
            Self::Space => Some(Numbers::Space),
            Self::Apostrophe => Some(Numbers::Apostrophe),
        }
    }
}

/// Which wires are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WireChoice {
    #[default]
    Always,
    /// Those of what is selected or under the pointer.
    Selection,
    Never,
}

/// The names of [`Orientation`] in the file.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Orientation", rename_all = "camelCase")]
pub(super) enum OrientationName {
    LeftToRight,
    TopToBottom,
}

impl From<ThemeChoice> for eframe::egui::ThemePreference {
    fn from(choice: ThemeChoice) -> Self {
        match choice {
            ThemeChoice::System => Self::System,
            ThemeChoice::Dark | ThemeChoice::HighContrast => Self::Dark,
            ThemeChoice::Light => Self::Light,
        }
    }
}
