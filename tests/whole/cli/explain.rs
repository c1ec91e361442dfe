//! `explain`, `rules`, help, and arguments that make no sense.

use pipewright::cli::{Next, Output, Session, Stream};
use pipewright::cloud::aws::Aws;
use pipewright_core::check::rules;

use super::{Call, Files, run, text};

#[test]
fn every_rule_is_explained() {
    assert!(rules().len() > 50);
    for rule in rules() {
        let ran = run(&["explain", rule.code]).expect(0);
        let heading = format!("{}[{}]: {}\n", rule.severity.as_str(), rule.code, rule.title);
        assert!(ran.results.starts_with(&heading), "{ran:?}");
        for heading in ["What it checks", "Why it matters", "Example", "Fix", "Source"] {
            assert!(ran.results.contains(&format!("\n\n{heading}\n  ")), "{heading}: {}", ran.results);
        }
        assert_eq!(ran.results.contains("\n\nWhat AWS answers\n  "), rule.aws_answer.is_some());
        assert_eq!(ran.messages, "");
    }
}

#[test]
fn what_preflight_tells_is_explained_too() {
    for it in pipewright_core::check::ONLINE {
        let ran = run(&["explain", it.doc.code]).expect(0);
        assert!(ran.results.contains(&format!("[{}]: {}\n", it.doc.code, it.doc.title)), "{ran:?}");
        assert!(ran.results.contains("\n\nFix\n  ") && ran.results.contains("\n\nWhere\n  Told "), "{ran:?}");
    }
}

#[test]
fn codes_may_be_in_small_letters() {
    assert_eq!(run(&["explain", "cp0102"]).results, run(&["explain", "CP0102"]).results);
}

#[test]
fn an_unknown_code_brings_the_nearest() {
    let ran = run(&["explain", "CPO102"]).expect(2);
    assert_eq!(ran.results, "");
    assert_eq!(
        ran.messages,
        "error: There is no rule CPO102. Did you mean CP0102? `pipewright rules` lists all.\n"
    );
    let ran = run(&["explain", "everything"]).expect(2);
    assert_eq!(ran.messages, "error: There is no rule everything. `pipewright rules` lists all.\n");
}

#[test]
fn rules_are_listed_for_people_and_programs() {
    let human = run(&["rules"]).expect(0).results;
    let lines: Vec<&str> = human.lines().collect();
    assert_eq!(lines.len(), rules().len());
    for (line, rule) in lines.iter().zip(rules()) {
        assert_eq!(*line, format!("{}  {:<7}  {}", rule.code, rule.severity.as_str(), rule.title));
    }

    let json = run(&["rules", "--format", "json"]).expect(0).json();
    let listed = json.as_array().unwrap();
    assert_eq!(listed.len(), rules().len());
    for (value, rule) in listed.iter().zip(rules()) {
        assert_eq!(value["code"], rule.code);
        assert_eq!(value["severity"], rule.severity.as_str());
        assert_eq!(value["awsAnswer"].as_str(), rule.aws_answer);
        for member in ["title", "what", "why", "example", "fix", "source"] {
            assert!(value[member].as_str().is_some_and(|text| !text.is_empty()), "{member} of {value}");
        }
    }
}

#[test]
fn the_manual_has_a_row_and_a_section_for_each_rule() {
    let manual = run(&["rules", "--format", "markdown"]).expect(0).results;
    let (table, sections) = manual.split_once("\n## ").unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| [CP")).collect();
    let sections: Vec<&str> = sections.split("\n## ").collect();
    assert_eq!((rows.len(), sections.len()), (rules().len(), rules().len()));
    for ((row, section), rule) in rows.iter().zip(sections).zip(rules()) {
        let (code, anchor) = (rule.code, rule.code.to_ascii_lowercase());
        assert!(row.starts_with(&format!("| [{code}](#{anchor}) | {} | ", rule.severity.as_str())), "{row}");
        assert_eq!(row.matches(" | ").count(), 2, "{row}");
        assert_eq!(section.lines().next(), Some(code));
        let headings: Vec<&str> = section.lines().filter_map(|line| line.strip_prefix("### ")).collect();
        let expected: Vec<&str> = rule.parts().map(|(heading, _)| heading).collect();
        assert_eq!(headings, expected, "{code}");
        // Nothing of the text is lost, and nothing in it is a sign.
        let plain = section.replace('\\', "");
        for (_, part) in rule.parts() {
            assert!(plain.contains(&part.replace('\\', "")), "{code}: {part}");
        }
    }
}

#[test]
fn help_names_every_command() {
    let help = run(&["--help"]).expect(0);
    assert_eq!(help.messages, "");
    for command in ["check", "explain", "rules", "export", "import", "list", "pull", "plan", "publish"] {
        assert!(help.results.contains(&format!("\n  {command:<7}  ")), "{command}: {}", help.results);
        let help = run(&[command, "--help"]).expect(0).results;
        assert!(help.contains(&format!("Usage: pipewright {command} ")), "{help}");
        assert!(help.lines().all(|line| line.chars().count() <= 120), "{help}");
    }
}

#[test]
fn wrong_arguments_are_told_and_end_with_2() {
    for arguments in [
        &["check"][..],
        &["check", "--format", "xml", "a.json"],
        &["check", "--dry-run", "a.json"],
        &["check", "--jobs", "0", "a.json"],
        &["check", "--fix", "-"],
        &["export", "a.json"],
        &["plan"],
        &["list", "--region", ""],
        &["--nonsense"],
        &["a.json", "b.json"],
    ] {
        let ran = run(arguments).expect(2);
        assert_eq!(ran.results, "");
        assert!(ran.messages.starts_with("error: "), "{ran:?}");
    }
    // There 2 means changes.
    run(&["plan", "--detailed-exitcode"]).expect(1);
    run(&["plan", "--detailed-exitcode", "--nonsense", "a.json"]).expect(1);
}

#[test]
fn a_misspelled_command_is_no_file() {
    let ran = run(&["chekc"]).expect(2);
    assert_eq!(
        ran.messages,
        "error: There is no such file. Did you mean the command `check`? `pipewright --help` lists all.\nchekc\n"
    );
}

#[test]
fn a_file_opens_the_window_and_nothing_is_written() {
    let files = Files::new();
    let file = files.write("release.json", "{}");
    for (arguments, expected) in [(vec!["pipewright"], None), (vec!["pipewright", text(&file)], Some(&file))]
    {
        let (mut results, mut messages) = (Vec::new(), Vec::new());
        let output = Output { results: Stream::new(&mut results), messages: Stream::new(&mut messages) };
        let input = Box::new(std::io::empty());
        let mut session = Session {
            input,
            is_interactive: true,
            output,
            aws: Aws::default(),
            environment: |_| None,
            retries: None,
            published_texts: None,
        };
        let next = pipewright::cli::run(arguments.into_iter().map(Into::into), &mut session);
        assert_eq!(next, Next::OpenWindow(expected.cloned()));
        drop(session);
        assert!(results.is_empty() && messages.is_empty());
    }
}

#[test]
fn colors_only_where_they_are_wanted() {
    let colored = Call { has_color: true, ..Call::new(["rules"]) }.run();
    assert!(colored.results.contains("\u{1b}[1;31merror"), "{}", colored.results);
    let plain = run(&["rules"]).results;
    assert!(!plain.contains('\u{1b}'));
    let bare = regex_free(&colored.results);
    assert_eq!(bare, plain);
}

/// Without escape sequences.
fn regex_free(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('m').map_or("", |(_, rest)| rest))
}
