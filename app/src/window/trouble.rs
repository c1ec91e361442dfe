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
            "no desktop was found, as neither WAYLAND_DISPLAY nor DISPLAY is set".to_owned(),
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
        without_source_place(text).trim_end_matches('.').to_owned(),
        "Try with LIBGL_ALWAYS_SOFTWARE=1, which draws without the graphics card.",
    )
}

impl Trouble {
    /// The window was there and went away by itself.
    pub(super) fn lost(text: &str) -> Self {
        Self::advice(
            format!("it was lost ({})", without_source_place(text).trim_end_matches('.')),
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
        write!(f, "  pipewright export FILE --to json  write what AWS takes")
    }
}

/// Some errors begin with a line of the source of a library, which helps nobody here.
fn without_source_place(text: &str) -> &str {
    text.split_once("os error at ")
        .and_then(|(_, rest)| rest.split_once(": "))
        .map_or(text, |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As eframe 0.37 and winit 0.30 print them.
    const NO_DESKTOP: (&str, &str) = (
        "winit EventLoopError: os error at src/linux/mod.rs:765: \
         neither WAYLAND_DISPLAY nor WAYLAND_SOCKET nor DISPLAY is set.",
        "WinitEventLoop(Os(OsError { line: 765, file: \"src/linux/mod.rs\", \
         error: Misc(\"neither WAYLAND_DISPLAY nor WAYLAND_SOCKET nor DISPLAY is set.\") }))",
    );
    const NO_SERVER: (&str, &str) = (
        "winit EventLoopError: os error at src/linux/mod.rs:788: Failed to open connection to X server",
        "WinitEventLoop(Os(OsError { line: 788, file: \"src/linux/mod.rs\", error: XNotSupported(XOpenDisplayFailed) }))",
    );
    const NO_COMPOSITOR: (&str, &str) = (
        "winit EventLoopError: os error at src/wayland/mod.rs:89: Could not find wayland compositor",
        "WinitEventLoop(Os(OsError { line: 89, file: \"src/wayland/mod.rs\", error: WaylandError(Connection(NoCompositor)) }))",
    );
    const NO_GL: (&str, &str) = (
        "Found no glutin configs matching the template: ConfigTemplate { color_buffer_type: Rgb }. Error: not found",
        "NoGlutinConfigs(ConfigTemplate { color_buffer_type: Rgb }, Error { raw_code: None, kind: NotFound })",
    );

    fn library(file: &str) -> (String, String) {
        (
            "winit EventLoopError: os error at src/linux/mod.rs:788: Failed to load one of xlib's shared libraries"
                .to_owned(),
            format!(
                "WinitEventLoop(Os(OsError {{ line: 788, file: \"src/linux/mod.rs\", error: \
                 XNotSupported(LibraryOpenError(OpenError {{ kind: Library, detail: \"opening library failed \
                 ({file}: cannot open shared object file: No such file or directory)\" }})) }}))"
            ),
        )
    }

    #[track_caller]
    fn check((text, detail): (&str, &str), expected: &str) {
        assert_eq!(explain(text, detail, Some(":7")).what, expected);
    }

    #[test]
    fn each_failure_of_the_desktop_has_its_words() {
        check(NO_DESKTOP, "no desktop was found, as neither WAYLAND_DISPLAY nor DISPLAY is set");
        check(NO_SERVER, "the X server :7 does not answer");
        check(NO_COMPOSITOR, "the Wayland compositor does not answer");
        check(NO_GL, "no driver for OpenGL was found that can draw it");
        check(
            ("egui_glow: requires OpenGL 2.0", "OpenGL(PainterError(..))"),
            "no driver for OpenGL was found that can draw it",
        );
    }

    #[test]
    fn each_missing_library_is_named() {
        for (file, name, packages) in [
            ("libX11.so.6", "libX11", X11),
            ("/usr/lib/x86_64-linux-gnu/libX11-xcb.so.1", "libX11-xcb", X11),
            ("libXcursor.so.1", "libXcursor", X11),
            ("libXi.so.6", "libXi", X11),
        ] {
            let (text, detail) = library(file);
            assert_eq!(explain(&text, &detail, None), Trouble::missing(name, packages));
        }
    }

    #[test]
    fn libraries_that_panic_are_named_too() {
        for (words, name, packages) in [
            ("Library libxkbcommon-x11.so could not be loaded.", "libxkbcommon-x11", X11),
            ("Library libxkbcommon.so could not be loaded.", "libxkbcommon", WAYLAND),
        ] {
            assert_eq!(explain(words, "", None), Trouble::missing(name, packages));
        }
    }

    #[test]
    fn an_unknown_failure_is_told_without_places_in_the_source() {
        check(
            (
                "winit EventLoopError: os error at /build/winit/src/lib.rs:12: out of handles.",
                "WinitEventLoop(..)",
            ),
            "out of handles",
        );
        check(("something else", ""), "something else");
    }

    #[test]
    fn a_message_says_what_is_missing_how_to_get_it_and_what_works_without() {
        let (text, detail) = library("libXcursor.so.1");
        assert_eq!(
            explain(&text, &detail, Some(":0")).to_string(),
            "\
Pipewright has no window: the library libXcursor is missing.
Install what it needs:
  Debian, Ubuntu  sudo apt install libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon-x11-0 libgl1
  Fedora          sudo dnf install libX11 libX11-xcb libXcursor libXi libxkbcommon-x11 mesa-libGL mesa-dri-drivers
  Arch            sudo pacman -S libx11 libxcursor libxi libxkbcommon-x11 mesa
These work without a window:
  pipewright check FILE             find mistakes
  pipewright plan FILE              compare with what is in AWS
  pipewright export FILE --to json  write what AWS takes"
        );
    }

    #[test]
    fn a_window_that_was_lost_points_to_the_kept_work() {
        let message = Trouble::lost("winit EventLoopError: Exit Failure: 1").to_string();
        assert!(message.starts_with(
            "Pipewright has no window: it was lost (winit EventLoopError: Exit Failure: 1).\nUnsaved work was kept"
        ));
    }
}
