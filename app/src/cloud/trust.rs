//! Whose certificates count: those this system trusts, or those of the file that AWS tools are told to trust instead.
//!
//! A network that inspects traffic answers with certificates of its own. `AWS_CA_BUNDLE`, or `ca_bundle` of the
//! profile, names the file that has them, as for the AWS CLI; the SDK knows neither.

use std::path::{Path, PathBuf};

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use super::fault::{Fault, FaultKind};
use super::target::Profile;

const VARIABLE: &str = "AWS_CA_BUNDLE";
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// The client that trusts what it is told to; `None` to trust what this system does.
pub(super) fn client(profile: Option<&Profile>) -> Result<Option<SharedHttpClient>, Fault> {
    let of_environment = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
    client_for(of_environment, profile)
}

/// What the environment names comes first.
fn client_for(
    of_environment: Option<PathBuf>,
    profile: Option<&Profile>,
) -> Result<Option<SharedHttpClient>, Fault> {
    let of_profile = || profile.and_then(|profile| Some((profile, profile.ca_bundle.as_deref()?)));
    let (path, named) = match (of_environment, of_profile()) {
        (Some(path), _) => (path, VARIABLE.to_owned()),
        (None, Some((profile, path))) => (expanded(path), format!("ca_bundle of profile `{}`", profile.name)),
        (None, None) => return Ok(None),
    };
    let bundle = std::fs::read(&path).map_err(|error| {
        let happened =
            format!("the certificates that {named} names cannot be read: {error}\n{}", path.display());
        fault(&happened, format!("Correct {named}, or take it out to trust the certificates of this system"))
    })?;
    let certificates = certificates(&bundle);
    if certificates.is_empty() {
        let happened =
            format!("the file that {named} names holds no certificate in PEM form\n{}", path.display());
        let help = format!(
            "The file has to hold certificates between {BEGIN} and {END}; \
             `openssl x509 -inform der -in FILE` writes that form of a binary one"
        );
        return Err(fault(&happened, help));
    }
    let mut trusted = TrustStore::empty();
    for certificate in certificates {
        trusted.add_pem_certificate(certificate);
    }
    let context = TlsContext::builder().with_trust_store(trusted).build().map_err(|error| {
        let happened =
            format!("the certificates that {named} names cannot be used: {error}\n{}", path.display());
        fault(&happened, format!("Correct {named}"))
    })?;
    Ok(Some(client_trusting(context)))
}

/// As the SDK makes its own, which follows the proxies of the environment; one that is built in fewer words does not.
fn client_trusting(context: TlsContext) -> SharedHttpClient {
    Builder::new().build_with_connector_fn(move |settings, components| {
        let mut connector = Connector::builder()
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .tls_context(context.clone())
            .proxy_config(ProxyConfig::from_env());
        connector.set_connector_settings(settings.cloned());
        connector.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        connector.build()
    })
}

/// The certificates of a bundle that can be trusted, each as PEM. The TLS library takes nothing else, and bundles of
/// old systems hold odd ones among the others.
fn certificates(bundle: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bundle);
    let blocks = text.match_indices(BEGIN).filter_map(|(start, _)| {
        let length = text[start..].find(END)? + END.len();
        Some(format!("{}\n", &text[start..start + length]))
    });
    blocks.filter(|block| is_trustworthy(block)).collect()
}

fn is_trustworthy(pem: &str) -> bool {
    CertificateDer::from_pem_slice(pem.as_bytes())
        .is_ok_and(|certificate| RootCertStore::empty().add(certificate).is_ok())
}

/// `~/` is the home folder, as in a shell.
fn expanded(path: &str) -> PathBuf {
    let home = path.strip_prefix("~/").zip(std::env::home_dir());
    home.map_or_else(|| Path::new(path).to_owned(), |(rest, home)| home.join(rest))
}

fn fault(happened: &str, help: String) -> Fault {
    Fault::new(FaultKind::BadConfiguration, "sign in to AWS", happened).with_help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundle_of_the_profile_counts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bundle.pem");
        std::fs::write(&path, "no certificate").unwrap();
        let named = |path: &Path| Profile {
            name: "ours".to_owned(),
            ca_bundle: Some(path.display().to_string()),
            ..Profile::default()
        };
        let fault = client_for(None, Some(&named(&path))).unwrap_err();
        assert!(fault.message.contains("ca_bundle of profile `ours` names holds no certificate"), "{fault}");
        let fault = client_for(None, Some(&named(&folder.path().join("gone")))).unwrap_err();
        assert!(fault.message.contains("cannot be read"), "{fault}");
        assert!(client_for(None, Some(&Profile::default())).unwrap().is_none());
        let fault = client_for(Some(folder.path().join("env.pem")), Some(&named(&path))).unwrap_err();
        assert!(fault.message.contains("that AWS_CA_BUNDLE names cannot be read"), "{fault}");
    }

    #[test]
    fn what_is_no_certificate_is_left_out() {
        for text in ["", "hello", BEGIN, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert_eq!(certificates(text.as_bytes()), Vec::<String>::new(), "{text}");
        }
        assert!(certificates(&[0x30, 0x82, 0xff, 0xfe]).is_empty());
    }
}
