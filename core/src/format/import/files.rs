//! Several files that are read as one: lines count on from each to the next.

/// The files, in the order they were read; none where there is only one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files(Vec<File>);

#[derive(Clone, Debug)]
struct File {
    name: String,
    /// How many lines stand in the files before it.
    before: usize,
}

impl Files {
    /// Adds a file behind all others; answers how many lines are before it.
    pub fn add(&mut self, name: &str, text: &str, before: usize) -> usize {
        self.0.push(File { name: name.to_owned(), before });
        before + text.matches('\n').count() + 1
    }

    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|file| file.name.clone()).collect()
    }

    /// The file a line is in, if there are several, and its number there.
    pub fn place(&self, line: usize) -> (Option<&str>, usize) {
        let behind = self.0.partition_point(|file| file.before < line);
        match behind.checked_sub(1).and_then(|at| self.0.get(at)) {
            Some(file) => (Some(&file.name), line - file.before),
            None => (None, line),
        }
    }

    /// As a part of a sentence: "line 3", or "line 3 of variables.tf".
    pub fn words(&self, line: usize) -> String {
        match self.place(line) {
            (Some(file), line) => format!("line {line} of {file}"),
            (None, line) => format!("line {line}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_in_its_file() {
        let mut files = Files::default();
        assert_eq!(files.place(7), (None, 7));
        let mut before = 0;
        for (name, text) in [("a.tf", "x\ny\n"), ("b.tf", ""), ("c.tf", "z")] {
            before = files.add(name, text, before);
        }
        let places: Vec<(Option<&str>, usize)> = (1..=6).map(|line| files.place(line)).collect();
        let of = |name, line| (Some(name), line);
        assert_eq!(
            places,
            [of("a.tf", 1), of("a.tf", 2), of("a.tf", 3), of("b.tf", 1), of("c.tf", 1), of("c.tf", 2)]
        );
        assert_eq!(files.words(5), "line 1 of c.tf");
        assert_eq!(Files::default().words(5), "line 5");
    }
}
