//! `pretag review PROJECT`: the page where people verify; made first if reports or documents are named.
use super::{
    args::{SettingArgs, SourceArgs},
    now,
};
use crate::{DONE, FAILED, console::Console};
use clap::Args;
use pretag::{
    Error, ErrorKind, Result,
    review::{
        Mode, Project,
        journal::check_coder,
        server::{Desk, Server},
    },
};
use std::{env, path::PathBuf};

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// The folder of the project; made if reports or documents are named
    #[arg(value_name = "PROJECT", required = true)]
    pub(crate) project: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) source: SourceArgs,

    #[command(flatten)]
    pub(crate) setting: SettingArgs,

    /// Who works: the name of the journal [default: the name you are logged in under]
    #[arg(long, value_name = "NAME", env = "PRETAG_CODER", hide_env = true, help_heading = "Page")]
    pub(crate) coder: Option<String>,

    /// The port of the page, on this machine only [default: one that is free]
    #[arg(long, value_name = "N", help_heading = "Page")]
    pub(crate) port: Option<u16>,

    /// Print the address and leave the browser alone
    #[arg(long, help_heading = "Page")]
    pub(crate) no_open: bool,
}

pub(crate) fn run(args: ServeArgs, console: &Console) -> Result<u8> {
    let Some(folder) = args.project else {
        return Err(Error::new(ErrorKind::Usage, "expected the folder of a project; see --help for examples"));
    };
    let (coder, given) = coder(args.coder)?;
    let mode = args.setting.mode.as_deref().and_then(Mode::from_name);
    let named = !args.source.input.paths.is_empty();
    let (project, bad) = match (Project::is_at(&folder), named) {
        (true, false) => (Project::open(&folder)?, 0),
        (true, true) => {
            let message = "there is a project already; `pretag review create --update` takes other reports for it";
            return Err(Error::new(ErrorKind::Usage, message).at_path(folder.display().to_string()));
        }
        (false, true) => super::create::make(&folder, args.source, &args.setting, console)?,
        (false, false) => {
            let message = "there is no project here; name the reports or documents it is to be made from";
            return Err(Error::new(ErrorKind::Usage, message).at_path(folder.display().to_string()));
        }
    };
    let documents = project.documents.len();
    let desk = Desk::open(project, &coder, mode, now)?;
    desk.torn().inspect(|file| {
        console.note(&format!(
            "note: the last run was cut off while it wrote; what it had not acknowledged was put into {}",
            file.display()
        ));
    });
    desk.shut().inspect(|why| console.note(&format!("note: the page is for reading only: {why}")));
    let server = Server::bind(args.port, desk)?;
    let how = if given { "" } else { " (the name you are logged in under; --coder NAME for another)" };
    console.note(&format!("{documents} documents; coder: {coder}{how}"));
    console.tell(&format!("Review at {}", server.address()));
    console.note("Only this machine can open it. Ctrl-C ends it; everything decided is saved as you go.");
    if !args.no_open && open::that_detached(server.ticket()).is_err() {
        console.note("note: no browser could be opened; open the address above yourself");
    }
    server.run()?;
    Ok(if bad == 0 { DONE } else { FAILED })
}

/// The coder's name, and whether it was given.
fn coder(given: Option<String>) -> Result<(String, bool)> {
    if let Some(name) = given {
        return check_coder(&name).map(|()| (name, true));
    }
    let known = ["USER", "USERNAME", "LOGNAME"].iter().filter_map(|v| env::var(v).ok());
    let plain =
        |name: String| name.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    match known.map(plain).find(|name: &String| check_coder(name).is_ok()) {
        Some(name) => Ok((name, false)),
        None => Err(Error::new(ErrorKind::Usage, "say who works with --coder NAME: the system does not tell")),
    }
}
