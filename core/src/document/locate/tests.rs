use super::*;
use crate::testing::{SAMPLE, action, open, stage};

/// The source text a place points at, and the words for the place.
#[track_caller]
fn check(document: &Document, place: &Place, text: &str, label: &str) {
    let span = document.locate(place).expect("every place of an open file is somewhere");
    assert_eq!((&document.source().text()[span], document.place_label(place).as_str()), (text, label));
}

#[test]
fn places_are_found_in_the_text() {
    let document = open(SAMPLE);
    let compile = Owner::Action(action(&document, "Compile"));
    let build = Owner::Stage(stage(&document, "Build"));
    check(&document, &Place::at(Owner::Pipeline, Path::key("version")), "7", "pipeline › version");
    check(&document, &Place::of(build), "{", "Build");
    check(&document, &Place::of(compile), "{", "Build › Compile");
    check(
        &document,
        &Place::at(compile, Path::configuration("PrimarySource")),
        "\"Code\"",
        "Build › Compile › configuration.PrimarySource",
    );
    check(
        &document,
        &Place::at(compile, Path::key("inputArtifacts").then(1).then("name")),
        "\"Config\"",
        "Build › Compile › inputArtifacts[1].name",
    );
    check(
        &document,
        &Place::at(compile, Path::key("configuration")),
        "\"configuration\": {",
        "Build › Compile › configuration",
    );
    check(
        &document,
        &Place::at(Owner::Extras, Path::key("notes").then(1).then("stage")),
        "\"Build\"",
        "pipewright › notes[1].stage",
    );
}

#[test]
fn what_is_not_written_is_found_where_it_would_be() {
    let document = open(SAMPLE);
    let lint = Owner::Action(action(&document, "Lint"));
    check(&document, &Place::at(lint, Path::configuration("X")), "{", "Build › Lint › configuration.X");
    let bare = open("{\"stages\": [], \"name\": \"a\", \"name\": \"b\"}");
    check(&bare, &Place::at(Owner::Pipeline, Path::key("name")), "\"b\"", "pipeline › name");
    check(&bare, &Place::at(Owner::Pipeline, Path::key("roleArn")), "{", "pipeline › roleArn");
}

#[test]
fn a_line_is_given_around_a_place() {
    let document = open("{\r\n  \"stages\": [],\r\n  \"é\": 1\r\n}");
    let span = document.locate(&Place::at(Owner::Pipeline, Path::key("stages"))).expect("it is there");
    let (line, range) = document.source().line_around(&span);
    assert_eq!((line, &line[range]), ("  \"stages\": [],", "\"stages\": ["));
    let place = document.source().place(span.start);
    assert_eq!((place.line, place.column), (2, 3));
    assert_eq!(document.source().line_around(&(1000..2000)), ("}", 1..1));
}

#[test]
fn extras_are_a_value_as_a_whole() {
    let document = open(SAMPLE);
    assert!(document.value(Owner::Extras, &Path::default()).is_some());
    assert!(document.value(Owner::Pipeline, &Path::default()).is_none());
    assert!(open("{\"stages\": []}").value(Owner::Extras, &Path::default()).is_none());
}

#[test]
fn an_offset_belongs_to_what_is_written_there() {
    let text = SAMPLE;
    let document = open(text);
    let locator = Locator::of(text).expect("JSON");
    assert_eq!(locator.owner_at(&document, 0), Owner::Pipeline);
    for stage in &document.pipeline().stages {
        let span = locator.extent(&document, Owner::Stage(stage.id)).expect("a stage");
        assert!(text[span.clone()].starts_with('{') && text[span.clone()].ends_with('}'));
        assert_eq!(locator.owner_at(&document, span.start), Owner::Stage(stage.id));
        assert_eq!(locator.owner_at(&document, span.end), Owner::Stage(stage.id));
        for action in &stage.actions {
            let span = locator.extent(&document, Owner::Action(action.id)).expect("an action");
            assert!(text[span.clone()].contains(&format!("\"{}\"", action.name())));
            assert_eq!(locator.owner_at(&document, span.start + 1), Owner::Action(action.id));
        }
    }
    assert!(Locator::of("{").is_none());
}
