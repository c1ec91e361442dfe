//! `import`: templates as designs.

use pipewright_core::document::Document;
use serde_json::json;

use super::{Call, Files, run, text};

/// Two pipelines, one with something that has no place in a design.
pub const TEMPLATE: &str = "\
Parameters:
  Branch: {Type: String, Default: main}
Conditions:
  IsLarge: !Equals [!Ref AWS::Region, eu-west-1]
Resources:
  Release:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: shop-release
      RoleArn: arn:aws:iam::123456789012:role/release
      PipelineType: V2
      RestartExecutionOnUpdate: true
      ArtifactStore: {Type: S3, Location: shop-artifacts}
      Stages:
        - Name: Source
          Actions:
            - Name: Checkout
              ActionTypeId: {Category: Source, Owner: AWS, Provider: CodeCommit, Version: '1'}
              Configuration: {RepositoryName: shop, BranchName: !Ref Branch}
              OutputArtifacts: [{Name: App}]
        - Name: Build
          Actions:
            - Name: !If [IsLarge, Large, Small]
              ActionTypeId: {Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1'}
              Configuration: {ProjectName: shop-build}
              InputArtifacts: [{Name: App}]
";

/// The same with another pipeline behind it.
pub fn of_two() -> String {
    format!(
        "{TEMPLATE}  Nightly:\n    Type: AWS::CodePipeline::Pipeline\n    Properties: {{Name: nightly, Stages: []}}\n"
    )
}

#[test]
fn the_design_goes_to_the_file_and_the_report_to_people() {
    let files = Files::new();
    let template = files.write("release.yaml", TEMPLATE);
    let out = files.path("release.json");
    let ran = run(&["import", text(&template), "-o", text(&out), "--condition", "IsLarge=false"]).expect(0);
    assert_eq!(ran.results, "");
    assert_eq!(
        files.strip(&ran.messages),
        "\
release.yaml:12: RestartExecutionOnUpdate. This is for deployments of the template; it is left out.
release.yaml:23: !If IsLarge for Name. IsLarge is taken as false, as chosen. The other branch is left out.
Imported Release from CloudFormation: 2 stages, 2 actions, 1 parameter, 2 notes
"
    );
    let document = Document::read_text(&files.read("release.json")).unwrap();
    let names: Vec<&str> = document.pipeline().actions().map(|(_, action)| action.name()).collect();
    assert_eq!(names, ["Checkout", "Small"]);
    assert_eq!(
        document.to_value()["pipewright"],
        json!({"parameters": {"Branch": {"type": "String", "default": "main", "origin": "!Ref Branch"}}})
    );
    let again = run(&["import", text(&template), "-o", text(&out)]).expect(2);
    assert!(again.messages.contains("there is a file already"), "{again:?}");
    let onto_itself = run(&["import", text(&template), "-o", text(&template), "--force"]).expect(2);
    assert!(onto_itself.messages.contains("the file itself would be overwritten"), "{onto_itself:?}");
}

#[test]
fn the_report_is_read_by_programs() {
    let ran = Call::new(["import", "-", "--report", "json"]).input(TEMPLATE).run().expect(0);
    assert_eq!(ran.json()["pipeline"]["name"], "shop-release");
    let report: serde_json::Value = serde_json::from_str(&ran.messages).unwrap();
    assert_eq!(report["form"], "CloudFormation");
    assert_eq!(report["pipeline"], "Release");
    assert_eq!(report["notes"][0]["line"], 12);
    assert_eq!(report["notes"].as_array().unwrap().len(), 2);
    let condition = json!([{"name": "IsLarge", "line": 23, "value": true, "reason": "unknown"}]);
    assert_eq!(report["conditions"], condition);
}

#[test]
fn one_of_several_pipelines_is_named() {
    let ran = Call::new(["import", "-"]).input(of_two()).run().expect(2);
    assert_eq!(
        ran.messages,
        "error: Not imported: there are 2 pipelines in it; choose one: Release, Nightly. Name one with --pipeline.\n<stdin>\n"
    );
    let ran = Call::new(["import", "-", "--pipeline", "Nightly"]).input(of_two()).run().expect(0);
    assert_eq!(ran.json()["pipeline"]["name"], "nightly");
    let ran = Call::new(["import", "-", "--pipeline", "Daily"]).input(of_two()).run().expect(2);
    assert!(ran.messages.contains("no pipeline \"Daily\""), "{ran:?}");
}

/// A pipeline with a condition.
pub const TERRAFORM: &str = r#"variable "app" {
  default = "shop"
}

