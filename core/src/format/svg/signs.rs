//! The signs of the canvas as they stand in `assets/icons`, drawn in the color that is asked for.

use super::pen::{Pen, number};
use super::{Ink, Point};
use crate::check::Severity;
use crate::pipeline::Badge;

/// A sign of 24 × 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    /// What is drawn with a pen.
    lines: &'static str,
    /// What is filled, with signs cut out of it.
    filled: Option<Filled>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Filled {
    shape: &'static str,
    cut: &'static str,
}

pub(super) const CHECK: Sign = lines(r#"<path d="m5 12.5 4.5 4.5L19 7.5"/>"#);
const ARROW: Sign = lines(r#"<path d="M5 12h14"/><path d="m13 6 6 6-6 6"/>"#);
const LOCK: Sign = lines(
    r#"<rect x="5.5" y="10.5" width="13" height="9.5" rx="2"/><path d="M8.25 10.5V7.75a3.75 3.75 0 0 1 7.5 0v2.75"/>"#,
);
const REFRESH: Sign = lines(
    r#"<path d="M19.5 4.5V9H15"/><path d="M4.5 19.5V15H9"/><path d="M5.2 9.5a7.25 7.25 0 0 1 12.4-2.4L19.5 9"/><path d="M18.8 14.5a7.25 7.25 0 0 1-12.4 2.4L4.5 15"/>"#,
);
const UNDO: Sign = lines(r#"<path d="M9 14 4.5 9.5 9 5"/><path d="M4.5 9.5h9a5.5 5.5 0 0 1 0 11H10"/>"#);
const ERROR: Sign = Sign {
    lines: "",
    filled: Some(Filled {
        shape: r#"<circle cx="12" cy="12" r="9"/>"#,
        cut: r#"<path d="M12 7.25v5.5"/><path d="M12 16.5v.01"/>"#,
    }),
};
const WARNING: Sign = Sign {
    lines: "",
    filled: Some(Filled {
        shape: r#"<path d="M12 4.5 3.5 19.5h17z" stroke-width="2"/>"#,
        cut: r#"<path d="M12 9.5v4.5"/><path d="M12 17v.01"/>"#,
    }),
};

const fn lines(lines: &'static str) -> Sign {
    Sign { lines, filled: None }
}

/// The sign of a badge, for where its words have no room.
pub(super) fn of_badge(badge: Badge) -> Sign {
    match badge {
        Badge::RollBack => UNDO,
        Badge::RetryAll | Badge::RetryFailed => REFRESH,
        Badge::OnFailure => WARNING,
        Badge::MaySkip => ARROW,
        Badge::Entry => LOCK,
        Badge::Success => CHECK,
    }
}

/// The sign of a finding and its color; hints have none.
pub(super) fn of_severity(severity: Severity) -> Option<(Sign, Ink)> {
    match severity {
        Severity::Error => Some((ERROR, Ink::Error)),
        Severity::Warning => Some((WARNING, Ink::Warning)),
        Severity::Hint => None,
    }
}

impl Pen {
    /// A sign around a point; `ground` shows through what is cut out.
    pub(super) fn sign(&mut self, center: Point, sign: Sign, size: f32, ink: Ink, ground: Ink) {
        let (color, ground) = (ink.in_theme(self.theme), ground.in_theme(self.theme));
        let (x, y) = (number(center.x - size / 2.0), number(center.y - size / 2.0));
        let scale = f64::from(size) / 24.0;
        self.put(format_args!(
            "<g transform=\"translate({x} {y}) scale({scale:.4})\" fill=\"none\" stroke=\"{color}\" \
             stroke-width=\"1.75\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{}",
            sign.lines,
        ));
        if let Some(Filled { shape, cut }) = sign.filled {
            self.put(format_args!(
                "<g fill=\"{color}\">{shape}</g><g stroke=\"{ground}\" stroke-width=\"2\">{cut}</g>"
            ));
        }
        self.out.push_str("</g>\n");
    }
}
