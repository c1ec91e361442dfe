//! The proxy between here and AWS, named by `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` as for every other tool.
//!
//! The HTTP client follows them by itself. What is here tells a connection that the proxy did not let through from one
//! that AWS refused.

use super::classify::Call;
use super::fault::{Fault, FaultKind};

/// Where the proxy for calls over TLS is looked for, the first that is there.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// What the HTTP client writes before whatever went wrong on the way through a proxy.
const TUNNEL: &str = "tunnel error: ";

/// A proxy that is named.
struct Proxy {
    variable: &'static str,
    /// Host and port, never the name and password that may stand before them.
    host: String,
}

impl Proxy {
    fn of(environment: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let (variable, address) = VARIABLES.iter().find_map(|name| {
            let address = environment(name).filter(|address| !address.trim().is_empty())?;
            Some((*name, address))
        })?;
        let rest = address.trim().split_once("://").map_or(address.trim(), |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default().to_owned();
        Some(Self { variable, host })
    }
}

impl Call {
    /// The fault of a connection that a proxy did not let through; `None` if none was in the way. `told` is what the
    /// client says of it, in lower case.
    pub(super) fn proxy(&self, told: &str) -> Option<Fault> {
        let (_, reason) = told.split_once(TUNNEL)?;
        let named = Proxy::of(|name| std::env::var(name).ok());
        let (variable, proxy) = match &named {
            Some(Proxy { variable, host }) => (*variable, format!("the proxy {host}")),
            None => ("HTTPS_PROXY", "the proxy".to_owned()),
        };
        let (happened, help) = if reason.contains("authorization required") {
            let help = format!("Put them into {variable}, as in http://NAME:PASSWORD@HOST:PORT");
            (format!("{proxy} wants a name and a password, or others than it got"), help)
        } else if reason.contains("unsuccessful") {
            let help = "Ask whoever runs the proxy to let it through, or name the host in NO_PROXY if it can be \
                        reached without";
            (format!("{proxy} does not let the connection to {} through", self.host()), help.to_owned())
        } else {
            let how = if reason.contains("connection refused") {
                "refused the connection"
            } else {
                "cannot be reached"
            };
            (format!("{proxy} {how}"), format!("Check {variable}, the network connection and a VPN"))
        };
        Some(self.because(FaultKind::Proxy, &happened).with_help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_named_without_its_password() {
        let named = |variables: &[(&str, &str)]| {
            let of = |name: &str| {
                let found = variables.iter().find(|(variable, _)| *variable == name);
                found.map(|(_, address)| (*address).to_owned())
            };
            Proxy::of(of).map(|Proxy { variable, host }| format!("{variable} {host}"))
        };
        assert_eq!(named(&[]), None);
        assert_eq!(named(&[("HTTPS_PROXY", " ")]), None);
        for address in ["http://ada:hu@sh@proxy:3128/", "proxy:3128", "https://proxy:3128?x"] {
            let found = named(&[("https_proxy", address), ("ALL_PROXY", "http://other")]);
            assert_eq!(found.as_deref(), Some("https_proxy proxy:3128"), "{address}");
        }
        assert_eq!(named(&[("ALL_PROXY", "http://other:1")]).as_deref(), Some("ALL_PROXY other:1"));
    }
}
