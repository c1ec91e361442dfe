//! Filled templates against other programs than this one.

use pipewright_core::template::{Template, templates};
use pipewright_tests::moto::{Moto, ROLE_ARN};
use pipewright_tests::oracles;
use pipewright_tests::python::or_skip;
use serde_json::Value;

use crate::cloud::{account, wait};

fn declaration(template: &Template) -> Value {
    template.document(&template.defaults()).declaration()
}

#[test]
fn the_sdk_takes_every_template() {
    let declarations: Vec<Value> = templates().iter().map(|template| declaration(template)).collect();
    let Some(reports) = or_skip(oracles::botocore(&declarations)) else { return };
    for (template, report) in templates().iter().zip(reports) {
        assert_eq!(report, None, "{}", template.name);
    }
}

#[test]
fn every_template_is_created_in_an_account() {
    let Some(moto) = or_skip(Moto::start()) else { return };
    let account = account(&moto.aws(), &moto.connection("test"));
    for template in templates() {
        let mut declared = declaration(template);
        // The one role that is there.
        declared["roleArn"] = ROLE_ARN.into();
        // Many are called alike until somebody fills the form in.
        declared["name"] = template.name.as_str().into();
        let created = wait(account.create(&declared, &[]));
        assert!(created.is_ok(), "{}: {created:?}", template.name);
    }
    assert_eq!(wait(account.list()).unwrap().len(), templates().len());
}
