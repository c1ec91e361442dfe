//! What the environment decides when the person chose nothing.
//!
//! The environment belongs to the whole process, so each case runs this test program once more, with an environment
//! of its own, and reads what the case printed there.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use pipewright::cloud::aws::{Aws, Deadlines};
use pipewright::cloud::{Connection, Expected, Open, publish};
use pipewright_tests::fake_aws::FakeAws;
use pipewright_tests::moto::free_address;
use pipewright_tests::tls::{AUTHORITY, Secure};
use pipewright_tests::tunnel::{Lets, Tunnel};
use tempfile::TempDir;

use super::{declaration, wait, with_bucket};

/// Set in the program that runs the case; its value is the profile to choose, if any.
const CHILD: &str = "PIPEWRIGHT_TEST_CHOSEN_PROFILE";

const ENVIRONMENT_KEYS: [(&str, &str); 2] =
    [("AWS_ACCESS_KEY_ID", "AKIAOFTHEENVIRONMENT"), ("AWS_SECRET_ACCESS_KEY", "not-a-secret-of-anyone")];

/// A home folder with a `default` and a `deploy` profile, or an empty one.
fn home(profiles: bool) -> TempDir {
    let home = tempfile::tempdir().expect("a temporary folder");
    if profiles {
        let folder = home.path().join(".aws");
        std::fs::create_dir(&folder).expect("a folder");
        let config = "[default]\nregion = eu-west-3\naws_access_key_id = AKIAOFTHEDEFAULT0000\naws_secret_access_key = not-a-secret\n\
            [profile deploy]\nregion = eu-north-1\naws_access_key_id = AKIAOFDEPLOY00000000\naws_secret_access_key = not-a-secret\n";
        std::fs::write(folder.join("config"), config).expect("a configuration");
    }
    home
}

/// Runs the calling test in a program of its own and returns what [`report`] printed there.
fn in_environment(test: &str, home: &TempDir, chosen: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    let decides = |name: &str| name.starts_with("AWS_") || name.to_ascii_uppercase().ends_with("_PROXY");
    for (name, _) in std::env::vars_os().filter(|(name, _)| decides(&name.to_string_lossy())) {
        command.env_remove(name);
    }
    let output = command
        .args(["--exact", &format!("cloud::environment::{test}"), "--nocapture"])
        .env("HOME", home.path())
        .env("USERPROFILE", home.path())
        .env(CHILD, chosen)
        .envs(variables.iter().copied())
        .output()
        .expect("this program runs again");
    let printed = String::from_utf8_lossy(&output.stdout);
    let line = printed.lines().find_map(|line| line.split_once("report: "));
    line.unwrap_or_else(|| panic!("{printed}\n{}", String::from_utf8_lossy(&output.stderr))).1.to_owned()
}

/// In the program that runs a case: says who is signed in, or why nobody is. `false` in the test itself.
#[expect(clippy::print_stdout, reason = "the test that started this program reads it")]
fn report() -> bool {
    let Ok(chosen) = std::env::var(CHILD) else { return false };
    let connection =
        Connection { profile: Some(chosen).filter(|name| !name.is_empty()), ..Connection::default() };
    let identity = wait(async {
        // The ordinary deadlines: a machine without credentials must not be kept waiting by them.
        let aws = Aws { deadlines: Deadlines::default(), ..Aws::default() };
        aws.open(&connection).await?.identity().await
    });
    match identity {
        Ok(identity) => {
            let user = identity.arn.rsplit('/').next().unwrap_or_default();
            let profile = identity.profile.unwrap_or_else(|| "no profile".to_owned());
            println!("report: {user}, {}, {profile}", identity.region);
        }
        Err(fault) => {
            let told = format!("{fault}\n{}", fault.details).replace('\n', " / ");
            println!("report: {:?}: {} / {told}", fault.kind, fault.help.unwrap_or_default());
        }
    }
    true
}

#[test]
fn keys_of_the_environment_are_used_when_no_profile_is_chosen() {
    if report() {
        return;
    }
    let fake = FakeAws::start();
    let endpoint = fake.endpoint();
    let mut variables = ENVIRONMENT_KEYS.to_vec();
    variables.extend([("AWS_ENDPOINT_URL", endpoint.as_str()), ("AWS_REGION", "sa-east-1")]);
    let test = "keys_of_the_environment_are_used_when_no_profile_is_chosen";
    let reported = in_environment(test, &home(false), "", &variables);
    assert_eq!(reported, "AKIAOFTHEENVIRONMENT, sa-east-1, no profile");

    // A `default` profile gives its Region, and is not named as the one who asks.
    let reported = in_environment(test, &home(true), "", &variables[..3]);
    assert_eq!(reported, "AKIAOFTHEENVIRONMENT, eu-west-3, no profile");
}

