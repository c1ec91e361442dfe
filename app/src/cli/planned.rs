//! The plan that `plan` shows and `publish` carries out.
//!
//! # JSON
//!
//! `plan --format json` prints one object. Members keep their name and meaning from version to version; new ones may
//! come.
//!
//! ```json
//! {
//!   "file": "release.json",
//!   "account": "123456789012", "accountAlias": "acme-dev", "region": "eu-west-1", "environment": null,
//!   "endpoint": null,
//!   "identity": "arn:aws:iam::123456789012:user/ada", "profile": "acme-dev",
//!   "liveVersion": 14,
//!   "findings": { "errors": 0, "warnings": 1, "hints": 0, "suppressed": 0 },
//!   "elsewhere": null,
//!   "drift": { "since": 13, "changes": { … }, "clashes": [ { "place": "stage Build › name", … } ] },
//!   "tags": { "team": "web" },
//!   "notChecked": [],
//!   "staysHere": [],
//!   "plan": { … }
//! }
//! ```
//!
//! `environment` is that of `--env`, whose values the parameters have. `elsewhere` says in a sentence that the design
//! belongs to another account, Region or pipeline. `drift` is what
//! somebody else changed since the last pull or publish, null if nothing; its `changes` and `clashes` are null where
//! what was there before cannot be read any more. `notChecked` tells what could not be read, `staysHere` what of the
//! design AWS has no place for. `plan` and `changes` are described in `core/src/plan/json.rs`.

use std::fmt::Write as _;

use pipewright_core::plan::merge::Clash;
use pipewright_core::plan::{Line, LineKind, Plan, escaped_for_markdown};
use serde_json::{Value, json};

use super::account::{self, AccountArguments};
use super::check::Checked;
use super::preflight;
use super::text::{Style, Text};
use crate::cloud::{Around, Cloud, Fault, Identity, Prepared, Reply, Request, Step, Tag};
use crate::publishing::{Drift, Elsewhere, Options, Outlook, StaysHere};
use crate::settings::without_user;
use crate::storage::PublishedTexts;
use crate::words::grouped;

/// What an account has, what it would get, and the difference.
pub(super) struct Planned {
    pub prepared: Prepared,
    pub plan: Plan,
    /// What somebody else changed since.
    pub drift: Option<Drift>,
    /// That it is not the place where the design was published before.
    pub elsewhere: Option<Elsewhere>,
    /// What is done besides the write.
    pub steps: Vec<Step>,
    pub options: Options,
    /// What was found of the things the design needs.
    pub preflight: Vec<pipewright_core::preflight::Line>,
    /// What AWS has no place for.
    stays_here: StaysHere,
    is_gone: bool,
    /// The address that stands in for AWS, if one does, without a password in it.
    endpoint: Option<String>,
}

impl Planned {
    /// Reads the account.
    pub fn read(
        cloud: &Cloud,
        account: &AccountArguments,
        checked: &Checked,
        options: Options,
        texts: Option<&PublishedTexts>,
    ) -> Result<Self, Fault> {
        let document = checked.resolved();
        let name = document.pipeline().name().to_owned();
        let last_version = document.target().and_then(pipewright_core::document::Target::version);
        let request = Request::Prepare { connection: account.connection(), name, last_version };
        let prepared = account::ask(cloud, request, |reply| match reply {
            Reply::Prepared(prepared) => Some(prepared),
            _ => None,
        })?;
        Self::of(prepared, account, checked, options, texts)
    }

    /// Compares with what was read.
    pub fn of(
        prepared: Prepared,
        account: &AccountArguments,
        checked: &Checked,
        options: Options,
        texts: Option<&PublishedTexts>,
    ) -> Result<Self, Fault> {
        let sent = checked.resolved();
        let documents = [&checked.draft.document, &*sent];
        let outlook = Outlook::of(documents, &prepared, &options, None, texts)?;
        let Outlook { plan, drift, elsewhere, steps, stays_here, is_gone } = outlook;
        Ok(Self {
            plan,
            drift,
            elsewhere,
            steps,
            is_gone,
            stays_here,
            options,
            endpoint: account.connection().endpoint_url.as_deref().map(without_user),
            preflight: Vec::new(),
            prepared,
        })
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
        self.preflight = wanted.lines(cloud, &account.connection(), identity, &checked.resolved());
        self
    }

