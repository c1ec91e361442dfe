//! An AWS configuration in a temporary folder, so that no test reads the one of the machine.

use std::fs;

use pipewright::cloud::target::ConfigurationFiles;
use tempfile::TempDir;

/// Profiles for every way to sign in:
/// `test` (keys and the Region eu-central-1), `nowhere` (keys, no Region), `empty` (no keys), `role` (assumes a role
/// with the keys of `test`), `locked` (the same with an MFA device), `sso` (signed out), `broken` (a credential
/// process that fails), `slow` (one that takes its time), `handed` (a role on top of `sso`).
const CONFIG: &str = "\
[profile test]
region = eu-central-1

[profile nowhere]

[profile empty]
region = eu-central-1

[profile role]
region = eu-central-1
source_profile = test
role_arn = arn:aws:iam::123456789012:role/deployer

[profile locked]
region = eu-central-1
source_profile = test
role_arn = arn:aws:iam::123456789012:role/locked
mfa_serial = arn:aws:iam::123456789012:mfa/someone

[profile sso]
region = eu-central-1
sso_session = company
sso_account_id = 123456789012
sso_role_name = Developer

[sso-session company]
sso_start_url = https://company.invalid/start
sso_region = eu-central-1

[profile broken]
region = eu-central-1
credential_process = pipewright-no-such-program

[profile slow]
region = eu-central-1
credential_process = sleep 20

[profile handed]
region = eu-central-1
source_profile = sso
role_arn = arn:aws:iam::123456789012:role/deployer
";

const CREDENTIALS: &str = "\
[test]
aws_access_key_id = AKIAPIPEWRIGHTTEST01
aws_secret_access_key = not-a-secret-of-anyone

[nowhere]
aws_access_key_id = AKIAPIPEWRIGHTTEST02
aws_secret_access_key = not-a-secret-of-anyone
";

/// The files, deleted on drop.
#[derive(Debug)]
pub struct AwsHome {
    folder: TempDir,
}

impl AwsHome {
    /// # Panics
    /// If the temporary folder cannot be written.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("config"), CONFIG).expect("the configuration is written");
        fs::write(folder.path().join("credentials"), CREDENTIALS).expect("the credentials are written");
        Self { folder }
    }

    /// With another access key in the profile `test`.
    ///
    /// # Panics
    /// If the temporary folder cannot be written.
    pub fn with_key(id: &str, secret: &str) -> Self {
        let home = Self::new();
        let credentials = format!("[test]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n");
        fs::write(home.folder.path().join("credentials"), credentials).expect("the credentials are written");
        home
    }

    pub fn files(&self) -> ConfigurationFiles {
        ConfigurationFiles {
            config: Some(self.folder.path().join("config")),
            credentials: Some(self.folder.path().join("credentials")),
        }
    }
}

impl Default for AwsHome {
    fn default() -> Self {
        Self::new()
    }
}
