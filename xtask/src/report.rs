//! Steps of a task, each with its outcome and its time.

use std::time::{Duration, Instant};

use crate::shell::Failure;

/// The steps so far.
#[derive(Default)]
pub(crate) struct Report {
    steps: Vec<Step>,
}

struct Step {
    name: &'static str,
    took: Duration,
    failure: Option<Failure>,
}

impl Report {
    /// Does the step and notes how it went. A failure does not keep later steps from being done.
    pub(crate) fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<(), Failure>) {
        println!("\n── {name} ──");
        let began = Instant::now();
        let failure = work().err();
        let step = Step { name, took: began.elapsed(), failure };
        println!("── {}", step.line());
        self.steps.push(step);
    }

    /// Shows the table of all steps.
    ///
    /// # Errors
    ///
    /// A step failed; the message names each that did.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        println!("\n{}", self.table());
        let failed: Vec<&str> =
            self.steps.iter().filter(|step| step.failure.is_some()).map(|step| step.name).collect();
        if failed.is_empty() {
            return Ok(());
        }
        Err(Failure::new(format!("not passed: {}", failed.join(", "))))
    }

    fn table(&self) -> String {
        let mut lines: Vec<String> = self.steps.iter().map(Step::line).collect();
        let total: Duration = self.steps.iter().map(|step| step.took).sum();
        lines.push(row("all", total, ""));
        lines.join("\n")
    }
}

impl Step {
    fn line(&self) -> String {
        match &self.failure {
            None => row(self.name, self.took, "passed"),
            Some(failure) => row(self.name, self.took, &format!("FAILED  {failure}")),
        }
    }
}

fn row(name: &str, took: Duration, outcome: &str) -> String {
    let seconds = took.as_secs_f64();
    format!("{name:<12} {seconds:>7.1} s  {outcome}").trim_end().to_owned()
}

#[cfg(test)]
mod tests;