    /// How much of what the design needs is not right for certain.
    pub fn problems(&self) -> usize {
        preflight::problems(&self.preflight)
    }

    pub fn live_version(&self) -> Option<u64> {
        self.prepared.live.as_ref()?.version
    }

    /// Whether the account has all of it already.
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty() && self.steps.is_empty()
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

    fn tags(&self) -> &[Tag] {
        let around = self.prepared.around.as_deref();
        around.and_then(|around| around.tags.as_ref().ok()).map_or(&[][..], Vec::as_slice)
    }

    fn not_checked(&self) -> Vec<&str> {
        let around = self.prepared.around.as_deref();
        around.into_iter().flat_map(Around::faults).map(|fault| &*fault.message).collect()
    }

    /// What AWS has no place for, where something is sent at all.
    fn stays_here_now(&self) -> Vec<String> {
        if self.plan.is_empty() { Vec::new() } else { self.stays_here.sentences() }
    }

    /// What stands above the changes: that it goes elsewhere, that somebody was there, that the pipeline is gone.
    fn notices(&self) -> Vec<String> {
        let mut notices = Vec::new();
        notices.extend(self.elsewhere.as_ref().map(|elsewhere| elsewhere.text(&self.plan.pipeline)));
        if self.is_gone {
            notices
                .push("The pipeline was deleted in the account since it was published from here.".to_owned());
        }
        if let Some(drift) = &self.drift {
            let clashes = drift.merged.as_ref().map_or(0, |merged| merged.clashes.len());
            notices.push(match (&drift.changes, clashes) {
                (None, _) => format!(
                    "Somebody changed the pipeline in the account {}, and what was there before cannot be read any more.",
                    drift.since_words()
                ),
                (Some(_), 0) => format!(
                    "Somebody changed the pipeline in the account {}. Nothing of it clashes with this design.",
                    drift.since_words()
                ),
                (Some(_), clashes) => format!(
                    "Somebody changed the pipeline in the account {}. {}.",
                    drift.since_words(),
                    crate::words::counted(clashes, "change clashes with this design", "changes clash with this design")
                ),
            });
        }
        notices
    }

    /// Where, what, and what follows from it.
    pub fn text(&self, checked: &Checked) -> Text {
        let mut text = Text::new();
        self.add_head(&mut text, checked);
        let notices = self.notices();
        for notice in &notices {
            text.add(Style::Warning, "! ").plain(notice).end_line();
        }
        if let Some(drift) = &self.drift {
            add_drift(&mut text, drift);
        }
        if !notices.is_empty() {
            text.end_line();
        }
        add_plan(&mut text, &self.plan);
        for tag in &self.options.tags {
            text.add(Style::Faint, "· ").plain(format!("Tag {} is {}.", tag.key, tag.value)).end_line();
        }
        // What would not change needs no warning.
        let not_checked = if self.is_empty() { Vec::new() } else { self.not_checked() };
        for fault in not_checked {
            text.add(Style::Faint, format!("· Not checked. {fault}.")).end_line();
        }
        for note in self.stays_here_now() {
            text.add(Style::Faint, "· ").plain(note).end_line();
        }
        preflight::add(&mut text, &self.preflight, &checked.draft.document);
        text
    }

    fn add_head(&self, text: &mut Text, checked: &Checked) {
        let identity = &self.prepared.identity;
        let Identity { region, profile, .. } = identity;
        let mut row = |title: &str, value: &str, detail: &str| {
            text.add(Style::Faint, format!("{title:<11}")).add(Style::Strong, value);
            if !detail.is_empty() {
                text.plain("  ").plain(detail);
            }
            text.end_line();
        };
        let from = profile.as_ref().map(|profile| format!("profile {profile}")).unwrap_or_default();
        row("Account", &identity.account_words(), &from);
        row("Region", region, "");
        if let Some(endpoint) = &self.endpoint {
            row("Endpoint", endpoint, "");
        }
        row("Pipeline", &self.plan.pipeline, &self.step());
        if let Some(environment) = &checked.environment {
            row("Values of", environment, "");
        }
        if !self.tags().is_empty() {
            let tags: Vec<String> =
                self.tags().iter().map(|tag| format!("{}={}", tag.key, tag.value)).collect();
            row("Tags", &tags.join(", "), "");
        }
        let tally = checked.tally();
        let findings: Vec<String> = tally.words().into_iter().chain(tally.suppressed_words()).collect();
        let findings = if findings.is_empty() { "none".to_owned() } else { findings.join(", ") };
        row("Findings", &findings, &checked.draft.label);
        text.end_line();
    }

