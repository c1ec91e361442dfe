//! Breaking what only one action type has.

use serde_json::{Value, json};

use super::mutant::{Bench, remove, set};

/// (rule, provider, what is done, key, value): the value is written wherever the provider is used and has the key
/// that the value is about, which is the same one unless told.
#[rustfmt::skip]
const VALUES: &[(&str, &str, &str, &str, &str)] = &[
    ("CP0702", "CodeBuild", "name a primary source that is no input", "PrimarySource", "NoInput"),
    ("CP0703", "CodeBuild", "write variables as an object", "EnvironmentVariables", r#"{"STAGE":"x"}"#),
    ("CP0703", "CodeBuild", "leave the value of a variable out", "EnvironmentVariables", r#"[{"name":"STAGE"}]"#),
    ("CP0703", "CodeBuild", "leave the name of a variable out", "EnvironmentVariables", r#"[{"value":"x"}]"#),
    ("CP0703", "CodeBuild", "write a variable as a number", "EnvironmentVariables", r#"[{"name":"STAGE","value":1}]"#),
    ("CP0703", "CodeBuild", "write a variable as a text", "EnvironmentVariables", r#"["STAGE=x"]"#),
    ("CP0705", "CodeBuild", "leave the list of types", "EnvironmentVariables", r#"[{"name":"A","value":"b","type":"SECRET"}]"#),
    ("CP0705", "CodeBuild", "change letter case of a type", "EnvironmentVariables", r#"[{"name":"A","value":"b","type":"plaintext"}]"#),
    ("CP0608", "CodeBuild", "write variables as a script would", "EnvironmentVariables", "STAGE=x"),
    ("CP0748", "Commands", "make a Windows machine too small", "ComputeType", "BUILD_GENERAL1_SMALL"),
    ("CP0711", "S3", "name a folder", "S3ObjectKey", "releases/"),
    ("CP0725", "CloudFormation", "write parameters as a list", "ParameterOverrides", "[]"),
    ("CP0725", "CloudFormation", "write parameters as a text", "ParameterOverrides", r#""Stage=prod""#),
    ("CP0745", "StepFunctions", "write an input that is not JSON", "Input", "hello"),
    ("CP0747", "CodePipeline", "write a list as an object", "Variables", r#"{"A":"b"}"#),
    ("CP0747", "CodePipeline", "write a list as an object", "SourceRevisions", "{}"),
    ("CP0734", "CloudFormationStackSet", "take a file of no input", "TemplatePath", "NoInput::set.yml"),
    ("CP0734", "CloudFormationStackSet", "take a file of no input", "Parameters", "NoInput::parameters.json"),
    ("CP0718", "CloudFormation", "take a file of no input", "TemplatePath", "NoInput::template.yml"),
    ("CP0718", "CloudFormation", "take a file of no input", "TemplateConfiguration", "NoInput::a.json"),
    ("CP0735", "CodeDeployToECS", "take a template of no input", "TaskDefinitionTemplateArtifact", "NoInput"),
    ("CP0735", "CodeDeployToECS", "take a template of no input", "AppSpecTemplateArtifact", "NoInput"),
    ("CP0735", "CodeDeployToECS", "take a template of no input", "Image1ArtifactName", "NoInput"),
    ("CP0741", "Lambda", "list eleven alarms", "Alarms", "a,b,c,d,e,f,g,h,i,j,k"),
    ("CP0741", "Lambda", "name no strategy", "DeployStrategy", "Canary10Percent"),
    ("CP0751", "Manual", "name a queue instead of a topic", "NotificationArn", "arn:aws:sqs:eu-west-1:111122223333:approvals"),
    ("CP0755", "CodeStarSourceConnection", "write an address", "FullRepositoryId", "https://github.com/acme/shop.git"),
    ("CP0755", "CodeStarSourceConnection", "write an address without .git", "FullRepositoryId", "https://github.com/acme/shop"),
    ("CP0755", "CodeStarSourceConnection", "write a name with .git", "FullRepositoryId", "acme/shop.git"),
    ("CP0755", "CodeStarSourceConnection", "leave the owner out", "FullRepositoryId", "shop"),
];

pub fn break_all(bench: &mut Bench) {
    connections(bench);
    for &(code, provider, operator, key, value) in VALUES {
        for action in bench.of(provider) {
            if action.text(&format!("/configuration/{key}")).is_empty() || is_other_use(action.value, code) {
                continue;
            }
            bench.sets(code, operator, action.configuration(key), json!(value));
        }
    }
    code_build(bench);
    cloud_formation(bench);
    stack_sets(bench);
    blue_green(bench);
    alternatives(bench);
    lambda(bench);
    scans(bench);
    others(bench);
}

/// A value that means something else beside its neighbors.
fn is_other_use(action: &Value, code: &str) -> bool {
    let text = |key: &str| action["configuration"][key].as_str();
    match code {
        "CP0745" => text("InputType") == Some("FilePath"),
        "CP0748" => text("EnvironmentType") != Some("WINDOWS_SERVER_2022_CONTAINER"),
        _ => false,
    }
}

fn code_build(bench: &mut Bench) {
    for action in bench.of("CodeBuild") {
        let place = action.configuration("CombineArtifacts");
        if action.text("/configuration/BatchEnabled") == "true" {
            for batch in [None, Some("false")] {
                bench.breaks("CP0706", "combine artifacts without a batch", place.clone(), |pipeline| {
                    let key = action.configuration("BatchEnabled");
                    match batch {
                        None => remove(pipeline, &key),
                        Some(text) => set(pipeline, &key, json!(text)),
                    }
                });
            }
        } else {
            bench.sets("CP0706", "combine artifacts without a batch", place, json!("true"));
        }
    }
    for action in bench.actions().into_iter().filter(|action| action.owner() == "Custom") {
        // How TeamCity's key was registered is not known for sure.
        if action.provider() == "Jenkins" {
            for name in ["a project name", "a-project-name-that-is-too-long", "a.b"] {
                bench.sets(
                    "CP0618",
                    "break a name workers ask for",
                    action.configuration("ProjectName"),
                    json!(name),
                );
            }
        }
    }
}

fn cloud_formation(bench: &mut Bench) {
    for action in bench.of("CloudFormation") {
        let mode = action.text("/configuration/ActionMode");
        let place = action.configuration("RoleArn");
        let foreign = json!("arn:aws:iam::999900001111:role/stack");
        if action.value.get("roleArn").is_some() {
            bench.sets("CP0722", "make a stack with a role of another account", place, foreign);
        } else if mode == "CREATE_UPDATE" && bench.has_keys() {
            bench.breaks("CP0722", "run in another account than the stack", place, |pipeline| {
                set(pipeline, &action.member("roleArn"), json!("arn:aws:iam::999900001111:role/deploy"));
            });
        }
        if mode == "CREATE_UPDATE" {
            let key = action.configuration("ChangeSetName");
            let place = action.configuration("ActionMode");
            bench.breaks("CP0720", "make a change set without a name", key, |pipeline| {
                set(pipeline, &place, json!("CHANGE_SET_REPLACE"));
            });
            let capabilities = action.configuration("Capabilities");
            for wrong in [
                "CAPABILITY_IAM,CAPABILITY_ALL",
                "CAPABILITY_IAM, CAPABILITY_NAMED_IAM",
                "IAM",
                "capability_iam",
            ] {
                bench.sets("CP0723", "name no capability", capabilities.clone(), json!(wrong));
            }
        }
    }
}

fn stack_sets(bench: &mut Bench) {
    for action in bench.of("CloudFormationStackSet") {
        let key = |key: &str| action.configuration(key);
        let has = |key: &str| !action.text(&format!("/configuration/{key}")).is_empty();
        if has("Regions") {
            bench.breaks(
                "CP0731",
                "let a stack set with targets deploy itself",
                key("DeploymentTargets"),
                |pipeline| {
                    set(pipeline, &key("OrganizationsAutoDeployment"), json!("Enabled"));
                },
            );
        } else {
            for (name, value) in [("DeploymentTargets", "ou-ab12-11111111"), ("Regions", "eu-west-1")] {
                // Either half alone lacks the other, too.
                bench
                    .sets(
                        "CP0731",
                        "give targets to a stack set that deploys itself",
                        key(name),
                        json!(value),
                    )
                    .also("CP0730");
            }
        }
        if has("AdministrationRoleArn") {
            bench.breaks(
                "CP0732",
                "manage a stack set with roles as a service",
                key("ExecutionRoleName"),
                |pipeline| {
                    set(pipeline, &key("PermissionModel"), json!("SERVICE_MANAGED"));
                },
            );
        } else {
            bench.sets(
                "CP0732",
                "name a role for a managed stack set",
                key("ExecutionRoleName"),
                json!("execution"),
            );
        }
    }
}

fn blue_green(bench: &mut Bench) {
    for action in bench.of("CodeDeployToECS") {
        let input = action.inputs()[0].to_owned();
        bench.sets("CP0736", "name a fifth image", action.configuration("Image5ArtifactName"), json!(input));
        for number in 2..=4 {
            let (artifact, container) =
                (format!("Image{number}ArtifactName"), format!("Image{number}ContainerName"));
            let place = action.configuration(&container);
            bench.breaks("CP0736", "name an image without its container", place, |pipeline| {
                set(pipeline, &action.configuration(&artifact), json!(input));
            });
            let place = action.configuration(&artifact);
            bench.breaks("CP0736", "name a container without its image", place, |pipeline| {
                set(pipeline, &action.configuration(&container), json!("IMAGE"));
            });
        }
    }
}

/// Keys that exclude each other.
fn alternatives(bench: &mut Bench) {
    for action in bench.of("EKS") {
        let is_helm = !action.text("/configuration/HelmReleaseName").is_empty();
        let place = action.configuration("ManifestFiles");
        bench.breaks("CP0738", "set up kubectl and Helm", place, |pipeline| {
            if is_helm {
                set(pipeline, &action.configuration("ManifestFiles"), json!("a.yaml"));
            } else {
                set(pipeline, &action.configuration("HelmReleaseName"), json!("web"));
                set(pipeline, &action.configuration("HelmChartLocation"), json!("charts/web"));
            }
        });
    }
    for action in bench.of("EC2") {
        let is_spec = !action.text("/configuration/DeploySpec").is_empty();
        let place = action.configuration("DeploySpec");
        bench.breaks("CP0739", "deploy in two ways", place, |pipeline| {
            if is_spec {
                set(pipeline, &action.configuration("TargetDirectory"), json!("/srv"));
                set(pipeline, &action.configuration("PostScript"), json!("start.sh"));
            } else {
                set(pipeline, &action.configuration("DeploySpec"), json!("deployspec.yaml"));
            }
        });
        for number in ["0", "0%", "101%", "half", "-1", "1.5"] {
            for key in ["MaxBatch", "MaxError"] {
                bench.sets(
                    "CP0740",
                    "leave the numbers of a batch",
                    action.configuration(key),
                    json!(number),
                );
            }
        }
    }
    for action in bench.of("S3").into_iter().filter(|action| action.category() == "Deploy") {
        let place = action.configuration("ObjectKey");
        bench.breaks("CP0713", "copy an archive without a name", place.clone(), |pipeline| {
            set(pipeline, &action.configuration("Extract"), json!("false"));
            if pipeline.pointer(&place).is_some() {
                remove(pipeline, &place);
            }
        });
    }
}

fn lambda(bench: &mut Bench) {
    for action in bench.of("Lambda").into_iter().filter(|action| action.category() == "Deploy") {
        let place = action.configuration("FunctionAlias");
        bench.removes("CP0741", "deploy without an alias", place);
        if !action.inputs().is_empty() {
            let place = action.configuration("PublishedTargetVersion");
            bench.breaks("CP0742", "deploy without code", place, |pipeline| {
                set(pipeline, &action.member("inputArtifacts"), json!([]));
            });
        }
    }
}

fn scans(bench: &mut Bench) {
    for action in bench.of("InspectorScan") {
        if action.inputs().is_empty() {
            let place = action.member("inputArtifacts");
            bench.breaks("CP0743", "scan source code of no artifact", place, |pipeline| {
                set(pipeline, &action.configuration("InspectorRunMode"), json!("SourceCodeScan"));
                remove(pipeline, &action.configuration("ECRRepositoryName"));
            });
        } else {
            bench.sets("CP0743", "take all inputs away", action.member("inputArtifacts"), json!([]));
            let place = action.configuration("ECRRepositoryName");
            bench.breaks("CP0743", "scan an image of no repository", place, |pipeline| {
                set(pipeline, &action.configuration("InspectorRunMode"), json!("ECRImageScan"));
                set(pipeline, &action.member("inputArtifacts"), json!([]));
            });
        }
    }
}

fn others(bench: &mut Bench) {
    for action in bench.of("StepFunctions") {
        if action.inputs().is_empty() {
            bench.breaks(
                "CP0744",
                "read an input file of no artifact",
                action.member("inputArtifacts"),
                |pipeline| {
                    set(pipeline, &action.configuration("InputType"), json!("FilePath"));
                    set(pipeline, &action.configuration("Input"), json!("input.json"));
                },
            );
        } else {
            bench.sets("CP0744", "take all inputs away", action.member("inputArtifacts"), json!([]));
        }
    }
    for action in bench.of("Commands") {
        if action.text("/configuration/VpcId").is_empty() {
            bench.sets(
                "CP0748",
                "name a network without subnets",
                action.member("configuration"),
                json!({"VpcId": "vpc-0a1b2c3d"}),
            );
        }
    }
}

fn connections(bench: &mut Bench) {
    for action in bench.of("CodeStarSourceConnection") {
        for prefix in ["codeconnections", "codestar-connections"] {
            let arn = format!("arn:aws:{prefix}:af-south-1:111122223333:connection/1234");
            let place = action.configuration("ConnectionArn");
            bench.sets("CP0757", "name a connection of a Region that has none", place, json!(arn));
        }
    }
}
