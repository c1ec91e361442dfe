//! What a condition of a file is taken for, where the design has to be one of several.

/// A condition that decided something of the design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What the file calls it; in Terraform the expression itself.
    pub name: String,
    /// The file it is in, where several are read as one.
    pub file: Option<String>,
    /// Where it decides something first, counted from 1.
    pub line: usize,
    /// What it is taken for.
    pub value: bool,
    /// Why.
    pub reason: Reason,
}

/// Why a condition is taken for what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Somebody chose it.
    Chosen,
    /// The defaults of the file's parameters have it so.
    Defaults,
    /// Nobody knows; it is taken as true.
    Unknown,
}

impl Reason {
    /// For programs: `chosen`, `defaults`, `unknown`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::Defaults => "defaults",
            Self::Unknown => "unknown",
        }
    }
}

/// What a condition is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    pub value: bool,
    pub reason: Reason,
}

impl Decision {
    /// As chosen, or else as worked out, or else true.
    pub fn of(chosen: Option<bool>, worked_out: impl FnOnce() -> Option<bool>) -> Self {
        if let Some(value) = chosen {
            return Self { value, reason: Reason::Chosen };
        }
        match worked_out() {
            Some(value) => Self { value, reason: Reason::Defaults },
            None => Self { value: true, reason: Reason::Unknown },
        }
    }

    /// A sentence about what depends on it.
    pub fn sentence(self, name: &str) -> String {
        let taken = if self.value { "true" } else { "false" };
        match self.reason {
            Reason::Chosen => format!("{name} is taken as {taken}, as chosen."),
            Reason::Defaults => {
                format!("{name} is taken as {taken}, as the defaults of the parameters have it.")
            }
            Reason::Unknown => {
                format!("What {name} is depends on the deployment; it is taken as {taken}.")
            }
        }
    }

    /// Keeps it among those that decided something, each once.
    pub fn keep(self, name: &str, line: usize, all: &mut Vec<Condition>) {
        if !all.iter().any(|condition| condition.name == name) {
            let Self { value, reason } = self;
            all.push(Condition { name: name.to_owned(), file: None, line, value, reason });
        }
    }
}
