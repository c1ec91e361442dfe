//! What an execution mode means, as a small moving picture: three commits on their way through three stages.
//!
//! The picture moves while the pointer is on it and for one round after another mode was picked, so that a window
//! nobody touches draws no frames. With reduced motion it shows the one moment that tells the modes apart.

use std::time::Duration;

use eframe::egui::{
    Align2, Color32, CornerRadius, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::look::{
    Tokens, fonts,
    tokens::{radius, space, stroke, text},
};
use crate::tr;

/// How executions that overlap treat each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Superseded,
    Queued,
    Parallel,
}

impl Mode {
    /// The word of the file; none for any other word.
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "SUPERSEDED" => Some(Self::Superseded),
            "QUEUED" => Some(Self::Queued),
            "PARALLEL" => Some(Self::Parallel),
            _ => None,
        }
    }

    /// What happens, in words.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Self::Superseded => {
                tr!(
                    "One run in each stage. While A is in stage 2, B waits before it, and C takes the place of B."
                )
            }
            Self::Queued => tr!("One run in each stage. While A is in stage 2, B and C wait in their order."),
            Self::Parallel => {
                tr!("Up to 50 runs at once. A, B and C go through all stages and never wait for each other.")
            }
        }
    }

    const fn travels(self) -> [&'static [Stop]; 3] {
        match self {
            Self::Superseded => [ALONE, OVERTAKEN, OVERTAKES],
            Self::Queued => [ALONE, SECOND, THIRD],
            Self::Parallel => [FIRST_LANE, MIDDLE_LANE, LAST_LANE],
        }
    }
}

/// Where a commit is at a time: seconds, stages from the left (1 is inside the first, 1.5 between it and the
/// second), lanes from the middle, and how well it can be seen.
struct Stop(f32, f32, f32, f32);

const ALONE: &[Stop] = &[
    Stop(0.0, 1.0, 0.0, 1.0),
    Stop(0.6, 1.0, 0.0, 1.0),
    Stop(1.1, 2.0, 0.0, 1.0),
    Stop(3.9, 2.0, 0.0, 1.0),
    Stop(4.4, 3.0, 0.0, 1.0),
];
const OVERTAKEN: &[Stop] = &[
    Stop(0.7, 0.4, 0.0, 0.0),
    Stop(1.2, 1.0, 0.0, 1.0),
    Stop(1.7, 1.0, 0.0, 1.0),
    Stop(2.1, 1.5, 0.0, 1.0),
    Stop(2.9, 1.5, 0.0, 1.0),
    Stop(3.2, 1.5, 1.0, 0.35),
    Stop(6.0, 1.5, 1.0, 0.35),
];
const OVERTAKES: &[Stop] = &[
    Stop(1.7, 0.4, 0.0, 0.0),
    Stop(2.2, 1.0, 0.0, 1.0),
    Stop(2.8, 1.0, 0.0, 1.0),
    Stop(3.2, 1.5, 0.0, 1.0),
    Stop(4.2, 1.5, 0.0, 1.0),
    Stop(4.6, 2.0, 0.0, 1.0),
];
const SECOND: &[Stop] = &[
    Stop(0.7, 0.4, 0.0, 0.0),
    Stop(1.2, 1.0, 0.0, 1.0),
    Stop(1.7, 1.0, 0.0, 1.0),
    Stop(2.1, 1.6, 0.0, 1.0),
    Stop(4.2, 1.6, 0.0, 1.0),
    Stop(4.6, 2.0, 0.0, 1.0),
];
const THIRD: &[Stop] = &[
    Stop(1.7, 0.4, 0.0, 0.0),
    Stop(2.2, 1.0, 0.0, 1.0),
    Stop(2.8, 1.0, 0.0, 1.0),
    Stop(3.2, 1.39, 0.0, 1.0),
    Stop(4.5, 1.39, 0.0, 1.0),
    Stop(4.8, 1.6, 0.0, 1.0),
];
const FIRST_LANE: &[Stop] = &[
    Stop(0.0, 1.0, -1.0, 1.0),
    Stop(1.5, 1.0, -1.0, 1.0),
    Stop(2.0, 2.0, -1.0, 1.0),
    Stop(3.6, 2.0, -1.0, 1.0),
    Stop(4.1, 3.0, -1.0, 1.0),
];
const MIDDLE_LANE: &[Stop] = &[
    Stop(0.7, 0.4, 0.0, 0.0),
    Stop(1.2, 1.0, 0.0, 1.0),
    Stop(2.4, 1.0, 0.0, 1.0),
    Stop(2.9, 2.0, 0.0, 1.0),
    Stop(4.4, 2.0, 0.0, 1.0),
    Stop(4.9, 3.0, 0.0, 1.0),
];
const LAST_LANE: &[Stop] =
    &[Stop(1.4, 0.4, 1.0, 0.0), Stop(1.9, 1.0, 1.0, 1.0), Stop(4.0, 1.0, 1.0, 1.0), Stop(4.5, 2.0, 1.0, 1.0)];

/// Of one round, in seconds.
const ROUND: f64 = 6.0;
/// The moment that tells the modes apart.
const STILL: f32 = 3.5;
/// Between two frames.
const FRAME: Duration = Duration::from_millis(33);
const HEIGHT: f32 = 76.0;
const BOX: eframe::egui::Vec2 = vec2(62.0, 64.0);
const DOT: f32 = 8.5;
const LANE: f32 = 19.0;

