//! The forms a design is exported in, texts and pictures alike.

use pipewright_core::document::Document;
use pipewright_core::format::svg::{self, Options};
use pipewright_core::format::{self, Fidelity, Written, html, markdown};
use serde::{Deserialize, Serialize};

use super::{PictureError, pdf, pdf_unless, png, png_unless};

/// A form of a design.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, clap::ValueEnum, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// for --cli-input-json of the AWS CLI
    #[default]
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

/// All that can be chosen about a file; each form takes what it knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    pub form: Form,
    /// For texts that AWS or another program takes.
    pub text: format::Options,
    /// For pictures; the orientation is also that of the picture in HTML.
    pub picture: Options,
    /// Points of a PNG for each of the canvas.
    pub scale: f32,
}

impl Wish {
    /// Writes a design, with what the form cannot hold where it can tell. A picture that nobody wants any more is
    /// not drawn to its end.
    pub fn make(
        &self,
        document: &Document,
        is_canceled: &dyn Fn() -> bool,
    ) -> Result<(Vec<u8>, Option<Fidelity>), PictureError> {
        if let Some(form) = self.form.as_text() {
            let Written { text, fidelity } = (form.write)(document, &self.text);
            return Ok((text.into_bytes(), Some(fidelity)));
        }
        let svg = || svg::write(document, &self.picture);
        let bytes = match self.form {
            Form::Png => png_unless(&svg(), self.scale, is_canceled)?,
            Form::Pdf => pdf_unless(&svg(), is_canceled)?,
            other => other.write(document, &self.picture, self.scale)?,
        };
        Ok((bytes, None))
    }
}

impl Form {
    /// In the order of lists.
    pub const ALL: [Self; 10] = [
        Self::Json,
        Self::Cloudformation,
        Self::CloudformationJson,
        Self::Terraform,
        Self::Markdown,
        Self::Html,
        Self::Mermaid,
        Self::Svg,
        Self::Png,
        Self::Pdf,
    ];

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

    /// How it is written where its writer tells what is lost. A flowchart for people loses nearly all, so only those
    /// who ask are told.
    pub fn as_text(self) -> Option<&'static format::Form> {
        if self == Self::Mermaid { format::form("mermaid") } else { self.as_code() }
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
        if let Some(form) = self.as_text() {
            return Ok((form.write)(document, &format::Options::default()).text.into_bytes());
        }
        let text = match self {
            Self::Markdown => markdown::write(document),
            Self::Html => html::write_turned(document, options.orientation),
            Self::Png => return png(&svg::write(document, options), scale),
            Self::Pdf => return pdf(&svg::write(document, options)),
            Self::Svg
            | Self::Mermaid
            | Self::Json
            | Self::Cloudformation
            | Self::CloudformationJson
            | Self::Terraform => svg::write(document, options),
        };
        Ok(text.into_bytes())
    }
}
