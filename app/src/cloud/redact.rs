//! What must not be shown, logged or copied is taken out of texts of the service before they go anywhere.

use std::sync::LazyLock;

use regex_lite::Regex;

/// Takes out what must not be shown or logged: rejected values, which may be configuration, and what the service
/// repeats of a signature.
pub(super) fn redacted(text: &str) -> String {
    static SECRETS: LazyLock<[(Regex, &str); 3]> = LazyLock::new(|| {
        [
            (regex(r"(?s)Value '.*?' at '"), "Value at '"),
            (regex(r"(?i)x-amz-security-token:[^\s\\]+"), "x-amz-security-token:…"),
            (regex(r"\b(A[KS]IA)[A-Z0-9]{12,}\b"), "$1…"),
        ]
    });
    SECRETS
        .iter()
        .fold(text.to_owned(), |text, (pattern, instead)| pattern.replace_all(&text, *instead).into_owned())
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this file, compiled by its tests")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_service_repeats_of_a_signature_is_taken_out() {
        let text =
            redacted("host:x\\nx-amz-security-token:FwoGZXIvYXdz\\nCredential=ASIAIOSFODNN7EXAMPLE/2026");
        assert!(!text.contains("FwoGZXIvYXdz") && !text.contains("IOSFODNN7"), "{text}");
        assert!(text.contains("host:x"), "{text}");
    }

    #[test]
    fn a_refused_value_is_taken_out_and_its_place_stays() {
        let text = redacted("Value '{OAuthToken=hunter2}' at 'pipeline.x' failed");
        assert_eq!(text, "Value at 'pipeline.x' failed");
    }
}
