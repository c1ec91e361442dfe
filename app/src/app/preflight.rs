//! Looking for what the design needs in the account, while the plan is on screen.

use pipewright_core::parameter::resolve;
use pipewright_core::policy::Whereabouts;
use pipewright_core::preflight::{Line, Question, State, questions};

use super::App;
use crate::cloud::{Identity, Request, Ticket};

/// What is looked for, each with its answer once it is there.
#[derive(Debug, Default)]
pub struct Preflight {
    pub looks: Vec<Look>,
}

/// One thing that is looked for.
#[derive(Debug)]
pub struct Look {
    pub title: String,
    pub outcome: Outcome,
}

/// How far a look has come.
#[derive(Debug)]
pub enum Outcome {
    Waiting(Ticket),
    Done(Box<Line>),
}

impl Preflight {
    /// How many answers have not come yet.
    pub fn waiting(&self) -> usize {
        self.looks.iter().filter(|look| matches!(look.outcome, Outcome::Waiting(_))).count()
    }

    /// The answers so far.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.looks.iter().filter_map(|look| match &look.outcome {
            Outcome::Waiting(_) => None,
            Outcome::Done(line) => Some(&**line),
        })
    }

    /// How many answers are of this state.
    pub fn count(&self, state: State) -> usize {
        self.lines().filter(|line| line.state == state).count()
    }
}

/// Where the caller works, as far as his identity tells.
pub fn whereabouts(identity: &Identity) -> Whereabouts {
    Whereabouts {
        partition: identity.arn.split(':').nth(1).map(str::to_owned),
        region: Some(identity.region.clone()),
        account: Some(identity.account.clone()),
    }
}

impl App {
    /// Asks for everything the design needs; the answers come one by one.
    pub(super) fn begin_preflight(&mut self, identity: &Identity) {
        self.aws.cancel_preflight();
        let document = resolve(self.editor.document(), self.editor.environment());
        let asked = questions(&document, &whereabouts(identity));
        self.aws.preflight.looks =
            asked.into_iter().map(|question| self.look_for(question, identity)).collect();
    }

    fn look_for(&mut self, question: Question, identity: &Identity) -> Look {
        let title = question.title();
        let request = Request::Look {
            connection: self.aws.connection().clone(),
            question: Box::new(question),
            own: identity.account.clone(),
        };
        Look { title, outcome: Outcome::Waiting(self.aws.cloud.ask(request)) }
    }

    pub(super) fn looked(&mut self, ticket: Ticket, line: Line) {
        let awaited =
            |look: &&mut Look| matches!(look.outcome, Outcome::Waiting(waiting) if waiting == ticket);
        if let Some(look) = self.aws.preflight.looks.iter_mut().find(awaited) {
            look.outcome = Outcome::Done(Box::new(line));
        }
    }
}

impl super::Aws {
    /// Gives up the looks that are under way.
    pub(super) fn cancel_preflight(&mut self) {
        for look in std::mem::take(&mut self.preflight).looks {
            if let Outcome::Waiting(ticket) = look.outcome {
                self.cloud.cancel(ticket);
            }
        }
    }
}
