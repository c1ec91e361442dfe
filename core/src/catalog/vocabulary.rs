//! The closed word lists of the catalog.

use serde::Deserialize;

/// A word list with its spelling in AWS's JSON: one table, so that reading and writing cannot differ.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// All of them, in the order they are listed to a person.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as it is written in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The reverse of [`Self::as_str`]; letter case counts, as it does for AWS.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// `actionTypeId.category`: what kind of step an action is, and its hue on the canvas.
    Category {
        /// Fetches what is released; only in the first stage.
        Source = "Source",
        /// Makes artifacts.
        Build = "Build",
        /// Judges artifacts or what was deployed.
        Test = "Test",
        /// Brings artifacts to where they run.
        Deploy = "Deploy",
        /// Waits for a person.
        Approval = "Approval",
        /// Calls something else.
        Invoke = "Invoke",
        /// Runs commands on compute that comes with the pipeline service.
        Compute = "Compute",
    }
}

words! {
    /// `actionTypeId.owner`.
    Owner {
        /// Built in; the only owner whose actions may have a role or a Region.
        Aws = "AWS",
        /// A partner's.
        ThirdParty = "ThirdParty",
        /// Registered in the account.
        Custom = "Custom",
    }
}

words! {
    /// `pipelineType`.
    PipelineType {
        /// Priced by active pipeline.
        V1 = "V1",
        /// Priced by action minute; has triggers, variables, conditions.
        V2 = "V2",
    }
}

words! {
    /// The headings of the palette.
    Group {
        /// Sources.
        Source = "source",
        /// Builds, tests, scans and commands.
        BuildAndTest = "buildAndTest",
        /// Approvals.
        Approval = "approval",
        /// Deployments.
        Deploy = "deploy",
        /// Calls to functions, workflows and other pipelines.
        Invoke = "invoke",
    }
}

impl Group {
    /// The heading as a person reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Source => "Source",
            Self::BuildAndTest => "Build & test",
            Self::Approval => "Approval",
            Self::Deploy => "Deploy",
            Self::Invoke => "Invoke",
        }
    }
}

words! {
    /// Whether an action type can be recommended for a new design.
    Status {
        /// In use.
        Current = "current",
        /// Works, has a successor.
        Deprecated = "deprecated",
        /// The service behind it is gone.
        EndOfLife = "end_of_life",
        /// Works for accounts that had it.
        ClosedToNewCustomers = "closed_to_new_customers",
        /// A partner's action whose keys and availability AWS does not publish.
        PartnerUnverified = "partner_unverified",
    }
}

words! {
    /// How well a fact is founded.
    #[derive(Default)]
    Confidence {
        /// Read in a source of AWS.
        #[default]
        Verified = "verified",
        /// Read in part, or AWS's sources differ.
        Partial = "partial",
        /// Not found in a source; at most a warning may rest on it.
        Unverified = "unverified",
    }
}
