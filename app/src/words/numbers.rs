//! Numbers and dates for people, by locale. What goes into a file or to AWS, ids and versions are never written so.

use std::cell::Cell;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use num_format::{Buffer, Locale};

use crate::settings::Language;

/// How numbers can be written, by the locale of each way.
const LOCALES: [Locale; 4] = [Locale::en, Locale::de, Locale::fr, Locale::de_CH];

thread_local! {
    static HERE: Cell<Numbers> = const { Cell::new(Numbers::Comma) };
}

/// A way to write numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// 1,234,567.8
    #[default]
    Comma,
    /// 1.234.567,8
    Dot,
    /// 1 234 567,8
    Space,
    /// 1’234’567.8
    Apostrophe,
}

impl Numbers {
    pub const ALL: [Self; 4] = [Self::Comma, Self::Dot, Self::Space, Self::Apostrophe];

    /// The way of a locale such as `de-CH`. What the library does not know is written as in English.
    pub fn of_locale(tag: &str) -> Self {
        let tag = tag.split('.').next().unwrap_or_default().replace('_', "-");
        let base = tag.split('-').next().unwrap_or_default();
        let Some(locale) = Locale::from_name(&tag).ok().or_else(|| Locale::from_name(base).ok()) else {
            return Self::Comma;
        };
        match (locale.separator(), locale.decimal()) {
            (".", _) => Self::Dot,
            (",", _) => Self::Comma,
            ("’" | "'", _) => Self::Apostrophe,
            (_, ",") => Self::Space,
            _ => Self::Comma,
        }
    }

    /// The way that goes with the language of the window: a German text says 1.000 on an English desktop, too.
    /// The desktop knows the country where both speak the same language.
    pub fn of_window(language: &Language, desktop: Option<&str>) -> Self {
        let base = |tag: &str| tag.split(['-', '_', '.']).next().unwrap_or_default().to_lowercase();
        match (language, desktop) {
            (Language::Tag(tag), Some(desktop)) if base(tag) == base(desktop) => Self::of_locale(desktop),
            (Language::Tag(tag), _) => Self::of_locale(tag),
            (Language::System, Some(desktop)) => Self::of_locale(desktop),
            (Language::System, None) => Self::default(),
        }
    }

    fn locale(self) -> &'static Locale {
        &LOCALES[self as usize]
    }

    /// An example.
    pub fn example(self) -> String {
        format!("{}{}8", self.write(1_234_567), self.locale().decimal())
    }

    fn write(self, number: u64) -> String {
        let mut buffer = Buffer::default();
        buffer.write_formatted(&number, self.locale());
        buffer.as_str().to_owned()
    }
}

/// Sets how this thread writes numbers, as [`use_here`](super::translate::use_here) sets its language.
pub fn use_here(numbers: Numbers) {
    HERE.set(numbers);
}

/// A count for people.
pub fn number(number: u64) -> String {
    HERE.get().write(number)
}

/// A moment as AWS writes it, seconds since 1970 or RFC 3339, for people: day and minute in UTC. What is neither
/// is shown as it is.
pub fn moment(written: &str) -> String {
    let Some(text) = utc(written) else { return written.to_owned() };
    // `2026-11-20T10:33:52Z`, perhaps with a fraction.
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    crate::tr!(
        "{year}-{month}-{day} {hour}:{minute} UTC",
        year = part(0, 4),
        month = part(5, 7),
        day = part(8, 10),
        hour = part(11, 13),
        minute = part(14, 16)
    )
}

fn utc(written: &str) -> Option<String> {
    let at = match written.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() => DateTime::from_secs_f64(seconds),
        Ok(_) => return None,
        Err(_) => DateTime::from_str(written, Format::DateTimeWithOffset).ok()?,
    };
    let text = at.fmt(Format::DateTime).ok()?;
    // Before the year 0 or behind 9999 the places are others.
    (text.as_bytes().get(4) == Some(&b'-')).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_the_locale_does_it() {
        let written = |tag: &str| Numbers::of_locale(tag).write(1_234_567);
        assert_eq!(written("en-US"), "1,234,567");
        assert_eq!(written("de_DE.UTF-8"), "1.234.567");
        assert_eq!(written("de-CH"), "1’234’567");
        assert_eq!(written("fr-FR").chars().filter(char::is_ascii_digit).count(), 7);
        assert!(!written("fr-FR").contains([',', '.']));
        assert_eq!(written("tlh"), "1,234,567");
        assert_eq!(Numbers::Dot.write(999), "999");
        assert_eq!(Numbers::Dot.example(), "1.234.567,8");
    }

    #[test]
    fn numbers_go_with_the_language_of_the_window() {
        let german = Language::Tag("de".to_owned());
        for (language, desktop, way) in [
            (&german, Some("en_US.UTF-8"), Numbers::Dot),
            (&german, Some("de_CH.UTF-8"), Numbers::Apostrophe),
            (&german, None, Numbers::Dot),
            (&Language::System, Some("fr-FR"), Numbers::of_locale("fr-FR")),
            (&Language::System, None, Numbers::Comma),
            (&Language::Tag("en".to_owned()), Some("de-DE"), Numbers::Comma),
        ] {
            assert_eq!(Numbers::of_window(language, desktop), way, "{language:?} {desktop:?}");
        }
    }

    #[test]
    fn moments_are_read_in_both_ways_aws_writes_them() {
        for (written, shown) in [
            ("1760000000", "2025-10-09 08:53 UTC"),
            ("1760000000.25", "2025-10-09 08:53 UTC"),
            ("2025-10-09T10:53:20+02:00", "2025-10-09 08:53 UTC"),
            ("yesterday", "yesterday"),
            ("1e300", "1e300"),
            ("", ""),
        ] {
            assert_eq!(moment(written), shown, "{written}");
        }
    }
}
