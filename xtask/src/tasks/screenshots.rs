//! `cargo xtask screenshots`: pictures of every view, from the real window, for the documents.

use crate::{
    needs, page,
    place::Place,
    prerequisites,
    shell::{self, Failure},
    stage,
};

/// Opens the window with the demo songs on a display of its own, and takes the pictures into
/// `docs/images/window`.
///
/// # Errors
///
/// Something is missing or does not build, or a view does not come up.
pub(crate) fn screenshots(place: &Place) -> Result<(), Failure> {
    prerequisites::check_with_node(place)?;
    needs::ensure(&[needs::BUILD, needs::WINDOW, needs::WINDOW_TESTS])?;
    page::build(place)?;
    stage::build(place)?;
    let pictures = place.root.join("docs/images/window");
    let mut script = stage::node(place, &stage::demo_songs(place)?)?;
    shell::run(script.arg("screenshots.mjs").arg(&pictures))?;
    println!("\nNow look at them: {}", pictures.display());
    Ok(())
}
