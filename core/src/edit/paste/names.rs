//! Names that AWS takes, made of those that somebody wrote.

use super::super::stages::NAME_MAX;

/// Namespaces AWS keeps for itself. Source: CodePipeline user guide, variables.
pub(super) const RESERVED: [&str; 2] = ["codepipeline", "variables"];

/// A name of a stage or action: what was written, else what it is, else `fallback`.
pub(super) fn legal_name(name: &str, provider: &str, fallback: &str) -> String {
    let is_legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '@' | '-' | '_');
    let legal = |text: &str| legal(text, is_legal, '-');
    [name, provider]
        .into_iter()
        .map(legal)
        .find(|name| !name.is_empty())
        .unwrap_or_else(|| fallback.to_owned())
}

/// A name of an artifact.
pub(super) fn legal_artifact(name: &str) -> String {
    or_else(legal(name, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'), '_'), "Output")
}

/// A name of a namespace.
pub(super) fn legal_namespace(name: &str) -> String {
    or_else(legal(name, |c| c.is_ascii_alphanumeric() || matches!(c, '@' | '-' | '_'), '-'), "Variables")
}

fn or_else(name: String, fallback: &str) -> String {
    if name.is_empty() { fallback.to_owned() } else { name }
}

/// The text with each run of other characters as one separator, none at the ends; a legal text stays.
fn legal(text: &str, is_legal: impl Fn(char) -> bool, separator: char) -> String {
    if text.chars().all(&is_legal) {
        return text.chars().take(NAME_MAX).collect();
    }
    let words: Vec<&str> = text.split(|c| !is_legal(c)).filter(|word| !word.is_empty()).collect();
    words.join(&separator.to_string()).chars().take(NAME_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_legal() {
        for (name, provider, expect) in [
            ("Build", "CodeBuild", "Build"),
            ("  Build & test (fast) ", "", "Build-test-fast"),
            ("Größe", "", "Gr-e"),
            ("", "CodeBuild", "CodeBuild"),
            ("***", "", "Action"),
            ("-a-", "", "-a-"),
        ] {
            assert_eq!(legal_name(name, provider, "Action"), expect);
        }
        assert_eq!(legal_name(&"x".repeat(130), "", "").len(), 100);
        assert_eq!(legal_artifact("Build output.zip"), "Build_output_zip");
        assert_eq!(legal_artifact("é"), "Output");
        assert_eq!(legal_namespace("My vars"), "My-vars");
    }
}
