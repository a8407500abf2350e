//! Tests of the installation, without installing.

use super::{super::Probe, *};

#[test]
fn a_package_that_does_not_install_keeps_no_other_away() {
    let need =
        |package| Need { package, purpose: "is tried", probe: Probe::Program("no-such-program") };
    let (first, second, third) = (need("first"), need("second"), need("third"));
    let mut tried = Vec::new();
    one_by_one(&[&first, &second, &third], |need| {
        tried.push(need.package);
        if need.package == "second" { Err(Failure::new("no such package")) } else { Ok(()) }
    });
    assert_eq!(tried, ["first", "second", "third"]);
}