/// What is kept of the picture between frames.
#[derive(Default)]
pub(super) struct Picture {
    /// The mode it showed last; another one starts it.
    shown: Option<Mode>,
    /// When it began to move.
    since: Option<f64>,
}

/// The picture, as wide as there is room.
pub(super) fn picture(ui: &mut Ui, state: &mut Picture, mode: Mode) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, mode.meaning()));
    if !ui.is_rect_visible(rect) {
        return;
    }
    if state.shown.replace(mode).is_some_and(|before| before != mode) {
        state.since = Some(ui.input(|input| input.time));
    }
    let time = moment(ui, state, response.hovered());
    paint(ui, rect, mode, time);
}

/// Where in the round the picture is.
fn moment(ui: &Ui, state: &mut Picture, is_hovered: bool) -> f32 {
    let may_move = ui.style().animation_time > 0.0;
    let now = ui.input(|input| input.time);
    if is_hovered && may_move {
        state.since.get_or_insert(now);
    }
    let Some(since) = state.since.filter(|_| may_move) else { return STILL };
    let passed = now - since;
    if passed >= ROUND && !is_hovered {
        state.since = None;
        return STILL;
    }
    ui.ctx().request_repaint_after(FRAME);
    (passed % ROUND) as f32
}

fn paint(ui: &Ui, rect: Rect, mode: Mode, time: f32) {
    let tokens = Tokens::of(ui);
    let center = |slot: f32| {
        let step = (rect.width() - BOX.x) / 2.0;
        pos2(rect.left() + BOX.x / 2.0 + (slot - 1.0) * step, rect.center().y)
    };
    let line = Stroke::new(stroke::LINE, tokens.line_strong);
    ui.painter().hline(rect.x_range().shrink(space::S), rect.center().y, line);
    for number in 1..=3_u8 {
        let stage = Rect::from_center_size(center(f32::from(number)), BOX);
        let border = Stroke::new(stroke::LINE, tokens.line);
        ui.painter().rect(stage, CornerRadius::same(radius::CARD), tokens.raised, border, StrokeKind::Inside);
        let at = stage.left_top() + vec2(space::S, 5.0);
        let font = fonts::regular(text::GROUP);
        ui.painter().text(at, Align2::LEFT_TOP, number, font, tokens.weak);
    }
    let letters = ["A", "B", "C"];
    for (index, (stops, letter)) in mode.travels().into_iter().zip(letters).enumerate() {
        let Some((slot, lane, shown)) = place(stops, time) else { continue };
        let color = tokens.artifact_color(index);
        dot(ui, center(slot) + vec2(0.0, lane * LANE), letter, color, shown, tokens);
        let is_overtaken = mode == Mode::Superseded && letter == "B" && time >= 3.2;
        if is_overtaken {
            let at = center(slot) + vec2(0.0, lane * LANE);
            let strike = Stroke::new(stroke::WIRE, tokens.error.solid);
            let arm = vec2(DOT - 2.0, -(DOT - 2.0));
            ui.painter().line_segment([at - arm, at + arm], strike);
        }
    }
}

fn dot(ui: &Ui, at: Pos2, letter: &str, color: Color32, shown: f32, tokens: &Tokens) {
    let fill = tokens.fill_for(color).gamma_multiply(shown);
    ui.painter().circle(at, DOT, fill, Stroke::new(stroke::WIRE, color.gamma_multiply(shown)));
    let font = fonts::semibold(text::GROUP);
    ui.painter().text(at, Align2::CENTER_CENTER, letter, font, color.gamma_multiply(shown));
}

/// Slot, lane and visibility at a time; none before the first stop.
fn place(stops: &[Stop], time: f32) -> Option<(f32, f32, f32)> {
    let after = stops.iter().position(|stop| stop.0 > time).unwrap_or(stops.len());
    let before = &stops[after.checked_sub(1)?];
    let Some(next) = stops.get(after) else { return Some((before.1, before.2, before.3)) };
    let part = (time - before.0) / (next.0 - before.0);
    let eased = part * part * (3.0 - 2.0 * part);
    let between = |a: f32, b: f32| a + (b - a) * eased;
    Some((between(before.1, next.1), between(before.2, next.2), between(before.3, next.3)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_commits_are_never_at_the_same_place() {
        for mode in [Mode::Superseded, Mode::Queued, Mode::Parallel] {
            for tick in 0..=60_u8 {
                let time = f32::from(tick) / 10.0;
                let places: Vec<_> = mode.travels().iter().filter_map(|stops| place(stops, time)).collect();
                for (index, a) in places.iter().enumerate() {
                    for b in places[index + 1..].iter().filter(|b| b.2 > 0.9 && a.2 > 0.9) {
                        let apart = ((a.0 - b.0) * 117.0).hypot((a.1 - b.1) * LANE);
                        assert!(apart >= DOT, "{mode:?} at {time}");
                    }
                }
            }
        }
    }

    #[test]
    fn only_the_overtaken_commit_never_gets_on() {
        let last = |mode: Mode, index: usize| place(mode.travels()[index], 5.9).map(|it| it.0);
        assert_eq!(last(Mode::Superseded, 1), Some(1.5));
        assert_eq!(last(Mode::Queued, 1), Some(2.0));
        assert_eq!(last(Mode::Parallel, 1), Some(3.0));
    }
}
