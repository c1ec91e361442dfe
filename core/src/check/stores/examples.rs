//! Designs that each rule of this family finds fault with, and designs it does not.

use crate::check::tests::{Example, fires, silent};

const TWO_STORES: &str = "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'a-eu', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}, 'us-west-2': {'type': 'S3', 'location': 'a-us', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}}";

pub(super) static EXAMPLES: &[Example] = &[
    fires("/artifactStore -", "CP0201 /artifactStore"),
    silent("CP0201", "/artifactStore = {'type': 'S3', 'location': 'abc'}"),
    fires(TWO_STORES, "CP0202 /artifactStore, CP0206 /artifactStores/us-west-2")
        .fix(&["Keep artifactStores"]),
    silent("CP0202", "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'abc'}}\n/artifactStore -"),
    fires("Site/region = 'us-west-2'", "CP0203 Site/region"),
    silent("CP0203", "Site/region = 'eu-west-1'"),
    fires(
        "^metadata = {'pipelineArn': 'arn:aws:codepipeline:eu-west-1:111122223333:shop-release'}\n/artifactStores = {'us-west-2': {'type': 'S3', 'location': 'a-us', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}}\n/artifactStore -\nSite/region = 'us-west-2'",
        "CP0204 /artifactStores/eu-west-1",
    ),
    silent("CP0204", "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'abc'}}\n/artifactStore -"),
    fires(
        "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'abc', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}}\n/artifactStore -\nSite/region = 'us-west-2'",
        "CP0205 Site/region",
    ),
    silent("CP0205", "Site/region = 'us-west-2'"),
    fires(
        "^metadata = {'pipelineArn': 'arn:aws:codepipeline:eu-west-1:111122223333:shop-release'}\n/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'a-eu', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}, 'us-west-2': {'type': 'S3', 'location': 'a-us', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}}\n/artifactStore -",
        "CP0206 /artifactStores/us-west-2",
    )
    .fix(&["Remove the store of us-west-2"]),
    silent("CP0206", "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'abc'}}\n/artifactStore -"),
    fires(
        "/artifactStores = {'EU_WEST_1': {'type': 'S3', 'location': 'abc', 'encryptionKey': {'id': 'k', 'type': 'KMS'}}}\n/artifactStore -",
        "CP0207 /artifactStores/EU_WEST_1",
    ),
    silent("CP0207", "/artifactStores = {'cn-north-1': {'type': 'S3', 'location': 'abc'}}\n/artifactStore -"),
    fires("/artifactStore/location = 'My_Bucket'", "CP0208 /artifactStore/location"),
    fires("/artifactStore/location -", "CP0208 /artifactStore/location"),
    silent("CP0208", "/artifactStore/location = 'my.bucket-1'"),
    fires("/artifactStore/location = 's3://shop-artifacts/pipeline'", "CP0209 /artifactStore/location"),
    silent("CP0209", ""),
    fires("/artifactStore/type = 's3'", "CP0211 /artifactStore/type").fix(&["Use S3"]),
    fires("/artifactStore/type -", "CP0211 /artifactStore/type").fix(&["Set type to S3"]),
    silent("CP0211", ""),
    fires("/artifactStore/encryptionKey/type = 'AES256'", "CP0212 /artifactStore/encryptionKey/type")
        .fix(&["Use KMS"]),
    silent("CP0212", ""),
    fires("/artifactStore/encryptionKey/id = ''", "CP0213 /artifactStore/encryptionKey/id"),
    silent("CP0213", "/artifactStore/encryptionKey/id = 'alias/x'"),
    fires(
        "/artifactStore/encryptionKey/id = 'arn:aws:kms:eu-west-1:111122223333:alias/shop'\nSite/roleArn = 'arn:aws:iam::444455556666:role/x'",
        "CP0214 /artifactStore/encryptionKey/id",
    ),
    silent("CP0214", "/artifactStore/encryptionKey/id = 'alias/x'"),
    fires(
        "/artifactStore/encryptionKey -\nSite/roleArn = 'arn:aws:iam::444455556666:role/x'",
        "CP0215 /artifactStore/encryptionKey",
    ),
    silent("CP0215", "/artifactStore/encryptionKey -"),
    fires(
        "/artifactStores = {'eu-west-1': {'type': 'S3', 'location': 'a-eu', 'encryptionKey': {'id': 'arn:aws:kms:us-west-2:111122223333:key/1', 'type': 'KMS'}}}\n/artifactStore -",
        "CP0216 /artifactStores/eu-west-1/encryptionKey/id",
    ),
    silent("CP0216", ""),
    fires("/artifactStore/encryptionKey -", "CP0217 /artifactStore/encryptionKey"),
    silent("CP0217", ""),
    fires(
        "Site/configuration/BucketName = 'shop-artifacts-eu-west-1'",
        "CP0218 Site/configuration/BucketName",
    ),
    silent("CP0218", "Site/configuration/BucketName = 'shop-site-2'"),
];
