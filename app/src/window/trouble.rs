//! From the errors of the window system to what a person can do about them.

use std::fmt;

/// Why there is no window.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    what: String,
    remedy: Remedy,
}

#[derive(Debug, PartialEq, Eq)]
enum Remedy {
    Advice(&'static str),
    Install(Packages),
}

/// Everything one kind of desktop needs, since a machine that lacks one of these mostly lacks the rest too.
#[derive(Debug, PartialEq, Eq)]
struct Packages {
    debian: &'static str,
    fedora: &'static str,
    arch: &'static str,
}

const X11: Packages = Packages {
    debian: "libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libgl1",
    fedora: "libX11 libX11-xcb libXcursor libXi libxkbcommon-x11 mesa-libGL mesa-dri-drivers",
    arch: "libx11 libxcursor libxi libxkbcommon-x11 mesa",
};

const WAYLAND: Packages = Packages {
    debian: "libwayland-client0 libwayland-egl1 libxkbcommon0 libegl1",
    fedora: "libwayland-client libwayland-egl libxkbcommon mesa-libEGL mesa-dri-drivers",
    arch: "wayland libxkbcommon mesa",
};

const GL: Packages = Packages {
    debian: "libgl1 libegl1 libgl1-mesa-dri",
    fedora: "mesa-libGL mesa-libEGL mesa-dri-drivers",
    arch: "mesa",
};

/// Libraries by a part of their file name, longer ones before those they begin with.
const LIBRARIES: [(&str, Packages); 10] = [
    ("libX11-xcb", X11),
    ("libX11", X11),
    ("libXcursor", X11),
    ("libXi", X11),
    ("libXrandr", X11),
    ("libxkbcommon-x11", X11),
    ("libxkbcommon", WAYLAND),
    ("libwayland", WAYLAND),
    ("libEGL", GL),
    ("libGL", GL),
];

/// `text` is the error as it is told, or the words of a panic; `detail` its inner parts, as `Debug` prints them;
/// `display` the address of the X server.
pub(super) fn explain(text: &str, detail: &str, display: Option<&str>) -> Trouble {
    let says = |words: &str| text.contains(words) || detail.contains(words);

    if says("neither WAYLAND_DISPLAY nor WAYLAND_SOCKET nor DISPLAY is set") {
        return Trouble::advice(
            "there is no desktop: neither WAYLAND_DISPLAY nor DISPLAY is set".to_owned(),
            "Start it from a desktop session, or connect with ssh -X.",
        );
    }
    if says("XOpenDisplayFailed") {
        let display = display.unwrap_or("named by DISPLAY");
        return Trouble::advice(
            format!("the X server {display} does not answer"),
            "Check the variable DISPLAY, and whether you may use that screen.",
        );
    }
    if says("NoCompositor") {
        return Trouble::advice(
            "the Wayland compositor does not answer".to_owned(),
            "Check the variable WAYLAND_DISPLAY; with an empty one the X server is used.",
        );
    }
    if says("NoWaylandLib") {
        return Trouble::missing("libwayland-client", WAYLAND);
    }
    if says("LibraryOpenError") || says("could not be loaded") {
        for (library, packages) in LIBRARIES {
            if says(library) {
                return Trouble::missing(library, packages);
            }
        }
    }
    let is_of_glutin = ["NoGlutinConfigs", "Glutin(", "OpenGL("].iter().any(|name| detail.starts_with(name));
    if is_of_glutin {
        return Trouble {
            what: "no driver for OpenGL was found that can draw it".to_owned(),
            remedy: Remedy::Install(GL),
        };
    }
    Trouble::advice(
        text.trim_end_matches('.').to_owned(),
        "Try with LIBGL_ALWAYS_SOFTWARE=1, which draws without the graphics card.",
    )
}

impl Trouble {
    /// The window was there and went away by itself.
    pub(super) fn lost(text: &str) -> Self {
        Self::advice(
            format!("it was lost: {}", text.trim_end_matches('.')),
            "Unsaved work was kept and is offered at the next start.",
        )
    }

    fn advice(what: String, advice: &'static str) -> Self {
        Self { what, remedy: Remedy::Advice(advice) }
    }

    fn missing(library: &str, packages: Packages) -> Self {
        Self { what: format!("the library {library} is missing"), remedy: Remedy::Install(packages) }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, remedy } = self;
        writeln!(f, "Pipewright has no window: {what}.")?;
        match remedy {
            Remedy::Advice(advice) => writeln!(f, "{advice}")?,
            Remedy::Install(Packages { debian, fedora, arch }) => {
                writeln!(f, "Install what it needs:")?;
                writeln!(f, "  Debian, Ubuntu  sudo apt install {debian}")?;
                writeln!(f, "  Fedora          sudo dnf install {fedora}")?;
                writeln!(f, "  Arch            sudo pacman -S {arch}")?;
            }
        }
        writeln!(f, "These work without a window:")?;
        writeln!(f, "  pipewright check FILE             find mistakes")?;
        writeln!(f, "  pipewright plan FILE              compare with what is in AWS")?;
        write!(f, "  pipewright export FILE --to svg   draw a picture")
    }
}
