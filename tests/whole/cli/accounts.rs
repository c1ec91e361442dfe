//! What is told when the account cannot be reached or refuses.
