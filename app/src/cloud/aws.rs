//! An account of AWS, through the SDK.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::meta::region::ProvideRegion;
use aws_config::profile::ProfileFileRegionProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{
    ClassifyRetry, RetryAction, RetryClassifierPriority, RetryReason,
};
use aws_smithy_types::retry::ErrorKind;
use pipewright_core::preflight::{Answer, Ask, Input, Service};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use super::account::{Account, BoxFuture, Identity, Live, Summary, Tag, scalar};
use super::around::{Execution, State};
use super::call::Caller;
use super::classify::Call;
use super::client::Open;
use super::credentials;
use super::fault::{Fault, FaultKind};
use super::look;
use super::raw::{Body, Exchange, host_of};
use super::retry::{ATTEMPTS, Attempts, Pauses, TooMany};
use super::target::{self, ConfigurationFiles, Connection, Profile};
use super::trust;

/// How long the name of the account may take.
const ALIAS_PATIENCE: Duration = Duration::from_secs(2);

/// How long to wait for AWS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadlines {
    /// For a connection to come about.
    pub connect: Duration,
    /// For one attempt, answer included.
    pub attempt: Duration,
    /// For all attempts of a call together, pauses included.
    pub operation: Duration,
    /// The longest pause before the second attempt; later ones are twice as long each.
    pub backoff: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            attempt: Duration::from_secs(15),
            operation: Duration::from_secs(45),
            backoff: Duration::from_secs(1),
        }
    }
}

/// Opens accounts by what the AWS configuration of this machine says.
#[derive(Debug, Clone, Default)]
pub struct Aws {
    pub files: ConfigurationFiles,
    pub deadlines: Deadlines,
}

impl Open for Aws {
    fn profiles(&self) -> BoxFuture<'_, Result<Vec<Profile>, Fault>> {
        Box::pin(target::profiles(&self.files))
    }

    fn open<'a>(&'a self, connection: &'a Connection) -> BoxFuture<'a, Result<Arc<dyn Account>, Fault>> {
        Box::pin(async {
            let account = AwsAccount::open(connection, &self.files, self.deadlines).await?;
            Ok(Arc::new(account) as Arc<dyn Account>)
        })
    }
}

/// One account and Region of AWS.
#[derive(Debug)]
pub struct AwsAccount {
    pipelines: aws_sdk_codepipeline::Client,
    sts: aws_sdk_sts::Client,
    caller: Caller,
    region: String,
    /// Whose credentials these are; `None` if the environment gives them.
    profile: Option<Profile>,
    /// The name of the account, once somebody asked.
    alias: OnceCell<Option<String>>,
}

impl AwsAccount {
    /// Finds out the Region and where credentials are; asks AWS nothing yet.
    pub async fn open(
        connection: &Connection,
        files: &ConfigurationFiles,
        deadlines: Deadlines,
    ) -> Result<Self, Fault> {
        if let Some(endpoint) = &connection.endpoint_url {
            check_endpoint(endpoint)?;
        }
        let profile = target::selected_profile(connection, files).await?;
        let region = region(connection, files, profile.as_ref()).await?;
        let config = sdk_config(connection, files, profile.as_ref(), &region, deadlines).await?;
        let pipelines = aws_sdk_codepipeline::config::Builder::from(&config)
            .interceptor(Attempts)
            .retry_classifier(TooMany)
            .retry_classifier(Attempts);
        let sts = aws_sdk_sts::config::Builder::from(&config)
            .interceptor(Attempts)
            .retry_classifier(TooMany)
            .retry_classifier(Attempts);
        Ok(Self {
            pipelines: aws_sdk_codepipeline::Client::from_conf(pipelines.build()),
            sts: aws_sdk_sts::Client::from_conf(sts.build()),
            caller: Caller::new(config, connection.endpoint_url.clone()),
            region,
            profile: profile.filter(|_| !credentials::environment_speaks(connection)),
            alias: OnceCell::new(),
        })
    }

    fn call(&self, attempted: impl Into<String>, permission: &'static str, exchange: &Exchange) -> Call {
        Call {
            attempted: attempted.into(),
            permission,
            host: exchange.host(),
            profile: self.profile.clone(),
            waited: exchange.elapsed(),
            attempts: exchange.attempts(),
        }
    }

