//! Which account and Region to talk to, and what the AWS configuration of this machine offers.

use std::path::PathBuf;

use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_runtime::env_config::section::EnvConfigSections;
use aws_types::os_shim_internal::{Env, Fs};

use super::fault::{Fault, FaultKind};

/// What the user chose. Holds names only, never a credential, and may be written to settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Connection {
    /// A profile of the AWS configuration. `None` leaves the choice to the environment, as the AWS CLI does.
    pub profile: Option<String>,
    /// Comes before the Region of the environment and of the profile.
    pub region: Option<String>,
    /// Sends what is for AWS, STS included, to another address.
    pub endpoint_url: Option<String>,
}

/// A profile of the AWS configuration, with what helps to choose it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    pub name: String,
    pub region: Option<String>,
    /// The profile that signs in through IAM Identity Center and is renewed by `aws sso login`: this one, or one it
    /// takes its credentials from.
    pub sso_profile: Option<String>,
    /// The role the profile assumes.
    pub role_arn: Option<String>,
    /// Asks for a code of an MFA device, which this program cannot enter.
    pub wants_mfa: bool,
    /// The file of the certificates to trust, where those of the system are not meant.
    pub ca_bundle: Option<String>,
}

impl Profile {
    /// Whether the person signs in through IAM Identity Center.
    pub fn uses_sso(&self) -> bool {
        self.sso_profile.is_some()
    }
}

/// Where the AWS configuration is read from. The default is where every AWS tool reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfigurationFiles {
    /// Instead of `AWS_CONFIG_FILE` or `~/.aws/config`.
    pub config: Option<PathBuf>,
    /// Instead of `AWS_SHARED_CREDENTIALS_FILE` or `~/.aws/credentials`.
    pub credentials: Option<PathBuf>,
}

impl ConfigurationFiles {
    /// The files for the SDK, `extra` lines of configuration put over them.
    pub(super) fn for_sdk(&self, extra: Option<String>) -> EnvConfigFiles {
        let mut files = EnvConfigFiles::builder()
            .include_default_config_file(self.config.is_none())
            .include_default_credentials_file(self.credentials.is_none());
        if let Some(path) = &self.config {
            files = files.with_file(EnvConfigFileKind::Config, path);
        }
        if let Some(path) = &self.credentials {
            files = files.with_file(EnvConfigFileKind::Credentials, path);
        }
        if let Some(extra) = extra {
            files = files.with_contents(EnvConfigFileKind::Config, extra);
        }
        files.build()
    }
}

/// The profiles of the AWS configuration, by name. A machine without any has an empty list.
pub async fn profiles(files: &ConfigurationFiles) -> Result<Vec<Profile>, Fault> {
    let sections = sections(files).await?;
    let mut names: Vec<&str> = sections.profiles().collect();
    names.sort_unstable();
    Ok(names.into_iter().filter_map(|name| profile(&sections, name)).collect())
}

/// The profile that applies: the chosen one, or that of `AWS_PROFILE`, or `default`.
///
/// `None` if nobody named one and there is no `default`.
pub(super) async fn selected_profile(
    connection: &Connection,
    files: &ConfigurationFiles,
) -> Result<Option<Profile>, Fault> {
    let sections = sections(files).await?;
    let named = connection.profile.clone().or_else(|| Env::real().get("AWS_PROFILE").ok());
    let named = named.filter(|name| !name.is_empty());
    let name = named.as_deref().unwrap_or("default");
    match profile(&sections, name) {
        Some(profile) => Ok(Some(profile)),
        None if named.is_none() => Ok(None),
        None => Err(unknown_profile(name, &sections)),
    }
}

/// The SDK keeps the environment and the file system behind a module it calls internal, and yet wants both as
/// arguments here; this is the only place that touches it.
async fn sections(files: &ConfigurationFiles) -> Result<EnvConfigSections, Fault> {
    let (fs, env) = (Fs::real(), Env::real());
    aws_config::profile::load(&fs, &env, &files.for_sdk(None), None).await.map_err(|error| {
        let mut fault =
            Fault::new(FaultKind::BadConfiguration, "read the AWS configuration", format!("{error}"));
        fault.help = Some("Correct the file, or point AWS_CONFIG_FILE at another".into());
        fault.details = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default().into();
        fault
    })
}

fn profile(sections: &EnvConfigSections, name: &str) -> Option<Profile> {
    let section = sections.get_profile(name)?;
    let get = |key| section.get(key).map(str::to_owned);
    Some(Profile {
        name: name.to_owned(),
        region: get("region"),
        sso_profile: sso_profile(sections, name),
        role_arn: get("role_arn"),
        wants_mfa: get("mfa_serial").is_some(),
        ca_bundle: get("ca_bundle").filter(|path| !path.is_empty()),
    })
}

/// Follows `source_profile`, which a careless hand may have bent into a circle.
fn sso_profile(sections: &EnvConfigSections, name: &str) -> Option<String> {
    let mut seen = Vec::new();
    let mut name = name;
    while !seen.contains(&name) {
        let section = sections.get_profile(name)?;
        if section.get("sso_session").or_else(|| section.get("sso_start_url")).is_some() {
            return Some(name.to_owned());
        }
        seen.push(name);
        name = section.get("source_profile")?;
    }
    None
}

fn unknown_profile(name: &str, sections: &EnvConfigSections) -> Fault {
    let mut known: Vec<&str> = sections.profiles().collect();
    known.sort_unstable();
    let fault = Fault::new(
        FaultKind::UnknownProfile,
        "sign in to AWS",
        format!("there is no profile `{name}` in the AWS configuration"),
    );
    fault.with_help(if known.is_empty() {
        "The AWS configuration holds no profile; `aws configure sso` or `aws configure` makes one".to_owned()
    } else {
        format!("Choose one of: {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_of_certificates_belongs_to_a_profile() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("config");
        std::fs::write(&config, "[profile a]\nregion = x\nca_bundle = /etc/ours.pem\n[profile b]\n").unwrap();
        let credentials = folder.path().join("credentials");
        std::fs::write(&credentials, "").unwrap();
        let files = ConfigurationFiles { config: Some(config), credentials: Some(credentials) };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let found = runtime.block_on(profiles(&files)).unwrap();
        let bundles: Vec<_> = found.iter().map(|profile| profile.ca_bundle.as_deref()).collect();
        assert_eq!(bundles, [Some("/etc/ours.pem"), None]);
    }
}
