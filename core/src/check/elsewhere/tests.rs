use std::collections::BTreeSet;

use super::*;
use crate::check::{ONLINE, Where, explain, online, rules};
use crate::plan::Consequence;

/// (Family, codes): the numbering has codes from 1 without gaps.
const NUMBERING: &[(u32, u32)] = &[
    (1, 23),
    (2, 19),
    (3, 15),
    (4, 31),
    (5, 17),
    (6, 18),
    (7, 60),
    (8, 24),
    (9, 19),
    (10, 21),
    (11, 7),
    (12, 10),
    (13, 10),
    (14, 10),
    (15, 6),
];

/// Rules that were added behind the end of the numbering.
const ADDED: &[&str] = &[
    "CP0124", "CP0432", "CP0619", "CP1022", "CP1601", "CP1602", "CP1701", "CP1702", "CP1703", "CP1801",
    "CP1802", "CP1803",
];

fn numbering() -> BTreeSet<String> {
    let codes = |(family, last): &(u32, u32)| {
        let family = *family;
        (1..=*last).map(move |number| format!("CP{family:02}{number:02}"))
    };
    NUMBERING.iter().flat_map(codes).collect()
}

#[test]
fn every_code_is_a_rule_or_told_elsewhere_or_of_an_account() {
    let all = numbering();
    let odd: Vec<&String> = all
        .iter()
        .filter(|code| {
            let homes = [explain(code).is_some(), elsewhere(code).is_some(), online(code).is_some()];
            homes.into_iter().filter(|is_home| *is_home).count() != 1
        })
        .collect();
    assert!(odd.is_empty(), "in no list or in two: {odd:?}");
    let numbered = |code: &str| all.contains(code);
    let extra: Vec<&str> = rules().iter().map(|doc| doc.code).filter(|code| !numbered(code)).collect();
    assert_eq!(extra, ADDED);
    assert!(ELSEWHERE.iter().map(|it| it.code).chain(ONLINE.iter().map(|it| it.doc.code)).all(numbered));
}

#[test]
fn the_table_is_in_order_and_leads_to_what_there_is() {
    assert!(ELSEWHERE.windows(2).all(|pair| pair[0].code < pair[1].code));
    for Elsewhere { code, title, told, reason } in ELSEWHERE {
        assert!(!title.ends_with('.') && reason.ends_with('.') && reason.contains(' '), "{code}");
        match told {
            AsRule(other) => assert!(explain(other).is_some(), "{code}: {other}"),
            InPlan(word) => assert!(Consequence::CODES.contains(word), "{code}: {word}"),
            WhilePublishing | Nowhere => {}
        }
        assert!(!told.words().ends_with('.'));
    }
}

#[test]
fn what_an_account_tells_is_written_like_a_rule() {
    assert!(ONLINE.windows(2).all(|pair| pair[0].doc.code < pair[1].doc.code));
    for it in ONLINE {
        let doc = &it.doc;
        assert!(!doc.title.ends_with('.') && !it.told.words().ends_with('.'), "{}", doc.code);
        for text in [doc.what, doc.why, doc.fix] {
            assert!(text.ends_with('.') && text.contains(' '), "{}: {text}", doc.code);
        }
        if let Where::PreflightAs(other) = it.told {
            assert!(online(other).is_some_and(|other| other.told == Where::Preflight), "{}", doc.code);
        }
    }
}