    async fn read_identity(&self) -> Result<Identity, Fault> {
        let exchange = Exchange::begin();
        let answer = self.sts.get_caller_identity().customize().interceptor(exchange.clone()).send().await;
        let call = self.call("find out who is signed in", "sts:GetCallerIdentity", &exchange);
        let caller = answer.map_err(|error| call.fault(&error))?;
        match (caller.account, caller.arn) {
            (Some(account), Some(arn)) => {
                let profile = self.profile.as_ref().map(|profile| profile.name.clone());
                let alias = self.alias.get_or_init(|| self.read_alias()).await.clone();
                Ok(Identity { account, alias, arn, region: self.region.clone(), profile })
            }
            _ => Err(call.unreadable(&exchange.body().unwrap_or_default())),
        }
    }

    /// The name of the account. Good to know and no more: nobody waits for it, and it may be kept from whoever asks.
    async fn read_alias(&self) -> Option<String> {
        let ask = Ask {
            service: Service::Iam,
            operation: "ListAccountAliases",
            input: Input::Query(Vec::new()),
            region: None,
            permission: "iam:ListAccountAliases",
            absent: &[],
        };
        let exchange = Exchange::begin();
        let sent = self.caller.send(&ask, &self.region, &exchange);
        let arrived = tokio::time::timeout(ALIAS_PATIENCE, sent).await.ok()?.ok()?;
        let aliases = &arrived.value(&ask)?["ListAccountAliasesResult"]["AccountAliases"]["member"];
        aliases.as_str().filter(|alias| !alias.is_empty()).map(str::to_owned)
    }

    async fn read_list(&self) -> Result<Vec<Summary>, Fault> {
        let mut summaries = Vec::new();
        let mut next: Option<String> = None;
        let mut pages = Pages::default();
        loop {
            let exchange = Exchange::begin();
            let request = self.pipelines.list_pipelines().set_next_token(next.clone());
            let answer = request.customize().interceptor(exchange.clone()).send().await;
            let call = self.call("list the pipelines", "codepipeline:ListPipelines", &exchange);
            answer.map_err(|error| call.fault(&error))?;

            let body = exchange.body().unwrap_or_default();
            let page: Value = serde_json::from_slice(&body).map_err(|_| call.unreadable(&body))?;
            let Some(pipelines) = page["pipelines"].as_array() else { return Err(call.unreadable(&body)) };
            summaries.extend(pipelines.iter().filter_map(summary));

            next = pages.following(page["nextToken"].as_str());
            if next.is_none() {
                break;
            }
        }
        summaries.sort_by(|left, right| left.name.cmp(&right.name));
        Ok(summaries)
    }

    async fn read(&self, name: &str, version: Option<u64>) -> Result<Live, Fault> {
        let exchange = Exchange::begin();
        let version = version.map(|version| i32::try_from(version).unwrap_or(i32::MAX));
        let request = self.pipelines.get_pipeline().name(name).set_version(version);
        let answer = request.customize().interceptor(exchange.clone()).send().await;
        let call = self.call(format!("read pipeline `{name}`"), "codepipeline:GetPipeline", &exchange);
        answer.map_err(|error| call.fault(&error))?;
        live(&call, &exchange)
    }

    async fn look_at(&self, ask: &Ask) -> Answer {
        let exchange = Exchange::begin();
        let arrived = self.caller.send(ask, &self.region, &exchange).await;
        let call = self.call(format!("ask {}", ask.service.id()), ask.permission, &exchange);
        match arrived {
            Ok(arrived) => match arrived.value(ask) {
                Some(value) => Answer::Found(value),
                None => look::answer(ask, &call.unreadable(&arrived.body)),
            },
            Err(error) => look::answer(ask, &call.fault(&error)),
        }
    }

    async fn write_new(&self, declaration: &Value, tags: &[Tag]) -> Result<Live, Fault> {
        let mut request = json!({ "pipeline": declaration });
        if !tags.is_empty() {
            let tags: Vec<Value> =
                tags.iter().map(|tag| json!({"key": tag.key, "value": tag.value})).collect();
            request["tags"] = tags.into();
        }
        let exchange = Exchange::begin();
        let answer = self
            .pipelines
            .create_pipeline()
            .customize()
            .interceptor(Body(request.to_string().into_bytes()))
            .interceptor(exchange.clone())
            .config_override(aws_sdk_codepipeline::Config::builder().retry_classifier(OnlyWhenThrottled))
            .send()
            .await;
        let attempted = format!("create pipeline `{}`", name_of(declaration));
        let call = self.call(attempted, "codepipeline:CreatePipeline", &exchange);
        answer.map_err(|error| call.fault(&error))?;
        live(&call, &exchange)
    }