    /// The same for a pull request.
    pub fn to_markdown(&self, checked: &Checked) -> String {
        let identity = &self.prepared.identity;
        let account = escaped_for_markdown(&identity.account_words());
        let name = escaped_for_markdown(&self.plan.pipeline);
        let mut text = format!("### {name} in account {account} · {} ({})\n\n", identity.region, self.step());
        for notice in self.notices() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "> ⚠️ {}\n", escaped_for_markdown(&notice));
        }
        text.push_str(&self.plan.to_markdown());
        for (index, note) in self.stays_here_now().into_iter().enumerate() {
            let _ = writeln!(text, "{}- {}", if index == 0 { "\n" } else { "" }, escaped_for_markdown(&note));
        }
        text.push_str(&preflight::to_markdown(&self.preflight, &checked.draft.document));
        text
    }

    /// The same for programs.
    pub fn to_json(&self, checked: &Checked) -> Value {
        let Identity { account, alias, arn, region, profile } = &self.prepared.identity;
        let tally = checked.tally();
        let tags: serde_json::Map<String, Value> =
            self.tags().iter().map(|tag| (tag.key.clone(), json!(tag.value))).collect();
        json!({
            "file": checked.draft.label,
            "account": account,
            "accountAlias": alias,
            "region": region,
            "environment": checked.environment,
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
            "elsewhere": self.elsewhere.as_ref().map(|elsewhere| elsewhere.text(&self.plan.pipeline)),
            "drift": self.drift.as_ref().map(drift_json),
            "tags": tags,
            "notChecked": self.not_checked(),
            "staysHere": self.stays_here.sentences(),
            "plan": self.plan.to_json(),
            "preflight": preflight::to_json(&self.preflight, &checked.draft.document),
        })
    }
}

fn drift_json(drift: &Drift) -> Value {
    let clash = |clash: &Clash| json!({ "place": clash.key(), "base": clash.base, "mine": clash.mine, "theirs": clash.theirs });
    let clashes = drift.merged.as_ref().map(|merged| merged.clashes.iter().map(clash).collect::<Vec<_>>());
    json!({
        "since": drift.since,
        "changes": drift.changes.as_ref().map(Plan::to_json),
        "clashes": clashes,
    })
}

/// What somebody else changed, and what of it clashes.
fn add_drift(text: &mut Text, drift: &Drift) {
    if let Some(changes) = &drift.changes {
        text.add(Style::Faint, "  Changed in the account:").end_line();
        add_lines(text, &changes.lines());
    }
    for clash in drift.merged.iter().flat_map(|merged| &merged.clashes) {
        add_clash(text, clash);
    }
}

/// A clash with both sides.
pub(super) fn add_clash(text: &mut Text, clash: &Clash) {
    text.add(Style::Error, "clash").plain(": ").add(Style::Strong, clash.key()).end_line();
    for (side, value) in [("here", &clash.mine), ("account", &clash.theirs)] {
        let value = match value {
            None => "removed".to_owned(),
            Some(Value::String(value)) => value.clone(),
            Some(value) => value.to_string(),
        };
        text.add(Style::Faint, format!("  {side:<8}")).plain(value).end_line();
    }
}

/// The lines of a plan, its summary and what follows from it.
pub(super) fn add_plan(text: &mut Text, plan: &Plan) {
    add_lines(text, &plan.lines());
    if !plan.is_empty() {
        text.end_line();
    }
    text.add(Style::Strong, plan.summary()).end_line();
    for consequence in &plan.consequences {
        let (mark, style) =
            if consequence.is_warning() { ("! ", Style::Warning) } else { ("· ", Style::Faint) };
        text.add(style, mark).plain(consequence.text()).end_line();
    }
}

fn add_lines(text: &mut Text, lines: &[Line]) {
    for line in lines {
        let (mark, style) = match line.kind {
            LineKind::Context => (' ', Style::Plain),
            LineKind::Added => ('+', Style::Added),
            LineKind::Removed => ('-', Style::Removed),
        };
        let words = format!("{mark} {}{}", "  ".repeat(line.indent), line.parts.join("  "));
        text.add(style, words.trim_end()).end_line();
    }
}
