//! Named steps, each timed; a failure stops only what needs it.

use std::time::{Duration, Instant};

use crate::program::Failed;

/// The steps of one command, as far as it has come.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    name: &'static str,
    took: Duration,
    failure: Option<String>,
}

impl Steps {
    /// Does one step; returns whether it passed.
    pub(crate) fn run(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<(), Failed>,
    ) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let failure = work().err().map(|failed| failed.to_string());
        if let Some(failure) = &failure {
            println!("FAILED: {name}: {failure}");
        }
        let passed = failure.is_none();
        self.done.push(Step {
            name,
            took: start.elapsed(),
            failure,
        });
        passed
    }

    /// Does one step if what it needs is `ready`; counts it as failed otherwise.
    pub(crate) fn run_if(
        &mut self,
        ready: bool,
        name: &'static str,
        work: impl FnOnce() -> Result<(), Failed>,
    ) -> bool {
        let needs = || Failed::Missing("not run, for what it needs failed above".to_owned());
        self.run(name, || if ready { work() } else { Err(needs()) })
    }

    /// Prints the table, and ends with the line that says what happened.
    ///
    /// # Errors
    /// [`Failed::Steps`], when a step failed.
    pub(crate) fn finish(self) -> Result<String, Failed> {
        println!("\n{:<44} {:>8}  result", "step", "seconds");
        self.done.iter().for_each(Step::print);
        let failed = self
            .done
            .iter()
            .filter(|step| step.failure.is_some())
            .count();
        let passed = self.done.len() - failed;
        if failed > 0 {
            return Err(Failed::Steps { passed, failed });
        }
        Ok(format!("{passed} passed, 0 failed"))
    }
}

impl Step {
    fn print(&self) {
        let result = self.failure.as_deref().unwrap_or("passed");
        let seconds = self.took.as_millis() / 1_000;
        let tenths = self.took.as_millis() % 1_000 / 100;
        println!(
            "{:<44} {:>8}  {result}",
            self.name,
            format!("{seconds}.{tenths}")
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken() -> Result<(), Failed> {
        Err(Failed::Missing("broken".to_owned()))
    }

    #[test]
    fn a_failed_step_is_counted_and_fails_the_whole() {
        let mut steps = Steps::default();

        steps.run("good", || Ok(()));
        steps.run("bad", broken);

        assert_eq!(
            steps.finish().unwrap_err().to_string(),
            "1 passed, 1 failed"
        );
    }

    #[test]
    fn a_step_whose_need_failed_is_a_failure_too_and_is_not_done() {
        let mut steps = Steps::default();

        let built = steps.run("build", broken);
        steps.run_if(built, "test", || panic!("must not be done"));

        assert_eq!(
            steps.finish().unwrap_err().to_string(),
            "0 passed, 2 failed"
        );
    }

    #[test]
    fn all_passed_ends_with_the_plain_line() {
        let mut steps = Steps::default();

        steps.run("good", || Ok(()));

        assert_eq!(steps.finish().unwrap(), "1 passed, 0 failed");
    }
}