#[test]
fn a_chosen_profile_comes_before_keys_of_the_environment() {
    if report() {
        return;
    }
    let fake = FakeAws::start();
    let endpoint = fake.endpoint();
    let mut variables = ENVIRONMENT_KEYS.to_vec();
    variables.push(("AWS_ENDPOINT_URL", &endpoint));
    let test = "a_chosen_profile_comes_before_keys_of_the_environment";
    let reported = in_environment(test, &home(true), "deploy", &variables);
    assert_eq!(reported, "AKIAOFDEPLOY00000000, eu-north-1, deploy");
}

#[test]
fn the_profile_the_environment_names_is_used() {
    if report() {
        return;
    }
    let fake = FakeAws::start();
    let endpoint = fake.endpoint();
    let test = "the_profile_the_environment_names_is_used";
    let variables = [("AWS_ENDPOINT_URL", endpoint.as_str()), ("AWS_PROFILE", "deploy")];
    assert_eq!(in_environment(test, &home(true), "", &variables), "AKIAOFDEPLOY00000000, eu-north-1, deploy");
    let reported = in_environment(test, &home(true), "", &variables[..1]);
    assert_eq!(reported, "AKIAOFTHEDEFAULT0000, eu-west-3, default");
}

#[test]
fn the_certificates_that_are_named_are_trusted_and_no_others() {
    if report() {
        return;
    }
    let fake = FakeAws::start();
    let way = Secure::before(&fake.endpoint());
    let (endpoint, home) = (way.endpoint(), home(true));
    let bundle = home.path().join("authority.pem");
    // Odd ones among the others keep nobody away.
    let odd = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    std::fs::write(&bundle, format!("# ours\n{odd}{AUTHORITY}")).unwrap();
    let config = home.path().join(".aws/config");
    let profiles = std::fs::read_to_string(&config).unwrap();
    let inspected = "[profile inspected]\nregion = eu-north-1\nca_bundle = ~/authority.pem\n\
        aws_access_key_id = AKIAINSPECTED0000000\naws_secret_access_key = not-a-secret\n";
    std::fs::write(&config, format!("{profiles}{inspected}")).unwrap();

    let test = "the_certificates_that_are_named_are_trusted_and_no_others";
    let with = |profile: &str, bundle: &str| {
        in_environment(test, &home, profile, &[("AWS_ENDPOINT_URL", &endpoint), ("AWS_CA_BUNDLE", bundle)])
    };
    let stranger = with("deploy", "");
    assert!(stranger.starts_with("Tls: ") && stranger.contains("AWS_CA_BUNDLE"), "{stranger}");
    assert_eq!(fake.called(), Vec::<String>::new());

    assert_eq!(with("deploy", bundle.to_str().unwrap()), "AKIAOFDEPLOY00000000, eu-north-1, deploy");
    assert_eq!(with("inspected", ""), "AKIAINSPECTED0000000, eu-north-1, inspected");
    // Looks at other services go the same way.
    assert_eq!(fake.count("ListAccountAliases"), 2);

    // What the environment says comes first, and is told before anything is asked.
    let asked = fake.called().len();
    let missing = with("inspected", home.path().join("gone.pem").to_str().unwrap());
    assert!(missing.starts_with("BadConfiguration: Correct AWS_CA_BUNDLE, or take it out"), "{missing}");
    let no_certificate = with("inspected", config.to_str().unwrap());
    assert!(no_certificate.contains("openssl x509 -inform der"), "{no_certificate}");
    assert_eq!(fake.called().len(), asked);
}

#[test]
fn the_proxy_of_the_environment_is_used_for_every_call() {
    if report() {
        return;
    }
    let fake = FakeAws::start();
    let way = Secure::before(&fake.endpoint());
    let (endpoint, home) = (way.endpoint(), home(true));
    let bundle = home.path().join("authority.pem");
    std::fs::write(&bundle, AUTHORITY).unwrap();
    let test = "the_proxy_of_the_environment_is_used_for_every_call";
    let with = |variables: &[(&str, &str)]| {
        let bundle = bundle.to_str().unwrap();
        let own = [("AWS_ENDPOINT_URL", endpoint.as_str()), ("AWS_CA_BUNDLE", bundle)];
        in_environment(test, &home, "deploy", &[&own[..], variables].concat())
    };
    let signed_in = "AKIAOFDEPLOY00000000, eu-north-1, deploy";

    let tunnel = Tunnel::start(Lets::Everybody);
    let address = format!("http://{}", tunnel.address());
    assert_eq!(with(&[("HTTPS_PROXY", &address)]), signed_in);
    let target = endpoint.trim_start_matches("https://");
    assert!(tunnel.asked().iter().all(|asked| asked == target), "{:?}", tunnel.asked());
    // Who is signed in, and the name of the account, which goes another way inside.
    assert_eq!((fake.count("GetCallerIdentity"), fake.count("ListAccountAliases")), (1, 1));
    let before = tunnel.asked().len();
    assert!(before > 0);
    assert_eq!(with(&[("HTTPS_PROXY", &address), ("NO_PROXY", "127.0.0.1,.example.com")]), signed_in);
    assert_eq!(tunnel.asked().len(), before, "it is reached without");
    assert_eq!(with(&[("all_proxy", &address)]), signed_in);
    assert!(tunnel.asked().len() > before);

    // With the certificates of the system, which do not fit, the way is the same.
    let before = tunnel.asked().len();
    let stranger = with(&[("AWS_CA_BUNDLE", ""), ("HTTPS_PROXY", &address)]);
    assert!(stranger.starts_with("Tls: "), "{stranger}");
    assert!(tunnel.asked().len() > before);
}

