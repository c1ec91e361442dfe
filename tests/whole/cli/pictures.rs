//! `export` as pictures and for review, of one design and of many.

use std::fs;
use std::io::Cursor;

use pipewright::cli::{self, Exit, Next, Output, Session, Stream};
use pipewright::cloud::aws::Aws;
use pipewright_core::samples::{SAMPLES, sample};

use super::{Call, Files, run, text};

fn ecs() -> &'static str {
    sample("connection-ecs").unwrap().text
}

#[test]
fn every_form_is_written_the_same_each_time() {
    let files = Files::new();
    let file = files.write("release.json", ecs());
    let forms = [
        ("markdown", "# "),
        ("html", "<!doctype html>"),
        ("mermaid", "flowchart LR"),
        ("svg", "<?xml"),
        ("png", "\u{89}PNG"),
        ("pdf", "%PDF-1."),
    ];
    for (form, start) in forms {
        let written = |name: &str| {
            let out = files.path(name);
            let ran = run(&["export", text(&file), "--to", form, "-o", text(&out)]).expect(0);
            assert_eq!((ran.results.as_str(), ran.messages.as_str()), ("", ""), "{form}");
            fs::read(out).unwrap()
        };
        let bytes = written("one");
        assert_eq!(bytes, written("two"), "{form}");
        let start: Vec<u8> = start.chars().map(|letter| letter as u8).collect();
        let begins = bytes.get(..start.len()).unwrap();
        assert_eq!(begins, start, "{form}");
    }
}

#[test]
fn a_picture_is_what_was_asked_for() {
    let files = Files::new();
    let file = files.write("release.json", ecs());
    let size = |more: &[&str]| {
        let out = files.path("out.png");
        let mut arguments = vec!["export", text(&file), "--to", "png", "-o", text(&out)];
        arguments.extend(more);
        run(&arguments).expect(0);
        let header = fs::read(&out).unwrap();
        let number = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().unwrap());
        [number(16), number(20)]
    };
    let [width, height] = size(&["--scale", "1"]);
    let double = size(&[]);
    assert!(double[0].abs_diff(2 * width) <= 1 && double[1].abs_diff(2 * height) <= 1, "{double:?}");
    assert!(size(&["--scale", "1", "--stage", "Build"])[0] < width);
    let turned = size(&["--scale", "1", "--orientation", "top-to-bottom"]);
    assert!(turned[0] < width && turned[1] > height);

    let svg = |more: &[&str]| {
        let mut arguments = vec!["export", text(&file), "--to", "svg"];
        arguments.extend(more);
        run(&arguments).expect(0).results
    };
    assert!(svg(&[]).contains("#F7F9FB") && svg(&["--theme", "dark"]).contains("#111722"));
    assert!(svg(&["--embed-fonts"]).contains("@font-face"));
}

#[test]
fn what_makes_no_sense_is_told() {
    let files = Files::new();
    let file = files.write("release.json", ecs());
    let told = |more: &[&str], code: u8| {
        let mut arguments = vec!["export", text(&file)];
        arguments.extend(more);
        let ran = run(&arguments).expect(code);
        assert_eq!(ran.results, "");
        ran.messages
    };
    let message = told(&["--to", "svg", "--stage", "Prod"], 1);
    assert!(message.starts_with("error: There is no stage “Prod”. The stages are: Source, "), "{message}");
    let message = told(&["--to", "markdown", "--scale", "2"], 2);
    assert!(message.starts_with("error: --scale says nothing about this form."), "{message}");
    for scale in ["0", "9", "-1", "NaN", "inf", "big"] {
        let scale = format!("--scale={scale}");
        assert!(told(&["--to", "png", &scale], 2).contains("a scale is "));
    }
    let message = told(&[text(&file), "--to", "svg"], 2);
    assert!(message.contains("go into a folder. Name it with --output"), "{message}");
}

