//! Pictures are XML, are the canvas, stay inside of themselves, and are the same each time.

use roxmltree::{Document as Xml, Node};
use serde_json::json;

use super::*;
use crate::flow::Flow;
use crate::layout::{self, Layout, Rect};
use crate::samples::SAMPLES;

const NAMESPACE: &str = "http://www.w3.org/2000/svg";

fn read(text: &str) -> Document {
    Document::read_text(text).unwrap()
}

fn bare() -> Options {
    Options { has_marks: false, ..Options::default() }
}

fn number_of(node: Node<'_, '_>, attribute: &str) -> f32 {
    node.attribute(attribute).unwrap_or_default().parse().unwrap()
}

/// The first rectangle of each group of a class, with its border.
fn boxes(xml: &Xml<'_>, class: &str) -> Vec<Rect> {
    let groups = xml.descendants().filter(|node| node.attribute("class") == Some(class));
    groups
        .map(|group| {
            let rect = group.children().find(|node| node.has_tag_name((NAMESPACE, "rect"))).unwrap();
            let [x, y, width, height] = ["x", "y", "width", "height"].map(|it| number_of(rect, it));
            Rect::new(Point::new(x, y), Point::new(x + width, y + height)).expand(0.5)
        })
        .collect()
}

fn assert_same(left: &[Rect], right: &[Rect]) {
    assert_eq!(left.len(), right.len());
    for (left, right) in left.iter().zip(right) {
        let ends = [left.min.x - right.min.x, left.min.y - right.min.y, left.max.x - right.max.x];
        assert!(ends.iter().all(|end| end.abs() < 0.02), "{left:?} {right:?}");
        assert!((left.max.y - right.max.y).abs() < 0.02, "{left:?} {right:?}");
    }
}

#[test]
fn boxes_and_cards_are_where_the_canvas_has_them() {
    for sample in SAMPLES {
        let document = read(sample.text);
        for orientation in [Orientation::LeftToRight, Orientation::TopToBottom] {
            let flow = Flow::of(document.pipeline());
            let layout = Layout::of(document.pipeline(), &flow, layout::Options { orientation });
            let text = write(&document, &Options { orientation, ..bare() });
            let xml = Xml::parse(&text).unwrap();
            let stages: Vec<Rect> = layout.stages.iter().map(|stage| stage.rect).collect();
            let cards: Vec<Rect> = layout.cards.iter().map(|card| card.rect).collect();
            assert_same(&boxes(&xml, "stage"), &stages);
            assert_same(&boxes(&xml, "action"), &cards);
        }
    }
}

#[test]
fn every_name_can_be_read_and_every_wire_is_there() {
    let document = read(SAMPLES[2].text);
    let text = write(&document, &bare());
    let xml = Xml::parse(&text).unwrap();
    let words: Vec<&str> = xml
        .descendants()
        .filter(|node| node.has_tag_name((NAMESPACE, "text")))
        .filter_map(|it| it.text())
        .collect();
    for (stage, action) in document.pipeline().actions() {
        assert!(words.contains(&stage.name()) && words.contains(&action.name()), "{}", action.name());
    }
    for artifact in &Flow::of(document.pipeline()).artifacts {
        assert!(words.contains(&artifact.name.as_str()), "{}", artifact.name);
    }
    let titles = xml.descendants().filter(|node| node.has_tag_name((NAMESPACE, "title")));
    let wires = titles.filter(|title| title.text().is_some_and(|text| text.contains(" → ")));
    assert_eq!(wires.count(), Flow::of(document.pipeline()).wires.len());
}

#[test]
fn a_picture_is_the_same_each_time() {
    for theme in [Theme::Light, Theme::Dark, Theme::Page] {
        let options = Options { theme, ..Options::default() };
        assert_eq!(write(&read(SAMPLES[1].text), &options), write(&read(SAMPLES[1].text), &options));
    }
}

/// A pipeline whose every name is the given one.
fn named(name: &str) -> Document {
    let kind = json!({"category": name, "owner": name, "provider": name, "version": name});
    let action = json!({"name": name, "actionTypeId": kind, "outputArtifacts": [{"name": name}]});
    let taker =
        json!({"name": name, "runOrder": 2, "actionTypeId": kind, "inputArtifacts": [{"name": name}]});
    let file = json!({
        "pipeline": {"name": name, "executionMode": name, "pipelineType": name, "stages": [
            {"name": name, "actions": [action, taker], "onFailure": {"result": "ROLLBACK"}},
        ]},
        "pipewright": {"notes": [{"text": format!("{name}\n{name}"), "stage": name}]},
    });
    read(&file.to_string())
}

