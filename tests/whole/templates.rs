//! Templates and snippets, from outside: the gallery, the panel, the command line, and AWS.

mod aws;
mod cli;
mod gallery;
mod pictures;
mod snippets;
