//! The page stands alone, runs nothing, and has nothing in it that a design could use.

use serde_json::json;

use super::*;
use crate::format::markdown::tests::with_secrets;
use crate::samples::{SAMPLES, sample};

fn page(text: &str) -> String {
    write(&Document::read_text(text).unwrap())
}

/// What is not the picture or the style, which have tests of their own.
fn skeleton(page: &str) -> String {
    let cut = |page: &str, from: &str, to: &str| {
        let start = page.find(from).unwrap();
        let end = page[start..].find(to).unwrap() + start + to.len();
        format!("{}{from}…{to}{}", &page[..start], &page[end..])
    };
    cut(&cut(page, "<svg", "</svg>"), "<style>", "</style>")
}

#[test]
fn the_page_of_a_sample() {
    insta::assert_snapshot!("codecommit-ec2", skeleton(&page(sample("codecommit-ec2").unwrap().text)));
}

#[test]
fn the_page_needs_nothing_from_elsewhere_and_is_the_same_each_time() {
    for sample in SAMPLES {
        let page = page(sample.text);
        assert_eq!(page, self::page(sample.text));
        for word in
            ["<script", "<link", "<img", "<iframe", "@import", "url(http", " src=", " href=", " onload"]
        {
            assert!(!page.contains(word), "{word}");
        }
        assert!(page.contains("default-src 'none'") && page.contains("prefers-color-scheme:dark"));
        assert_eq!(page.matches("<svg").count(), 1);
    }
}

#[test]
fn no_name_is_markup() {
    for name in
        ["</title><script>alert(1)</script>", "\" onload=\"x", "<img src=x onerror=y>", "</style>", "--><b>"]
    {
        let file = json!({
            "pipeline": {"name": name, "roleArn": name, "stages": [{"name": name, "actions": [{
                "name": name,
                "actionTypeId": {"category": "Build", "owner": "AWS", "provider": name, "version": "1"},
                "configuration": {name: name},
            }]}]},
            "pipewright": {"notes": [{"text": name, "stage": name}]},
        });
        let page = page(&file.to_string());
        // The same page with harmless names has the same tags.
        let harmless = self::page(&file.to_string().replace(&json!(name).to_string(), "\"x\""));
        let tags = |page: &str| page.matches('<').count();
        let words = ["<script", "<img", "<b>", "onload=\"x", "onerror=y>"];
        assert!(words.iter().all(|word| !page.contains(word)), "{name}");
        assert!(tags(&page) >= tags(&harmless), "{name}");
        assert_eq!(page.matches("</style>").count(), 1);
        assert_eq!(page.matches("</title>").count(), harmless.matches("</title>").count(), "{name}");
    }
}

#[test]
fn no_secret_is_in_a_page() {
    let (document, secrets) = with_secrets();
    let page = write(&document);
    for secret in secrets {
        assert!(!page.contains(&secret), "{secret}");
    }
}
