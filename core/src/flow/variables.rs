//! References to variables, `#{namespace.key}`, inside a text.
//!
//! Source: CodePipeline user guide, variables reference.

use std::ops::Range;

/// A place in a text where AWS puts in a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Bytes of the text, from `#` to behind `}`; for an unclosed one to the end.
    pub span: Range<usize>,
    /// What stands there.
    pub target: Result<Target<'a>, Malformed>,
}

/// The variable a reference asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target<'a> {
    /// An action's namespace, `variables` or `codepipeline`.
    pub namespace: &'a str,
    /// The variable; letter case counts.
    pub key: &'a str,
}

/// What is wrong with a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// No `}` follows.
    Unclosed,
    /// No dot between namespace and key.
    NoDot,
    /// Nothing before or behind the dot.
    Empty,
    /// A character that neither a namespace nor a key can have, such as a blank.
    Character(char),
}

/// The namespace of what the pipeline declares, given at each start.
pub const START: &str = "variables";
/// The namespace of the pipeline's own.
pub const PIPELINE: &str = "codepipeline";
/// The one variable of [`PIPELINE`].
pub const EXECUTION_ID: &str = "PipelineExecutionId";
/// The namespaces no action can have.
pub const RESERVED: [&str; 2] = [PIPELINE, START];

/// Whether a text can stand for a variable in a reference.
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(fits)
}

fn fits(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '@' | '-' | '_' | '.')
}

/// The bytes before the end of a text that begin a reference still open there: `#{Build.IM` of `x-#{Build.IM`.
pub fn open_reference(text: &str) -> Option<Range<usize>> {
    let start = text.rfind("#{")?;
    text[start + 2..].chars().all(fits).then_some(start..text.len())
}

/// All references of a text, from left to right.
pub fn references(text: &str) -> impl Iterator<Item = Reference<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find("#{")?;
        let inner = &text[start + 2..];
        // A reference holds no brace and no quote, so one of these ends an unclosed one early.
        let (target, end) = match inner.find(['}', '{', '"', '\n']) {
            Some(length) if inner.as_bytes()[length] == b'}' => {
                (target(&inner[..length]), start + 2 + length + 1)
            }
            Some(length) => {
                // The brace may be that of the next reference, whose # is not this one's.
                let is_next = inner[..length].ends_with('#') && inner.as_bytes()[length] == b'{';
                (Err(Malformed::Unclosed), start + 2 + length - usize::from(is_next))
            }
            None => (Err(Malformed::Unclosed), text.len()),
        };
        from = end;
        Some(Reference { span: start..end, target })
    })
}

fn target(inner: &str) -> Result<Target<'_>, Malformed> {
    if let Some(odd) = inner.chars().find(|c| !fits(*c)) {
        return Err(Malformed::Character(odd));
    }
    let (namespace, key) = inner.split_once('.').ok_or(Malformed::NoDot)?;
    if namespace.is_empty() || key.is_empty() {
        return Err(Malformed::Empty);
    }
    Ok(Target { namespace, key })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[Result<(&str, &str), Malformed>]) {
        let found: Vec<Result<(&str, &str), Malformed>> =
            references(text).map(|it| it.target.map(|target| (target.namespace, target.key))).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn references_are_found_anywhere_in_a_text() {
        check("", &[]);
        check("plain # { text }", &[]);
        check("#{a.b}", &[Ok(("a", "b"))]);
        check(
            "x-#{variables.Env}-#{Build.IMAGE_TAG}!",
            &[Ok(("variables", "Env")), Ok(("Build", "IMAGE_TAG"))],
        );
        check("[{\"value\":\"#{s.Id}\"}]", &[Ok(("s", "Id"))]);
        check("#{stack.Nested.Output}", &[Ok(("stack", "Nested.Output"))]);
    }

    #[test]
    fn what_is_no_reference_says_why() {
        check("#{a}", &[Err(Malformed::NoDot)]);
        check("#{.b}", &[Err(Malformed::Empty)]);
        check("#{a.}", &[Err(Malformed::Empty)]);
        check("#{a. b}", &[Err(Malformed::Character(' '))]);
        check("#{a.b", &[Err(Malformed::Unclosed)]);
        check("#{a.b #{c.d}", &[Err(Malformed::Unclosed), Ok(("c", "d"))]);
        check("é#{ü.b}", &[Err(Malformed::Character('ü'))]);
    }

    #[test]
    fn a_reference_is_open_until_it_is_closed_or_cannot_be_one() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(open_reference(text).map(|range| text[range].to_owned()), expect.map(str::to_owned));
        };
        check("", None);
        check("é-#{", Some("#{"));
        check("#{a.b}-#{Build.IM", Some("#{Build.IM"));
        check("#{a.b}", None);
        check("#{a b", None);
        check("# {a", None);
    }

    #[test]
    fn spans_cover_the_braces() {
        let text = "é #{a.b} #{c";
        let spans: Vec<&str> = references(text).map(|it| &text[it.span]).collect();
        assert_eq!(spans, ["#{a.b}", "#{c"]);
    }
}
