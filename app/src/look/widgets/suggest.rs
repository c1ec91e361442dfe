//! A text edit with a list of offers for the word before its cursor.
//!
//! The list has the look of the other lists of the window, and stands below the line that is being typed.
//! The focus stays in the text: arrows choose, Enter or Tab takes, Escape closes the list until the word changes.

use eframe::egui::{
    Context, Event, EventFilter, Galley, Id, Key, LayerId, Popup, PopupKind, Pos2, Rect, RectAlign, Response,
    RichText, Role, ScrollArea, SurrenderFocusOn, TextEdit, Ui, pos2,
    text::{CCursor, CCursorRange, CharIndex},
    text_edit::TextEditState,
};

use super::{row::Row, section::rule};
use crate::look::{
    Tokens, fonts,
    tokens::{space, text},
};

/// What could stand in the place of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Takes the place of the whole word.
    pub insert: String,
    /// As it stands in the list.
    pub label: String,
    /// What it is, told for the chosen one below the list. May be empty.
    pub detail: String,
}

/// The word that ends at the cursor. Words end at `}`, `"` and line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query<'q> {
    pub word: &'q str,
    /// The letter behind the cursor.
    pub next: Option<char>,
}

/// What could stand in the place of a word. Asked in each frame while the text has the focus, so the answer is
/// quick where there is none.
pub type Suggest<'s> = dyn Fn(&Query<'_>) -> Vec<Offer> + 's;

/// A text edit after its frame.
pub(crate) struct Edited {
    /// Changed, too, if an offer was taken.
    pub response: Response,
    pub galley: std::sync::Arc<Galley>,
    pub galley_pos: Pos2,
}

/// What is kept between frames.
#[derive(Clone, Default)]
struct State {
    chosen: usize,
    /// The word `chosen` is about.
    word: String,
    is_open: bool,
    /// The word for which the list was closed.
    dismissed: Option<String>,
}

/// Shows `edit` under `id`, with what `suggest` offers.
pub(crate) fn suggested_edit(ui: &mut Ui, id: Id, edit: TextEdit<'_>, suggest: &Suggest<'_>) -> Edited {
    let state_id = id.with("offers");
    let mut state: State = ui.data(|data| data.get_temp(state_id)).unwrap_or_default();
    let keys = if state.is_open { Keys::take(ui) } else { Keys::default() };
    let filter = edit.get_event_filter();
    let edit = edit.id(id).event_filter(EventFilter {
        tab: filter.tab || state.is_open,
        escape: filter.escape || state.is_open,
        ..filter
    });
    let list_id = id.with("list");
    let (output, text) = with_focus_kept(ui, state.is_open, list_id, |ui| edit.show_returning_text(ui));
    let mut edited = Edited {
        response: output.response.response.clone(),
        galley: output.galley.clone(),
        galley_pos: output.galley_pos,
    };
    let Some(cursor) = output.cursor_range.filter(|_| edited.response.has_focus()) else {
        if state.is_open {
            ui.data_mut(|data| data.remove::<State>(state_id));
        }
        return edited;
    };
    let at = cursor.primary.index.0;
    let start = word_start(text.as_str(), at);
    let word = text.char_range(CharIndex(start)..CharIndex(at)).to_owned();
    if keys.dismiss {
        state.dismissed = Some(word.clone());
    }
    let next = text.as_str().chars().nth(at);
    let is_dismissed = state.dismissed.as_deref() == Some(word.as_str());
    let offers = if is_dismissed { Vec::new() } else { suggest(&Query { word: &word, next }) };
    if state.word != word {
        state.chosen = 0;
        state.word.clone_from(&word);
    }
    let mut taken = None;
    if !offers.is_empty() {
        let count = offers.len();
        state.chosen = (state.chosen + keys.down + (count - keys.up % count)) % count;
        taken = keys.accept.then_some(state.chosen);
    }
    state.is_open = !offers.is_empty() && taken.is_none();
    if state.is_open {
        let caret = output.galley.pos_from_cursor(cursor.primary).translate(output.galley_pos.to_vec2());
        let field = edited.response.rect;
        let line = Rect::from_min_max(
            pos2(field.left() - space::XS, near(field.top(), caret.top()) - space::XS),
            pos2(field.right() + space::XS, near(field.bottom(), caret.bottom()) + space::XS),
        );
        taken = list(ui, list_id, edited.response.layer_id, line, &offers, &mut state.chosen, keys.moved());
    }
    if let Some(offer) = taken.and_then(|index| offers.get(index)) {
        text.delete_char_range(CharIndex(start)..CharIndex(at));
        let mut cursor = CCursor::new(CharIndex(start));
        text.insert_text_at(&mut cursor, &offer.insert, usize::MAX);
        let mut edit_state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
        edit_state.cursor.set_char_range(Some(CCursorRange::one(cursor)));
        edit_state.store(ui.ctx(), id);
        edited.response.mark_changed();
        state = State::default();
    }
    ui.data_mut(|data| data.insert_temp(state_id, state));
    edited
}