resource "aws_codepipeline" "release" {
  name     = "${var.app}-release"
  role_arn = aws_iam_role.release.arn

  stage {
    name = "Source"
    action {
      name             = "Checkout"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeCommit"
      version          = "1"
      output_artifacts = ["App"]
      configuration    = { RepositoryName = var.app, BranchName = "main" }
    }
  }

  dynamic "stage" {
    for_each = var.stage != "dev" ? ["Approve"] : []
    content {
      name = stage.value
      action {
        name     = "Approve"
        category = "Approval"
        owner    = "AWS"
        provider = "Manual"
        version  = "1"
      }
    }
  }
}
"#;

#[test]
fn a_terraform_file_becomes_a_design() {
    let files = Files::new();
    let file = files.write("pipeline.tf", TERRAFORM);
    let ran = run(&["import", text(&file)]).expect(0);
    assert_eq!(
        files.strip(&ran.messages),
        "\
pipeline.tf:23: var.stage != \"dev\" ? … for dynamic \"stage\". What var.stage != \"dev\" is depends on the deployment; it is taken as true. The other value is left out.
Imported release from Terraform: 2 stages, 2 actions, 2 parameters, 1 note
"
    );
    let design = ran.json();
    assert_eq!(design["pipeline"]["name"], "${App}-release");
    assert_eq!(design["pipewright"]["parameters"]["ReleaseArn"]["origin"], "aws_iam_role.release.arn");
    let ran = run(&["import", text(&file), "--condition", "var.stage != \"dev\"=false"]).expect(0);
    assert_eq!(ran.json()["pipeline"]["stages"].as_array().unwrap().len(), 1);
    // Nothing but the content tells what it is.
    let ran = Call::new(["import", "-"]).input(TERRAFORM).run().expect(0);
    assert!(ran.messages.contains("from Terraform"), "{ran:?}");
}

/// What `pipeline.tf` uses, in files beside it.
const BESIDE: [(&str, &str); 3] = [
    ("variables.tf", "variable \"stage\" {\n  default = \"dev\"\n}\n"),
    ("terraform.tfvars", "stage = \"prod\"\n"),
    (".#pipeline.tf", "an editor's own\n"),
];

#[test]
fn a_folder_is_read_as_terraform_reads_it() {
    let files = Files::new();
    files.write("infra/pipeline.tf", TERRAFORM);
    files.write("infra/modules/other.tf", "of another module");
    for (name, content) in BESIDE {
        files.write(&format!("infra/{name}"), content);
    }
    let (folder, out) = (files.path("infra"), files.path("release.json"));
    let ran = run(&["import", text(&folder), "-o", text(&out)]).expect(0);
    assert_eq!(
        files.strip(&ran.messages),
        "\
infra/pipeline.tf:23: var.stage != \"dev\" ? … for dynamic \"stage\". var.stage != \"dev\" is taken as false, as the defaults of the parameters have it. The other value is left out.
infra/terraform.tfvars:1: terraform.tfvars. The values it gives to variables are not taken; parameters have the defaults of the variables.
Imported release from Terraform (pipeline.tf, variables.tf): 1 stage, 1 action, 2 parameters, 2 notes
"
    );
    let ran = run(&["import", text(&folder), "--report", "json"]).expect(0);
    let report: serde_json::Value = serde_json::from_str(&ran.messages).unwrap();
    assert_eq!(report["notes"][0]["file"], "pipeline.tf");
    assert_eq!(report["conditions"][0]["file"], "pipeline.tf");

    // The same files one by one, and what is beside them does not count.
    let [main, variables] = ["infra/pipeline.tf", "infra/variables.tf"].map(|name| files.path(name));
    let ran = run(&["import", text(&main), text(&variables)]).expect(0);
    assert!(!ran.messages.contains("tfvars") && ran.messages.contains("1 note\n"), "{ran:?}");
    assert_eq!(ran.json()["pipeline"]["stages"].as_array().unwrap().len(), 1);
    // A file by itself says what it lacks.
    let ran = run(&["import", text(&main)]).expect(0);
    assert!(ran.messages.contains("depends on the deployment"), "{ran:?}");

    // Both sides of a comparison may be folders.
    files.write("newer/pipeline.tf", TERRAFORM.replace("\"Checkout\"", "\"Fetch\""));
    files.write("newer/variables.tf", BESIDE[0].1);
    let ran = run(&["diff", text(&folder), text(&files.path("newer"))]).expect(0);
    assert!(ran.results.contains("Checkout") && ran.results.contains("Fetch"), "{ran:?}");
    assert!(files.strip(&ran.messages).contains("newer/pipeline.tf:23: "), "{ran:?}");
}

