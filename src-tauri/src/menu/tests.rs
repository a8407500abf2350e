//! Claims about the native menu.

use super::*;

/// The page's table of commands, as it is built into the window.
const COMMANDS: &str = include_str!("../../../ui/src/state/commands.ts");

#[test]
fn what_the_page_does_for_the_menu_is_a_command_of_the_page() {
    for (command, text) in OF_THE_PAGE.iter().copied().flatten() {
        assert!(
            COMMANDS.contains(&format!("id: \"{command}\"")),
            "the page has no command {command} for the menu's \"{text}\""
        );
    }
}

#[test]
fn the_shell_s_own_items_are_none_of_the_page() {
    for item in [IMPORT_FOLDERS, IMPORT_FILES, QUIT, UNDO, REDO, FULL_SCREEN] {
        assert!(!is_of_the_page(item), "{item}");
    }
}