#[track_caller]
fn tells_of_proxy(told: &str, parts: &[&str]) {
    assert!(told.starts_with("Proxy: "), "{told}");
    for part in parts {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("hush"), "{told}");
}

#[test]
fn a_proxy_that_lets_nothing_through_is_named() {
    if report() {
        return;
    }
    let fake = FakeAws::start();
    let way = Secure::before(&fake.endpoint());
    let (endpoint, home) = (way.endpoint(), home(true));
    let bundle = home.path().join("authority.pem");
    std::fs::write(&bundle, AUTHORITY).unwrap();
    let test = "a_proxy_that_lets_nothing_through_is_named";
    let through = |proxy: &str| {
        let bundle = bundle.to_str().unwrap();
        let variables =
            [("AWS_ENDPOINT_URL", endpoint.as_str()), ("AWS_CA_BUNDLE", bundle), ("HTTPS_PROXY", proxy)];
        in_environment(test, &home, "deploy", &variables)
    };
    let guarded = Tunnel::start(Lets::Those("Basic YWRhOmh1c2gtaHVzaA=="));
    let at = guarded.address();
    let wants = format!("the proxy {at} wants a name and a password");
    tells_of_proxy(&through(&format!("http://{at}")), &[&wants, "Put them into HTTPS_PROXY"]);
    tells_of_proxy(&through(&format!("http://ada:hush-not@{at}")), &[&wants]);
    let let_through = through(&format!("http://ada:hush-hush@{at}"));
    assert_eq!(let_through, "AKIAOFDEPLOY00000000, eu-north-1, deploy");

    let closed = Tunnel::start(Lets::Nobody);
    let refuses = format!("the proxy {} does not let the connection to 127.0.0.1", closed.address());
    tells_of_proxy(&through(&format!("http://{}", closed.address())), &[&refuses, "NO_PROXY"]);
    let nobody = free_address();
    let refused = format!("the proxy {nobody} refused the connection");
    tells_of_proxy(&through(&format!("http://ada:hush@{nobody}")), &[&refused, "Check HTTPS_PROXY"]);
}

/// In the program that runs a case: publishes over what stands there, and says what came of it.
#[expect(clippy::print_stdout, reason = "the test that started this program reads it")]
fn report_publish() -> bool {
    let Ok(chosen) = std::env::var(CHILD) else { return false };
    let connection = Connection { profile: Some(chosen), ..Connection::default() };
    let published = wait(async {
        let account = Aws::default().open(&connection).await?;
        let prepared = publish::prepare(&*account, "web").await?;
        let expected = Expected::from_live(prepared.live.as_ref());
        let mine = with_bucket(declaration("web"), "mine");
        publish::publish(&*account, "web", &mine, &expected, &[]).await
    });
    match published {
        Ok(published) => {
            let version = published.live.version;
            println!("report: {version:?}, confirmed by reading: {}", published.confirmed_by_reading);
        }
        Err(error) => println!("report: {}", format!("{error:?}").replace('\n', " / ")),
    }
    true
}

/// What breaks within TLS may break after the request was read.
#[test]
fn a_write_whose_answer_was_garbled_is_recognized() {
    if report_publish() {
        return;
    }
    let fake = FakeAws::start();
    let mut standing = declaration("web");
    standing["version"] = 4.into();
    fake.put(standing);
    let way = Secure::garbling(&fake.endpoint(), "UpdatePipeline");
    let (endpoint, home) = (way.endpoint(), home(true));
    let bundle = home.path().join("authority.pem");
    std::fs::write(&bundle, AUTHORITY).unwrap();
    let variables = [("AWS_ENDPOINT_URL", endpoint.as_str()), ("AWS_CA_BUNDLE", bundle.to_str().unwrap())];
    let test = "a_write_whose_answer_was_garbled_is_recognized";
    let reported = in_environment(test, &home, "deploy", &variables);
    assert_eq!(reported, "Some(5), confirmed by reading: true");
    assert_eq!(fake.count("UpdatePipeline"), 1);
}

#[test]
fn a_machine_without_credentials_is_told_at_once() {
    if report() {
        return;
    }
    // Stands for the address of EC2, which elsewhere takes packets and never answers.
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let metadata = format!("http://{}", silent.local_addr().unwrap());
    let variables = [("AWS_REGION", "eu-west-1"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.as_str())];
    let test = "a_machine_without_credentials_is_told_at_once";
    let start = std::time::Instant::now();
    let reported = in_environment(test, &home(false), "", &variables);
    assert!(reported.starts_with("NoCredentials: Choose a profile"), "{reported}");
    assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());

    let reported = in_environment(test, &home(false), "", &variables[1..]);
    assert!(reported.starts_with("NoRegion: "), "{reported}");
}