    async fn write_over(&self, declaration: &Value) -> Result<Live, Fault> {
        let request = json!({ "pipeline": declaration });
        let exchange = Exchange::begin();
        let answer = self
            .pipelines
            .update_pipeline()
            .customize()
            .interceptor(Body(request.to_string().into_bytes()))
            .interceptor(exchange.clone())
            .config_override(aws_sdk_codepipeline::Config::builder().retry_classifier(OnlyWhenThrottled))
            .send()
            .await;
        let attempted = format!("update pipeline `{}`", name_of(declaration));
        let call = self.call(attempted, "codepipeline:UpdatePipeline", &exchange);
        answer.map_err(|error| call.fault(&error))?;
        live(&call, &exchange)
    }
}

impl AwsAccount {
    /// Reads what is good to know but not needed: one attempt, for nobody waits for it.
    fn once() -> aws_sdk_codepipeline::config::Builder {
        aws_sdk_codepipeline::Config::builder().retry_config(RetryConfig::standard().with_max_attempts(1))
    }

    async fn read_state(&self, name: &str) -> Result<State, Fault> {
        let exchange = Exchange::begin();
        let request = self.pipelines.get_pipeline_state().name(name);
        let sent =
            request.customize().interceptor(exchange.clone()).config_override(Self::once()).send().await;
        let attempted = format!("read the state of pipeline `{name}`");
        let call = self.call(attempted, "codepipeline:GetPipelineState", &exchange);
        sent.map_err(|error| call.fault(&error))?;
        Ok(State { raw: json_of(&call, &exchange)? })
    }

    async fn read_executions(&self, name: &str) -> Result<Vec<Execution>, Fault> {
        let exchange = Exchange::begin();
        let request = self.pipelines.list_pipeline_executions().pipeline_name(name).max_results(100);
        let sent =
            request.customize().interceptor(exchange.clone()).config_override(Self::once()).send().await;
        let attempted = format!("list the executions of pipeline `{name}`");
        let call = self.call(attempted, "codepipeline:ListPipelineExecutions", &exchange);
        sent.map_err(|error| call.fault(&error))?;
        let answer = json_of(&call, &exchange)?;
        let listed = answer.get("pipelineExecutionSummaries").and_then(Value::as_array);
        Ok(listed.into_iter().flatten().filter_map(Execution::of).collect())
    }

    async fn read_tags(&self, arn: &str) -> Result<Vec<Tag>, Fault> {
        let mut tags = Vec::new();
        let mut next: Option<String> = None;
        let mut pages = Pages::default();
        loop {
            let exchange = Exchange::begin();
            let request =
                self.pipelines.list_tags_for_resource().resource_arn(arn).set_next_token(next.clone());
            let sent =
                request.customize().interceptor(exchange.clone()).config_override(Self::once()).send().await;
            let call =
                self.call("read the tags of the pipeline", "codepipeline:ListTagsForResource", &exchange);
            let answer = sent.map_err(|error| call.fault(&error))?;
            tags.extend(
                answer.tags().iter().map(|tag| Tag { key: tag.key.clone(), value: tag.value.clone() }),
            );
            next = pages.following(answer.next_token());
            if next.is_none() {
                return Ok(tags);
            }
        }
    }

    async fn write_tags(&self, arn: &str, tags: &[Tag]) -> Result<(), Fault> {
        let exchange = Exchange::begin();
        let attempted = "set the tags of the pipeline";
        let mut made = Vec::new();
        for Tag { key, value } in tags {
            let tag = aws_sdk_codepipeline::types::Tag::builder().key(key).value(value).build();
            made.push(tag.map_err(|error| Fault::new(FaultKind::Invalid, attempted, error))?);
        }
        let request = self.pipelines.tag_resource().resource_arn(arn).set_tags(Some(made));
        let sent = request.customize().interceptor(exchange.clone()).send().await;
        let call = self.call(attempted, "codepipeline:TagResource", &exchange);
        sent.map(drop).map_err(|error| call.fault(&error))
    }

