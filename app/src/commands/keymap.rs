//! Which keys start which command: the ones of the table, except where a person has chosen others.
//!
//! Settings hold only what was chosen, by the names of commands ([`Command::id`]) and keys (`Ctrl+Shift+P`), so that
//! people can read and write them. The map in use stands in the context ([`Keymap::of`]), from which everything that
//! shows a key takes it.

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::{Context, Id, Key, KeyboardShortcut, Modifiers};

use super::{Command, TABLE};

/// What a person has chosen, as it stands in the settings.
pub type Chosen = BTreeMap<String, Vec<String>>;

/// Keys of all commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    /// In the order of the table.
    keys: Vec<(Command, Vec<KeyboardShortcut>)>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { keys: TABLE.iter().map(|row| (row.command, row.keys.to_vec())).collect() }
    }
}

impl Keymap {
    /// Reads what was chosen; says what of it cannot be used.
    pub fn new(chosen: &Chosen) -> (Self, Vec<String>) {
        let mut map = Self::default();
        let mut problems = Vec::new();
        let mut taken: Vec<(KeyboardShortcut, Command)> = Vec::new();
        for (id, texts) in chosen {
            let Some(command) = Command::of_id(id) else {
                problems.push(crate::tr!("there is no command {id}", id = id));
                continue;
            };
            let mut keys = Vec::new();
            for text in texts {
                let Some(key) = read(text) else {
                    problems.push(crate::tr!("{keys} is no key for {id}", keys = text, id = id));
                    continue;
                };
                if let Some(reason) = reserved(key) {
                    problems.push(crate::tr!(
                        "{keys} cannot start {id}: {reason}",
                        keys = text,
                        id = id,
                        reason = reason
                    ));
                } else if let Some((_, owner)) = taken.iter().find(|(other, _)| *other == key) {
                    problems.push(crate::tr!(
                        "{keys} stands for both {one} and {other}; it is left to the first",
                        keys = text,
                        one = owner.id(),
                        other = id
                    ));
                } else {
                    taken.push((key, command));
                    keys.push(key);
                }
            }
            // Nothing of it can be read, so the keys of the table are better than none.
            if keys.is_empty() && !texts.is_empty() {
                continue;
            }
            map.set(command, keys);
        }
        // A key that was chosen is taken away from whom the table gives it.
        for (key, owner) in taken {
            for (command, keys) in &mut map.keys {
                if *command != owner {
                    keys.retain(|other| *other != key);
                }
            }
        }
        (map, problems)
    }

    /// What differs from the table, as it is written to the settings.
    pub fn chosen(&self) -> Chosen {
        let differing = self.keys.iter().filter(|(command, keys)| keys.as_slice() != command.row().keys);
        differing
            .map(|(command, keys)| (command.id(), keys.iter().map(|key| write(*key)).collect()))
            .collect()
    }

    /// The map in use.
    pub fn of(ctx: &Context) -> Arc<Self> {
        ctx.data_mut(|data| Arc::clone(data.get_temp_mut_or_default::<Arc<Self>>(Id::NULL)))
    }

    /// Puts the map to use.
    pub fn install(self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(Id::NULL, Arc::new(self)));
    }

    /// The keys of a command; the first one is shown.
    pub fn keys(&self, command: Command) -> &[KeyboardShortcut] {
        self.keys.iter().find(|(other, _)| *other == command).map_or(&[], |(_, keys)| keys)
    }

    /// All keys with what they start.
    pub fn all(&self) -> impl Iterator<Item = (KeyboardShortcut, Command)> {
        self.keys.iter().flat_map(|(command, keys)| keys.iter().map(|key| (*key, *command)))
    }

    /// What a key starts.
    pub fn owner(&self, key: KeyboardShortcut) -> Option<Command> {
        self.all().find(|(other, _)| *other == key).map(|(_, command)| command)
    }

    /// Whether a command has the keys of the table.
    pub fn is_usual(&self, command: Command) -> bool {
        self.keys(command) == command.row().keys
    }

    pub fn is_all_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Gives a command this key alone. Whoever had it gets what the command had instead.
    pub fn bind(&mut self, command: Command, key: KeyboardShortcut) {
        let before = self.keys(command).to_vec();
        if let Some(owner) = self.owner(key).filter(|owner| *owner != command) {
            let mut keys: Vec<_> = self.keys(owner).iter().copied().filter(|other| *other != key).collect();
            if keys.is_empty() {
                keys.extend(before.first());
            }
            self.set(owner, keys);
        }
        self.set(command, vec![key]);
    }

    /// Leaves a command without keys.
    pub fn clear(&mut self, command: Command) {
        self.set(command, Vec::new());
    }

    /// Gives a command the keys of the table again, whoever has them now.
    pub fn reset(&mut self, command: Command) {
        for key in command.row().keys {
            if let Some(owner) = self.owner(*key).filter(|owner| *owner != command) {
                let keys = self.keys(owner).iter().copied().filter(|other| other != key).collect();
                self.set(owner, keys);
            }
        }
        self.set(command, command.row().keys.to_vec());
    }

    fn set(&mut self, command: Command, keys: Vec<KeyboardShortcut>) {
        if let Some((_, present)) = self.keys.iter_mut().find(|(other, _)| *other == command) {
            *present = keys;
        }
    }
}

