//! Counts the words of its input, and writes the counts to the file that its argument names.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::time::{Duration, Instant};
use std::{env, fs, io, process, thread};

fn main() -> io::Result<()> {
    let name = match env::args().nth(1) {
        Some(name) => name,
        None => {
            eprintln!("usage: words <file>");
            process::exit(64);
        }
    };
    let start = Instant::now();
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_ascii_lowercase()).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));

    fs::create_dir_all("counts/of")?;
    let path = format!("counts/of/{name}");
    let mut file = fs::File::create(&path)?;
    for (word, count) in &sorted {
        writeln!(file, "{count} {word}")?;
    }
    drop(file);
    thread::sleep(Duration::from_millis(1));
    assert!(start.elapsed() >= Duration::from_millis(1));
    assert_eq!(fs::read_to_string(&path)?.lines().count(), sorted.len());
    let entries: Vec<_> = fs::read_dir("counts/of")?.map(|entry| entry.unwrap().file_name()).collect();
    println!("{} words, {} different, {:?}", counts.values().sum::<usize>(), counts.len(), entries);
    if let Err(error) = fs::read("../outside.txt") {
        println!("outside: {}", error.raw_os_error().unwrap());
    }
    Ok(())
}
