//! Helpers shared by the whole-system tests.

pub mod aws_home;
pub mod fake_aws;
pub mod http;
pub mod moto;
pub mod node;
pub mod oracles;
pub mod proxy;
pub mod python;
pub mod tls;
pub mod tunnel;
