//! Other people's formats, a folder each: `read` from it, `write` to it.

pub mod codepipeline_json;
pub mod mermaid;
pub mod svg;
