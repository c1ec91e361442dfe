//! Whole pipelines to look at, learn from and test with, as a person would keep them in a project.

/// A project file that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// File name without its ending; stable.
    pub name: &'static str,
    /// For lists.
    pub title: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// The file.
    pub text: &'static str,
}

/// All samples, simplest first.
pub const SAMPLES: &[Sample] = &[
    Sample {
        name: "codecommit-ec2",
        title: "CodeCommit to EC2",
        summary: "Build and unit tests side by side, CodeDeploy to staging, an approval, CodeDeploy to production.",
        text: include_str!("../../assets/samples/codecommit-ec2.json"),
    },
    Sample {
        name: "s3-beanstalk",
        title: "S3 to Elastic Beanstalk",
        summary: "An uploaded bundle is tested, packaged, put under load on staging and released with an alarm that rolls back.",
        text: include_str!("../../assets/samples/s3-beanstalk.json"),
    },
    Sample {
        name: "connection-ecs",
        title: "GitHub to Amazon ECS",
        summary: "Pushes to main migrate the database, build an image, deploy it to staging and release it blue/green.",
        text: include_str!("../../assets/samples/connection-ecs.json"),
    },
];

/// The sample with this name.
pub fn sample(name: &str) -> Option<&'static Sample> {
    SAMPLES.iter().find(|sample| sample.name == name)
}

#[cfg(test)]
mod tests;
