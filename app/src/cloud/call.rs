//! Read-only calls to services that have no client of their own here.
//!
//! A service is asked through the same parts of the SDK its clients are made of: credentials and their cache, signing,
//! retries, deadlines and the settings of the AWS configuration, endpoints included. What a client adds, types for each
//! operation, is left out: an [`Ask`] says what to send, and what comes back is JSON.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4AuthScheme};
use aws_runtime::auth::{SigV4OperationSigningConfig, SigningOptions};
use aws_runtime::retries::classifiers::AwsErrorCodeClassifier;
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime::client::retries::classifiers::{HttpStatusCodeClassifier, TransientErrorClassifier};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::auth::AuthSchemeOptionResolverParams;
use aws_smithy_runtime_api::client::auth::static_resolver::StaticAuthSchemeOptionResolver;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::Layer;
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use aws_types::SigningName;
use aws_types::region::SigningRegion;
use aws_types::service_config::ServiceConfigKey;
use pipewright_core::preflight::{Ask, Input, Service, Wire, encoded};
use serde_json::{Map, Value};

use super::raw::{Exchange, host_of};
use super::retry::TooMany;
use super::xml;

/// Nobody waits longer for a look at something that may be skipped.
const PATIENCE: Duration = Duration::from_secs(20);

/// Asks the services of one account.
#[derive(Debug)]
pub(super) struct Caller {
    config: SdkConfig,
    /// The address that stands for all of AWS, if one was chosen.
    endpoint: Option<String>,
    /// One for each service and Region, so that connections are used again.
    operations: Mutex<HashMap<(Service, String), Asking>>,
}

/// One service in one Region.
type Asking = Operation<Outgoing, Arrived, Refusal>;

/// A request without an address.
#[derive(Debug, Clone)]
struct Outgoing {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

/// What came back from a call that worked.
#[derive(Debug)]
pub(super) struct Arrived {
    pub body: Vec<u8>,
    headers: Map<String, Value>,
}

/// An answer that says no.
#[derive(Debug)]
pub(super) struct Refusal(ErrorMetadata);

impl Caller {
    pub(super) fn new(config: SdkConfig, endpoint: Option<String>) -> Self {
        Self { config, endpoint, operations: Mutex::default() }
    }

    /// Makes the call. `region` is that of the connection.
    pub(super) async fn send(
        &self,
        ask: &Ask,
        region: &str,
        exchange: &Exchange,
    ) -> Result<Arrived, SdkError<Refusal, HttpResponse>> {
        let region = ask.region.as_deref().unwrap_or(region);
        let region = if ask.service.is_global() { global_region(region) } else { region };
        // The operation serves many calls, so no interceptor of it can watch this one.
        exchange.note_host(host_of(&self.address(ask.service, region)));
        self.operation(ask.service, region).invoke(outgoing(ask)).await
    }

    fn operation(&self, service: Service, region: &str) -> Operation<Outgoing, Arrived, Refusal> {
        // The map is whole between any two statements.
        let mut operations = self.operations.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (service, region.to_owned());
        operations.entry(key).or_insert_with(|| self.build(service, region)).clone()
    }

    fn build(&self, service: Service, region: &str) -> Operation<Outgoing, Arrived, Refusal> {
        let mut builder = Operation::builder()
            .service_name(service.id())
            .operation_name("Look")
            .behavior_version(BehaviorVersion::latest())
            .endpoint_url(&self.address(service, region))
            .timeout_config(impatient(self.config.timeout_config()))
            .retry_classifier(TransientErrorClassifier::<Refusal>::new())
            .retry_classifier(HttpStatusCodeClassifier::default())
            .retry_classifier(AwsErrorCodeClassifier::<Refusal>::new())
            .retry_classifier(TooMany)
            .runtime_plugin(self.signing(service, region))
            .with_connection_poisoning();
        if let Some(client) = self.config.http_client() {
            builder = builder.http_client(client);
        }
        if let Some(retries) = self.config.retry_config() {
            builder = builder.standard_retry(retries);
        }
        builder.serializer(serialize).deserializer(deserialize).build()
    }

    /// Whose credentials sign, for which service and Region.
    fn signing(&self, service: Service, region: &str) -> StaticRuntimePlugin {
        let mut options = SigningOptions::default();
        // S3 signs paths as they are, and wants the hash of the body in a header.
        options.double_uri_encode = service != Service::S3;
        options.normalize_uri_path = service != Service::S3;
        options.content_sha256_header = service == Service::S3;
        let mut layer = Layer::new("Look");
        layer.store_put(SigV4OperationSigningConfig {
            region: Some(SigningRegion::from(aws_config::Region::new(region.to_owned()))),
            region_set: None,
            name: Some(SigningName::from(service.signing_name())),
            signing_options: options,
        });
        layer.store_put(AuthSchemeOptionResolverParams::new(()));
        let mut components = RuntimeComponentsBuilder::new("Look")
            .with_auth_scheme(SigV4AuthScheme::new())
            .with_auth_scheme_option_resolver(Some(StaticAuthSchemeOptionResolver::new(vec![SCHEME_ID])))
            .with_identity_cache(self.config.identity_cache());
        if let Some(provider) = self.config.credentials_provider() {
            components = components.with_identity_resolver(SCHEME_ID, provider);
        }
        StaticRuntimePlugin::new().with_config(layer.freeze()).with_runtime_components(components)
    }

