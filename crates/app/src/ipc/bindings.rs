//! The page's copy of the types: `ui/src/ipc/bindings.ts`.
//!
//! `ATTACCA_WRITE_BINDINGS=1 cargo test -p attacca-app bindings` writes it.

use std::{any::TypeId, collections::HashSet, env, fs, path::Path};

use ts_rs::{Config, TS, TypeVisitor};

use super::{
    AppEvent, IpcError, Telemetry,
    command::{free_lines, show_lines},
};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/ipc/bindings.ts");
const HEAD: &str = "// Generated from crates/app/src/ipc. Do not edit: a test compares it.\n\
    // ATTACCA_WRITE_BINDINGS=1 cargo test -p attacca-app bindings\n\n";

#[test]
fn the_bindings_of_the_page_are_those_of_the_types() {
    let expected = bindings();
    if env::var_os("ATTACCA_WRITE_BINDINGS").is_some() {
        fs::create_dir_all(Path::new(PATH).parent().unwrap()).unwrap();
        fs::write(PATH, &expected).unwrap();
    }
    let found = fs::read_to_string(PATH).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        found == expected,
        "ui/src/ipc/bindings.ts is stale; ATTACCA_WRITE_BINDINGS=1 writes it"
    );
}

#[test]
fn no_number_of_the_page_is_a_bigint() {
    assert!(!bindings().contains("bigint"));
}

fn bindings() -> String {
    let config = Config::new().with_large_int("number");
    let mut types = Types { config: &config, seen: HashSet::new(), declarations: Vec::new() };
    let mut lines = show_lines(&config, &mut types);
    lines.extend(free_lines(&config, &mut types));
    types.visit::<IpcError>();
    types.visit::<AppEvent>();
    types.visit::<Telemetry>();
    types.declarations.sort();
    let declarations: Vec<String> =
        types.declarations.into_iter().map(|(_, declaration)| declaration).collect();
    let text = format!(
        "{HEAD}{}\n\n/** Every command: what it takes, and what it answers. */\n\
         export interface Commands {{\n{}\n}}\n",
        declarations.join("\n\n"),
        lines.join("\n")
    );
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Collects the declarations of all types that it comes to.
struct Types<'a> {
    config: &'a Config,
    seen: HashSet<TypeId>,
    declarations: Vec<(String, String)>,
}

impl TypeVisitor for Types<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() || !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = format!("{docs}export {}", T::decl(self.config));
        self.declarations.push((T::ident(self.config), declaration));
        T::visit_dependencies(self);
    }
}
