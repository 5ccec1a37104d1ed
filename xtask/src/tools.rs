//! The pinned tools. [`for_pages`] sets up what a build needs, [`for_tests`] what the browser tests need.
//!
//! A tool of the pinned version on the user's search path is used as it is; any other goes into `.tools/`.

use crate::run::{self, Outcome, command, find, project, step, tool, tools_folder};
use std::fs;
use std::path::PathBuf;

/// As in `trunk-version` of Trunk.toml. 0.22 needs a newer compiler than rust-toolchain.toml pins.
const TRUNK: &str = "0.21.14";
/// As in `wasm_opt` of Trunk.toml, which calls it `version_132`.
const BINARYEN: &str = "132";
const WASM: &str = "wasm32-unknown-unknown";

/// Sets up all that `trunk build` and `trunk serve` need.
pub fn for_pages() -> Outcome {
    step("checking the tools");
    fs::create_dir_all(tools_folder()).map_err(|e| format!("{}: {e}", tools_folder().display()))?;
    rust_target()?;
    let bindgen = locked_version("wasm-bindgen")?;
    // Trunk would download what it fails to find, so each tool is in place before it starts, and the features
    // that either needs for the network are left out. Tools that work for seconds compile for minutes: Trunk
    // is not optimised at all; wasm-bindgen reads megabytes at each build, so it is a little.
    cargo_tool("trunk", "trunk", TRUNK, "0", &["--locked", "--no-default-features"])?;
    cargo_tool("wasm-bindgen-cli", "wasm-bindgen", &bindgen, "1", &["--no-default-features"])?;
    wasm_opt()
}

/// Sets up what the browser tests need: their packages, and browsers if the machine has none. Firefox is tried
/// only: without it, its tests are skipped.
pub fn for_tests() -> Outcome {
    node_packages("tests/browser")?;
    chromium()?;
    if firefox().is_none() && install("firefox-esr").is_none() {
        step("no Firefox found, and none could be installed");
    }
    Ok(())
}

fn chromium() -> Outcome {
    let folder = project().join("tests/browser");
    if installed_browser().is_some() {
        return Ok(());
    }
    // Skips what is there already.
    step("no Chromium found: trying Playwright's own");
    let playwright =
        tool("node").folder(&folder).args(["node_modules/playwright-core/cli.js", "install", "chromium"]);
    let browsers = playwrights_browsers();
    if playwright.env("PLAYWRIGHT_BROWSERS_PATH", &browsers).done().is_ok() {
        return Ok(());
    }
    // A download that broke off leaves its folder behind.
    let _ = fs::remove_dir_all(&browsers);
    const PACKAGES: &str = "chromium chromium-driver";
    if install(PACKAGES).is_some() && installed_browser().is_some() {
        return Ok(());
    }
    Err(format!(
        "the browser tests need Chromium: install it (on Debian: `apt-get install {PACKAGES}` as root) or set CHROMIUM to its path"
    ))
}

/// Installs the packages that the lock file in `folder` names, unless they are there.
pub fn node_packages(folder: &str) -> Outcome {
    let path = project().join(folder);
    let lock = |file: &PathBuf| fs::read(file).ok();
    // npm keeps what it has installed in a file beside the packages; ours says whether it still holds.
    let stamp = path.join("node_modules/.installed-lockfile");
    if lock(&stamp) == lock(&path.join("package-lock.json")) {
        return Ok(());
    }
    step(&format!("installing the packages of {folder}"));
    npm()?.folder(&path).args(["ci", "--ignore-scripts", "--no-fund", "--no-audit"]).done()?;
    fs::copy(path.join("package-lock.json"), stamp).map(drop).map_err(|e| format!("{folder}: {e}"))
}

/// A Chromium for the tests: the one that `CHROMIUM` names, or one that is installed.
///
/// `None` when there is none; Playwright's own, in [`playwrights_browsers`], needs no path.
fn installed_browser() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    names.iter().find_map(|name| find(name)).or_else(|| {
        let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
        mac.is_file().then_some(mac)
    })
}

/// A Firefox for the tests: the one that `FIREFOX` names, or one that is installed.
pub fn firefox() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("FIREFOX") {
        return Some(PathBuf::from(named));
    }
    ["firefox", "firefox-esr"].iter().find_map(|name| find(name)).or_else(|| {
        let mac = PathBuf::from("/Applications/Firefox.app/Contents/MacOS/firefox");
        mac.is_file().then_some(mac)
    })
}

