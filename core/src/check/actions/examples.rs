//! Designs that each rule of this family finds fault with, and designs it does not.

use crate::check::tests::{Example, fires, silent};

pub(super) static EXAMPLES: &[Example] = &[
    fires("Compile/name = 'Unit tests'", "CP0401 Compile/name").fix(&["Rename to Unit-tests"]),
    fires("Compile/name -", "CP0401 Compile/name"),
    silent("CP0401", "Compile/name = 'a.b@c_d-e'"),
    fires("Site/name = 'Stack'", "CP0402 Site/name").fix(&["Rename to Stack-2"]),
    silent("CP0402", "Site/name = 'Compile'"),
    fires("Compile/actionTypeId/owner -", "CP0403 Compile/actionTypeId/owner"),
    fires("Compile/actionTypeId/provider = ''", "CP0403 Compile/actionTypeId/provider"),
    fires("Compile/actionTypeId -", "CP0403 Compile/actionTypeId"),
    silent("CP0403", ""),
    fires("Compile/actionTypeId/category = 'build'", "CP0404 Compile/actionTypeId/category").fix(&["Use Build"]),
    silent("CP0404", ""),
    fires("Compile/actionTypeId/owner = 'Amazon'", "CP0405 Compile/actionTypeId/owner"),
    fires("Compile/actionTypeId/owner = 'aws'", "CP0405 Compile/actionTypeId/owner").fix(&["Use AWS"]),
    silent("CP0405", ""),
    fires("Compile/actionTypeId/provider = 'CodeBuilder'", "CP0406 Compile/actionTypeId/provider")
        .fix(&["Use CodeBuild"]),
    fires("Compile/actionTypeId/category = 'Deploy'", "CP0406 Compile/actionTypeId/category")
        .fix(&["Use CodeBuild"]),
    silent("CP0406", "Compile/actionTypeId = {'category': 'Build', 'owner': 'Custom', 'provider': 'Ours', 'version': '7'}"),
    fires("Git/actionTypeId/owner = 'ThirdParty'\n/triggers -", "CP0407 Git/actionTypeId/owner").fix(&["Set owner to AWS"]),
    silent("CP0407", ""),
    fires("Compile/actionTypeId/version = '2'", "CP0408 Compile/actionTypeId/version").fix(&["Set version to 1"]),
    fires("Compile/actionTypeId/version = 1", "CP0408 Compile/actionTypeId/version").fix(&["Write version as text"]),
    silent("CP0408", "Compile/actionTypeId = {'category': 'Build', 'owner': 'Custom', 'provider': 'Ours', 'version': '7'}"),
    fires("Compile/runOrder = 1000\n/stages/1/actions/1 -\nApprove/configuration -", "CP0409 Compile/runOrder")
        .fix(&["Set runOrder to 999"]),
    fires("Lint/runOrder = 0", "CP0409 Lint/runOrder"),
    fires("Compile/runOrder = '1'", "CP0409 Compile/runOrder").fix(&["Write runOrder as a number"]),
    silent("CP0409", "Lint/runOrder = 999"),
    fires("Lint/runOrder = 7", "CP0410 /stages/1/actions").fix(&["Number 1 to 2"]),
    silent("CP0410", ""),
    fires(
        "Site/actionTypeId = {'category': 'Deploy', 'owner': 'Custom', 'provider': 'Ours', 'version': '1'}\nSite/roleArn = 'arn:aws:iam::111122223333:role/x'",
        "CP0411 Site/roleArn",
    )
    .fix(&["Remove roleArn"]),
    silent("CP0411", "Site/roleArn = 'arn:aws:iam::111122223333:role/x'"),
    fires("Site/roleArn = 'deploy'", "CP0412 Site/roleArn"),
    silent("CP0412", "Site/roleArn = 'arn:aws:iam::111122223333:role/x'"),
    fires("Git/region = 'us-west-2'", "CP0414 Git/region").fix(&["Remove region"]),
    silent("CP0414", "Git/region = 'eu-west-1'"),
    fires("Compile/timeoutInMinutes = 60", "CP0416 Compile/timeoutInMinutes").fix(&["Remove timeoutInMinutes"]),
    silent("CP0416", "Approve/timeoutInMinutes = 60"),
    fires("Approve/timeoutInMinutes = 1", "CP0417 Approve/timeoutInMinutes").fix(&["Set timeoutInMinutes to 5"]),
    silent("CP0417", "Approve/timeoutInMinutes = 86400"),
    fires(
        "Git/actionTypeId = {'category': 'Source', 'owner': 'ThirdParty', 'provider': 'GitHub', 'version': '1'}\nGit/configuration = {'Owner': 'acme', 'Repo': 'shop', 'Branch': 'main', 'OAuthToken': '****', 'PollForSourceChanges': 'false'}\n/triggers -",
        "CP0428 Git/actionTypeId/provider",
    ),
    silent("CP0428", ""),
    fires(
        "Site/actionTypeId/provider = 'OpsWorks'\nSite/configuration = {'Stack': '1', 'App': '2'}",
        "CP0429 Site/actionTypeId/provider",
    ),
    silent("CP0429", ""),
    fires(
        "Site/actionTypeId = {'category': 'Test', 'owner': 'ThirdParty', 'provider': 'Runscope', 'version': '1'}\nSite/configuration = {'Anything': 'goes'}",
        "CP0430 Site/actionTypeId/provider",
    ),
    silent("CP0430", ""),
    fires(
        "Stack/actionTypeId/provider = 'S3'\nStack/configuration = {'BucketName': 'shop-site', 'Extract': 'true'}\nSite/runOrder = 1\n/variables -",
        "CP0431 Site/configuration",
    ),
    silent("CP0431", "Site/runOrder = 1"),
    fires(
        "/pipelineType = 'V1'\n/variables -\n/triggers -\n/stages/3/onFailure -\nStack/configuration/StackName = 'shop'",
        "CP0432 Lint/actionTypeId/provider, CP0111 /pipelineType",
    )
    .fix(&["Set pipeline type to V2"]),
    silent("CP0432", ""),
];
