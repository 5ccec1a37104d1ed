//! Starting programs. [`command`] starts one as the user's shell would, [`tool`] one that `tools.rs` set up.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a step came to: the error is the sentence that the user reads.
pub type Outcome = Result<(), String>;

/// The project's folder.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Where tools are kept that the machine does not have: inside the project, never in the user's home.
pub fn tools_folder() -> PathBuf {
    project().join(".tools")
}

/// Says what is being done.
pub fn step(what: &str) {
    println!("==> {what}");
}

/// Whether a browser window could be opened for the user.
pub fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("CI") && (!cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY"))
}

/// The user's search path with the project's own tools before it.
fn search_path() -> OsString {
    // npm puts a global package's commands into `bin` on Unix and beside it on Windows.
    let own = [tools_folder().join("bin"), tools_folder()];
    let users = env::var_os("PATH").unwrap_or_default();
    env::join_paths(own.into_iter().chain(env::split_paths(&users))).unwrap_or(users)
}

/// The first program of that name on the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    let names = match env::consts::EXE_SUFFIX {
        "" => vec![program.to_owned()],
        suffix => vec![format!("{program}{suffix}"), format!("{program}.cmd")],
    };
    env::split_paths(&search_path())
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|path| path.is_file())
}

/// A program to start in the project's folder.
pub struct Program(Command);

/// `program` as the user's shell would find it.
pub fn command(program: impl AsRef<OsStr>) -> Program {
    let mut command = Command::new(program);
    command.current_dir(project()).stdin(Stdio::null());
    Program(command)
}

/// `program` from the project's own tools or, in the pinned version, from the user's search path.
pub fn tool(program: &str) -> Program {
    let found = find(program).map_or_else(|| OsString::from(program), PathBuf::into_os_string);
    command(found).env("PATH", search_path())
}

/// The cargo that runs this program.
pub fn cargo() -> Program {
    tool("cargo")
}

impl Program {
    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.0.arg(argument);
        self
    }

    pub fn args<I, S>(mut self, arguments: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        self.0.args(arguments);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Without this variable of ours.
    pub fn without(mut self, name: &str) -> Self {
        self.0.env_remove(name);
        self
    }

    pub fn folder(mut self, folder: impl AsRef<Path>) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// Runs it to its end, its output shown.
    pub fn done(mut self) -> Outcome {
        let name = self.name();
        match self.0.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("`{name}` failed ({status})")),
            Err(error) => Err(format!("`{name}` cannot be started: {error}")),
        }
    }

    /// Runs it to its end and gives what it printed, or nothing if it failed or is not there.
    pub fn output(mut self) -> Option<String> {
        let output = self.0.stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// The command as one would type it, without folders.
    fn name(&self) -> String {
        let program = Path::new(self.0.get_program()).file_stem().unwrap_or_default();
        let words = std::iter::once(program).chain(self.0.get_args());
        words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
    }
}
