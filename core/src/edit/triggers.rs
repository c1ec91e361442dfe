//! Changes of triggers. What they make, AWS takes: a push filter is about tags or about branches, file paths
//! stand beside branches, and no list is empty.

use serde_json::{Value, json};

use super::{Change, Edit};
use crate::catalog::Catalog;
use crate::document::{Document, Owner, Place};
use crate::pipeline::{ActionId, FilterKind, Object, Path, list_of};
use crate::trigger::{SourceKind, trigger_of};

/// What a push filter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Branches, and files if wanted.
    Branches,
    /// Tags.
    Tags,
}

/// Where a filter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FilterAt {
    /// Position of the trigger.
    pub trigger: usize,
    /// Push or pull request.
    pub kind: FilterKind,
    /// Position in its list.
    pub index: usize,
}

/// The two lists of patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PatternList {
    /// One of them must fit.
    Includes,
    /// None of them may fit.
    Excludes,
}

/// Most filters of one kind in a trigger. Source: CodePipeline API model.
pub const MAX_FILTERS: usize = 3;
/// Most patterns of a list. Source: CodePipeline API model.
pub const MAX_PATTERNS: usize = 8;
/// Most characters of a pattern. Source: CodePipeline API model.
pub const MAX_PATTERN: usize = 255;
/// What fits everything.
pub const ANY: &str = "**";

const PROVIDER: &str = "CodeStarSourceConnection";
/// Where a source names no branch.
const DEFAULT_BRANCH: &str = "main";
const DEFAULT_TAG: &str = "v*";

impl FilterAt {
    /// The way to it from the pipeline.
    pub fn path(self) -> Path {
        self.list().then(self.index)
    }

    fn list(self) -> Path {
        git(self.trigger).then(self.kind.key())
    }
}

impl PatternList {
    /// The member of `branches`, `tags` or `filePaths`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Includes => "includes",
            Self::Excludes => "excludes",
        }
    }
}

fn git(trigger: usize) -> Path {
    Path::key("triggers").then(trigger).then("gitConfiguration")
}

fn place(path: Path) -> Place {
    Place::at(Owner::Pipeline, path)
}

/// Gives a connection source a trigger: pushes to the branch it builds when started by hand.
///
/// `None` if it is no connection source, or has a trigger, or AWS takes no more triggers.
pub fn add_for(document: &Document, source: ActionId) -> Option<Change> {
    let pipeline = document.pipeline();
    let (_, action) = pipeline.action(source)?;
    let old = pipeline.members.get("triggers");
    if SourceKind::of(action) != Some(SourceKind::Connection)
        || trigger_of(pipeline, action.name()).is_some()
        || old.is_some_and(|old| !old.is_array())
    {
        return None;
    }
    let list = old.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let max = Catalog::get().limits().get("triggers").and_then(|limit| limit.max);
    if max.is_some_and(|max| list.len() as u64 >= max) {
        return None;
    }
    let branch = action.configuration().get("BranchName").filter(|branch| !branch.is_empty());
    let trigger = json!({
        "providerType": PROVIDER,
        "gitConfiguration": {
            "sourceActionName": action.name(),
            "push": [{"branches": {"includes": [escaped(branch.unwrap_or(DEFAULT_BRANCH))]}}],
        },
    });
    let mut edits = vec![match list.len() {
        0 => Edit::set(place(Path::key("triggers")), Some(json!([trigger]))),
        count => Edit::Set {
            place: place(Path::key("triggers").then(count)),
            value: Some(trigger),
            at: Some(count),
        },
    }];
    // Filters replace the detection of every change; AWS turns the value round.
    if action.configuration().get("DetectChanges").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        let at = Place::at(Owner::Action(source), Path::configuration("DetectChanges"));
        edits.push(Edit::set(at, Some(json!("false"))));
    }
    Some(Change::new(format!("Add a trigger for {}", action.name()), edits))
}

/// A name as a pattern that fits nothing else.
fn escaped(name: &str) -> String {
    name.chars()
        .flat_map(|c| matches!(c, '*' | '?' | '[' | '{' | '\\').then_some('\\').into_iter().chain([c]))
        .collect()
}

/// Removes a trigger, and with the last one the list.
pub fn remove(document: &Document, trigger: usize) -> Option<Change> {
    let all = list_of(&document.pipeline().members, "triggers");
    all.get(trigger)?;
    let list = Path::key("triggers");
    let path = if all.len() == 1 { list } else { list.then(trigger) };
    Some(Change::new("Remove the trigger", vec![Edit::set(place(path), None)]))
}

/// Adds a filter to a trigger; `None` if AWS takes no more of its kind.
pub fn add_filter(document: &Document, trigger: usize, kind: FilterKind, about: About) -> Option<Change> {
    document.value(Owner::Pipeline, &git(trigger))?.as_object()?;
    let list = git(trigger).then(kind.key());
    let old = document.value(Owner::Pipeline, &list);
    let count = match old {
        None => 0,
        Some(old) => old.as_array()?.len(),
    };
    if count >= MAX_FILTERS {
        return None;
    }
    let filter = match (kind, about) {
        (FilterKind::Push, About::Tags) => json!({"tags": {"includes": [DEFAULT_TAG]}}),
        (FilterKind::Push, About::Branches) => json!({"branches": {"includes": [DEFAULT_BRANCH]}}),
        (FilterKind::PullRequest, _) => {
            json!({"events": ["OPEN", "UPDATED"], "branches": {"includes": [DEFAULT_BRANCH]}})
        }
    };
    let edit = match old {
        None => Edit::set(place(list), Some(json!([filter]))),
        Some(_) => Edit::Set { place: place(list.then(count)), value: Some(filter), at: Some(count) },
    };
    let what = match kind {
        FilterKind::Push => "push",
        FilterKind::PullRequest => "pull request",
    };
    Some(Change::new(format!("Add a {what} filter"), vec![edit]))
}

