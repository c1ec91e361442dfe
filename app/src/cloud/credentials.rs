//! Where credentials come from: the places every AWS tool looks in, in the order the AWS CLI looks.
//!
//! Put together by hand rather than taken whole from the SDK for three reasons: a profile that was chosen comes
//! before keys in the environment, an endpoint that was chosen also serves the roles a profile assumes, and the
//! address where EC2 machines ask for their credentials may not hold up a desktop that has none.

use std::time::Duration;

use aws_config::ecs::EcsCredentialsProvider;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::imds;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::meta::credentials::CredentialsProviderChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::web_identity_token::WebIdentityTokenCredentialsProvider;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Provided;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_runtime::env_config::file::EnvConfigFiles;

use super::target::Connection;

/// A machine on EC2 answers within milliseconds; everywhere else the address leads nowhere.
const METADATA_PATIENCE: Duration = Duration::from_millis(700);

/// The chain for `profile`, or for the surroundings if none was chosen.
pub(super) fn provider(
    profile: Option<&str>,
    files: EnvConfigFiles,
    config: &ProviderConfig,
) -> SharedCredentialsProvider {
    let mut from_profile = ProfileFileCredentialsProvider::builder()
        .configure(config)
        .with_custom_provider("Ec2InstanceMetadata", Metadata::new(config))
        .profile_files(files);
    let Some(profile) = profile else {
        let chain =
            CredentialsProviderChain::first_try("Environment", EnvironmentVariableCredentialsProvider::new())
                .or_else("Profile", from_profile.build())
                .or_else(
                    "WebIdentityToken",
                    WebIdentityTokenCredentialsProvider::builder().configure(config).build(),
                )
                .or_else("EcsContainer", EcsCredentialsProvider::builder().configure(config).build())
                .or_else("Ec2InstanceMetadata", Metadata::new(config));
        return SharedCredentialsProvider::new(chain);
    };
    from_profile = from_profile.profile_name(profile);
    SharedCredentialsProvider::new(from_profile.build())
}

/// Whether keys of the environment come before any profile.
pub(super) fn environment_speaks(connection: &Connection) -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    connection.profile.is_none() && is_set("AWS_ACCESS_KEY_ID")
}

/// Lines of configuration that make STS answer at `endpoint_url` for the roles `profile` assumes.
///
/// The setting of the SDK reaches the calls it makes for the program, but not those it makes to get credentials.
pub(super) fn sts_redirection(profile: &str, endpoint_url: &str) -> String {
    let section = if profile == "default" { "default".to_owned() } else { format!("profile {profile}") };
    format!(
        "[{section}]\nservices = pipewright-endpoint\n\
         [services pipewright-endpoint]\nsts =\n  endpoint_url = {endpoint_url}\n"
    )
}

/// The credentials of an EC2 machine, where no answer in time means that this is none.
#[derive(Debug)]
struct Metadata(ImdsCredentialsProvider);

impl Metadata {
    fn new(config: &ProviderConfig) -> Self {
        Self::from_client(config, imds::Client::builder())
    }

    fn from_client(config: &ProviderConfig, client: imds::client::Builder) -> Self {
        let client = client
            .configure(config)
            .max_attempts(1)
            .connect_timeout(METADATA_PATIENCE)
            .read_timeout(METADATA_PATIENCE)
            .operation_attempt_timeout(METADATA_PATIENCE)
            .operation_timeout(METADATA_PATIENCE)
            .build();
        Self(ImdsCredentialsProvider::builder().configure(config).imds_client(client).build())
    }
}

impl ProvideCredentials for Metadata {
    fn provide_credentials<'a>(&'a self) -> Provided<'a>
    where
        Self: 'a,
    {
        Provided::new(async { self.0.provide_credentials().await.map_err(CredentialsError::not_loaded) })
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_metadata_address_that_leads_nowhere_is_given_up_quickly() {
        // Takes connections into its queue and never says a word.
        let silent = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", silent.local_addr().unwrap());
        let config = ProviderConfig::without_region();
        let client = imds::Client::builder().endpoint(endpoint).unwrap();
        let metadata = Metadata::from_client(&config, client);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let start = Instant::now();
        let result = runtime.block_on(metadata.provide_credentials());
        assert!(matches!(result, Err(CredentialsError::CredentialsNotLoaded(_))), "{result:?}");
        assert!(start.elapsed() < METADATA_PATIENCE * 5, "{:?}", start.elapsed());
    }

    #[test]
    fn the_default_profile_has_a_section_of_its_own_kind() {
        assert!(sts_redirection("default", "http://h").starts_with("[default]\n"));
        assert!(sts_redirection("a b", "http://h").starts_with("[profile a b]\n"));
    }
}