    /// The chosen address, or that of the environment or the profile, or the one AWS has for the service.
    fn address(&self, service: Service, region: &str) -> String {
        if let Some(endpoint) = &self.endpoint {
            return endpoint.clone();
        }
        let key = ServiceConfigKey::builder()
            .service_id(service.id())
            .env("AWS_ENDPOINT_URL")
            .profile("endpoint_url")
            .build()
            .expect("all three parts are set");
        let of_service = self.config.service_config().and_then(|settings| settings.load_config(key));
        let configured = of_service.or_else(|| self.config.endpoint_url().map(str::to_owned));
        configured.unwrap_or_else(|| address_of_aws(service, region, self.config.use_fips() == Some(true)))
    }
}

/// `https://codebuild.eu-west-1.amazonaws.com`
fn address_of_aws(service: Service, region: &str, fips: bool) -> String {
    let suffix = match region {
        _ if region.starts_with("cn-") => "amazonaws.com.cn",
        _ if region.starts_with("eusc-") => "amazonaws.eu",
        _ => "amazonaws.com",
    };
    let prefix = service.host_prefix();
    let fips = if fips { "-fips" } else { "" };
    match region {
        "us-east-1" if service.is_global() => format!("https://{prefix}{fips}.{suffix}"),
        "us-gov-west-1" if service.is_global() => format!("https://{prefix}.us-gov.{suffix}"),
        _ => format!("https://{prefix}{fips}.{region}.{suffix}"),
    }
}

/// Where the services without Regions are signed for.
fn global_region(region: &str) -> &str {
    match region {
        _ if region.starts_with("cn-") => "cn-north-1",
        _ if region.starts_with("us-gov-") => "us-gov-west-1",
        _ if region.starts_with("eusc-") => "eusc-de-east-1",
        _ => "us-east-1",
    }
}

fn impatient(configured: Option<&TimeoutConfig>) -> TimeoutConfig {
    let Some(configured) = configured else {
        return TimeoutConfig::builder().operation_timeout(PATIENCE).build();
    };
    let limit = configured.operation_timeout().map_or(PATIENCE, |limit| limit.min(PATIENCE));
    configured.to_builder().operation_timeout(limit).build()
}

fn outgoing(ask: &Ask) -> Outgoing {
    let post = |content_type: String, body: String| Outgoing {
        method: "POST",
        path: "/".to_owned(),
        headers: vec![("content-type", content_type)],
        body,
    };
    let rest = |method, path: &str| Outgoing {
        method,
        path: path.to_owned(),
        headers: Vec::new(),
        body: String::new(),
    };
    match (&ask.input, ask.service.wire()) {
        (Input::Json(input), Wire::Json { version, target }) => {
            let mut outgoing = post(format!("application/x-amz-json-{version}"), input.to_string());
            outgoing.headers.push(("x-amz-target", format!("{target}{}", ask.operation)));
            outgoing
        }
        (Input::Json(input), _) => post("application/json".to_owned(), input.to_string()),
        (Input::Query(parameters), wire) => {
            let version = if let Wire::Query { version } = wire { version } else { "" };
            let own = [("Action", ask.operation), ("Version", version)];
            let given = parameters.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            let pairs = own.into_iter().chain(given).map(|(key, value)| format!("{key}={}", encoded(value)));
            let body = pairs.collect::<Vec<_>>().join("&");
            post("application/x-www-form-urlencoded".to_owned(), body)
        }
        (Input::Get(path), _) => rest("GET", path),
        (Input::Head(path), _) => rest("HEAD", path),
    }
}

fn serialize(outgoing: Outgoing) -> Result<HttpRequest, BoxError> {
    let Outgoing { method, path, headers, body } = outgoing;
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method(method)?;
    request.set_uri(path)?;
    let length = request.body().content_length().unwrap_or_default();
    if method == "POST" {
        request.headers_mut().try_insert("content-length", length.to_string())?;
    }
    request.headers_mut().try_insert("user-agent", "pipewright")?;
    for (name, value) in headers {
        request.headers_mut().try_insert(name, value)?;
    }
    Ok(request)
}

fn deserialize(response: &HttpResponse) -> Result<Arrived, OrchestratorError<Refusal>> {
    let headers: Map<String, Value> =
        response.headers().iter().map(|(name, value)| (name.to_lowercase(), Value::from(value))).collect();
    let status = response.status().as_u16();
    // A bucket of another Region answers so, and says which.
    let is_elsewhere = matches!(status, 301 | 307 | 400) && headers.contains_key("x-amz-bucket-region");
    let body = response.body().bytes().unwrap_or_default().to_vec();
    if response.status().is_success() || (is_elsewhere && body.is_empty()) {
        return Ok(Arrived { body, headers });
    }
    Err(OrchestratorError::operation(Refusal::of(status, &headers, &body)))
}

impl Arrived {
    /// The answer as JSON; `None` if it is not what the service writes.
    pub(super) fn value(&self, ask: &Ask) -> Option<Value> {
        if let Input::Head(_) = ask.input {
            return Some(Value::Object(self.headers.clone()));
        }
        match ask.service.wire() {
            Wire::Json { .. } | Wire::RestJson => {
                serde_json::from_slice(&self.body).ok().filter(Value::is_object)
            }
            Wire::Query { .. } => xml::value(std::str::from_utf8(&self.body).ok()?),
            // The policy of a bucket comes as it was written.
            Wire::RestXml => xml::value(std::str::from_utf8(&self.body).ok()?)
                .or_else(|| serde_json::from_slice(&self.body).ok().filter(Value::is_object)),
        }
    }
}

impl Refusal {
    /// Reads the error in whichever form the service, or the gate before it, writes it.
    fn of(status: u16, headers: &Map<String, Value>, body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body);
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = xml::value(&text).map(|value| match &value["Error"] {
            Value::Object(_) => value["Error"].clone(),
            _ => value,
        });
        let member = |names: &[&str]| {
            let of_json = names.iter().find_map(|name| json[*name].as_str());
            let of_xml = || names.iter().find_map(|name| error.as_ref()?[*name].as_str());
            of_json.or_else(of_xml).map(str::to_owned)
        };
        let of_header = headers.get("x-amzn-errortype").and_then(Value::as_str).map(str::to_owned);
        let code = of_header.or_else(|| member(&["__type", "code", "Code"]));
        // `namespace#Code` and `Code:http://…` are the same code.
        let code = code.map(|code| {
            let code = code.rsplit('#').next().unwrap_or_default();
            code.split(':').next().unwrap_or_default().to_owned()
        });
        // An answer without a body has nothing but its status.
        let code = code.or_else(|| match (body.is_empty(), status) {
            (true, 404) => Some("NotFound".to_owned()),
            (true, 403) => Some("AccessDenied".to_owned()),
            _ => None,
        });
        let mut metadata = ErrorMetadata::builder();
        if let Some(code) = code {
            metadata = metadata.code(code);
        }
        if let Some(message) = member(&["message", "Message", "errorMessage"]) {
            metadata = metadata.message(message);
        }
        Self(metadata.build())
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refusal {}

impl ProvideErrorMetadata for Refusal {
    fn meta(&self) -> &ErrorMetadata {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_have_the_addresses_aws_gives_them() {
        for (service, region, expected) in [
            (Service::CodeBuild, "eu-west-1", "https://codebuild.eu-west-1.amazonaws.com"),
            (Service::Ecr, "eu-west-1", "https://api.ecr.eu-west-1.amazonaws.com"),
            (Service::Kms, "cn-north-1", "https://kms.cn-north-1.amazonaws.com.cn"),
            (Service::Iam, "us-east-1", "https://iam.amazonaws.com"),
            (Service::Iam, "us-gov-west-1", "https://iam.us-gov.amazonaws.com"),
            (Service::Iam, "cn-north-1", "https://iam.cn-north-1.amazonaws.com.cn"),
        ] {
            assert_eq!(address_of_aws(service, region, false), expected);
        }
        assert_eq!(
            address_of_aws(Service::Kms, "us-east-1", true),
            "https://kms-fips.us-east-1.amazonaws.com"
        );
        assert_eq!(global_region("ap-south-1"), "us-east-1");
    }

    #[test]
    fn errors_are_read_in_every_form() {
        let check = |status, header: Option<&str>, body: &str, code: Option<&str>| {
            let headers = header.map(|value| ("x-amzn-errortype".to_owned(), Value::from(value)));
            let refusal = Refusal::of(status, &headers.into_iter().collect(), body.as_bytes());
            assert_eq!(refusal.code(), code, "{body}");
        };
        check(
            400,
            None,
            r#"{"__type":"com.amazon#NotFoundException","message":"m"}"#,
            Some("NotFoundException"),
        );
        check(404, Some("ResourceNotFoundException:http://x"), "{}", Some("ResourceNotFoundException"));
        check(
            404,
            None,
            "<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>",
            Some("NoSuchEntity"),
        );
        check(404, None, "<Error><Code>NoSuchBucket</Code></Error>", Some("NoSuchBucket"));
        check(404, None, "", Some("NotFound"));
        check(403, None, "", Some("AccessDenied"));
        check(500, None, "<html>oops</html>", None);
        check(500, None, "oops", None);
    }
}