const HOSTILE: [&str; 8] = [
    "\"><script>alert(1)</script>",
    "]]>--><!-- &amp; &#x3c; %3C",
    "a\u{0}b\u{1F}c\u{7F}d\u{85}e",
    "\u{202E}gnp.exe\u{2066} שלום עולם",
    "' onload='x",
    "\u{FFFE}\u{FFFF}\u{1F4A9}",
    "部署到生产环境部署到生产环境部署到生产环境部署到生产环境",
    "𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚𝔚",
];

#[test]
fn no_name_is_markup() {
    for name in HOSTILE {
        let document = named(name);
        for orientation in [Orientation::LeftToRight, Orientation::TopToBottom] {
            let text = write(&document, &Options { orientation, ..Options::default() });
            let xml = Xml::parse(&text).unwrap_or_else(|error| panic!("{name:?}: {error}\n{text}"));
            let known = ["svg", "title", "desc", "g", "rect", "path", "text", "circle", "clipPath"];
            for node in xml.descendants().filter(Node::is_element) {
                assert!(known.contains(&node.tag_name().name()), "{name:?} made {:?}", node.tag_name());
                assert!(node.attributes().all(|it| !it.name().starts_with("on") && it.name() != "href"));
            }
        }
    }
}

#[test]
fn no_words_leave_the_picture() {
    let long = "W".repeat(100);
    for name in HOSTILE.iter().copied().chain([long.as_str(), "", " "]) {
        let text = write(&named(name), &Options::default());
        let xml = Xml::parse(&text).unwrap();
        let width = number_of(xml.root_element(), "width");
        for node in xml.descendants().filter(|node| node.has_tag_name((NAMESPACE, "text"))) {
            let Some(length) = node.attribute("textLength") else {
                let fence = node.parent().and_then(|group| group.attribute("clip-path"));
                assert!(fence.is_some(), "{name:?}: neither measured nor fenced");
                continue;
            };
            let length: f32 = length.parse().unwrap();
            let is_centered = node.attribute("text-anchor") == Some("middle");
            let end = number_of(node, "x") + if is_centered { length / 2.0 } else { length };
            assert!(end <= width, "{name:?}: {end} of {width}");
            let card = node.parent().filter(|group| group.attribute("class") == Some("action"));
            if let Some(rect) =
                card.and_then(|group| group.children().find(|it| it.tag_name().name() == "rect"))
            {
                assert!(end <= number_of(rect, "x") + number_of(rect, "width"), "{name:?} leaves its card");
            }
        }
    }
}

#[test]
fn a_part_is_shown_alone_with_the_number_and_the_colors_it_has() {
    let document = read(SAMPLES[2].text);
    let stage = &document.pipeline().stages[2];
    let text = write(&document, &Options { part: Part::Stage(stage.id), ..bare() });
    let xml = Xml::parse(&text).unwrap();
    assert_eq!(boxes(&xml, "stage").len(), 1);
    assert_eq!(boxes(&xml, "action").len(), stage.actions.len());
    assert!(xml.descendants().any(|node| node.has_tag_name((NAMESPACE, "text")) && node.text() == Some("3")));
    let chosen: Vec<_> = document.pipeline().stages.iter().map(|stage| stage.actions[0].id).collect();
    let part = Part::Chosen(vec![stage.id], chosen);
    let text = write(&document, &Options { part, ..bare() });
    let xml = Xml::parse(&text).unwrap();
    assert_eq!(boxes(&xml, "stage").len(), document.pipeline().stages.len());
    assert_eq!(boxes(&xml, "action").len(), document.pipeline().stages.len() - 1 + stage.actions.len());
}

#[test]
fn findings_are_marked_unless_they_are_not_wanted() {
    let document = named("x");
    let red = Ink::Error.in_theme(Theme::Light);
    assert!(write(&document, &Options::default()).contains(&red));
    assert!(!write(&document, &bare()).contains(&red));
}

#[test]
fn an_empty_design_is_a_picture_too() {
    let text = write(&Document::blank("shop"), &Options::default());
    assert!(Xml::parse(&text).is_ok());
    assert!(text.contains(">shop</text>") && text.contains("0 stages · 0 actions · V2 · Superseded"));
}

#[test]
fn fonts_stand_inside_when_they_are_asked_for() {
    let document = read(SAMPLES[0].text);
    let text = write(&document, &Options { fonts: Fonts::Embedded, ..bare() });
    let xml = Xml::parse(&text).unwrap();
    let style = xml.descendants().find(|node| node.has_tag_name((NAMESPACE, "style"))).unwrap();
    assert_eq!(style.text().unwrap().matches("@font-face").count(), 2);
    assert!(!write(&document, &bare()).contains("@font-face"));
}

