//! How the page looks. Its colors are those of the picture.

use crate::format::svg::{FAMILIES, Theme, variables};

pub(super) fn sheet() -> String {
    format!(
        ":root{{color-scheme:light dark;{}}}\n@media (prefers-color-scheme:dark){{:root{{{}}}}}\n\
         body{{font-family:{FAMILIES};{}",
        variables(Theme::Light),
        variables(Theme::Dark),
        REST
    )
}

const REST: &str = "\
font-size:14px;line-height:1.5;margin:0;background:var(--canvas);color:var(--text)}
main{max-width:1100px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:24px;line-height:1.3;margin:0;overflow-wrap:anywhere}
h2{font-size:17px;margin:40px 0 12px}
h3{font-size:14px;margin:24px 0 8px;overflow-wrap:anywhere}
.summary{color:var(--weak);margin:4px 0 0}
.picture{overflow-x:auto;border:1px solid var(--line);border-radius:12px}
.picture svg{display:block}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere;min-width:44px}
th{font-weight:600;white-space:nowrap}
thead th{color:var(--weak);font-size:12px}
tbody th{color:var(--weak);font-weight:400;width:160px}
code{font-family:'JetBrains Mono',ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:12px;background:var(--panel);border:1px solid var(--line);border-radius:4px;padding:0 4px;white-space:pre-wrap}
blockquote{margin:0 0 12px;padding:10px 14px;background:var(--note-fill);border:1px solid var(--note-line);border-radius:6px}
ul{margin:0;padding-inline-start:20px}
@media print{main{max-width:none;padding:0}.picture{overflow:visible}.picture svg{max-width:100%;height:auto}}
";
