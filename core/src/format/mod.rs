//! Other people's forms, a file or folder each: `read` from it, `write` to it.
//!
//! [`FORMS`] lists those a design can be written in as text; the command line and the export dialog offer what stands
//! there. Every writer tells with its text what the form cannot hold ([`Fidelity`]).

pub mod cloudformation;
pub mod codepipeline_json;
mod exposed;
mod fidelity;
pub mod html;
pub mod import;
pub mod markdown;
pub mod mermaid;
mod packet;
pub mod svg;
pub mod terraform;

pub use fidelity::{Fidelity, Loss, Severity};

use crate::document::Document;

/// A form a design can be written in.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// What it is called on the command line; stable.
    pub name: &'static str,
    /// For lists.
    pub title: &'static str,
    /// Half a sentence: what it is for.
    pub about: &'static str,
    /// What a file of this form is called behind the name of the pipeline.
    pub ending: &'static str,
    /// Whether it has a place for what stands around the pipeline.
    pub has_whole: bool,
    /// Writes it.
    pub write: fn(&Document, &Options) -> Written,
}

/// What can be chosen about a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// With everything the pipeline needs around it, where the form has a place for that.
    pub is_whole: bool,
    /// The environment whose values the parameters take; without one their defaults.
    pub environment: Option<String>,
}

/// A text, and what is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text, with a line end at its end.
    pub text: String,
    /// What is lost.
    pub fidelity: Fidelity,
}

/// All forms that are text, one line each.
#[rustfmt::skip]
pub const FORMS: &[Form] = &[
    Form { name: "json", title: "AWS CLI", about: "JSON for --cli-input-json of create-pipeline and update-pipeline", ending: "codepipeline.json", has_whole: false, write: codepipeline_json::write },
    Form { name: "cloudformation", title: "CloudFormation", about: "a template in YAML, of the pipeline or of all around it", ending: "template.yaml", has_whole: true, write: cloudformation::write_yaml },
    Form { name: "cloudformation-json", title: "CloudFormation, JSON", about: "a template in JSON, of the pipeline or of all around it", ending: "template.json", has_whole: true, write: cloudformation::write_json },
    Form { name: "terraform", title: "Terraform", about: "resources of the AWS provider, of the pipeline or of all around it", ending: "tf", has_whole: true, write: terraform::write },
    Form { name: "mermaid", title: "Mermaid", about: "a flowchart for Markdown on GitHub and GitLab", ending: "mmd", has_whole: false, write: mermaid::form },
];

/// The form with this name.
pub fn form(name: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::samples::SAMPLES;

    #[test]
    fn every_form_writes_every_sample_the_same_each_time() {
        let names: HashSet<&str> = FORMS.iter().map(|form| form.name).collect();
        assert_eq!(names.len(), FORMS.len());
        for (form, sample) in FORMS.iter().flat_map(|form| SAMPLES.iter().map(move |sample| (form, sample))) {
            let document = Document::read_text(sample.text).unwrap();
            for is_whole in [false, true] {
                let options = Options { is_whole, ..Options::default() };
                let written = (form.write)(&document, &options);
                assert!(written.text.ends_with('\n'), "{} {}", form.name, sample.name);
                assert_eq!(written, (form.write)(&document, &options), "{} {}", form.name, sample.name);
            }
        }
    }
}
