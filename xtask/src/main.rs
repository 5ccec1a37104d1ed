//! `cargo xtask`: sets up pinned tools and runs the project's builds and checks.
//!
//! [`main`] reads the command; `tools.rs` fetches what a command needs, `test.rs` is the list of checks,
//! `stage.rs` is Trunk's hook, `watch.rs` keeps the list of posts fresh while Trunk serves.

mod extras;
#[path = "../../src/fnv.rs"]
mod fnv;
mod names;
mod run;
mod stage;
mod test;
mod tools;
mod watch;

use run::{Outcome, project, step};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask serve [TRUNK ARGUMENTS]   set up, then serve the demo blog with hot reload
cargo xtask build [TRUNK ARGUMENTS]   set up, then write the optimised site to dist/
cargo xtask test                      set up, then run every check and test
cargo xtask tools                     set up only
cargo xtask stage                     what Trunk calls at the end of a build (Trunk.toml)";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "serve" => serve(&rest),
        "build" => tools::for_pages().and_then(|()| build(&rest)),
        "test" => test::run(),
        "tools" => tools::for_pages().and_then(|()| tools::for_tests()),
        "stage" => stage::run(),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("usage:\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

/// What makes the page a tenth smaller: the standard library is compiled with it, for size, and a panic
/// ends the program without the text that nobody would see in a reader's browser; nor does `{:?}` say anything. rustc calls these
/// options unstable; the compiler is pinned (rust-toolchain.toml), so they are what they are.
const SMALLER: [(&str, &str); 4] = [
    ("RUSTC_BOOTSTRAP", "1"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none",
    ),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

/// Writes the optimised site to `dist/`.
fn build(arguments: &[String]) -> Outcome {
    tools::rust_sources()?;
    step("building the site into dist/");
    let trunk = run::tool("trunk").args(["build", "--release"]).args(arguments);
    SMALLER.into_iter().fold(trunk, |trunk, (name, value)| trunk.env(name, value)).done()
}

/// Serves the demo blog until Trunk ends.
fn serve(arguments: &[String]) -> Outcome {
    tools::for_pages()?;
    step("serving the blog; the first build takes a minute or two");
    let mut trunk = run::tool("trunk").arg("serve").args(arguments);
    if run::has_display() && !arguments.iter().any(|a| a.starts_with("--open")) {
        trunk = trunk.arg("--open");
    }
    watch::posts(project());
    trunk.done()
}