    async fn write_transition(&self, name: &str, stage: &str, because: Option<&str>) -> Result<(), Fault> {
        use aws_sdk_codepipeline::types::StageTransitionType::Inbound;
        let exchange = Exchange::begin();
        if let Some(reason) = because {
            let request = self.pipelines.disable_stage_transition().pipeline_name(name).stage_name(stage);
            let request = request.transition_type(Inbound).reason(reason);
            let sent = request.customize().interceptor(exchange.clone()).send().await;
            let attempted = format!("disable the transition into stage `{stage}`");
            let call = self.call(attempted, "codepipeline:DisableStageTransition", &exchange);
            return sent.map(drop).map_err(|error| call.fault(&error));
        }
        let request = self.pipelines.enable_stage_transition().pipeline_name(name).stage_name(stage);
        let sent = request.transition_type(Inbound).customize().interceptor(exchange.clone()).send().await;
        let attempted = format!("enable the transition into stage `{stage}`");
        let call = self.call(attempted, "codepipeline:EnableStageTransition", &exchange);
        sent.map(drop).map_err(|error| call.fault(&error))
    }
}

impl Account for AwsAccount {
    fn identity(&self) -> BoxFuture<'_, Result<Identity, Fault>> {
        Box::pin(self.read_identity())
    }

    fn list(&self) -> BoxFuture<'_, Result<Vec<Summary>, Fault>> {
        Box::pin(self.read_list())
    }

    fn get<'a>(&'a self, name: &'a str, version: Option<u64>) -> BoxFuture<'a, Result<Live, Fault>> {
        Box::pin(self.read(name, version))
    }

    fn create<'a>(&'a self, declaration: &'a Value, tags: &'a [Tag]) -> BoxFuture<'a, Result<Live, Fault>> {
        Box::pin(self.write_new(declaration, tags))
    }

    fn update<'a>(&'a self, declaration: &'a Value) -> BoxFuture<'a, Result<Live, Fault>> {
        Box::pin(self.write_over(declaration))
    }

    fn look<'a>(&'a self, ask: &'a Ask) -> BoxFuture<'a, Answer> {
        Box::pin(self.look_at(ask))
    }

    fn state<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<State, Fault>> {
        Box::pin(self.read_state(name))
    }

    fn executions<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<Execution>, Fault>> {
        Box::pin(self.read_executions(name))
    }

    fn tags<'a>(&'a self, arn: &'a str) -> BoxFuture<'a, Result<Vec<Tag>, Fault>> {
        Box::pin(self.read_tags(arn))
    }

    fn tag<'a>(&'a self, arn: &'a str, tags: &'a [Tag]) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(self.write_tags(arn, tags))
    }

    fn transition<'a>(
        &'a self,
        name: &'a str,
        stage: &'a str,
        closed_because: Option<&'a str>,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(self.write_transition(name, stage, closed_because))
    }
}

/// Lets a write be sent again only if the service turned it away before looking at it. After anything else it may
/// have been carried out, and a second one would make a second version.
#[derive(Debug)]
struct OnlyWhenThrottled;

impl ClassifyRetry for OnlyWhenThrottled {
    fn classify_retry(&self, _: &InterceptorContext) -> RetryAction {
        RetryAction::RetryForbidden
    }

    fn classify_retry_v2(&self, _: &InterceptorContext, so_far: &RetryAction) -> RetryAction {
        match so_far {
            RetryAction::RetryIndicated(RetryReason::RetryableError {
                kind: ErrorKind::ThrottlingError,
                ..
            }) => RetryAction::NoActionIndicated,
            _ => RetryAction::RetryForbidden,
        }
    }

    fn name(&self) -> &'static str {
        "OnlyWhenThrottled"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}

/// The pages of a list that were read.
#[derive(Debug, Default)]
struct Pages {
    seen: HashSet<String>,
}

impl Pages {
    /// The token of the next page. One that leads back would never end.
    fn following(&mut self, token: Option<&str>) -> Option<String> {
        let token = token?.to_owned();
        self.seen.insert(token.clone()).then_some(token)
    }
}

