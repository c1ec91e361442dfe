//! The controls that panels and dialogs are made of.
