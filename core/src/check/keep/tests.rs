//! A checker that follows a document says what a check from scratch says, order included; what is reused of flow
//! and layout is what they would be.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::Checker;
use crate::check::facts::SHARED;
use crate::check::tests::{changes, mixed};
use crate::check::{Checked, check_with_suppressions as check};
use crate::document::{Document, Owner, Place};
use crate::edit::{Change, Edit, History};
use crate::flow::Flow;
use crate::layout::{Layout, Options};
use crate::pipeline::{Action, ActionId, Path};
use crate::samples::SAMPLES;
use crate::testing::edits::{self, Act, Known};
use crate::testing::files;

/// What is done to a document.
#[derive(Clone, Debug)]
enum Deed {
    /// Anything at all.
    Act(Act),
    /// A value that rules care about, at a member of an action.
    Tune(Index, &'static [&'static str], Value),
    /// A text in the configuration of an action: under a key that rules compare across actions or one it has already,
    /// what stands there in another action, or something else.
    Inside(Index, Index, Text),
    /// The same for the pipeline.
    TunePipeline(&'static str, Value),
    Undo,
    Redo,
}

#[derive(Clone, Debug)]
enum Text {
    Of(Index),
    This(&'static str),
    Nothing,
}

/// A document with all that follows it.
struct Session {
    document: Document,
    history: History<()>,
    known: Known,
    checker: Checker,
    checked: Checked,
    wiring: (crate::document::Stamp, Layout),
}

impl Session {
    fn new(document: Document) -> Self {
        let (flow, layout) = drawn(&document);
        let mut checker = Checker::default();
        let checked = checker.check(&document, &flow, None).expect("never checked");
        let wiring = (document.wiring_stamp(), layout);
        Self { document, history: History::default(), known: Known::default(), checker, checked, wiring }
    }

    fn run(&mut self, deed: &Deed) {
        self.known.look(&self.document);
        let change = match deed {
            Deed::Act(act) => self.known.change(&self.document, act),
            Deed::Tune(action, keys, value) => {
                let ids: Vec<ActionId> = self.document.pipeline().actions().map(|(_, it)| it.id).collect();
                let path = Path(keys.iter().map(|key| (*key).into()).collect());
                let place = |id| Place::at(Owner::Action(id), path);
                (!ids.is_empty()).then(|| set(place(*action.get(&ids)), value))
            }
            Deed::Inside(action, key, text) => self.inside(*action, *key, text),
            Deed::TunePipeline(key, value) => Some(set(Place::at(Owner::Pipeline, Path::key(*key)), value)),
            Deed::Undo => {
                self.history.undo(&mut self.document).expect("the history fits");
                None
            }
            Deed::Redo => {
                self.history.redo(&mut self.document).expect("the history fits");
                None
            }
        };
        if let Some(change) = change {
            // Nonsense is refused, and then nothing has changed.
            let _ = self.history.run(&mut self.document, &change, (), ());
        }
    }

    fn inside(&self, action: Index, key: Index, text: &Text) -> Option<Change> {
        let actions: Vec<&Action> = self.document.pipeline().actions().map(|(_, it)| it).collect();
        let action = actions.get(action.index(actions.len().max(1)))?;
        let own = action.configuration().texts().map(|(key, _)| key.to_owned());
        let keys: Vec<String> = own.chain(SHARED.map(str::to_owned)).collect();
        let key = key.get(&keys);
        let value = match text {
            Text::Of(other) => json!(other.get(&actions).configuration().get(key)),
            Text::This(text) => json!(text),
            Text::Nothing => Value::Null,
        };
        Some(set(Place::at(Owner::Action(action.id), Path::configuration(key)), &value))
    }

