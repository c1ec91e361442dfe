//! The texts of the window: all of them in one list for translators, and none of them forgotten on screen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use pipewright_core::catalog::Catalog;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::{Map, Value, json};

const TEMPLATE: &str = "assets/words/template.json";
/// Set it to write the list anew.
const RENEW: &str = "UPDATE_WORDS";

/// What stands in the sources: a text, or the two forms of a counted one, by key.
type Texts = BTreeMap<String, Value>;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").to_owned()
}

/// Texts of all sources of the app, and those of the catalog that forms show.
pub fn texts_of_the_sources() -> Texts {
    let of_catalog = Catalog::get().texts().into_iter();
    let mut texts: Texts = of_catalog.map(|text| (text.to_owned(), text.into())).collect();
    let mut folders = vec![root().join("app/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                let tokens: TokenStream = source.parse().unwrap();
                collect(tokens, &path, &mut texts);
            }
        }
    }
    texts
}

fn collect(tokens: TokenStream, path: &Path, texts: &mut Texts) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        if is_test_attribute(&tokens[at..]) {
            at += 2;
            // The item it stands before: up to its body, or to its semicolon.
            while at < tokens.len() && !ends_item(&tokens[at]) {
                at += 1;
            }
        } else if let Some((name, arguments)) = macro_call(&tokens[at..]) {
            let shown = || format!("{} line {}", path.display(), tokens[at].span().start().line);
            match name.as_str() {
                "tr" | "tr_mark" => {
                    let text = literals(&arguments).next().unwrap_or_else(|| panic!("no text: {}", shown()));
                    texts.insert(text.clone(), Value::String(text));
                }
                "tr_n" => {
                    let mut forms = literals(&arguments);
                    let (Some(one), Some(many)) = (forms.next(), forms.next()) else {
                        panic!("no two forms: {}", shown())
                    };
                    texts.insert(many.clone(), json!({"one": one, "other": many}));
                }
                _ => {}
            }
            collect(arguments, path, texts);
            at += 2;
        } else if let TokenTree::Group(group) = &tokens[at] {
            collect(group.stream(), path, texts);
        }
        at += 1;
    }
}

fn is_test_attribute(tokens: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = tokens else { return false };
    hash.as_char() == '#' && group.stream().to_string().replace(' ', "") == "cfg(test)"
}

fn ends_item(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    }
}

fn macro_call(tokens: &[TokenTree]) -> Option<(String, TokenStream)> {
    let [TokenTree::Ident(name), TokenTree::Punct(mark), TokenTree::Group(group), ..] = tokens else {
        return None;
    };
    (mark.as_char() == '!').then(|| (name.to_string(), group.stream()))
}

/// The string literals of the outermost level, as they read.
fn literals(arguments: &TokenStream) -> impl Iterator<Item = String> {
    arguments.clone().into_iter().filter_map(|token| match token {
        TokenTree::Literal(literal) => match syn::Lit::new(literal) {
            syn::Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        TokenTree::Group(_) | TokenTree::Ident(_) | TokenTree::Punct(_) => None,
    })
}

#[test]
fn all_texts_are_listed_for_translators() {
    let file = root().join(TEMPLATE);
    let texts: Map<String, Value> = texts_of_the_sources().into_iter().collect();
    if std::env::var_os(RENEW).is_some() {
        let text = serde_json::to_string_pretty(&texts).unwrap();
        std::fs::write(&file, text + "\n").unwrap();
        return;
    }
    let listed: Map<String, Value> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let missing: Vec<_> = texts.iter().filter(|(key, text)| listed.get(*key) != Some(text)).collect();
    let gone: Vec<_> = listed.keys().filter(|key| !texts.contains_key(*key)).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "{TEMPLATE} is out of date; write it anew with {RENEW}=1\nmissing: {missing:#?}\ngone: {gone:#?}"
    );
}

#[test]
fn the_list_is_itself_a_catalog() {
    let text = std::fs::read_to_string(root().join(TEMPLATE)).unwrap();
    pipewright::words::language::Language::from_json("en", &text).unwrap();
}

/// A new text shows in English until it is translated, so the catalog may be a little behind.
#[test]
fn nearly_all_texts_are_there_in_german() {
    let catalog = std::fs::read(root().join("assets/words/de.json")).unwrap();
    let catalog: Map<String, Value> = serde_json::from_slice(&catalog).unwrap();
    let texts = texts_of_the_sources();
    let missing: Vec<_> = texts.keys().filter(|text| !catalog.contains_key(*text)).collect();
    assert!(missing.len() * 20 <= texts.len(), "{} of {}: {missing:#?}", missing.len(), texts.len());
}

#[test]
fn texts_are_written_as_the_style_asks() {
    for text in texts_of_the_sources().keys() {
        let words = text.to_lowercase();
        for word in ["successfully", "please"] {
            assert!(!words.contains(word), "{text:?}");
        }
        assert!(!text.is_empty() && text.trim_end() == text, "{text:?}");
    }
}
