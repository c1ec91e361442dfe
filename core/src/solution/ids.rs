//! Ids made of names, each once.

use std::collections::BTreeSet;

/// The ids given so far.
#[derive(Debug, Default)]
pub(super) struct Ids(BTreeSet<String>);

impl Ids {
    /// An id of letters and digits that says what it is: `intranet-build` and `Project` give `IntranetBuildProject`.
    pub fn of(&mut self, name: &str, ending: &str) -> String {
        let mut words = pascal(name);
        if words.ends_with(ending) {
            words.truncate(words.len() - ending.len());
        }
        let mut id = format!("{words}{ending}");
        // CloudFormation takes 255 characters, and nobody reads as many as 60.
        if id.len() > 60 {
            words.truncate(60_usize.saturating_sub(ending.len()));
            id = format!("{words}{ending}");
        }
        if !id.starts_with(|c: char| c.is_ascii_alphabetic()) {
            id.insert(0, 'R');
        }
        self.unique(&id)
    }

    /// This id, or one like it that nobody has.
    pub fn unique(&mut self, id: &str) -> String {
        let mut candidate = id.to_owned();
        let mut count = 2;
        // Terraform makes lower case of ids, so letter case tells nothing apart.
        while !self.0.insert(candidate.to_ascii_lowercase()) {
            candidate = format!("{id}{count}");
            count += 1;
        }
        candidate
    }
}

/// `intranet-unit tests` becomes `IntranetUnitTests`.
fn pascal(name: &str) -> String {
    let mut out = String::new();
    let mut begins = true;
    for c in name.chars() {
        if !c.is_ascii_alphanumeric() {
            begins = true;
        } else if begins {
            out.push(c.to_ascii_uppercase());
            begins = false;
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_say_what_they_are_and_are_given_once() {
        let mut ids = Ids::default();
        for (name, ending, expect) in [
            ("intranet-build", "Project", "IntranetBuildProject"),
            ("Intranet.Build", "Project", "IntranetBuildProject2"),
            ("my-topic", "Topic", "MyTopic"),
            ("", "Key", "Key"),
            ("1st", "Role", "R1stRole"),
            ("größe", "Role", "GrERole"),
        ] {
            assert_eq!(ids.of(name, ending), expect);
        }
        assert_eq!(ids.of(&"x".repeat(300), "Role").len(), 60);
    }
}
