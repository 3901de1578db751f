//! Counts the words of standard input, and prints those that are used most.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

fn main() -> io::Result<()> {
    let wanted: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(3);
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let mut out = io::stdout().lock();
    for (word, count) in ranked.iter().take(wanted) {
        writeln!(out, "{count} {word}")?;
    }
    Ok(())
}