#[test]
fn many_designs_go_into_a_folder_with_names_of_their_own() {
    let files = Files::new();
    let mut arguments = vec!["export".to_owned()];
    for sample in SAMPLES {
        fs::create_dir_all(files.path(sample.name)).unwrap();
        let file = files.write(&format!("{}/release.json", sample.name), sample.text);
        arguments.push(text(&file).to_owned());
    }
    let written = |jobs: &str, out: &str| {
        let out = files.path(out);
        let more = ["--to", "svg", "-o", text(&out), "--jobs", jobs];
        let ran = Call::new(arguments.iter().map(String::as_str)).and(more).run().expect(0);
        assert_eq!((ran.results.as_str(), ran.messages.as_str()), ("", ""));
        let mut found: Vec<(String, Vec<u8>)> = fs::read_dir(&out)
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|it| (it.file_name().into_string().unwrap(), fs::read(it.path()).unwrap()))
            .collect();
        found.sort();
        found
    };
    let alone = written("1", "alone");
    let names: Vec<&str> = alone.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["release-2.svg", "release-3.svg", "release.svg"]);
    assert_eq!(alone, written("4", "together"));
}

/// What is lost is told as for one design, with the file it is lost of.
#[test]
fn what_many_designs_lose_is_told_file_by_file() {
    let files = Files::new();
    let design = r#"{"name": "NAME", "version": 3, "odd": 1, "stages": []}"#;
    let [one, two] =
        ["one", "two"].map(|name| files.write(&format!("{name}.json"), design.replace("NAME", name)));
    let out = files.path("out");
    let arguments = ["export", text(&one), text(&two), "--to", "terraform", "-o", text(&out)];
    let ran = run(&arguments).expect(0);
    let lines = ["note: one.json: pipeline › version: ", "changed: two.json: pipeline › odd: "];
    let told = files.strip(&ran.messages);
    assert!(lines.iter().all(|line| told.contains(line)), "{told}");
    let ran = Call::new(arguments).and(["--fidelity".to_owned(), "json".to_owned()]).run().expect(0);
    let report: serde_json::Value = serde_json::from_str(&ran.messages).unwrap();
    let all = report["files"].as_array().unwrap();
    let names: Vec<String> = all.iter().map(|file| files.strip(file["file"].as_str().unwrap())).collect();
    assert_eq!(names, ["one.json", "two.json"]);
    assert!(
        all.iter().all(|file| file["losses"].as_array().is_some_and(|losses| losses.len() == 2)),
        "{report:#}"
    );
}

#[test]
fn a_folder_is_searched_and_one_bad_file_stops_no_other() {
    let files = Files::new();
    fs::create_dir_all(files.path("in")).unwrap();
    files.write("in/good.json", ecs());
    files.write("in/bad.json", r#"{"stages": [{"actions": [{"actionTypeId""#);
    files.write("in/package.json", r#"{"name": "x"}"#);
    let out = files.path("out");
    let ran = run(&["export", text(&files.path("in")), "--to", "mermaid", "-o", text(&out)]).expect(2);
    assert!(ran.messages.contains("bad.json"), "{ran:?}");
    let found: Vec<_> = fs::read_dir(out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(found, ["good.mmd"]);
}

#[test]
fn a_terminal_is_not_filled_with_bytes() {
    let (mut results, mut messages) = (Vec::new(), Vec::new());
    let output =
        Output { results: Stream::new(&mut results).on_terminal(), messages: Stream::new(&mut messages) };
    let mut session = Session {
        input: Box::new(Cursor::new(ecs())),
        is_interactive: true,
        output,
        aws: Aws::default(),
        environment: |_| None,
        retries: None,
        published_texts: None,
    };
    let arguments = ["pipewright", "export", "-", "--to", "png"].map(Into::into);
    assert_eq!(cli::run(arguments, &mut session), Next::Exit(Exit::Unusable));
    drop(session);
    assert!(results.is_empty());
    let told = String::from_utf8(messages).unwrap();
    assert!(told.starts_with("error: Not exported, because a terminal cannot show this form."), "{told}");
}
