//! The model behind Pipewright.
