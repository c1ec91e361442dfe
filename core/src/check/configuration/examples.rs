//! Designs that each rule of this family finds fault with, and designs it does not.

use crate::check::tests::{Example, fires, silent};

pub(super) static EXAMPLES: &[Example] = &[
    fires("Site/configuration/Extract = true", "CP0601 Site/configuration/Extract")
        .fix(&["Write Extract as text"]),
    fires("Site/configuration = []", "CP0601 Site/configuration"),
    silent("CP0601", ""),
    fires("Site/configuration/CacheControl = ''", "CP0602 Site/configuration/CacheControl")
        .fix(&["Remove empty CacheControl"]),
    silent("CP0602", "Site/configuration/CacheControl = 'no-store'"),
    fires(
        "Site/configuration/ThisKeyIsByFarLongerThanAnyKeyThatAWSWouldEverTakeXX = 'x'",
        "CP0603 Site/configuration/ThisKeyIsByFarLongerThanAnyKeyThatAWSWouldEverTakeXX",
    ),
    silent("CP0603", ""),
    fires(
        "Compile/configuration/projectName = 'shop'\nCompile/configuration/ProjectName -",
        "CP0604 Compile/configuration/projectName, CP0605 Compile/configuration/ProjectName",
    )
    .fix(&["Rename to ProjectName", "Remove projectName"]),
    silent(
        "CP0604",
        "Site/actionTypeId = {'category': 'Deploy', 'owner': 'Custom', 'provider': 'Ours', 'version': '1'}",
    ),
    fires("Compile/configuration/ProjectName -", "CP0605 Compile/configuration/ProjectName"),
    silent("CP0605", ""),
    fires("Site/configuration/CannedACL = 'privat'", "CP0606 Site/configuration/CannedACL")
        .fix(&["Use private"]),
    fires("Site/configuration/Extract = 'maybe'", "CP0606 Site/configuration/Extract"),
    silent("CP0606", "Site/configuration/CannedACL = '#{variables.Target}'"),
    fires("Site/configuration/Extract = 'True'", "CP0607 Site/configuration/Extract").fix(&["Write true"]),
    silent("CP0607", ""),
    fires(
        "Stack/configuration/ParameterOverrides = '{broken'",
        "CP0608 Stack/configuration/ParameterOverrides",
    ),
    silent("CP0608", "Stack/configuration/ParameterOverrides = '{\\'A\\':\\'b\\'}'"),
    fires(
        "Site/actionTypeId/provider = 'CloudFormationStackSet'\nSite/configuration = {'StackSetName': 'shop', 'TemplatePath': 'BuildOutput::set.yml', 'AdministrationRoleArn': 'by-name'}",
        "CP0609 Site/configuration/AdministrationRoleArn",
    ),
    fires("Git/configuration/ConnectionArn = 'mine'", "CP0609 Git/configuration/ConnectionArn"),
    silent("CP0609", ""),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:us-west-2:111122223333:stateMachine:x'}",
        "CP0610 Site/configuration/StateMachineArn",
    ),
    silent(
        "CP0610",
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:111122223333:stateMachine:x'}",
    ),
    fires(
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:444455556666:stateMachine:x'}",
        "CP0611 Site/configuration/StateMachineArn",
    ),
    silent(
        "CP0611",
        "Site/actionTypeId = {'category': 'Invoke', 'owner': 'AWS', 'provider': 'StepFunctions', 'version': '1'}\nSite/configuration = {'StateMachineArn': 'arn:aws:states:eu-west-1:444455556666:stateMachine:x'}\nSite/roleArn = 'arn:aws:iam::444455556666:role/x'",
    ),
    fires(
        "Approve/configuration/NotificationArn = 'arn:aws-cn:sns:eu-west-1:111122223333:x'",
        "CP0612 Approve/configuration/NotificationArn",
    ),
    silent("CP0612", "Approve/configuration/NotificationArn = 'arn:aws:sns:eu-west-1:111122223333:x'"),
    fires("Compile/configuration/ProjectName = 'shop '", "CP0613 Compile/configuration/ProjectName")
        .fix(&["Remove the blanks"]),
    silent("CP0613", "Approve/configuration/CustomData = 'Look. '"),
    fires(
        "Site/actionTypeId/provider = 'CloudFormationStackInstances'\nSite/configuration = {'StackSetName': 'shop', 'Regions': 'eu-west-1'}",
        "CP0614 Site/configuration/DeploymentTargets",
    ),
    silent(
        "CP0614",
        "Site/actionTypeId/provider = 'CloudFormationStackInstances'\nSite/configuration = {'StackSetName': 'shop', 'Regions': 'eu-west-1', 'DeploymentTargets': '111122223333'}",
    ),
    fires(
        "Git/actionTypeId = {'category': 'Source', 'owner': 'ThirdParty', 'provider': 'GitHub', 'version': '1'}\nGit/configuration = {'Owner': 'acme', 'Repo': 'shop', 'Branch': 'main', 'OAuthToken': '0123456789', 'PollForSourceChanges': 'false'}\n/triggers -",
        "CP0615 Git/configuration/OAuthToken, CP0428 Git/actionTypeId/provider",
    ),
    silent(
        "CP0615",
        "Git/actionTypeId = {'category': 'Source', 'owner': 'ThirdParty', 'provider': 'GitHub', 'version': '1'}\nGit/configuration = {'Owner': 'acme', 'Repo': 'shop', 'Branch': 'main', 'OAuthToken': '****', 'PollForSourceChanges': 'false'}\n/triggers -",
    ),
    fires(
        "Lint/environmentVariables = [{'name': 'DB_PASSWORD', 'value': 'hunter22'}]",
        "CP0617 Lint/environmentVariables/0/value",
    ),
    fires(
        "Compile/configuration/EnvironmentVariables = '[{\\'name\\':\\'API_KEY\\',\\'value\\':\\'abcdefgh\\'}]'\n/stages/1/actions/1 -\nApprove/configuration -",
        "CP0617 Compile/configuration/EnvironmentVariables",
    ),
    silent(
        "CP0617",
        "Lint/environmentVariables = [{'name': 'DB_PASSWORD', 'value': 'shop/db', 'type': 'SECRETS_MANAGER'}, {'name': 'SECRET_ARN', 'value': 'something'}]",
    ),
    fires(
        "Site/actionTypeId = {'category': 'Build', 'owner': 'Custom', 'provider': 'Jenkins', 'version': '1'}\nSite/configuration = {'ProjectName': 'storefront release build'}",
        "CP0618 Site/configuration/ProjectName",
    ),
    silent(
        "CP0618",
        "Site/actionTypeId = {'category': 'Build', 'owner': 'Custom', 'provider': 'Jenkins', 'version': '1'}\nSite/configuration = {'ProjectName': 'storefront'}",
    ),
    fires(
        "Approve/configuration/CustomData = 'Look at {{resolve:ssm:/shop/page}}'",
        "CP0619 Approve/configuration/CustomData",
    ),
    silent("CP0619", "Approve/configuration/CustomData = '{{ mustache }}'"),
];
