#[test]
fn dump() {
    for sample in crate::samples::SAMPLES {
        let document = crate::document::Document::read_text(sample.text).unwrap();
        for form in crate::format::FORMS {
            for is_whole in [false, true] {
                let options = crate::format::Options { is_whole, ..Default::default() };
                let written = (form.write)(&document, &options);
                println!("@@@ {}-{is_whole}.{}", sample.name, form.ending);
                print!("{}", written.text);
                println!("@@@ {}-{is_whole}.{}.loss", sample.name, form.ending);
                for line in written.fidelity.lines(&document) {
                    println!("{line}");
                }
            }
        }
    }
}
