//! Tests of what is asked of the system.

use super::*;

const HERE: Need = Need { package: "here", purpose: "is there", probe: Probe::Program("cargo") };
const ABSENT: Need =
    Need { package: "absent", purpose: "is not", probe: Probe::Program("no-such-program") };
const NO_HEADER: Need =
    Need { package: "no-dev", purpose: "is not", probe: Probe::Header("no-such-library") };
const NO_PLUG_IN: Need =
    Need { package: "no-plug-in", purpose: "is not", probe: Probe::AlsaPlugIn("no-such-file.so") };

#[test]
fn only_what_the_system_lacks_is_missing_in_the_order_of_the_lists() {
    let missing = missing(&[&[ABSENT, HERE], &[NO_HEADER, NO_PLUG_IN]]);
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    assert_eq!(packages, ["absent", "no-dev", "no-plug-in"]);
}

#[test]
fn nothing_is_installed_when_nothing_is_missing() {
    assert!(ensure(&[&[HERE]]).is_ok());
}

#[test]
fn every_need_says_what_it_is_for() {
    let lists = [BUILD, WINDOW, WINDOW_TESTS, REFERENCES, AUDIO_SERVER, PEERS, MTRACK];
    let needs: Vec<&Need> = lists.into_iter().flatten().collect();
    for (need, line) in needs.iter().zip(listed(&needs).lines()) {
        assert!(line.contains(need.package) && line.len() > 30, "{line}");
    }
}

#[test]
fn ubuntu_calls_the_browser_otherwise() {
    let browser = Need { package: "chromium", purpose: "shows pages", probe: Probe::Browser };
    assert_eq!(
        browser.package_on("NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n"),
        "chromium-browser"
    );
    assert_eq!(browser.package_on("ID=debian\n"), "chromium");
    assert_eq!(HERE.package_on("ID=ubuntu\n"), "here");
}
