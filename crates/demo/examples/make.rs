//! Temporary.
use attacca_demo::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let s = DemoSettings {
        songs: a[2].parse().unwrap(),
        stems_per_song: a[3].parse().unwrap(),
        minutes: a[4].parse().unwrap(),
        seed: a[5].parse().unwrap(),
        ..Default::default()
    };
    let t = std::time::Instant::now();
    for p in write_demo(std::path::Path::new(&a[1]), &s, |_| ()).unwrap() {
        println!("{}", p.display());
    }
    println!("{:.1} s", t.elapsed().as_secs_f64());
}
