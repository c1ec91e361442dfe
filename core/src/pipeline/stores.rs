//! Artifact stores and their encryption.

use super::object::{Object, object_of, text_of};

/// An artifact store: a bucket and, if given, a key.
#[derive(Clone, Copy, Debug)]
pub struct ArtifactStore<'a>(pub &'a Object);

/// A KMS key.
#[derive(Clone, Copy, Debug)]
pub struct EncryptionKey<'a>(pub &'a Object);

impl<'a> ArtifactStore<'a> {
    /// `S3`.
    pub fn kind(self) -> Option<&'a str> {
        text_of(self.0, "type")
    }

    /// The bucket name.
    pub fn location(self) -> Option<&'a str> {
        text_of(self.0, "location")
    }

    /// The key; without one S3's default key is used, which cannot be shared with other accounts.
    pub fn encryption_key(self) -> Option<EncryptionKey<'a>> {
        object_of(self.0, "encryptionKey").map(EncryptionKey)
    }
}

impl<'a> EncryptionKey<'a> {
    /// Key id, key ARN or alias ARN.
    pub fn id(self) -> Option<&'a str> {
        text_of(self.0, "id")
    }

    /// `KMS`.
    pub fn kind(self) -> Option<&'a str> {
        text_of(self.0, "type")
    }
}
