//! The colors of pictures: those of the canvas, which the program checks against its own tables.

use crate::catalog::Category;

/// Which of the looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// For paper and most pages.
    #[default]
    Light,
    /// As the canvas is by default.
    Dark,
    /// The page around the picture says what each color is, as variables of its style; see [`variables`].
    Page,
}

/// A color by its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Behind everything.
    Canvas,
    /// Boxes of stages.
    Panel,
    /// Cards.
    Raised,
    /// Borders.
    Line,
    /// Lines that lead somewhere.
    LineStrong,
    /// Names.
    Text,
    /// Second in rank.
    Weak,
    /// What stops a publish.
    Error,
    /// What may fail; in comparisons what is changed.
    Warning,
    /// In comparisons what is added.
    Added,
    /// In comparisons what has another place.
    Moved,
    /// Notes.
    NoteFill,
    /// Their border.
    NoteLine,
    /// The letters of a tile; `None` for a category nobody knows.
    Tile(Option<Category>),
    /// The ground of a tile.
    TileFill(Option<Category>),
    /// The wires of the artifact of this position; they repeat.
    Artifact(usize),
}

/// Number of colors after which artifacts repeat.
pub const ARTIFACT_COLORS: usize = 8;

/// Every ink there is.
pub fn inks() -> impl Iterator<Item = Ink> {
    let fixed = [
        Ink::Canvas,
        Ink::Panel,
        Ink::Raised,
        Ink::Line,
        Ink::LineStrong,
        Ink::Text,
        Ink::Weak,
        Ink::Error,
        Ink::Warning,
        Ink::Added,
        Ink::Moved,
        Ink::NoteFill,
        Ink::NoteLine,
    ];
    let tiles = Category::ALL.iter().copied().flat_map(|it| [Ink::Tile(Some(it)), Ink::TileFill(Some(it))]);
    fixed.into_iter().chain(tiles).chain((0..ARTIFACT_COLORS).map(Ink::Artifact))
}

/// The declarations a page needs for pictures of [`Theme::Page`], in one of the two looks.
pub fn variables(theme: Theme) -> String {
    let all: Vec<String> = inks().map(|ink| format!("--{}:{};", ink.name(), ink.in_theme(theme))).collect();
    all.concat()
}

impl Ink {
    /// As it is written in a picture.
    pub fn in_theme(self, theme: Theme) -> String {
        match theme {
            Theme::Page => format!("var(--{})", self.name()),
            Theme::Light => format!("#{:06X}", self.rgb(false)),
            Theme::Dark => format!("#{:06X}", self.rgb(true)),
        }
    }

    /// Red, green, blue.
    pub fn rgb(self, is_dark: bool) -> u32 {
        let [light, dark] = match self {
            Self::Canvas => [0x00F7_F9FB, 0x0011_1722],
            Self::Panel => [0x00FF_FFFF, 0x0015_1B25],
            Self::Raised => [0x00F3_F6F9, 0x001C_2431],
            Self::Line => [0x00D5_DDE7, 0x002A_3545],
            Self::LineStrong => [0x00B4_C0CE, 0x003B_495D],
            Self::Text => [0x0017_202E, 0x00E8_ECF2],
            Self::Weak => [0x0056_6479, 0x0093_A0B4],
            Self::Error => [0x00D9_2D20, 0x00FF_6B6B],
            Self::Warning => [0x00B7_791F, 0x00F0_B429],
            Self::Added => [0x0015_915A, 0x003D_D68C],
            Self::Moved => [0x0025_63EB, 0x005B_9BFF],
            Self::NoteFill => [0x00FE_F4DC, 0x0034_2F22],
            Self::NoteLine => [0x00F0_DDB0, 0x0057_4B2C],
            Self::Tile(category) => hue(category).map(|[_, words]| words),
            Self::TileFill(category) => {
                let [light, dark] = hue(category).map(|[solid, _]| solid);
                [mix(light, 14, 0x00FF_FFFF), mix(dark, 18, 0x0015_1B25)]
            }
            Self::Artifact(index) => ARTIFACTS[index % ARTIFACT_COLORS],
        };
        if is_dark { dark } else { light }
    }

    fn name(self) -> String {
        match self {
            Self::Canvas => "canvas".to_owned(),
            Self::Panel => "panel".to_owned(),
            Self::Raised => "raised".to_owned(),
            Self::Line => "line".to_owned(),
            Self::LineStrong => "line-strong".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Weak => "weak".to_owned(),
            Self::Error => "error".to_owned(),
            Self::Warning => "warning".to_owned(),
            Self::Added => "added".to_owned(),
            Self::Moved => "moved".to_owned(),
            Self::NoteFill => "note-fill".to_owned(),
            Self::NoteLine => "note-line".to_owned(),
            Self::Tile(category) => format!("tile-{}", category_name(category)),
            Self::TileFill(category) => format!("tile-fill-{}", category_name(category)),
            Self::Artifact(index) => format!("artifact-{}", index % ARTIFACT_COLORS),
        }
    }
}

/// Light, dark.
const ARTIFACTS: [[u32; 2]; ARTIFACT_COLORS] = [
    [0x0023_5DDD, 0x005B_9BFF],
    [0x000B_766C, 0x002D_D4BF],
    [0x008F_5E18, 0x00F0_B429],
    [0x007A_39E8, 0x00A7_8BFA],
    [0x00BC_2266, 0x00F4_72B6],
    [0x003C_761D, 0x007B_D65B],
    [0x000A_6E9E, 0x005C_CBF5],
    [0x004A_5568, 0x00C7_CEDB],
];

/// What nobody knows looks like compute.
fn category_name(category: Option<Category>) -> String {
    category.unwrap_or(Category::Compute).as_str().to_lowercase()
}

/// For light and dark: the hue, and what its words have.
fn hue(category: Option<Category>) -> [[u32; 2]; 2] {
    match category.unwrap_or(Category::Compute) {
        Category::Source => [[0x0025_63EB, 0x0024_5FE2], [0x005B_9BFF; 2]],
        Category::Build => [[0x00B7_791F, 0x0092_6119], [0x00F0_B429; 2]],
        Category::Test => [[0x007C_3AED; 2], [0x00A7_8BFA; 2]],
        Category::Approval => [[0x00DB_2777, 0x00C3_236A], [0x00F4_72B6; 2]],
        Category::Deploy => [[0x0015_915A, 0x0012_7A4C], [0x003D_D68C; 2]],
        Category::Invoke => [[0x000E_8F83, 0x000C_776D], [0x002D_D4BF; 2]],
        Category::Compute => [[0x0064_748B, 0x005D_6C81], [0x0094_A3B8; 2]],
    }
}

/// `percent` of `top` over `below`.
fn mix(top: u32, percent: u32, below: u32) -> u32 {
    let channel = |shift: u32| {
        let of = |color: u32| (color >> shift) & 0xFF;
        ((of(top) * percent + of(below) * (100 - percent) + 50) / 100) << shift
    };
    channel(16) | channel(8) | channel(0)
}
