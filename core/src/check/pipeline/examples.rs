//! Designs that each rule of this family finds fault with, and designs it does not.

use crate::check::tests::{Example, fires, silent};

pub(super) static EXAMPLES: &[Example] = &[
    fires("/name -", "CP0101 /name"),
    silent("CP0101", "/name = ''"),
    fires("/name = 'shop release'", "CP0102 /name").fix(&["Rename to shop-release"]),
    fires("/name = ''", "CP0102 /name"),
    fires("/name = 7", "CP0102 /name").fix(&["Write Pipeline name as text"]),
    silent("CP0102", "/name = 'shop.release@2_x-y'"),
    fires(
        "^metadata = {'pipelineArn': 'arn:aws:codepipeline:eu-west-1:111122223333:shop'}",
        "CP0104 /name",
    )
    .fix(&["Rename to shop"]),
    silent("CP0104", "^metadata = {'pipelineArn': 'arn:aws:codepipeline:eu-west-1:111122223333:shop-release'}"),
    fires("/roleArn -", "CP0105 /roleArn"),
    silent("CP0105", ""),
    fires("/roleArn = 'shop-pipeline'", "CP0106 /roleArn"),
    fires("/roleArn = 'arn:aws:iam::1111:role/x'", "CP0106 /roleArn"),
    silent("CP0106", "/roleArn = 'arn:aws-us-gov:iam::111122223333:role/path/x'"),
    fires(
        "^metadata = {'pipelineArn': 'arn:aws:codepipeline:eu-west-1:444455556666:shop-release'}\n/stages/1/actions/1 -\nApprove/configuration -\nStack/configuration/RoleArn = 'arn:aws:iam::444455556666:role/x'",
        "CP0108 /roleArn, CP1210 Git/configuration/ConnectionArn",
    ),
    silent("CP0108", ""),
    fires("/pipelineType = 'v2'", "CP0109 /pipelineType").fix(&["Use V2"]),
    fires("/pipelineType = 'V3'", "CP0109 /pipelineType"),
    silent("CP0109", "/pipelineType -"),
    fires("/pipelineType -", "CP0110 /pipelineType").fix(&["Set pipeline type to V2"]),
    silent("CP0110", "/pipelineType = 'V1'"),
    fires(
        "/pipelineType = 'V1'\n/variables -\n/triggers -\n/stages/3/onFailure -\nStack/configuration/StackName = 'shop'\n/stages/1/actions/1 -\nApprove/configuration -",
        "CP0111 /pipelineType",
    ),
    silent("CP0111", ""),
    fires("/executionMode = 'FAST'", "CP0112 /executionMode").fix(&[
        "Use SUPERSEDED",
        "Use QUEUED",
        "Use PARALLEL",
    ]),
    fires("/executionMode = 'queued'", "CP0112 /executionMode").fix(&["Use QUEUED"]),
    silent("CP0112", "/executionMode = 'QUEUED'"),
    fires(
        "/pipelineType = 'V1'\n/variables -\n/triggers -\n/stages/3/onFailure -\nStack/configuration/StackName = 'shop'\n/stages/1/actions/1 -\nApprove/configuration -\n/executionMode = 'QUEUED'",
        "CP0113 /executionMode",
    )
    .fix(&["Set pipeline type to V2", "Set execution mode to SUPERSEDED"]),
    silent("CP0113", "/executionMode = 'QUEUED'"),
    fires(
        "/executionMode = 'PARALLEL'\n/stages/3/actions/1 -",
        "CP0114 /stages/3/onFailure/result",
    )
    .fix(&["Set execution mode to QUEUED"]),
    silent("CP0114", "/executionMode = 'QUEUED'"),
    fires(
        "/executionMode = 'PARALLEL'\n/stages/3/actions/1 -\n/stages/3/onFailure -\nGit/actionTypeId/provider = 'S3'\nGit/configuration = {'S3Bucket': 'shop-source', 'S3ObjectKey': 'shop.zip', 'PollForSourceChanges': 'false'}\n/triggers -",
        "CP0115 /stages/0/actions/0, CP0812 Compile/configuration/EnvironmentVariables",
    ),
    silent("CP0115", "/executionMode = 'PARALLEL'"),
    fires("/executionMode = 'PARALLEL'\n/stages/3/onFailure -", "CP0116 /executionMode")
        .fix(&["Set execution mode to QUEUED"]),
    silent("CP0116", ""),
    fires(
        "/executionMode = 'PARALLEL'\n/stages/3/actions/1 -\n/stages/3/onFailure -\n/stages/2/actions/+5 = {'name': 'Ask%', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}",
        "CP0118 /stages/2",
    ),
    silent("CP0118", "/executionMode = 'PARALLEL'"),
    fires("Compile/colour = 'red'", "CP0119 Compile/colour").fix(&["Remove colour"]),
    fires("Compile/runorder = 2\nCompile/runOrder -", "CP0119 Compile/runorder")
        .fix(&["Rename to runOrder", "Remove runorder"]),
    silent("CP0119", ""),
    fires(
        "/stages/2/actions/+1000 = {'name': 'Ask%', 'actionTypeId': {'category': 'Approval', 'owner': 'AWS', 'provider': 'Manual', 'version': '1'}}",
        "CP0122 /stages, CP0306 /stages/2/actions",
    ),
    silent("CP0122", ""),
    fires(
        "/artifactStore/encryptionKey/id = 'arn:aws:kms:Ireland:111122223333:key/1'",
        "CP0123 /artifactStore/encryptionKey/id",
    ),
    fires(
        "^metadata = {'pipelineArn': 'arn:aws:codepipeline:europe-1:111122223333:shop-release'}",
        "CP0123 ",
    ),
    silent("CP0123", "/artifactStore/encryptionKey/id = 'arn:aws-cn:kms:cn-north-1:111122223333:key/1'"),
    silent("CP0123", "/artifactStore/encryptionKey/id = 'alias/shop'"),
    fires("/version = '1'", "CP0124 /version").fix(&["Write version as a number"]),
    fires("/stages/1/blockers = 7", "CP0124 /stages/1/blockers"),
    silent("CP0124", "/version = 12"),
];