/// What WebKit's tests need, for who lacks it.
pub const WEBKIT: &str =
    "WebKitGTK is not installed (on Debian: `apt-get install webkit2gtk-driver xvfb dbus`)";

/// Whether WebKitGTK is here, with what shows it without a screen.
pub fn has_webkit() -> bool {
    ["WebKitWebDriver", "xvfb-run", "dbus-run-session"].iter().all(|name| find(name).is_some())
}

/// Where Playwright keeps a browser of its own.
pub fn playwrights_browsers() -> PathBuf {
    tools_folder().join("browsers")
}

/// The browser that the tests are to start: a path, or an empty one for Playwright's own.
pub fn browser() -> Option<PathBuf> {
    installed_browser().or_else(|| playwrights_browsers().is_dir().then(PathBuf::new))
}

/// Installs Debian's packages of these names, where this user may.
fn install(packages: &str) -> Option<()> {
    let root = command("id").arg("-u").output().as_deref() == Some("0");
    let sudo = !root && command("sudo").args(["-n", "true"]).output().is_some();
    if find("apt-get").is_none() || !(root || sudo) {
        return None;
    }
    step(&format!("installing Debian's {packages}"));
    let shell = if root { command("sh") } else { command("sudo").args(["-n", "sh"]) };
    let line = format!("apt-get update && apt-get install --yes {packages}");
    shell.env("DEBIAN_FRONTEND", "noninteractive").arg("-c").arg(line).done().ok()
}

fn rust_target() -> Outcome {
    let has_target = || {
        let folder = command("rustc").args(["--print", "target-libdir", "--target", WASM]).output();
        folder.is_some_and(|folder| PathBuf::from(folder).is_dir())
    };
    if has_target() {
        return Ok(());
    }
    step("adding Rust's WebAssembly target");
    let added = command("rustup").args(["target", "add", WASM]).done();
    added.map_err(|error| format!("{error}; Rust's target {WASM} is needed"))
}

/// Sees to the standard library's sources, with which the optimised page is built.
pub fn rust_sources() -> Outcome {
    let there = || {
        let sysroot = command("rustc").args(["--print", "sysroot"]).output();
        sysroot.is_some_and(|root| PathBuf::from(root).join("lib/rustlib/src/rust/library").is_dir())
    };
    if there() {
        return Ok(());
    }
    step("adding the sources of Rust's standard library");
    let added = command("rustup").args(["component", "add", "rust-src"]).done();
    added.map_err(|error| format!("{error}; Rust's component rust-src is needed"))
}

/// Installs `program` in exactly this version with cargo, unless it is there.
fn cargo_tool(package: &str, program: &str, version: &str, optimisation: &str, options: &[&str]) -> Outcome {
    if has_version(program, version) {
        return Ok(());
    }
    step(&format!("building {package} {version} into .tools/ (once, a few minutes)"));
    let build = tools_folder().join("build");
    let outcome = run::cargo()
        .args(["install", package, "--version", version, "--force"])
        .args(options)
        .arg("--root")
        .arg(tools_folder())
        .env("CARGO_TARGET_DIR", &build)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", optimisation)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .done();
    let _ = fs::remove_dir_all(build);
    outcome
}

fn wasm_opt() -> Outcome {
    if has_version("wasm-opt", BINARYEN) {
        return Ok(());
    }
    step(&format!("installing wasm-opt {BINARYEN} into .tools/"));
    npm()?
        .args(["install", "--global", "--ignore-scripts", "--no-fund", "--no-audit", "--prefix"])
        .arg(tools_folder())
        .arg(format!("binaryen@{BINARYEN}.0.0"))
        .done()
}

fn npm() -> Result<run::Program, String> {
    let missing = "npm is not installed: wasm-opt and the browser tests come as npm packages (install Node.js 20 or later)";
    if find("npm").is_some() { Ok(tool("npm")) } else { Err(missing.to_owned()) }
}

/// Whether `program --version` names this version as one of its words.
fn has_version(program: &str, version: &str) -> bool {
    let printed = tool(program).arg("--version").output().unwrap_or_default();
    printed.split_whitespace().any(|word| word == version)
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Result<String, String> {
    let lock = fs::read_to_string(project().join("Cargo.lock")).map_err(|e| format!("Cargo.lock: {e}"))?;
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1).and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    version.map(str::to_owned).ok_or_else(|| format!("Cargo.lock names no {package}"))
}