#[test]
fn a_page_says_what_the_colors_are() {
    let text = element(&read(SAMPLES[2].text), &Options { theme: Theme::Page, ..Options::default() });
    assert!(!text.contains("=\"#"), "a color of its own");
    let declared = variables(Theme::Dark);
    for part in text.split("var(").skip(1) {
        let name = part.split(')').next().unwrap();
        assert!(declared.contains(&format!("{name}:#")), "{name}");
    }
}

#[test]
fn no_key_is_in_a_picture() {
    let key = format!("AKIA{}", "IOSFODNN7EXAMPLE");
    let text = write(&named(&format!("use {key}")), &Options::default());
    assert!(!text.contains(&key), "{text}");
}

#[test]
fn the_picture_of_a_sample() {
    let options = Options { theme: Theme::Dark, ..Options::default() };
    insta::assert_snapshot!("connection-ecs", write(&read(SAMPLES[2].text), &options));
}

/// The name of an action, what it takes and what it makes.
type Made<'a> = (&'a str, &'a str, &'a str);

/// A small pipeline with these stages.
fn pipeline(stages: &[(&str, &[Made<'_>])]) -> Document {
    let list = |name: &str| if name.is_empty() { json!([]) } else { json!([{ "name": name }]) };
    let stages: Vec<_> = stages
        .iter()
        .map(|(name, actions)| {
            let action = |(name, takes, makes): &Made<'_>| {
                json!({
                    "name": name,
                    "actionTypeId":
                        { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
                    "configuration": { "ProjectName": format!("{name}-{makes}") },
                    "inputArtifacts": list(takes),
                    "outputArtifacts": list(makes),
                })
            };
            json!({ "name": name, "actions": actions.iter().map(action).collect::<Vec<_>>() })
        })
        .collect();
    read(&json!({ "name": "shop", "stages": stages }).to_string())
}

fn compared() -> Union {
    let old = pipeline(&[
        ("Source", &[("App", "", "Src")]),
        ("Build", &[("Compile", "Src", "Out"), ("Lint", "Src", ""), ("Scan", "Out", "")]),
        ("Release", &[("Deploy", "Out", "")]),
    ]);
    let new = pipeline(&[
        ("Source", &[("App", "", "Src")]),
        ("Build", &[("Compile", "Src", "Jar"), ("Test", "Src", "")]),
        ("Release", &[("Deploy", "Jar", ""), ("Scan", "Jar", "")]),
    ]);
    Union::of(None, Some(old.pipeline()), Some(new.pipeline()))
}

#[test]
fn two_designs_are_one_picture_with_everything_where_the_canvas_has_it() {
    let union = compared();
    for theme in [Theme::Light, Theme::Dark] {
        for orientation in [Orientation::LeftToRight, Orientation::TopToBottom] {
            let options = Options { theme, orientation, ..Options::default() };
            let text = write_union(&union, &options);
            assert_eq!(text, write_union(&union, &options));
            let xml = Xml::parse(&text).unwrap();
            let layout = Layout::of(&union.pipeline, &union.flow, layout::Options { orientation });
            let cards: Vec<Rect> = layout.cards.iter().map(|card| card.rect).collect();
            assert_same(&boxes(&xml, "action"), &cards);
            let texts: Vec<&str> = xml
                .descendants()
                .filter(|node| node.has_tag_name((NAMESPACE, "text")))
                .filter_map(|node| node.text())
                .collect();
            for words in ["added", "removed", "Scan → Release", "1 added", "1 removed"] {
                assert!(texts.contains(&words), "{words}: {texts:?}");
            }
            assert!(texts.iter().any(|text| text.starts_with("changed outputs")), "{texts:?}");
            assert!(texts.iter().any(|text| text.starts_with("moved from Build")), "{texts:?}");
            let ghosts = xml.descendants().filter(|node| node.attribute("opacity").is_some());
            let names: Vec<_> = ghosts.filter_map(|ghost| ghost.first_element_child()?.text()).collect();
            assert_eq!(names, ["Lint"]);
        }
    }
}

#[test]
fn what_is_equal_has_no_marks() {
    let document = read(SAMPLES[2].text);
    let union = Union::of(None, Some(document.pipeline()), Some(document.pipeline()));
    let text = write_union(&union, &Options::default());
    assert!(!text.contains("fill-opacity") && !text.contains("opacity=\"0.55\""), "{text}");
    assert!(text.contains("Nothing changes."));
    let nothing = Union::of(None, None, None);
    assert!(Xml::parse(&write_union(&nothing, &Options::default())).is_ok());
}