/// Removes a filter; with the last one its list, and with the last of both lists the trigger, which would start
/// the pipeline as if it were not there.
pub fn remove_filter(document: &Document, at: FilterAt) -> Option<Change> {
    let git = document.value(Owner::Pipeline, &git(at.trigger))?.as_object()?;
    let list = list_of(git, at.kind.key());
    list.get(at.index)?;
    let other = match at.kind {
        FilterKind::Push => FilterKind::PullRequest,
        FilterKind::PullRequest => FilterKind::Push,
    };
    if list.len() == 1 && !git.contains_key(other.key()) {
        return remove(document, at.trigger);
    }
    let path = if list.len() == 1 { at.list() } else { at.path() };
    Some(Change::new("Remove the filter", vec![Edit::set(place(path), None)]))
}

/// Lets a push filter be about branches or about tags; what it said about the other goes.
pub fn set_about(document: &Document, at: FilterAt, about: About) -> Option<Change> {
    let old = document.value(Owner::Pipeline, &at.path())?.as_object()?;
    let (key, default) = match about {
        About::Branches => ("branches", DEFAULT_BRANCH),
        About::Tags => ("tags", DEFAULT_TAG),
    };
    let mut new = Object::new();
    if !old.contains_key(key) {
        new.insert(key.to_owned(), json!({"includes": [default]}));
    }
    let stays = |name: &str| match about {
        About::Branches => name != "tags",
        About::Tags => name != "branches" && name != "filePaths",
    };
    new.extend(old.iter().filter(|(name, _)| stays(name)).map(|(name, value)| (name.clone(), value.clone())));
    let label = format!("Filter by {key}");
    Some(Change::new(label, changed(at.path(), old, new)))
}

/// Sets a list of patterns. Blank and repeated ones are left out; what would be refused without them fits
/// everything instead.
pub fn set_patterns(
    document: &Document,
    at: FilterAt,
    key: &'static str,
    list: PatternList,
    patterns: &[String],
) -> Option<Change> {
    let old = document.value(Owner::Pipeline, &at.path())?.as_object()?;
    let mut wanted: Vec<&str> = Vec::new();
    for pattern in patterns.iter().map(|pattern| pattern.trim()) {
        if !pattern.is_empty() && !wanted.contains(&pattern) {
            wanted.push(pattern);
        }
    }
    let mut filter = old.clone();
    let mut lists = filter.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
    if wanted.is_empty() {
        lists.shift_remove(list.key());
    } else if list == PatternList::Includes && !lists.contains_key("includes") {
        lists.shift_insert(0, "includes".to_owned(), json!(wanted));
    } else {
        lists.insert(list.key().to_owned(), json!(wanted));
    }
    if !lists.is_empty() {
        filter.insert(key.to_owned(), Value::Object(lists));
    } else if key == "filePaths" {
        filter.shift_remove(key);
    } else {
        filter.insert(key.to_owned(), json!({"includes": [ANY]}));
    }
    if filter.contains_key("filePaths") && !filter.contains_key("branches") && !filter.contains_key("tags") {
        filter.shift_insert(0, "branches".to_owned(), json!({"includes": [ANY]}));
    }
    Some(Change::new(format!("Set {key} of the filter"), changed(at.path(), old, filter)))
}

/// Sets the events of a pull request filter; all three or none means all, and is written by leaving them out.
pub fn set_events(document: &Document, at: FilterAt, events: &[&str]) -> Option<Change> {
    let old = document.value(Owner::Pipeline, &at.path())?.as_object()?;
    let mut filter = old.clone();
    if events.is_empty() {
        filter.shift_remove("events");
    } else if filter.contains_key("events") {
        filter.insert("events".to_owned(), json!(events));
    } else {
        filter.shift_insert(0, "events".to_owned(), json!(events));
    }
    Some(Change::new("Set events of the filter", changed(at.path(), old, filter)))
}

fn changed(path: Path, old: &Object, new: Object) -> Vec<Edit> {
    // Key order is part of the text.
    let is_same = *old == new && old.keys().eq(new.keys());
    if is_same { Vec::new() } else { vec![Edit::set(place(path), Some(Value::Object(new)))] }
}

/// Makes a V2 pipeline of it, which may have triggers.
pub fn change_to_v2(document: &Document) -> Change {
    let path = Path::key("pipelineType");
    let is_v2 = document.pipeline().is_v2();
    let edits = if is_v2 { Vec::new() } else { vec![Edit::set(place(path), Some(json!("V2")))] };
    Change::new("Change to V2", edits)
}

#[cfg(test)]
mod tests;
