//! Designs that each rule of this family finds fault with, and designs it does not.

use crate::check::tests::{Example, fires, silent};

pub(super) static EXAMPLES: &[Example] = &[
    fires("Lint/outputArtifacts = [{'name': 'Lint.Report'}]", "CP0501 Lint/outputArtifacts/0/name"),
    silent("CP0501", "Lint/outputArtifacts = [{'name': 'Lint_Report-1'}]"),
    fires("Lint/outputArtifacts = [{'name': 'BuildOutput'}]", "CP0502 Lint/outputArtifacts/0/name")
        .fix(&["Rename to BuildOutput_2"]),
    silent("CP0502", "Lint/outputArtifacts = [{'name': 'Other'}]"),
    fires("Site/inputArtifacts/0/name = 'BuildOutptu'", "CP0503 Site/inputArtifacts/0/name")
        .fix(&["Use artifact BuildOutput"]),
    fires("Site/inputArtifacts/0/name = 'Zebra'", "CP0503 Site/inputArtifacts/0/name")
        .fix(&["Use artifact BuildOutput", "Use artifact SourceOutput"]),
    silent("CP0503", "Site/inputArtifacts/0/name = 'SourceOutput'"),
    fires("Compile/runOrder = 2\nCompile/inputArtifacts/0/name = 'SourceOutput'\nLint/runOrder = 1", "CP0504 Lint/inputArtifacts/0/name")
        .fix(&["Run Lint after Compile"]),
    fires(
        "Compile/runOrder = 9223372036854775807\nCompile/inputArtifacts/0/name = 'SourceOutput'\nLint/runOrder = 1",
        "CP0409 Compile/runOrder",
    ),
    silent("CP0504", ""),
    fires("Site/inputArtifacts = []", "CP0505 Site/inputArtifacts")
        .fix(&["Use artifact BuildOutput", "Use artifact SourceOutput"]),
    silent("CP0505", "Approve/inputArtifacts = []"),
    fires("Approve/inputArtifacts = [{'name': 'BuildOutput'}]", "CP0506 Approve/inputArtifacts")
        .fix(&["Remove input artifacts"]),
    silent("CP0506", "Site/actionTypeId = {'category': 'Deploy', 'owner': 'Custom', 'provider': 'Ours', 'version': '1'}"),
    fires("Git/outputArtifacts = []\nCompile/inputArtifacts/0/name = 'GitOutput'", "CP0507 Git/outputArtifacts, CP0503 Compile/inputArtifacts/0/name"),
    silent("CP0507", ""),
    fires("Site/outputArtifacts = [{'name': 'SiteOutput'}]", "CP0508 Site/outputArtifacts, CP0510 Site/outputArtifacts/0/name")
        .fix(&["Remove output artifacts"]),
    silent("CP0508", ""),
    fires(
        "Compile/inputArtifacts = [{'name': 'SourceOutput'}, {'name': 'SourceOutput'}]\nCompile/configuration/PrimarySource = 'SourceOutput'",
        "CP0509 Compile/inputArtifacts/1/name",
    )
    .fix(&["Remove this one"]),
    silent("CP0509", ""),
    fires("Lint/outputArtifacts = [{'name': 'Report'}]", "CP0510 Lint/outputArtifacts/0/name"),
    silent("CP0510", ""),
    fires(
        "Compile/outputArtifacts = [{'name': 'BuildOutput'}, {'name': 'Build-Docs'}]",
        "CP0511 Compile/outputArtifacts/1/name, CP0510 Compile/outputArtifacts/1/name",
    )
    .fix(&["Rename to Build_Docs"]),
    silent("CP0511", "Lint/outputArtifacts = [{'name': 'Lint-Report'}]"),
    fires(
        "Git/configuration/OutputArtifactFormat = 'CODEBUILD_CLONE_REF'\nSite/inputArtifacts/0/name = 'SourceOutput'",
        "CP0512 Site/inputArtifacts/0/name",
    )
    .fix(&["Set OutputArtifactFormat to CODE_ZIP"]),
    silent("CP0512", "Git/configuration/OutputArtifactFormat = 'CODEBUILD_CLONE_REF'"),
    fires(
        "Lint/outputArtifacts = [{'name': 'Report'}]\nLint/roleArn = 'arn:aws:iam::444455556666:role/x'\nSite/inputArtifacts/0/name = 'Report'\nSite/roleArn = 'arn:aws:iam::777788889999:role/x'",
        "CP0513 Site/inputArtifacts/0/name",
    ),
    silent(
        "CP0513",
        "Lint/outputArtifacts = [{'name': 'Report'}]\nLint/roleArn = 'arn:aws:iam::444455556666:role/x'\nSite/inputArtifacts/0/name = 'Report'",
    ),
    fires("Compile/roleArn = 'arn:aws:iam::444455556666:role/x'", "CP0514 Compile/outputArtifacts"),
    silent("CP0514", "Compile/roleArn = 'arn:aws:iam::111122223333:role/x'"),
    fires(
        "Compile/inputArtifacts/0/name = 'BuildOutput'\nGit/outputArtifacts/0/name = 'SourceOutput'\nSite/inputArtifacts/0/name = 'SourceOutput'",
        "CP0515 Compile/inputArtifacts/0/name",
    )
    .fix(&["Use artifact SourceOutput"]),
    silent("CP0515", ""),
    fires(
        "/stages/0/actions/+ = {'name': 'Image', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'ECR', 'version': '1'}, 'configuration': {'RepositoryName': 'node'}, 'outputArtifacts': [{'name': 'Image'}]}\nCompile/inputArtifacts/+ = {'name': 'Image'}\nCompile/configuration/PrimarySource = 'Image'",
        "CP0516 Compile/configuration/PrimarySource",
    ),
    silent(
        "CP0516",
        "/stages/0/actions/+ = {'name': 'Image', 'actionTypeId': {'category': 'Source', 'owner': 'AWS', 'provider': 'ECR', 'version': '1'}, 'configuration': {'RepositoryName': 'node'}, 'outputArtifacts': [{'name': 'Image'}]}\nCompile/inputArtifacts/+ = {'name': 'Image'}\nCompile/configuration/PrimarySource = 'SourceOutput'",
    ),
];
