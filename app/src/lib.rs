//! The designer, the command line and the AWS side.

pub mod app;
pub mod canvas;
pub mod cli;
pub mod cloud;
pub mod commands;
pub mod dialogs;
pub mod editor;
pub mod intent;
pub mod jobs;
pub mod look;
pub mod notices;
pub mod panels;
pub mod picture;
pub mod publishing;
pub mod settings;
pub mod storage;
pub mod window;
pub mod words;
