//! Schedules of deployment windows: Quartz expressions and time zones.
//!
//! Source: CodePipeline user guide, `DeploymentWindow` rule.

/// What is wrong with an expression.
#[derive(Debug)]
pub(super) struct CronProblem {
    /// The end of a sentence.
    pub message: String,
    /// Whether AWS surely refuses it.
    pub is_certain: bool,
}

/// A field of an expression.
struct Field {
    name: &'static str,
    min: u32,
    max: u32,
    words: &'static [&'static str],
}

const MONTHS: &[&str] = &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const FIELDS: [Field; 7] = [
    Field { name: "seconds", min: 0, max: 59, words: &[] },
    Field { name: "minutes", min: 0, max: 59, words: &[] },
    Field { name: "hours", min: 0, max: 23, words: &[] },
    Field { name: "day of month", min: 1, max: 31, words: &[] },
    Field { name: "month", min: 1, max: 12, words: MONTHS },
    Field { name: "day of week", min: 1, max: 7, words: DAYS },
    Field { name: "year", min: 1970, max: 2199, words: &[] },
];
const DAY_OF_MONTH: usize = 3;
const DAY_OF_WEEK: usize = 5;

/// Judges a Quartz expression.
pub(super) fn check_cron(text: &str) -> Result<(), CronProblem> {
    let certain = |message: String| Err(CronProblem { message, is_certain: true });
    let parts: Vec<&str> = text.split_whitespace().collect();
    if !(6..=7).contains(&parts.len()) {
        return certain(format!("has {} fields, 6 or 7 are needed", parts.len()));
    }
    for (index, (part, field)) in parts.iter().zip(&FIELDS).enumerate() {
        let is_day = matches!(index, DAY_OF_MONTH | DAY_OF_WEEK);
        if *part == "?" && is_day {
            continue;
        }
        for item in part.split(',') {
            // Last days, weekdays and numbered weekdays: L, LW, 15W, 6L, 6#3.
            let has_extra = is_day && item.contains(['L', 'W', '#']) && !field.words.contains(&item);
            if !has_extra && !item_fits(item, field) {
                return certain(format!("has {item} as {}, which does not fit", field.name));
            }
        }
    }
    match (parts[DAY_OF_MONTH] == "?", parts[DAY_OF_WEEK] == "?") {
        (true, true) => certain("leaves both the day of month and the day of week open".to_owned()),
        (false, false) => Err(CronProblem {
            message: "needs ? as day of month or as day of week".to_owned(),
            is_certain: false,
        }),
        _ => Ok(()),
    }
}

/// `*`, `5`, `5-9`, `*/5`, `5/10`, `5-9/2`, with words where the field has them.
fn item_fits(item: &str, field: &Field) -> bool {
    let (range, step) = item.split_once('/').map_or((item, None), |(range, step)| (range, Some(step)));
    if step.is_some_and(|step| step.parse::<u32>().is_err()) {
        return false;
    }
    if range == "*" {
        return true;
    }
    let value = |text: &str| {
        let word = field.words.iter().any(|word| word.eq_ignore_ascii_case(text));
        word || text.parse::<u32>().is_ok_and(|number| (field.min..=field.max).contains(&number))
    };
    match range.split_once('-') {
        Some((from, to)) => value(from) && value(to),
        None => value(range),
    }
}

/// What is wrong with a time zone, as the end of a sentence.
pub(super) fn zone_problem(text: &str) -> Option<&'static str> {
    let offset = ["UTC", "GMT"].iter().find_map(|name| text.strip_prefix(name));
    match offset {
        Some("") => return None,
        Some(offset) => return (!is_offset(offset)).then_some("is not of the form UTC+HH:MM"),
        None => {}
    }
    let is_word = |part: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+');
        !part.is_empty() && part.chars().all(fits)
    };
    if text.contains('/') {
        return (!text.split('/').all(is_word)).then_some("is not of the form Region/City");
    }
    match text {
        "CST" | "IST" | "BST" | "AST" | "PST" | "EST" | "MST" | "SST" | "ECT" => {
            Some("stands for several zones")
        }
        _ if (3..=5).contains(&text.len()) && text.chars().all(|c| c.is_ascii_uppercase()) => None,
        _ => Some("is no time zone"),
    }
}

/// `+5`, `-08:30`.
fn is_offset(text: &str) -> bool {
    let Some(time) = text.strip_prefix(['+', '-']) else { return false };
    let (hours, minutes) = time.split_once(':').unwrap_or((time, "00"));
    hours.parse::<u32>().is_ok_and(|hours| hours <= 14)
        && minutes.parse::<u32>().is_ok_and(|minutes| minutes < 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartz_expressions() {
        for good in [
            "0 0 9-17 ? * MON-FRI",
            "0 0/15 8-18 * * ?",
            "* * * ? * 2-6 2026-2030",
            "0 0 0 L * ?",
            "0 30 10 15W * ?",
            "0 0 12 ? JAN,MAR 6#3",
        ] {
            assert!(check_cron(good).is_ok(), "{good}");
        }
        for (bad, part) in [
            ("* 9-17 * * MON-FRI", "5 fields"),
            ("0 60 9 ? * MON", "60 as minutes"),
            ("0 0 24 ? * MON", "24 as hours"),
            ("0 0 9 ? * 8", "8 as day of week"),
            ("0 0 9 ? FOO MON", "FOO as month"),
            ("0 0 9 ? * ?", "both"),
            ("0 0 9 * * MON", "needs ?"),
            ("0 */x 9 ? * MON", "as minutes"),
        ] {
            let problem = check_cron(bad).expect_err(bad);
            assert!(problem.message.contains(part), "{bad}: {}", problem.message);
        }
    }

    #[test]
    fn time_zones() {
        for good in ["UTC", "UTC+05:30", "UTC-8", "Europe/Berlin", "America/Argentina/Salta", "JST"] {
            assert_eq!(zone_problem(good), None, "{good}");
        }
        for bad in ["CST", "Berlin", "UTC+99:00", "Europe/", ""] {
            assert!(zone_problem(bad).is_some(), "{bad}");
        }
    }
}
