//! Designs that each rule of this family finds fault with, and designs it does not.

use crate::check::tests::{Example, fires, silent};

pub(super) static EXAMPLES: &[Example] = &[
    fires(
        "/pipelineType = 'V1'\n/variables -\n/stages/3/onFailure -\n/stages/1/actions/1 -\nApprove/configuration -\nStack/configuration/StackName = 'shop'",
        "CP0901 /triggers",
    )
    .fix(&["Set pipeline type to V2"]),
    silent("CP0901", ""),
    fires("/triggers/0/gitConfiguration/sourceActionName = 'Gitt'", "CP0902 /triggers/0/gitConfiguration/sourceActionName")
        .fix(&["Use source Git"]),
    fires("/triggers/0/gitConfiguration/sourceActionName = 'Compile'", "CP0902 /triggers/0/gitConfiguration/sourceActionName")
        .fix(&["Use source Git"]),
    silent("CP0902", "Git/actionTypeId/provider = 'CodeStarSourceConection'"),
    silent("CP0902", "Git/actionTypeId/category -"),
    silent("CP0902", ""),
    fires(
        "/triggers/+ = {'providerType': 'CodeStarSourceConnection', 'gitConfiguration': {'sourceActionName': 'Git', 'push': [{'tags': {'includes': ['v*']}}]}}",
        "CP0903 /triggers/1/gitConfiguration/sourceActionName",
    ),
    silent("CP0903", ""),
    fires("/triggers/0/providerType = 'GitHub'", "CP0904 /triggers/0/providerType")
        .fix(&["Use CodeStarSourceConnection"]),
    silent("CP0904", ""),
    fires("/triggers = {}", "CP0905 /triggers"),
    silent("CP0905", ""),
    fires("/triggers/0/gitConfiguration/push = []", "CP0906 /triggers/0/gitConfiguration/push")
        .fix(&["Remove empty push"]),
    silent("CP0906", ""),
    fires(
        "/triggers/0/gitConfiguration/push/0/branches/excludes = []",
        "CP0907 /triggers/0/gitConfiguration/push/0/branches/excludes",
    )
    .fix(&["Remove empty excludes"]),
    silent("CP0907", ""),
    fires(
        "/triggers/0/gitConfiguration/push/0/tags = {'includes': ['v*']}",
        "CP0908 /triggers/0/gitConfiguration/push/0",
    )
    .fix(&["Split into two filters"]),
    silent("CP0908", "/triggers/0/gitConfiguration/push/0 = {'tags': {'includes': ['v*']}}"),
    fires(
        "/triggers/0/gitConfiguration/push/0 = {'filePaths': {'includes': ['src/**']}}",
        "CP0909 /triggers/0/gitConfiguration/push/0/filePaths",
    )
    .fix(&["Add branches **"]),
    silent("CP0909", "/triggers/0/gitConfiguration/push/0/filePaths = {'includes': ['src/**']}"),
    fires("/triggers/0/gitConfiguration/push/0 = {}", "CP0910 /triggers/0/gitConfiguration/push/0")
        .fix(&["Add branches **"]),
    silent("CP0910", ""),
    fires(
        "/triggers/0/gitConfiguration/pullRequest = [{'events': ['OPEN']}]",
        "CP0911 /triggers/0/gitConfiguration/pullRequest/0/branches",
    )
    .fix(&["Add branches **"]),
    silent("CP0911", "/triggers/0/gitConfiguration/pullRequest = [{'branches': {'includes': ['main']}}]"),
    fires(
        "/triggers/0/gitConfiguration/pullRequest = [{'events': ['OPENED'], 'branches': {'includes': ['main']}}]",
        "CP0912 /triggers/0/gitConfiguration/pullRequest/0/events/0",
    )
    .fix(&["Use OPEN"]),
    fires(
        "/triggers/0/gitConfiguration/pullRequest = [{'events': ['OPEN', 'OPEN'], 'branches': {'includes': ['main']}}]",
        "CP0912 /triggers/0/gitConfiguration/pullRequest/0/events/1",
    )
    .fix(&["Remove this one"]),
    silent("CP0912", "/triggers/0/gitConfiguration/pullRequest = [{'events': ['OPEN', 'UPDATED'], 'branches': {'includes': ['main']}}]"),
    fires(
        "/triggers/0/gitConfiguration/push/0/filePaths = {'includes': ['src/**'], 'excludes': ['src/**']}",
        "CP0913 /triggers/0/gitConfiguration/push/0/filePaths/excludes/0",
    )
    .fix(&["Remove this exclude"]),
    silent("CP0913", "/triggers/0/gitConfiguration/push/0/filePaths = {'includes': ['src/**'], 'excludes': ['**/*.md']}"),
    fires("/triggers/0/gitConfiguration/push -", "CP0914 /triggers/0/gitConfiguration"),
    silent("CP0914", ""),
    fires(
        "/triggers/0/gitConfiguration/push/0/filePaths = {'includes': ['src/{a,{b,c}}']}",
        "CP0915 /triggers/0/gitConfiguration/push/0/filePaths/includes/0",
    ),
    silent("CP0915", "/triggers/0/gitConfiguration/push/0/filePaths = {'includes': ['src/{a,b}/[cd]*']}"),
    fires(
        "/triggers/0/gitConfiguration/push/0/branches/includes/0 = 'release/**'",
        "CP0916 Git/configuration/BranchName",
    ),
    silent("CP0916", "/triggers/0/gitConfiguration/push/0/branches/includes/0 = 'm*n'"),
    fires(
        "/triggers/0/gitConfiguration/pullRequest = [{'events': ['CLOSED'], 'branches': {'includes': ['main']}}]",
        "CP0917 /triggers/0/gitConfiguration/pullRequest/0/events",
    ),
    silent(
        "CP0917",
        "/triggers/0/gitConfiguration/pullRequest = [{'events': ['OPEN'], 'branches': {'includes': ['main']}}]",
    ),
    fires("Git/configuration/DetectChanges = 'true'", "CP0918 Git/configuration/DetectChanges")
        .fix(&["Set DetectChanges to false"]),
    silent("CP0918", "Git/configuration/DetectChanges = 'true'\n/triggers -"),
    fires(
        "/executionMode = 'QUEUED'\nGit/configuration/FullRepositoryId = 'bitbucket-team/shop'\n/triggers/0/gitConfiguration/pullRequest = [{'events': ['CLOSED'], 'branches': {'includes': ['main']}}]",
        "CP0919 /triggers/0/gitConfiguration/pullRequest/0/events/0, CP1410 /executionMode",
    ),
    silent("CP0919", ""),
];