#[test]
fn a_folder_that_is_no_module_is_refused_in_words() {
    let files = Files::new();
    let template = files.write("release.yaml", TEMPLATE);
    let main = files.write("infra/pipeline.tf", TERRAFORM);
    let folder = files.path("infra");
    std::fs::create_dir(files.path("empty")).unwrap();
    for (arguments, expect) in [
        (vec![text(&files.path("empty")).to_owned()], "There is no Terraform file in this folder."),
        (
            vec![text(&main).to_owned(), text(&template).to_owned()],
            "this is no Terraform file. Import it alone.",
        ),
        (
            vec![text(&main).to_owned(), "-o".to_owned(), text(&main).to_owned()],
            "the file itself would be overwritten",
        ),
    ] {
        let ran = Call::new(std::iter::once("import".to_owned()).chain(arguments)).run().expect(2);
        assert!(ran.messages.contains(expect), "{expect} in {ran:?}");
    }
    files.write("infra/broken.tf", "variable \"x\" {\n  default =\n}\n");
    let ran = run(&["import", text(&folder)]).expect(2);
    assert!(ran.messages.contains("Not imported: broken.tf, line 2, column"), "{ran:?}");
    files.write("infra/broken.tf", [0xff, 0xfe, 0x00]);
    let ran = run(&["import", text(&folder)]).expect(2);
    assert!(
        ran.messages.contains("Save the file as UTF-8.") && ran.messages.contains("broken.tf"),
        "{ran:?}"
    );
}

#[test]
fn a_definition_is_imported_as_it_is() {
    let definition = r#"{"pipeline":{"name":"web","stages":[]}}"#;
    let ran = Call::new(["import", "-"]).input(definition).run().expect(0);
    assert_eq!(ran.results, definition);
}

#[test]
fn what_cannot_be_imported_is_refused_in_words() {
    for (input, expect) in [
        ("Resources: {}\n", "there is no pipeline in it"),
        ("a: {{ b }}\n", "line 1: this is a template that another program fills in first"),
        ("", "the file is empty"),
        ("module \"x\" {\n  source = \"./x\"\n}\n", "import the folder of the module"),
        ("resource \"aws_codepipeline\" \"{{ x }}\" {\n  {% y %}\n}\n", "another program fills in first"),
        ("a: [\n", "line 2"),
    ] {
        let ran = Call::new(["import", "-"]).input(input).run().expect(2);
        assert_eq!(ran.results, "");
        assert!(
            ran.messages.starts_with("error: Not imported: ") && ran.messages.contains(expect),
            "{ran:?}"
        );
    }
    let ran = run(&["import", "x.yaml", "--condition", "A=maybe"]).expect(2);
    assert!(ran.messages.contains("true or false"), "{ran:?}");
}
