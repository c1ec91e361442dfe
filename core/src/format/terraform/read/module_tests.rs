//! Several files as one module.

use serde_json::json;

use crate::format::import::{Choices, ImportError, ModuleFile, Read, read_module};

const MAIN: &str = "resource \"aws_codepipeline\" \"release\" {
  name     = \"${local.name}-${var.stage}\"
  role_arn = var.role
  dynamic \"stage\" {
    for_each = var.stages
    content {
      name = stage.value
    }
  }
}
";
const VARIABLES: &str = "# What differs.
variable \"stage\" {
  default = \"dev\"
}
variable \"stages\" {
  default = [\"Source\", \"Build\"]
}
";
const LOCALS: &str = "{\"locals\": {\n\"name\": \"shop\",\n\"odd\": \"${sha256(1)}\"}}";

fn files(all: &[(&str, &str)]) -> Vec<ModuleFile> {
    all.iter().map(|(name, text)| ModuleFile { name: (*name).to_owned(), text: (*text).to_owned() }).collect()
}

fn import(all: &[(&str, &str)]) -> Read {
    read_module(&files(all), &Choices::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// File, line and subject of each note.
fn told(read: &Read) -> Vec<(&str, usize, &str)> {
    let told = read.report.iter();
    told.map(|note| (note.file.as_deref().unwrap_or_default(), note.line, note.what.as_str())).collect()
}

#[test]
fn what_one_file_uses_another_declares() {
    let read = import(&[("variables.tf", VARIABLES), ("main.tf", MAIN), ("locals.tf.json", LOCALS)]);
    let file = read.document.to_value();
    assert_eq!(file["pipeline"]["name"], "shop-${Stage}");
    assert_eq!(file["pipewright"]["parameters"]["Stage"]["default"], "dev");
    assert_eq!(
        file["pipeline"]["stages"],
        json!([{"name": "Source", "actions": []}, {"name": "Build", "actions": []}])
    );
    assert_eq!(read.files, ["locals.tf.json", "main.tf", "variables.tf"]);
    assert_eq!(told(&read), [("main.tf", 3, "var.role"), ("main.tf", 5, "var.stages")]);
    assert!(read.report[0].why.starts_with("No file of the module declares this"), "{:?}", read.report);
    assert!(read.report[1].why.ends_with("in line 6 of variables.tf."), "{:?}", read.report);
    assert_eq!(read.report_json()["notes"][1]["file"], "main.tf");
}

#[test]
fn where_something_is_set_is_told_with_its_file() {
    let main = "resource \"aws_codepipeline\" \"release\" {\n  name = local.odd\n  role_arn = local.none\n  \
                pipeline_type = var.stage == \"dev\" ? \"V1\" : \"V2\"\n}\n";
    let read = import(&[("locals.tf.json", LOCALS), ("main.tf", main), ("variables.tf", VARIABLES)]);
    let whys: Vec<&str> = read.report.iter().map(|note| note.why.as_str()).collect();
    assert!(whys[0].contains("line 3 of locals.tf.json sets it to sha256(1)"), "{whys:?}");
    assert!(whys[1].contains("no file of the module sets local.none"), "{whys:?}");
    assert_eq!(
        (read.conditions[0].file.as_deref(), read.conditions[0].line, read.conditions[0].value),
        (Some("main.tf"), 4, true)
    );
}

#[test]
fn overriding_files_replace_what_they_say_again() {
    let over = "locals {\n  name = \"other\"\n}\nvariable \"stage\" {\n  default = \"prod\"\n}\n\
                resource \"aws_codepipeline\" \"release\" {\n  role_arn = \"arn\"\n  stage {\n    name = \"Only\"\n  }\n}\n";
    let read = import(&[
        ("a_override.tf", over),
        ("locals.tf.json", LOCALS),
        ("main.tf", MAIN),
        ("variables.tf", VARIABLES),
    ]);
    let file = read.document.to_value();
    assert_eq!(file["pipeline"]["name"], "other-${Stage}");
    assert_eq!(file["pipeline"]["roleArn"], "arn");
    assert_eq!(file["pipeline"]["stages"], json!([{"name": "Only", "actions": []}]));
    assert_eq!(file["pipewright"]["parameters"]["Stage"]["default"], "prod");
    assert_eq!(told(&read), []);
}

#[test]
fn what_is_wrong_is_told_with_its_file() {
    let refused = |all: &[(&str, &str)], choices: &Choices| {
        read_module(&files(all), choices).expect_err("a refusal").to_string()
    };
    let none = Choices::default();
    for (name, text, expect) in [
        ("z.tf", "variable \"x\" {\n  default =\n}\n", "z.tf, line 2, column"),
        ("z.tf.json", "{\n\"locals\": ", "z.tf.json, line 2, column"),
        (
            "z.tf.json",
            "{\n\"locals\": {\"a\": \"${x\"}}",
            "z.tf.json, line 2, column 1: this text has no valid",
        ),
    ] {
        let words = refused(&[("main.tf", MAIN), (name, text)], &none);
        assert!(words.contains(expect), "{expect} in {words}");
    }
    assert!(refused(&[("a.tf", VARIABLES)], &none).contains("no resource of the type aws_codepipeline"));
    let doubled =
        "locals {\n  name = local.b\n  b = \"${local.c}${local.c}\"\n  c = \"${local.b}${local.b}\"\n}\n";
    let words = refused(&[("locals.tf", doubled), ("main.tf", MAIN), ("variables.tf", VARIABLES)], &none);
    assert!(words.starts_with("main.tf, line 1: this file is not read"), "{words}");
    let large = "#".repeat(5_000_000);
    assert!(matches!(
        read_module(&files(&[("a.tf", &large), ("b.tf", &large)]), &none),
        Err(ImportError::TooMuch { .. })
    ));
}

#[test]
fn the_pipeline_of_the_chosen_file_is_meant() {
    let second = MAIN.replace("\"release\"", "\"nightly\"");
    let all = [("a.tf", MAIN), ("b.tf", &second), ("variables.tf", VARIABLES)];
    let chosen = |file: Option<&str>, pipeline: Option<&str>| {
        let (file_name, pipeline) = (file.map(str::to_owned), pipeline.map(str::to_owned));
        read_module(&files(&all), &Choices { pipeline, file_name, ..Choices::default() }).map(|read| read.id)
    };
    assert_eq!(chosen(Some("b.tf"), None).as_deref(), Ok("nightly"));
    assert_eq!(chosen(Some("b.tf"), Some("release")).as_deref(), Ok("release"));
    let both = ImportError::Several { ids: vec!["release".into(), "nightly".into()] };
    assert_eq!(chosen(Some("variables.tf"), None), Err(both.clone()));
    assert_eq!(chosen(None, None), Err(both));
}

/// Terraform takes none of these; what counts here is told.
#[test]
fn what_is_declared_twice_is_told() {
    let read = import(&[
        ("a.tf", "variable \"stage\" {}\nlocals {\n  name = \"x\"\n}\n"),
        ("b.tf", "locals {\n  name = \"y\"\n}\n"),
        ("main.tf", MAIN),
        ("variables.tf", VARIABLES),
    ]);
    let doubles = told(&read).into_iter().filter(|(.., what)| what.ends_with("twice"));
    assert_eq!(
        doubles.collect::<Vec<_>>(),
        [("b.tf", 2, "local.name stands twice"), ("variables.tf", 2, "variable stage stands twice")]
    );
    assert_eq!(read.document.pipeline().name(), "y-${Stage}");
}