fn check_endpoint(endpoint: &str) -> Result<(), Fault> {
    let is_http = endpoint.starts_with("http://") || endpoint.starts_with("https://");
    if is_http && host_of(endpoint).is_some() && !endpoint.contains(char::is_whitespace) {
        return Ok(());
    }
    Err(Fault::new(FaultKind::BadConfiguration, "sign in to AWS", "the endpoint is no address")
        .with_help("An endpoint looks like https://codepipeline.eu-west-1.amazonaws.com"))
}

/// The chosen Region, or that of the environment, or that of the profile.
async fn region(
    connection: &Connection,
    files: &ConfigurationFiles,
    profile: Option<&Profile>,
) -> Result<String, Fault> {
    if let Some(chosen) = connection.region.as_deref().map(str::trim).filter(|region| !region.is_empty()) {
        return Ok(chosen.to_owned());
    }
    if let Some(region) = EnvironmentVariableRegionProvider::new().region().await {
        return Ok(region.to_string());
    }
    let mut of_profile = ProfileFileRegionProvider::builder().profile_files(files.for_sdk(None));
    if let Some(profile) = profile {
        of_profile = of_profile.profile_name(&profile.name);
    }
    let of_profile = of_profile.build();
    if let Some(region) = of_profile.region().await {
        return Ok(region.to_string());
    }
    let fault = Fault::new(FaultKind::NoRegion, "sign in to AWS", "no Region is chosen");
    Err(fault.with_help(match profile {
        Some(profile) => format!("Choose a Region, or set one in profile `{}`", profile.name),
        None => "Choose a Region, or set AWS_REGION".to_owned(),
    }))
}

async fn sdk_config(
    connection: &Connection,
    files: &ConfigurationFiles,
    profile: Option<&Profile>,
    region: &str,
    deadlines: Deadlines,
) -> Result<SdkConfig, Fault> {
    let http_client = trust::client(profile)?;
    let Deadlines { connect, attempt, operation, backoff } = deadlines;
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(connect)
        .operation_attempt_timeout(attempt)
        .operation_timeout(operation)
        .build();
    let retries = RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(backoff);

    let redirection = profile
        .zip(connection.endpoint_url.as_deref())
        .map(|(profile, endpoint)| credentials::sts_redirection(&profile.name, endpoint));
    let mut provider_config = ProviderConfig::without_region()
        .with_region(Some(Region::new(region.to_owned())))
        .with_timeout_config(timeouts.clone())
        .with_retry_config(retries.clone());
    if let Some(client) = &http_client {
        provider_config = provider_config.with_http_client(client.clone());
    }
    let provider =
        credentials::provider(connection.profile.as_deref(), files.for_sdk(redirection), &provider_config);

    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .app_name(AppName::new("pipewright").expect("an application name of letters"))
        .region(Region::new(region.to_owned()))
        .credentials_provider(provider)
        .timeout_config(timeouts)
        .retry_config(retries)
        .sleep_impl(Pauses)
        .profile_files(files.for_sdk(None));
    if let Some(profile) = profile {
        loader = loader.profile_name(&profile.name);
    }
    if let Some(client) = http_client {
        loader = loader.http_client(client);
    }
    if let Some(endpoint) = &connection.endpoint_url {
        loader = loader.endpoint_url(endpoint);
    }
    Ok(loader.load().await)
}

fn json_of(call: &Call, exchange: &Exchange) -> Result<Value, Fault> {
    let body = exchange.body().unwrap_or_default();
    serde_json::from_slice(&body).map_err(|_| call.unreadable(&body))
}

fn live(call: &Call, exchange: &Exchange) -> Result<Live, Fault> {
    let body = exchange.body().unwrap_or_default();
    let text = String::from_utf8(body).map_err(|error| call.unreadable(error.as_bytes()))?;
    Live::from_text(text.clone()).ok_or_else(|| call.unreadable(text.as_bytes()))
}

fn summary(listed: &Value) -> Option<Summary> {
    let text = |key| listed.get(key).and_then(scalar);
    Some(Summary {
        name: listed.get("name")?.as_str()?.to_owned(),
        version: listed.get("version").and_then(Value::as_u64),
        pipeline_type: text("pipelineType"),
        execution_mode: text("executionMode"),
        created: text("created"),
        updated: text("updated"),
    })
}

fn name_of(declaration: &Value) -> &str {
    declaration.get("name").and_then(Value::as_str).unwrap_or_default()
}