/// The edge of the field beside the line that is written, or of that line where others lie between.
fn near(edge: f32, line: f32) -> f32 {
    if (edge - line).abs() < space::L { edge } else { line }
}

/// Clicks into the list leave the focus in the text.
fn with_focus_kept<R>(ui: &mut Ui, is_open: bool, list_id: Id, show: impl FnOnce(&mut Ui) -> R) -> R {
    let is_on_list = |ctx: &Context| {
        let under = ctx.pointer_interact_pos().and_then(|pos| ctx.layer_id_at(pos));
        under == Some(LayerId::new(PopupKind::Popup.order(), list_id))
    };
    if !is_open || !is_on_list(ui.ctx()) {
        return show(ui);
    }
    let set = |ui: &Ui, on: SurrenderFocusOn| {
        ui.ctx().options_mut(|options| std::mem::replace(&mut options.input_options.surrender_focus_on, on))
    };
    let before = set(ui, SurrenderFocusOn::Never);
    let result = show(ui);
    set(ui, before);
    result
}

/// Returns the offer that was clicked.
fn list(
    ui: &Ui,
    id: Id,
    layer: LayerId,
    line: Rect,
    offers: &[Offer],
    chosen: &mut usize,
    has_moved: bool,
) -> Option<usize> {
    let popup = Popup::new(id, ui.ctx().clone(), line, layer)
        .kind(PopupKind::Popup)
        .open(true)
        .align(RectAlign::BOTTOM_START)
        .align_alternatives(&[RectAlign::TOP_START, RectAlign::BOTTOM_END, RectAlign::TOP_END])
        .width(line.width().clamp(LIST_WIDTH, 2.0 * LIST_WIDTH))
        .accessible_name(crate::tr!("Offers"));
    let clicked = popup.show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_min_width(ui.available_width());
        let mut clicked = None;
        ScrollArea::vertical().max_height(LIST_HEIGHT).show(ui, |ui| {
            let is_moving = ui.input(|input| input.pointer.is_moving());
            for (index, offer) in offers.iter().enumerate() {
                let is_chosen = index == *chosen;
                let row = Row::new(&offer.label).code().role(Role::ListBoxOption).selected(is_chosen);
                let response = row.show(ui);
                if is_chosen && has_moved {
                    response.scroll_to_me(None);
                }
                if response.hovered() && is_moving {
                    *chosen = index;
                }
                if response.clicked() {
                    clicked = Some(index);
                }
            }
        });
        if let Some(offer) = offers.get(*chosen).filter(|offer| !offer.detail.is_empty()) {
            ui.add_space(space::XS);
            rule(ui);
            ui.add_space(space::XS);
            let words = RichText::new(&offer.detail).font(fonts::regular(text::SMALL));
            ui.horizontal_wrapped(|ui| {
                ui.add_space(space::S);
                ui.label(words.color(Tokens::of(ui).weak));
            });
            ui.add_space(space::XS);
        }
        clicked
    });
    ui.ctx().accesskit_node_builder(id, |node| node.set_role(Role::ListBox));
    clicked.and_then(|list| list.inner)
}

const LIST_WIDTH: f32 = 262.0;
const LIST_HEIGHT: f32 = 196.0;

/// Keys meant for the list, taken away before the text sees them.
#[derive(Default)]
struct Keys {
    down: usize,
    up: usize,
    accept: bool,
    dismiss: bool,
}

impl Keys {
    fn take(ui: &Ui) -> Self {
        ui.input_mut(|input| {
            let mut keys = Self::default();
            input.events.retain(|event| {
                let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
                if !modifiers.is_none() {
                    return true;
                }
                match key {
                    Key::ArrowDown => keys.down += 1,
                    Key::ArrowUp => keys.up += 1,
                    Key::Enter | Key::Tab => keys.accept = true,
                    Key::Escape => keys.dismiss = true,
                    _ => return true,
                }
                false
            });
            keys
        })
    }

    const fn moved(&self) -> bool {
        self.down != self.up
    }
}

/// The first letter of the word that ends before the letter `at`.
fn word_start(text: &str, at: usize) -> usize {
    let ends = |c: char| matches!(c, '}' | '"' | '\n');
    let before = text.chars().take(at).enumerate();
    before.filter(|(_, c)| ends(*c)).last().map_or(0, |(index, _)| index + 1)
}

#[cfg(test)]
mod tests {
    use super::word_start;

    #[test]
    fn a_word_begins_after_a_brace_a_quote_or_a_line_end() {
        assert_eq!(word_start("", 0), 0);
        assert_eq!(word_start("a-#{b", 5), 0);
        assert_eq!(word_start("#{a.b}-#{c", 10), 6);
        assert_eq!(word_start("{\"ä\": \"#{", 9), 7);
        assert_eq!(word_start("x\n#{", 4), 2);
    }
}