    fn compare(&mut self) -> Result<(), TestCaseError> {
        let (flow, layout) = drawn(&self.document);
        if let Some(checked) = self.checker.check(&self.document, &flow, None) {
            self.checked = checked;
        }
        prop_assert_eq!(&self.checked, &check(&self.document));
        let stamp = self.document.wiring_stamp();
        if stamp == self.wiring.0 {
            prop_assert_eq!(&layout, &self.wiring.1);
        }
        self.wiring = (stamp, layout);
        Ok(())
    }
}

fn drawn(document: &Document) -> (Flow, Layout) {
    let flow = Flow::of(document.pipeline());
    let layout = Layout::of(document.pipeline(), &flow, Options::default());
    (flow, layout)
}

fn set(place: Place, value: &Value) -> Change {
    Change::new("Set", vec![Edit::set(place, (!value.is_null()).then(|| value.clone()))])
}

fn tune() -> impl Strategy<Value = Deed> {
    const ROLE: &str = "arn:aws:iam::444455556666:role/other";
    let members: Vec<(&'static [&'static str], Value)> = vec![
        (&["region"], json!("us-west-2")),
        (&["region"], Value::Null),
        (&["roleArn"], json!(ROLE)),
        (&["runOrder"], json!(2)),
        (&["runOrder"], json!("2")),
        (&["namespace"], json!("variables")),
        (&["namespace"], json!("Shared")),
        (&["configuration", "ProjectName"], json!("#{Shared.Key}")),
        (&["configuration", "ProjectName"], json!(" blank ")),
        (&["configuration", "BranchName"], json!("main ")),
        (
            &["configuration", "ConnectionArn"],
            json!("arn:aws:codestar-connections:us-east-1:444455556666:c/x"),
        ),
        (&["configuration", "NotificationArn"], json!("arn:aws:sns:us-east-1:111122223333:t")),
        (
            &["configuration", "EnvironmentVariables"],
            json!("[{\"name\":\"PASSWORD\",\"value\":\"hunter2hunter\"}]"),
        ),
        (&["configuration", "Nonsense"], json!(3)),
        (&["outputArtifacts"], json!([])),
        (&["inputArtifacts"], json!([{ "name": "Nowhere" }])),
        (&["actionTypeId", "provider"], json!("S3")),
        (&["actionTypeId", "provider"], json!("CodeBuilt")),
        (&["actionTypeId", "owner"], json!("ThirdParty")),
    ];
    (any::<Index>(), prop::sample::select(members))
        .prop_map(|(action, (keys, value))| Deed::Tune(action, keys, value))
}

fn inside() -> impl Strategy<Value = Deed> {
    const TEXTS: [&str; 10] = [
        "BuildOutput",
        "BuildOutput::template.yml",
        "CHANGE_SET_EXECUTE",
        "CHANGE_SET_REPLACE",
        "CODEBUILD_CLONE_REF",
        "arn:aws:iam::111122223333:role/shop-stack",
        "false",
        "main",
        "shop-artifacts-eu-west-1",
        "true",
    ];
    let text = prop_oneof![
        3 => any::<Index>().prop_map(Text::Of),
        3 => prop::sample::select(TEXTS.to_vec()).prop_map(Text::This),
        1 => Just(Text::Nothing),
    ];
    (any::<Index>(), any::<Index>(), text).prop_map(|(action, key, text)| Deed::Inside(action, key, text))
}

fn tune_pipeline() -> impl Strategy<Value = Deed> {
    prop::sample::select(vec![
        ("pipelineType", json!("V1")),
        ("pipelineType", json!("V2")),
        ("roleArn", json!("arn:aws:iam::444455556666:role/pipeline")),
        ("roleArn", json!("arn:aws-cn:iam::111122223333:role/pipeline")),
        ("name", json!("another")),
        ("executionMode", json!("PARALLEL")),
    ])
    .prop_map(|(key, value)| Deed::TunePipeline(key, value))
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        4 => edits::act().prop_map(Deed::Act),
        4 => tune(),
        4 => inside(),
        1 => tune_pipeline(),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ];
    prop::collection::vec(deed, 1..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn following_a_sample_equals_checking_it_anew(sample in 0..SAMPLES.len(), deeds in deeds()) {
        let document = Document::read(SAMPLES[sample].text.as_bytes()).expect("a pipeline");
        let mut session = Session::new(document);
        for deed in &deeds {
            session.run(deed);
            session.compare()?;
        }
    }

    #[test]
    fn typing_into_configurations_equals_checking_anew(
        changes in prop::collection::vec(prop::sample::select(changes()), 0..4),
        deeds in prop::collection::vec(inside(), 1..16),
    ) {
        let mut session = Session::new(mixed(&changes));
        for deed in &deeds {
            session.run(deed);
            session.compare()?;
        }
    }

    #[test]
    fn following_any_file_equals_checking_it_anew(file in files::file(), deeds in deeds()) {
        let Ok(document) = Document::read_text(&file.to_string()) else { return Ok(()) };
        let mut session = Session::new(document);
        for deed in &deeds {
            session.run(deed);
            session.compare()?;
        }
    }
}

#[test]
fn a_checker_may_be_shown_another_document() {
    let documents = SAMPLES.iter().map(|it| Document::read(it.text.as_bytes()).expect("a pipeline"));
    let mut checker = Checker::default();
    for document in documents {
        let flow = Flow::of(document.pipeline());
        assert_eq!(checker.check(&document, &flow, None), Some(check(&document)));
        assert_eq!(checker.check(&document, &flow, None), None);
        // A copy that went another way has the same ids, but not the same stamps.
        let mut copy = document.clone();
        let id = copy.pipeline().actions().next().expect("an action").1.id;
        let place = Place::at(Owner::Action(id), Path::configuration("Nonsense"));
        copy.change(&set(place, &json!("1"))).expect("it applies");
        assert_eq!(checker.check(&copy, &flow, None), Some(check(&copy)));
        assert_eq!(checker.check(&document, &flow, None), Some(check(&document)));
    }
}
