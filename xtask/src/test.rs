//! `cargo xtask test`: every check of the project, each as a user could type it. [`run`] goes on after a
//! failure, so that one run tells all.

use crate::run::{Outcome, Program, cargo, project, step, tool};
use crate::tools;
use std::path::Path;
use std::time::Instant;

/// Runs every check; the error counts those that failed.
pub fn run() -> Outcome {
    tools::for_pages()?;
    let mut report = Report::default();
    report.check("formatting", || cargo().args(["fmt", "--all", "--check"]).done());
    report.check("clippy, native", || {
        cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]).done()
    });
    report.check("clippy, page", || {
        let page = ["--target", "wasm32-unknown-unknown", "--no-default-features", "--features", "page"];
        cargo().arg("clippy").args(page).args(["--bin", "page", "--", "--deny", "warnings"]).done()
    });
    report.check("tests, native", || cargo().args(["test", "--workspace", "--no-fail-fast"]).done());
    let built = report.check("site", || crate::build(&[]));
    if built {
        report.check("tests, Chromium", in_chromium);
        match tools::firefox() {
            Some(path) => drop(report.check("tests, Firefox", || in_firefox(&path))),
            None => report.skip("tests, Firefox", "no Firefox is installed, nor named by FIREFOX"),
        }
        match tools::has_webkit() {
            true => drop(report.check("tests, WebKit", in_webkit)),
            false => report.skip("tests, WebKit", tools::WEBKIT),
        }
    } else {
        report.skip("tests, browsers", "there is no site to test");
    }
    report.finish()
}

fn in_chromium() -> Outcome {
    tools::for_tests()?;
    let node = tool("node").folder(project().join("tests/browser"));
    let node = match tools::browser() {
        Some(path) if !path.as_os_str().is_empty() => node.env("CHROMIUM", path),
        _ => node.env("PLAYWRIGHT_BROWSERS_PATH", tools::playwrights_browsers()),
    };
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]).done()
}

/// What depends on the browser: reading, written pages, what comes later, access, looks.
const OF_BROWSERS: &str = "reader written extras accessible look languages lists search";

fn in_firefox(path: &Path) -> Outcome {
    in_other("firefox", tool("node").env("FIREFOX", path), &[OF_BROWSERS, " comments styles"].concat())
}

/// Comments are another server's, which WebDriver cannot stand for.
fn in_webkit() -> Outcome {
    in_other("webkit", tool("node"), OF_BROWSERS)
}

/// Runs these tests, named by words, in another browser than Chromium.
fn in_other(browser: &str, node: Program, tests: &str) -> Outcome {
    node.folder(project().join("tests/browser"))
        .env("POSTIL_BROWSER", browser)
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(tests.split(' ').map(|name| format!("{name}.test.mjs")))
        .done()
}

#[derive(Default)]
struct Report {
    lines: Vec<String>,
    passed: usize,
    failed: usize,
}

impl Report {
    fn check(&mut self, name: &str, check: impl FnOnce() -> Outcome) -> bool {
        step(name);
        let start = Instant::now();
        let outcome = check();
        let seconds = start.elapsed().as_secs();
        let (word, reason) = match &outcome {
            Ok(()) => ("ok", String::new()),
            Err(reason) => ("FAILED", format!("  {reason}")),
        };
        self.lines.push(format!("{name:16} {word:6} {seconds:5} s{reason}"));
        *(if outcome.is_ok() { &mut self.passed } else { &mut self.failed }) += 1;
        outcome.is_ok()
    }

    fn skip(&mut self, name: &str, reason: &str) {
        self.lines.push(format!("{name:16} not run: {reason}"));
    }

    fn finish(self) -> Outcome {
        println!("\n{}\n\nchecks: {} passed, {} failed", self.lines.join("\n"), self.passed, self.failed);
        match self.failed {
            0 => Ok(()),
            failed => Err(format!("{failed} of {} checks failed", self.passed + failed)),
        }
    }
}
