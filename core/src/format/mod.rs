//! Other people's formats, a folder each: `read` from it, `write` to it.

pub mod cloudformation;
pub mod codepipeline_json;
pub mod html;
pub mod import;
pub mod markdown;
pub mod mermaid;
mod packet;
pub mod svg;
