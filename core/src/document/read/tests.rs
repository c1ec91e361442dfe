use proptest::prelude::*;

use super::super::source::Encoding;
use super::*;
use crate::testing::layout::encode;

/// What reading says about a text that is no pipeline.
#[track_caller]
fn check(text: &str, expect: &str) {
    check_bytes(text.as_bytes(), expect);
}

#[track_caller]
fn check_bytes(bytes: &[u8], expect: &str) {
    match Document::read(bytes) {
        Ok(document) => panic!("opens as {}", document.to_value()),
        Err(error) => assert_eq!(error.to_string(), expect),
    }
}

/// The declaration's name and stage count, and whether the text comes back as it was.
#[track_caller]
fn check_opens(bytes: &[u8], name: &str, stage_count: usize) -> Document {
    let document = Document::read(bytes).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(document.pipeline().name(), name);
    assert_eq!(document.pipeline().stages.len(), stage_count);
    assert_eq!(document.to_bytes(), bytes, "saving without an edit");
    document
}

#[test]
fn both_forms_open_and_save_as_they_are() {
    check_opens(br#"{"pipeline":{"name":"p","stages":[{}]},"metadata":{}}"#, "p", 1);
    check_opens(br#" { "stages" : [ ] } "#, "", 0);
    check_opens(br#"{"name":"p","roleArn":"r"}"#, "p", 0);
    check_opens(br#"{"pipeline":{}}"#, "", 0);
    let both = br#"{"pipeline":{"name":"inner","stages":[]},"stages":[1,2],"name":"outer"}"#;
    check_opens(both, "inner", 0);
    let wrapped = check_opens(br#"{"pipewright":{"notes":[]},"pipeline":{"name":"p"}}"#, "p", 0);
    assert!(wrapped.extras().is_some());
    let bare = check_opens(br#"{"name":"p","pipewright":{"notes":[]},"stages":[]}"#, "p", 0);
    assert!(bare.extras().is_some());
    assert_eq!(bare.declaration().to_string(), r#"{"name":"p","stages":[]}"#);
}

#[test]
fn every_encoding_opens_and_saves_as_it_is() {
    let text = "{\r\n\t\"name\": \"é\u{1F600}\", \"stages\": []\r\n}\r\n";
    let encodings =
        [Encoding::Utf8 { bom: false }, Encoding::Utf8 { bom: true }, Encoding::Utf16Le, Encoding::Utf16Be];
    for (number, encoding) in (0..).zip(encodings) {
        let document = check_opens(&encode(text, number), "é\u{1F600}", 0);
        assert_eq!(document.source().encoding(), encoding);
        assert_eq!(document.source().text(), text);
    }
}

#[test]
fn other_json_is_named() {
    let expected = "expected a CodePipeline definition: an object with \"pipeline\", as get-pipeline prints it, or with \"stages\"";
    for (text, found) in [
        ("[]", "line 1, column 1: this file holds a list"),
        ("\n  null", "line 2, column 3: this file holds null"),
        ("5", "line 1, column 1: this file holds a number"),
        ("{}", "line 1, column 1: this is an empty object"),
        (r#"{"pipeline": []}"#, "line 1, column 14: \"pipeline\" is a list"),
        ("{\n  \"a\": 1,\n  \"pipeline\": \"p\"\n}", "line 3, column 15: \"pipeline\" is text"),
        (
            r#"{"AWSTemplateFormatVersion": "2010-09-09"}"#,
            "line 1, column 1: this is a CloudFormation template",
        ),
        (
            r#"{"Resources": {}}"#,
            "line 1, column 1: this is a CloudFormation template",
        ),
        (
            r#"{"pipelines": []}"#,
            "line 1, column 1: this is a list of pipelines, as list-pipelines prints it",
        ),
        (
            r#"{"pipelineName": "p", "stageStates": []}"#,
            "line 1, column 1: this is the state of a pipeline, as get-pipeline-state prints it",
        ),
        (
            r#"{"a": 1, "b": 2, "c": 3, "d": 4}"#,
            "line 1, column 1: this is an object with \"a\", \"b\", \"c\"",
        ),
    ] {
        check(text, &format!("{found}, {expected}"));
    }
}

#[test]
fn broken_json_is_told_with_its_place() {
    for (text, expect) in [
        ("", "line 1, column 1: this is not JSON: the file is empty"),
        (" \n\n", "line 1, column 1: this is not JSON: the file is empty"),
        (r#"{"stages": "#, "line 1, column 11: this is not JSON: the text ends where a value was expected"),
        (
            "{\n  \"stages\": []",
            "line 2, column 15: this is not JSON: the text ends inside an object; expected , or }",
        ),
        (
            "{\n  \"a\": [1\n\n",
            "line 2, column 10: this is not JSON: the text ends inside a list; expected , or ]",
        ),
        (
            r#"{"name": "p"#,
            "line 1, column 12: this is not JSON: the text ends inside a string; expected a closing quote",
        ),
        (
            r#"{"a": 'b'}"#,
            "line 1, column 7: this is not JSON: expected a value, met '; texts stand in double quotes",
        ),
        (
            "{\"a\": 1, // no\n}",
            "line 1, column 10: this is not JSON: expected a key in double quotes, met /",
        ),
        ("[ # no\n]", "line 1, column 3: this is not JSON: expected a value, met #; JSON has no comments"),
        (
            r#"{"é": “x”}"#,
            "line 1, column 7: this is not JSON: expected a value, met the typographic quote “",
        ),
        ("{\"é\":\u{a0}1}", "line 1, column 6: this is not JSON: expected a value, met the character U+00A0"),
        (r#"{"a": ]}"#, "line 1, column 7: this is not JSON: expected a value, met ]"),
        ("{a: 1}", "line 1, column 2: this is not JSON: expected a key in double quotes, met a"),
        (r#"{"a" 1}"#, "line 1, column 6: this is not JSON: expected : behind the key, met 1"),
        (
            "{\n  \"é\": 1\n  \"b\": 2}",
            "line 3, column 3: this is not JSON: expected , or } behind the member, met \"",
        ),
        (r"[1 2]", "line 1, column 4: this is not JSON: expected , or ] behind the element, met 2"),
        (
            r#"{"a": 1,}"#,
            "line 1, column 9: this is not JSON: a comma stands before the closing }; remove it",
        ),
        ("[1,\n]", "line 2, column 1: this is not JSON: a comma stands before the closing ]; remove it"),
        ("{} {}", "line 1, column 4: this is not JSON: expected the end of the text, met {"),
        (
            r#"{"a": tru}"#,
            "line 1, column 10: this is not JSON: expected true, false or null, met another word",
        ),
        (
            r#"{"a": 01}"#,
            "line 1, column 8: this is not JSON: expected a number such as 10 or -2.5, met 1 in it",
        ),
        (
            "{\"a\": \"b\nc\"}",
            "line 1, column 9: this is not JSON: the character U+000A stands inside a text; line ends are written \\n, tabs \\t",
        ),
        (
            r#"{"a": "C:\d"}"#,
            "line 1, column 10: this is not JSON: there is no such escape; a backslash in a text is written \\\\",
        ),
        (
            r#"{"a": "x\ud800y"}"#,
            "line 1, column 9: this is not JSON: this \\u escape is half of a pair; the other half must stand beside it",
        ),
        (
            "\u{feff}\u{feff}{}",
            "line 1, column 1: this is not JSON: expected a value, met the character U+FEFF",
        ),
    ] {
        check(text, expect);
    }
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    check(&deep, "line 1, column 128: this is not JSON: nested more than 127 levels deep");
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_place() {
    for (bytes, expect) in [
        (
            &b"{\n\"\xC3\xA9\": \"\xFF\""[..],
            "line 2, column 7: this is not text; expected UTF-8, or UTF-16 with a byte order mark",
        ),
        (
            b"\xFF\xFE{\0\"",
            "line 1, column 2: this is not text; expected UTF-16, two bytes for each unit; the last byte is half of one",
        ),
        (
            b"\xFE\xFF\0{\xD8\0\0}",
            "line 1, column 2: this is not text; expected UTF-16 with each surrogate in its pair",
        ),
        (
            b"{\0}\0",
            "line 1, column 1: this is not text; expected UTF-8, or UTF-16 with a byte order mark, which is missing here",
        ),
        (
            b"\0{\0}",
            "line 1, column 1: this is not text; expected UTF-8, or UTF-16 with a byte order mark, which is missing here",
        ),
    ] {
        check_bytes(bytes, expect);
    }
    check_bytes(b"\xFF\xFE", "line 1, column 1: this is not JSON: the file is empty");
    check_bytes(b"\xEF\xBB\xBF", "line 1, column 1: this is not JSON: the file is empty");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused_inside_the_text(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Err(error) = Document::read(&bytes) {
            prop_assert!(error.place.line >= 1 && error.place.column >= 1);
        }
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(
        mut bytes in crate::testing::files::file_bytes(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<bool>(),
    ) {
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
        }
        if let Ok(document) = Document::read(&bytes) {
            prop_assert_eq!(document.to_bytes(), bytes);
        }
    }
}

#[test]
fn a_declaration_that_lost_a_member_is_still_one() {
    for text in [
        r#"{"roleArn": "arn:aws:iam::111122223333:role/x", "pipelineType": "V2"}"#,
        r#"{"name": "x", "artifactStore": {}}"#,
        r#"{"name": "x"}"#,
    ] {
        assert!(Document::read_text(text).is_ok(), "{text}");
    }
    assert!(Document::read_text(r#"{"name": "x", "main": "index.js", "license": "MIT"}"#).is_err());
}
