//! Files that are refused, and what would ask for too much.

use super::*;

#[test]
fn other_files_are_refused_in_words() {
    for (text, expect) in [
        ("resource \"aws_s3_bucket\" \"b\" {}\n", "no resource of the type aws_codepipeline"),
        ("module \"release\" {\n  source = \"./p\"\n}\n", "where a module makes the pipeline (release)"),
        ("resource \"aws_codepipeline\" \"{{ name }}\" {\n  {% if x %}\n}\n", "line 1: this is a template"),
        ("resource \"aws_codepipeline\" \"p\" {\n  name = \n}\n", "line 2, column"),
        ("resource \"aws_codepipeline\" \"p\" {", "this is not Terraform"),
        ("{\"resource\": {\"aws_codepipeline\": {\"p\": {\"name\": \"${x\"}}}}", "no valid template"),
    ] {
        let error = refused(text).to_string();
        assert!(error.contains(expect), "{text}: {error}");
    }
    let named = |name: &str| Choices { file_name: Some(name.to_owned()), ..Choices::default() };
    // Of several arguments of one name Terraform takes none.
    assert!(matches!(
        refused(&file("name = \"a\"\nname = \"b\"", "")),
        ImportError::Unreadable { line: 3, .. }
    ));
    assert!(matches!(read("# only words\n", &named("x.TF")), Err(ImportError::NoPipeline { .. })));
    assert!(matches!(read("{\"a\": 1}", &named("x.tf.json")), Err(ImportError::NoPipeline { .. })));
}

#[test]
fn bombs_are_refused_in_words() {
    const MANY: usize = 100_000;
    let nested = |open: &str, close: &str| format!("{}1{}", open.repeat(MANY), close.repeat(MANY));
    for expression in [
        nested("[", "]"),
        nested("(", ")"),
        nested("{ a = ", "}"),
        nested("\"${", "}\""),
        nested("f(", ")"),
        nested("!", ""),
        nested("-", ""),
        nested("a ? b : ", ""),
        nested("a[", "]"),
        nested("[for x in ", " : x]"),
        nested("1 + ", ""),
        nested("1 + 2 * ", ""),
        format!("\"{}\"", nested("%{ if true }", "%{ endif }")),
        format!("\"{}\"", nested("%{ for x in y }", "%{ endfor }")),
    ] {
        let text = file(&format!("name = {expression}"), "");
        let error = refused(&text);
        assert!(matches!(error, ImportError::TooMuch { .. }), "{error} {}", &expression[..20]);
    }
    let blocks = format!("{}{}", "a {\n".repeat(MANY), "}\n".repeat(MANY));
    let error = refused(&file("name = \"x\"", &blocks));
    assert!(matches!(error, ImportError::TooMuch { .. }), "{error}");
    // What the parser takes is worked out without running out of stack.
    let deep = format!("{}1{}", "f([(\"${".repeat(15), "}\")])".repeat(15));
    import(&file(&format!("name = {deep}"), ""), &Choices::default());
}

#[test]
fn names_that_double_each_other_end() {
    let mut others = "locals {\n".to_owned();
    for level in 0..50 {
        writeln!(others, "  b{level} = \"${{local.b{next}}}${{local.b{next}}}\"", next = level + 1).unwrap();
    }
    others += "  b50 = \"xxxxxxxxxx\"\n}\n";
    assert!(matches!(refused(&file("name = local.b0", &others)), ImportError::TooMuch { .. }));
}

/// What would be made of a few lines is weighed first: none of these may take all memory, or minutes.
#[test]
fn small_files_that_ask_for_much_end_soon() {
    const MANY: usize = 30_000;
    let big = format!("locals {{\n  big = \"{}\"\n}}\n", "a".repeat(1_000_000));
    let list = |of: &dyn Fn(usize) -> String| (0..MANY).map(of).collect::<Vec<_>>().join(", ");
    let nothing = list(&|_| "\"\"".to_owned());
    for name in [
        "length(replace(local.big, \"a\", local.big))".to_owned(),
        "replace(local.big, \"\", local.big)".to_owned(),
        format!("join(local.big, [{nothing}])"),
    ] {
        let text = file(&format!("name = {name}"), &big);
        assert!(matches!(refused(&text), ImportError::TooMuch { .. }), "{}", &name[..30]);
    }
    let numbers = list(&|index| format!("\"{index}\""));
    let members = |from: usize, count: usize| {
        let all: Vec<String> = (from..from + count).map(|index| format!("a{index} = 1")).collect();
        format!("{{ {} }}", all.join(", "))
    };
    let maps: Vec<String> = (0..15).map(|index| members(index * 1000, 2000)).collect();
    for (name, expect) in [
        (format!("length(distinct([{numbers}]))"), MANY),
        (format!("length(merge({}))", maps.join(", ")), 16_000),
    ] {
        let (file, _) = import(&file(&format!("name = {name}"), ""), &Choices::default());
        assert_eq!(file["pipeline"]["name"], expect.to_string());
    }
    let text = file(&format!("name = {}", members(0, MANY)), "");
    assert!(matches!(refused(&text), ImportError::TooMuch { line: 2, .. }));
    // Each use of a local tells how it is written; each condition is told once.
    let long = format!("locals {{\n  long = [for x in [\"{}\"] : x]\n}}\n", "b".repeat(2_000_000));
    let uses = list(&|_| "local.long".to_owned());
    let conditions = list(&|index| format!("var.open == \"{index}\" ? \"a\" : \"b\""));
    for list in [uses, conditions] {
        let text = file(&format!("name = join(\"\", [{list}])"), &long);
        assert!(matches!(refused(&text), ImportError::TooMuch { .. }), "{}", &list[..30]);
    }
    let ones = vec!["1"; 1000].join(", ");
    let mut stages = String::new();
    for kind in ["stage", "action", "output_artifacts_for_compute_actions"] {
        write!(stages, "dynamic \"{kind}\" {{\nfor_each = [{ones}]\ncontent {{\n").unwrap();
    }
    let text = file(&format!("name = \"x\"\n{stages}{}", "}\n".repeat(6)), "");
    assert!(matches!(refused(&text), ImportError::TooMuch { .. }));
}

#[test]
fn damaged_files_never_panic() {
    let text = file(
        "name = \"${var.a}-${local.b}\"\nrole_arn = join(\":\", [\"a\", aws_iam_role.r[0].arn])",
        &format!("variable \"a\" {{}}\nlocals {{ b = var.a ? 1 : 2 }}\n# {DYNAMIC}"),
    );
    let marks =
        ["", "${", "%{", "}", "{", "]", "(", "\"", "\n", "<<E\n", "=", "? :", "é", "*", "...", "for ", "!"];
    for at in (0..text.len()).step_by(7).filter(|at| text.is_char_boundary(*at)) {
        for (index, mark) in marks.iter().enumerate() {
            let end = (at..text.len()).filter(|end| text.is_char_boundary(*end)).nth(index % 5);
            let damaged = format!("{}{mark}{}", &text[..at], &text[end.unwrap_or(text.len())..]);
            let _ = read(&damaged, &Choices::default());
        }
    }
}