/// The first key of a command as this system writes it; empty without one.
pub fn shown(ctx: &Context, command: Command) -> String {
    Keymap::of(ctx).keys(command).first().map(|key| written(ctx, *key)).unwrap_or_default()
}

/// A key as this system writes it.
pub fn written(ctx: &Context, key: KeyboardShortcut) -> String {
    let text = ctx.format_shortcut(&key);
    let sign = match key.logical_key {
        Key::Comma => ",",
        Key::Period => ".",
        Key::Slash => "/",
        Key::Questionmark => "?",
        Key::Equals => "=",
        _ => return text,
    };
    text.strip_suffix(key.logical_key.name()).map(|before| format!("{before}{sign}")).unwrap_or(text)
}

/// A tooltip with the key behind it.
pub fn tooltip(ctx: &Context, command: Command) -> String {
    let keys = shown(ctx, command);
    if keys.is_empty() { command.tooltip().to_owned() } else { format!("{} ({keys})", command.tooltip()) }
}

/// A key as a person pressed it.
pub fn pressed(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
    let mut plain = Modifiers { alt: modifiers.alt, shift: modifiers.shift, ..Modifiers::NONE };
    if modifiers.command {
        plain = plain.plus(Modifiers::COMMAND);
    } else if modifiers.ctrl {
        plain = plain.plus(Modifiers::CTRL);
    }
    KeyboardShortcut::new(plain, key)
}

/// Why a key cannot be given to a command.
pub fn reserved(key: KeyboardShortcut) -> Option<&'static str> {
    let plain = !(key.modifiers.command || key.modifiers.ctrl || key.modifiers.alt);
    let walks = matches!(
        key.logical_key,
        Key::ArrowLeft
            | Key::ArrowRight
            | Key::ArrowUp
            | Key::ArrowDown
            | Key::Tab
            | Key::Enter
            | Key::Escape
            | Key::Space
    );
    if plain && walks {
        return Some(crate::tr!("canvas and dialogs need this key themselves"));
    }
    let copies = matches!(key.logical_key, Key::C | Key::X | Key::V);
    if copies && key.modifiers.command && !key.modifiers.shift && !key.modifiers.alt {
        return Some(crate::tr!("copying and pasting need this key"));
    }
    None
}

/// `Ctrl+Shift+P`, the same on each system; `Ctrl` is the command key of a Mac.
pub fn write(key: KeyboardShortcut) -> String {
    let KeyboardShortcut { modifiers, logical_key } = key;
    let mut text = String::new();
    for (is_down, name) in [
        (modifiers.command, "Ctrl+"),
        (modifiers.ctrl && !modifiers.command, "MacCtrl+"),
        (modifiers.alt, "Alt+"),
        (modifiers.shift, "Shift+"),
    ] {
        if is_down {
            text.push_str(name);
        }
    }
    text + logical_key.name()
}

