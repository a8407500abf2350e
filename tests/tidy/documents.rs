//! What documents, scripts and settings say and do not say.

use std::fs;

use crate::{assert_none, tree};

/// Beginnings of paths that exist on one machine only.
const MACHINE_PATHS: [&str; 4] =
    [concat!("/", "work/"), concat!("/", "root/"), concat!("/", "home/"), concat!("/", "Users/")];

/// Hosts that a build may be served by today and not tomorrow: which one is the machine's business.
const REGISTRY_HOSTS: [&str; 5] = [
    concat!("arti", "factory"),
    concat!("index.", "crates", ".io"),
    concat!("static.", "crates", ".io"),
    concat!("registry.", "npmjs", ".org"),
    concat!("files.", "pythonhosted.org"),
];

/// Written by package managers: they name the registry they mean.
const LOCK_FILES: [&str; 2] = ["Cargo.lock", "package-lock.json"];

#[test]
fn no_file_names_a_path_of_one_machine() {
    assert_none("paths hold on every machine", places_of(&MACHINE_PATHS));
}

#[test]
fn no_file_names_the_host_of_a_registry() {
    assert_none("registries are the machine's business", places_of(&REGISTRY_HOSTS));
}

#[test]
fn every_decision_is_listed_in_the_index() {
    let index = tree::root().join("docs/adr/README.md");
    let index = fs::read_to_string(index).expect("docs/adr/README.md is readable");
    let mut decisions: Vec<String> =
        tree::text_files("docs/adr").into_iter().map(|file| file_name(&file.path)).collect();
    decisions.retain(|name| name != "README.md");
    assert!(!decisions.is_empty(), "there are decisions");
    decisions.retain(|name| !index.contains(&format!("]({name})")));
    assert_none("docs/adr/README.md links to every decision", decisions);
}

#[test]
fn every_link_of_a_document_leads_to_a_file() {
    let mut offences = Vec::new();
    for document in tree::text_files("").iter().filter(|file| file.path.ends_with(".md")) {
        let folder = tree::root().join(&document.path);
        let folder = folder.parent().expect("a file is in a folder");
        for link in links(&document.text).filter(|link| !folder.join(link).exists()) {
            offences.push(format!("{}: {link}", document.path));
        }
    }
    assert_none("a link leads to a file of the project", offences);
}

/// Where the links of a Markdown text lead, those to other sites left out.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    targets.filter(|target| !target.is_empty() && !target.contains("://"))
}

/// `path:line: word` of every mention of one of `words` in a file that people write.
fn places_of(words: &[&str]) -> Vec<String> {
    let mut places = Vec::new();
    for file in tree::text_files("") {
        if LOCK_FILES.contains(&file_name(&file.path).as_str()) {
            continue;
        }
        for (number, line) in file.text.lines().enumerate() {
            for word in words.iter().filter(|word| line.contains(**word)) {
                places.push(format!("{}:{}: {word}", file.path, number + 1));
            }
        }
    }
    places
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}
