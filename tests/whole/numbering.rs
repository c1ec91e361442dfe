//! The codes of the rules beside the paper that numbers what AWS asks of a pipeline.
//!
//! The paper is not part of the project; it is looked for as `domain/validation.json` in the folders beside and above
//! the workspace.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pipewright_core::check::{ELSEWHERE, ONLINE, rules};
use serde_json::Value;

fn paper() -> Option<Value> {
    let nearby = |folder: &Path| {
        let beside = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
        let mut papers: Vec<PathBuf> = beside
            .map(|folder| folder.join("domain/validation.json"))
            .filter(|path| path.is_file())
            .collect();
        papers.sort();
        papers.into_iter().next()
    };
    let Some(path) = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1).take(4).find_map(nearby)
    else {
        eprintln!("skipped: no paper");
        return None;
    };
    let text = fs::read_to_string(&path).unwrap();
    Some(serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {}", path.display())))
}

#[test]
fn every_number_of_the_paper_has_a_home() {
    let Some(paper) = paper() else { return };
    let rows = paper["rules"].as_array().expect("rules");
    assert!(rows.len() > 200, "{} rows", rows.len());
    let of = |row: &Value, key: &str| row[key].as_str().expect("text").to_owned();
    let codes: BTreeSet<String> = rows.iter().map(|row| of(row, "id")).collect();
    let homes = rules().iter().map(|doc| doc.code);
    let homes = homes.chain(ELSEWHERE.iter().map(|it| it.code)).chain(ONLINE.iter().map(|it| it.doc.code));
    let homes: BTreeSet<String> = homes.map(str::to_owned).collect();
    let homeless: Vec<&String> = codes.difference(&homes).collect();
    assert!(homeless.is_empty(), "{homeless:?}");
    // What was added stands behind the end of its family's numbering.
    let last = |family: &str| codes.iter().rfind(|code| code.starts_with(family));
    for added in homes.difference(&codes) {
        assert!(last(&added[..4]).is_none_or(|last| added > last), "{added} has the place of another");
    }
    let online: BTreeSet<String> =
        rows.iter().filter(|row| of(row, "check").contains("(online")).map(|row| of(row, "id")).collect();
    assert_eq!(ONLINE.iter().map(|it| it.doc.code.to_owned()).collect::<BTreeSet<_>>(), online);
}
