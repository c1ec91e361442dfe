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

    /// With a profile `inspected` like `test`, which trusts the certificates of this text, kept in a file.
    ///
    /// # Panics
    /// If the temporary folder cannot be written.
    pub fn trusting(bundle: &str) -> Self {
        let home = Self::new();
        let path = home.bundle();
        fs::write(&path, bundle).expect("the certificates are written");
        let profile = format!("[profile inspected]\nregion = eu-central-1\nca_bundle = {}\n", path.display());
        fs::write(home.folder.path().join("config"), format!("{CONFIG}\n{profile}"))
            .expect("the configuration is written");
        let keys = CREDENTIALS.replace("[test]", "[inspected]");
        fs::write(home.folder.path().join("credentials"), keys).expect("the credentials are written");
        home
    }

    /// Where the certificates of the profile `inspected` are.
    pub fn bundle(&self) -> std::path::PathBuf {
        self.folder.path().join("bundle.pem")
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
