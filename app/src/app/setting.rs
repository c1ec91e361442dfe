//! Settings and the desktop put to use: themes, sizes, keys, language, windows.

use eframe::egui::{Context, ThemePreference};

use super::App;
use crate::canvas::Aim;
use crate::commands::keymap::Keymap;
use crate::look::theme;
use crate::look::widgets::Tone;
use crate::settings::{Language, Motion, Setting, ThemeChoice};
use crate::storage::{Claim, Claimed};
use crate::tr;
use crate::words::numbers::{self, Numbers};
use crate::words::translate;

impl App {
    /// Makes the window what the settings say.
    pub(super) fn apply_settings(&mut self, ctx: &Context) {
        let settings = &self.settings;
        if self.shown_theme != Some(settings.theme) {
            theme::set_high_contrast(ctx, settings.theme == ThemeChoice::HighContrast);
            ctx.set_theme(ThemePreference::from(settings.theme));
            self.shown_theme = Some(settings.theme);
        }
        ctx.set_zoom_factor(settings.ui_scale);
        self.wanted_less_motion = self.desktop.wants_less_motion();
        let is_reduced = match settings.reduced_motion {
            Motion::System => self.wanted_less_motion,
            Motion::On => true,
            Motion::Off => false,
        };
        theme::set_reduced_motion(ctx, is_reduced);
        Keymap::new(&settings.keys).0.install(ctx);
        let tag = match &settings.language {
            Language::System => self.desktop.language(),
            Language::Tag(tag) => Some(tag.as_str()),
        };
        translate::use_here(tag.and_then(|tag| self.catalogs.for_tag(tag)));
        let usual = || Numbers::of_window(&settings.language, self.desktop.language());
        numbers::use_here(settings.numbers.numbers().unwrap_or_else(usual));
        self.editor.set_orientation(settings.orientation);
        self.canvas.wires = settings.wires;
    }

    /// Takes over a setting, at once and for the next time.
    pub(super) fn set(&mut self, setting: Setting, ctx: &Context) {
        let orientation = self.settings.orientation;
        self.settings.set(setting);
        self.apply_settings(ctx);
        if self.settings.orientation != orientation {
            self.canvas.aim(Aim::First);
        }
        self.keep_settings();
    }

    /// Takes another environment, for this file also the next time.
    pub(super) fn use_environment(&mut self, environment: Option<&str>) {
        self.editor.use_environment(environment);
        if let Some(path) = self.editor.path() {
            self.settings.environments.set(path, environment);
            self.keep_settings();
        }
    }

    pub(super) fn keep_settings(&mut self) {
        if let Some(folders) = &self.folders
            && let Err(problem) = self.settings.save(&folders.config)
        {
            self.notices.tell(Tone::Warning, problem.to_string());
        }
    }

    /// Tells which of the keys in the settings cannot be used.
    pub(super) fn tell_of_keys(&mut self) {
        let problems = Keymap::new(&self.settings.keys).1;
        if !problems.is_empty() {
            let problems = problems.join("; ");
            let text = tr!("Some keys of the settings cannot be used: {problems}", problems = problems);
            self.notices.tell(Tone::Warning, text);
        }
    }

    /// The desktop may change its mind while the window is open.
    pub(super) fn follow_desktop(&mut self, ctx: &Context) {
        if self.desktop.wants_less_motion() != self.wanted_less_motion {
            self.apply_settings(ctx);
        }
    }

    pub(super) fn open_window(&mut self) {
        if let Err(error) = self.desktop.open_window(None) {
            let text = tr!("No other window could be opened: {reason}", reason = error);
            self.notices.tell(Tone::Error, text);
        }
    }

    /// Notes for other windows which file is shown here, and tells if one of them shows it already.
    pub(super) fn claim_file(&mut self) {
        let path = self.editor.path();
        if path == self.claimed.as_ref().map(|(path, _)| path.as_path()) {
            return;
        }
        self.claimed = None;
        let (Some(path), Some(folders)) = (path, &self.folders) else { return };
        let path = path.to_owned();
        let claim = match Claim::of(&folders.data, &path) {
            Ok(Claimed::First(claim)) => Some(claim),
            Ok(Claimed::Again) => {
                let text = tr!(
                    "{file} is open in another window, too. What is saved there is read here, and before \
                     anything is written over, you are asked",
                    file = self.editor.file_name()
                );
                self.notices.tell(Tone::Warning, text);
                None
            }
            Err(error) => {
                let text =
                    tr!("Other windows cannot be told which file is open here: {reason}", reason = error);
                self.notices.tell(Tone::Warning, text);
                None
            }
        };
        self.claimed = Some((path, claim));
    }
}
