//! Designs that each rule of this family finds fault with, and designs it does not.

use crate::check::tests::{Example, fires, silent};

pub(super) static EXAMPLES: &[Example] = &[
    fires("Compile/namespace = 'build.vars'", "CP0801 Compile/namespace").fix(&["Rename to build-vars"]),
    silent("CP0801", "Compile/namespace = 'build@vars_1-x'"),
    fires("Compile/namespace = 'SourceVariables'", "CP0802 Compile/namespace").fix(&["Rename to SourceVariables-2"]),
    silent("CP0802", ""),
    fires("Compile/namespace = 'BuildOutput'", "CP0803 Compile/namespace").fix(&["Rename to BuildOutputVariables"]),
    silent("CP0803", ""),
    fires("Compile/namespace = 'variables'", "CP0804 Compile/namespace").fix(&["Rename to CompileVariables"]),
    silent("CP0804", "Compile/namespace = 'Variables'"),
    fires("Approve/namespace = 'ApproveVariables'", "CP0805 Approve/namespace").fix(&["Remove namespace"]),
    silent("CP0805", ""),
    fires("Approve/configuration/CustomData = '#{LintVariables}'", "CP0806 Approve/configuration/CustomData").fix(&[]),
    fires("Approve/configuration/CustomData = '#{ LintVariables.SCORE }'", "CP0806 Approve/configuration/CustomData")
        .fix(&["Use #{LintVariables.SCORE}"]),
    fires("Lint/commands/0 = 'tmux display #{pane}'", "CP0806 Lint/commands/0"),
    silent("CP0806", ""),
    fires("Approve/configuration/CustomData = '#{LintVars.SCORE}'", "CP0807 Approve/configuration/CustomData")
        .fix(&["Use #{LintVariables.SCORE}"]),
    fires(
        "Lint/namespace -\nApprove/configuration/CustomData = '#{Lint.SCORE}'",
        "CP0807 Approve/configuration/CustomData",
    )
    .fix(&["Give Lint the namespace Lint"]),
    silent("CP0807", "Approve/configuration/CustomData = '#{codepipeline.PipelineExecutionId}'"),
    fires("Lint/commands/0 = 'echo #{LintVariables.SCORE}'", "CP0808 Lint/commands/0").fix(&[]),
    fires(
        "Lint/runOrder = 1\nLint/inputArtifacts/0/name = 'SourceOutput'\nCompile/configuration/EnvironmentVariables = '[{\\'name\\':\\'S\\',\\'value\\':\\'#{LintVariables.SCORE}\\'}]'",
        "CP0808 Compile/configuration/EnvironmentVariables",
    )
    .fix(&["Run Compile after Lint"]),
    silent("CP0808", ""),
    fires("Stack/configuration/StackName = 'shop-#{variables.Targte}'", "CP0809 Stack/configuration/StackName, CP0822 /variables/0/name")
        .fix(&["Use #{variables.Target}", "Declare variable Targte"]),
    silent("CP0809", ""),
    fires(
        "/pipelineType = 'V1'\n/variables -\n/triggers -\n/stages/3/onFailure -\n/stages/1/actions/1 -\nApprove/configuration -",
        "CP0810 /stages/3/actions/0/configuration/StackName, CP0111 /pipelineType",
    )
    .fix(&["Set pipeline type to V2"]),
    silent("CP0810", ""),
    fires("Git/configuration/BranchName = '#{variables.Target}'", "CP0811 Git/configuration/BranchName"),
    silent("CP0811", ""),
    fires("Approve/configuration/CustomData = '#{SourceVariables.CommitID}'", "CP0812 Approve/configuration/CustomData")
        .fix(&["Use #{SourceVariables.CommitId}"]),
    fires("Approve/configuration/CustomData = '#{codepipeline.Id}'", "CP0812 Approve/configuration/CustomData"),
    silent("CP0812", "Approve/configuration/CustomData = '#{SourceVariables.CommitId}'"),
    fires("Approve/configuration/CustomData = '#{LintVariables.SCROE}'", "CP0813 Approve/configuration/CustomData")
        .fix(&["Use #{LintVariables.SCORE}", "Add SCROE to outputVariables"]),
    silent("CP0813", ""),
    fires("Approve/configuration/CustomData = '#{BuildVariables.TAG}'", "CP0814 Approve/configuration/CustomData"),
    silent("CP0814", ""),
    fires(
        "Approve/configuration/CustomData = '#{SourceVariables.PullRequestId}'",
        "CP0815 Approve/configuration/CustomData",
    ),
    silent("CP0815", "Approve/configuration/CustomData = '#{SourceVariables.BranchName}'"),
    fires("Site/roleArn = '#{variables.Role}'", "CP0816 Site/roleArn"),
    fires("Site/region = '#{variables.Region}'", "CP0816 Site/region"),
    fires("Site/region = '#{codepipeline.PipelineExecutionId}'", "CP0816 Site/region"),
    silent("CP0816", ""),
    fires("/variables/+ = {'name': 'image.tag', 'defaultValue': 'x'}", "CP0817 /variables/1/name"),
    silent("CP0817", ""),
    fires("/variables/+ = {'name': 'Target', 'defaultValue': 'x'}", "CP0818 /variables/1/name").fix(&["Remove this one"]),
    silent("CP0818", "/variables/+ = {'name': 'target', 'defaultValue': 'x'}"),
    fires("/variables/0/defaultValue = ''", "CP0819 /variables/0/defaultValue"),
    silent("CP0819", ""),
    fires(
        "/pipelineType = 'V1'\n/triggers -\n/stages/3/onFailure -\n/stages/1/actions/1 -\nApprove/configuration -\nStack/configuration/StackName = 'shop'",
        "CP0820 /variables, CP0822 /variables/0/name",
    )
    .fix(&["Set pipeline type to V2"]),
    silent("CP0820", ""),
    fires("/variables/0/defaultValue -", "CP0821 /variables/0/defaultValue"),
    silent("CP0821", ""),
    fires("/variables/+ = {'name': 'Other', 'defaultValue': 'x'}", "CP0822 /variables/1/name")
        .fix(&["Remove variable Other"]),
    silent("CP0822", ""),
    fires(
        "/variables/+ = {'name': 'DbPassword', 'defaultValue': 'x'}\nApprove/configuration/CustomData = '#{variables.DbPassword}'",
        "CP0823 /variables/1/name",
    ),
    silent("CP0823", ""),
    fires(
        "Stack/namespace = 'StackVariables'\nStack/configuration/OutputFileName = 'outputs.json'\nStack/outputArtifacts = [{'name': 'StackOutput'}]\nSite/inputArtifacts/0/name = 'StackOutput'",
        "CP0824 Stack/namespace",
    ),
    silent("CP0824", "Stack/namespace = 'StackVariables'"),
];
