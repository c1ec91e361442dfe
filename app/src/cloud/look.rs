//! Looking for what a design needs, and changing nothing.

use pipewright_core::preflight::{Answer, Ask, Asked, Line, Question, judge};

use super::account::Account;
use super::fault::{Fault, FaultKind};

/// More rounds than any question has.
const ROUNDS: usize = 5;

/// Asks everything that answers a question, and judges it. `own` is the account of whoever asks.
pub async fn look(account: &dyn Account, question: &Question, own: Option<&str>) -> Line {
    let mut asked: Vec<Asked> = Vec::new();
    for _ in 0..ROUNDS {
        let asks = question.asks(own, &asked);
        if asks.is_empty() {
            break;
        }
        for ask in asks {
            let answer = account.look(&ask).await;
            asked.push((ask, answer));
        }
    }
    judge(question, own, &asked)
}

/// What a fault says of the thing that was asked for.
pub(super) fn answer(ask: &Ask, fault: &Fault) -> Answer {
    let code = fault.code.as_deref().unwrap_or_default();
    // CloudFormation refuses a wrong name with the code it has for a stack that is not there.
    let is_absent =
        ask.absent.contains(&code) && (code != "ValidationError" || fault.message.contains("does not exist"));
    if is_absent {
        return Answer::Absent;
    }
    // Some services have codes of their own for it.
    if fault.kind == FaultKind::AccessDenied || code.starts_with("AuthorizationError") {
        return Answer::Denied { permission: ask.permission.to_owned() };
    }
    // "Could not ask CodeBuild: " goes without saying in a line about a project.
    let happened = fault.message.split_once(": ").map_or(&*fault.message, |(_, happened)| happened);
    Answer::Failed { happened: happened.to_owned() }
}
