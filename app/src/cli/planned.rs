//! The plan that `plan` shows and `publish` carries out.

use pipewright_core::document::Document;
use pipewright_core::plan::{LineKind, Plan};
use pipewright_core::preflight::Line;
use serde_json::{Value, json};

use super::account::{self, AccountArguments};
use super::check::Checked;
use super::preflight;
use super::text::{Style, Text};
use crate::cloud::{Cloud, Fault, FaultKind, Identity, Live, Prepared, Reply, Request};
use crate::words::grouped;

/// What an account has, what it would get, and the difference.
pub(super) struct Planned {
    pub prepared: Prepared,
    pub plan: Plan,
    /// What was found of the things the design needs.
    pub preflight: Vec<Line>,
    /// The address that stands in for AWS, if one does.
    endpoint: Option<String>,
}

impl Planned {
    /// Reads the account.
    pub fn read(cloud: &Cloud, account: &AccountArguments, checked: &Checked) -> Result<Self, Fault> {
        let name = checked.draft.document.pipeline().name().to_owned();
        let request = Request::Prepare { connection: account.connection(), name };
        let prepared = account::ask(cloud, request, |reply| match reply {
            Reply::Prepared(prepared) => Some(prepared),
            _ => None,
        })?;
        Self::of(prepared, account, checked)
    }

    /// Compares with what was read.
    pub fn of(prepared: Prepared, account: &AccountArguments, checked: &Checked) -> Result<Self, Fault> {
        let old = prepared.live.as_ref().map(document).transpose()?;
        let new = checked.draft.document.pipeline();
        let region = Some(prepared.identity.region.as_str());
        let plan = Plan::between_in(region, old.as_ref().map(Document::pipeline), new);
        Ok(Self { prepared, plan, preflight: Vec::new(), endpoint: account.connection().endpoint_url })
    }

    /// With a look at what the design needs, if that is wanted and there is something to publish.
    #[must_use]
    pub fn with_preflight(
        mut self,
        wanted: &preflight::PreflightArguments,
        cloud: &Cloud,
        account: &AccountArguments,
        checked: &Checked,
    ) -> Self {
        // What is not published needs nothing.
        if self.plan.is_empty() {
            return self;
        }
        let identity = &self.prepared.identity;
        self.preflight = wanted.lines(cloud, &account.connection(), identity, &checked.draft.document);
        self
    }

    pub fn live_version(&self) -> Option<u64> {
        self.prepared.live.as_ref()?.version
    }

    /// "account 1234 5678 9012 in eu-west-1"
    pub fn target(&self) -> String {
        let Identity { account, region, .. } = &self.prepared.identity;
        format!("account {} in {region}", grouped(account))
    }

    /// "version 3", "version 3 → 4", "new".
    fn step(&self) -> String {
        match (self.live_version(), self.plan.is_empty()) {
            (Some(version), true) => format!("version {version}"),
            (Some(version), false) => format!("version {version} → {}", version + 1),
            (None, _) if self.prepared.live.is_some() => "update".to_owned(),
            (None, _) => "new".to_owned(),
        }
    }

    /// Where, what, and what follows from it.
    pub fn text(&self, checked: &Checked) -> Text {
        let Identity { account, region, profile, .. } = &self.prepared.identity;
        let mut text = Text::new();
        let mut row = |title: &str, value: &str, detail: &str| {
            text.add(Style::Faint, format!("{title:<11}")).add(Style::Strong, value);
            if !detail.is_empty() {
                text.plain("  ").plain(detail);
            }
            text.end_line();
        };
        let from = profile.as_ref().map(|profile| format!("profile {profile}")).unwrap_or_default();
        row("Account", &grouped(account), &from);
        row("Region", region, "");
        if let Some(endpoint) = &self.endpoint {
            row("Endpoint", endpoint, "");
        }
        row("Pipeline", &self.plan.pipeline, &self.step());
        let tally = checked.tally();
        let findings: Vec<String> = tally.words().into_iter().chain(tally.suppressed_words()).collect();
        let findings = if findings.is_empty() { "none".to_owned() } else { findings.join(", ") };
        row("Findings", &findings, &checked.draft.label);
        text.end_line();

        for line in self.plan.lines() {
            let (mark, style) = match line.kind {
                LineKind::Context => (' ', Style::Plain),
                LineKind::Added => ('+', Style::Added),
                LineKind::Removed => ('-', Style::Removed),
            };
            let words = format!("{mark} {}{}", "  ".repeat(line.indent), line.parts.join("  "));
            text.add(style, words.trim_end()).end_line();
        }
        if !self.plan.is_empty() {
            text.end_line();
        }
        text.add(Style::Strong, self.plan.summary()).end_line();
        for consequence in &self.plan.consequences {
            let (mark, style) =
                if consequence.is_warning() { ("! ", Style::Warning) } else { ("· ", Style::Faint) };
            text.add(style, mark).plain(consequence.text()).end_line();
        }
        preflight::add(&mut text, &self.preflight, &checked.draft.document);
        text
    }

    /// The same for programs; `plan` is described in `core/src/plan/json.rs`.
    pub fn to_json(&self, checked: &Checked) -> Value {
        let Identity { account, arn, region, profile } = &self.prepared.identity;
        let tally = checked.tally();
        json!({
            "file": checked.draft.label,
            "account": account,
            "region": region,
            "endpoint": self.endpoint,
            "identity": arn,
            "profile": profile,
            "liveVersion": self.live_version(),
            "findings": {
                "errors": tally.errors,
                "warnings": tally.warnings,
                "hints": tally.hints,
                "suppressed": tally.suppressed,
            },
            "plan": self.plan.to_json(),
            "preflight": preflight::to_json(&self.preflight, &checked.draft.document),
        })
    }
}

fn document(live: &Live) -> Result<Document, Fault> {
    Document::read_text(&live.text)
        .map_err(|error| Fault::new(FaultKind::NotAws, "read the live pipeline", error))
}
