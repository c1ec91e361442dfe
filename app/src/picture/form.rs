//! The forms a design is exported in, texts and pictures alike.

use pipewright_core::document::Document;
use pipewright_core::format::svg::{self, Options};
use pipewright_core::format::{self, cloudformation, codepipeline_json, html, markdown, mermaid, terraform};

use super::{PictureError, pdf, png};

/// A form of a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Form {
    /// for --cli-input-json of the AWS CLI
    Json,
    /// a template in YAML, of the pipeline or of all around it
    Cloudformation,
    /// a template in JSON, of the pipeline or of all around it
    CloudformationJson,
    /// resources of the AWS provider, of the pipeline or of all around it
    Terraform,
    /// a review packet that GitHub and GitLab show
    Markdown,
    /// the review packet as one page with the picture inside
    Html,
    /// a flowchart for Markdown
    Mermaid,
    /// a picture that stays sharp
    Svg,
    /// a picture of points
    Png,
    /// a picture to print
    Pdf,
}

impl Form {
    /// What a file of this form is called behind the name of the design.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Json => "codepipeline.json",
            Self::Cloudformation => "template.yaml",
            Self::CloudformationJson => "template.json",
            Self::Terraform => "tf",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Mermaid => "mmd",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    /// How it is written where a form cannot carry everything: with the list of what it loses.
    pub fn as_code(self) -> Option<&'static format::Form> {
        match self {
            Self::Json => format::form("json"),
            Self::Cloudformation => format::form("cloudformation"),
            Self::CloudformationJson => format::form("cloudformation-json"),
            Self::Terraform => format::form("terraform"),
            Self::Markdown | Self::Html | Self::Mermaid | Self::Svg | Self::Png | Self::Pdf => None,
        }
    }

    /// Whether it is a picture and nothing else.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Svg | Self::Png | Self::Pdf)
    }

    /// Whether a terminal could not show it.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Png | Self::Pdf)
    }

    /// Writes a design. `options` are for pictures, `scale` for those of points.
    pub fn write(self, document: &Document, options: &Options, scale: f32) -> Result<Vec<u8>, PictureError> {
        let usual = format::Options::default();
        let text = match self {
            Self::Json => codepipeline_json::write(document, &usual).text,
            Self::Cloudformation => cloudformation::write_yaml(document, &usual).text,
            Self::CloudformationJson => cloudformation::write_json(document, &usual).text,
            Self::Terraform => terraform::write(document, &usual).text,
            Self::Markdown => markdown::write(document),
            Self::Html => html::write_turned(document, options.orientation),
            Self::Mermaid => mermaid::write(document),
            Self::Svg => svg::write(document, options),
            Self::Png => return png(&svg::write(document, options), scale),
            Self::Pdf => return pdf(&svg::write(document, options)),
        };
        Ok(text.into_bytes())
    }
}