/// The reverse of [`write()`]; spaces and the case of modifiers do not matter.
pub fn read(text: &str) -> Option<KeyboardShortcut> {
    let mut parts: Vec<&str> = text.split('+').map(str::trim).collect();
    // The key may be + itself.
    if text.trim_end().ends_with('+') {
        parts.truncate(parts.len().saturating_sub(2));
        parts.push("Plus");
    }
    let (key, names) = parts.split_last()?;
    let mut modifiers = Modifiers::NONE;
    for name in names {
        modifiers = modifiers.plus(match name.to_lowercase().as_str() {
            "ctrl" | "cmd" | "command" => Modifiers::COMMAND,
            "macctrl" => Modifiers::CTRL,
            "alt" | "option" => Modifiers::ALT,
            "shift" => Modifiers::SHIFT,
            _ => return None,
        });
    }
    let upper = key.to_uppercase();
    let key = Key::from_name(key).or_else(|| Key::from_name(&upper))?;
    Some(KeyboardShortcut::new(modifiers, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(pairs: &[(&str, &[&str])]) -> Chosen {
        let text = |text: &&str| (*text).to_owned();
        pairs.iter().map(|(id, keys)| ((*id).to_owned(), keys.iter().map(text).collect())).collect()
    }

    #[test]
    fn keys_are_written_so_that_they_can_be_read() {
        for (_, key) in Keymap::default().all().map(|(key, command)| (command, key)) {
            assert_eq!(read(&write(key)), Some(key), "{}", write(key));
        }
        for (text, written) in [
            ("ctrl + shift + p", "Ctrl+Shift+P"),
            ("Cmd+S", "Ctrl+S"),
            ("Ctrl++", "Ctrl+Plus"),
            ("F12", "F12"),
            ("Alt+Left", "Alt+Left"),
            ("Ctrl+,", "Ctrl+Comma"),
        ] {
            assert_eq!(read(text).map(write).as_deref(), Some(written), "{text}");
        }
        for text in ["", "Ctrl", "Hyper+P", "Ctrl+Nope", "+", "Ctrl+Shift"] {
            assert!(read(text).is_none_or(|key| text == "+" && key.logical_key == Key::Plus), "{text}");
        }
    }

    #[test]
    fn what_was_chosen_survives_a_round_and_nothing_else_is_written() {
        assert!(Keymap::default().chosen().is_empty());
        let given = chosen(&[("save", &["Ctrl+Alt+S", "F12"]), ("export", &[])]);
        let (map, problems) = Keymap::new(&given);
        assert_eq!(problems, [""; 0]);
        assert_eq!(map.chosen(), given);
        assert!(map.keys(Command::Export).is_empty());
    }

    #[test]
    fn what_cannot_be_used_is_said_and_costs_nothing_else() {
        let given = chosen(&[
            ("bogus", &["F9"]),
            ("delete", &["Tab"]),
            ("export", &["F12"]),
            ("redo", &["Ctrl+Ctrl?"]),
            ("save", &["F12", "F11"]),
        ]);
        let (map, problems) = Keymap::new(&given);
        let told = problems.join("\n");
        for words in [
            "no command bogus",
            "Tab cannot start delete",
            "Ctrl+Ctrl? is no key for redo",
            "both export and save",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
        assert_eq!(problems.len(), 4, "{told}");
        assert!(map.is_usual(Command::Redo) && map.is_usual(Command::Delete));
        assert_eq!(map.owner(read("F12").unwrap()), Some(Command::Export));
        assert_eq!(map.owner(read("F11").unwrap()), Some(Command::Save));
    }

    #[test]
    fn a_chosen_key_is_taken_from_whom_the_table_gives_it() {
        let (map, problems) = Keymap::new(&chosen(&[("export", &["Ctrl+S"])]));
        assert_eq!(problems, [""; 0]);
        assert_eq!(map.owner(read("Ctrl+S").unwrap()), Some(Command::Export));
        assert!(map.keys(Command::Save).is_empty());
    }

    #[test]
    fn a_conflict_is_solved_by_swapping() {
        let mut map = Keymap::default();
        let (save, export) = (read("Ctrl+S").unwrap(), read("Ctrl+E").unwrap());
        map.bind(Command::Export, save);
        assert_eq!((map.keys(Command::Export), map.keys(Command::Save)), (&[save][..], &[export][..]));
        assert_eq!(Keymap::new(&map.chosen()), (map.clone(), Vec::new()));
        map.reset(Command::Save);
        assert_eq!((map.keys(Command::Save), map.keys(Command::Export)), (&[save][..], &[][..]));
        map.reset(Command::Export);
        assert!(map.is_all_usual());
    }
}
