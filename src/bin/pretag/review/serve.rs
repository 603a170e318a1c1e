//! `pretag review PROJECT`: the page where people verify.
use super::args::{SettingArgs, SourceArgs};
use crate::{DONE, console::Console};
use clap::Args;
use pretag::{Error, ErrorKind, Result, review::Project};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// The folder of the project; made if reports or documents are named
    #[arg(value_name = "PROJECT", required = true)]
    pub(crate) project: PathBuf,

    #[command(flatten)]
    pub(crate) source: SourceArgs,

    #[command(flatten)]
    pub(crate) setting: SettingArgs,

    /// Who works: the name of the journal
    #[arg(long, value_name = "NAME", env = "PRETAG_CODER", hide_env = true)]
    pub(crate) coder: Option<String>,
}

pub(crate) fn run(args: ServeArgs, console: &Console) -> Result<u8> {
    let named = !args.source.input.paths.is_empty();
    let project = match (Project::is_at(&args.project), named) {
        (true, false) => Project::open(&args.project)?,
        (true, true) => {
            let message = "there is a project already; `pretag review create --update` takes other reports for it";
            return Err(Error::new(ErrorKind::Usage, message).at_path(args.project.display().to_string()));
        }
        (false, true) => super::create::make(&args.project, args.source, &args.setting, console)?.0,
        (false, false) => {
            let message = "there is no project here; name the reports or documents it is to be made from";
            return Err(Error::new(ErrorKind::Usage, message).at_path(args.project.display().to_string()));
        }
    };
    console.note(&format!("{} documents to verify", project.documents.len()));
    Ok(DONE)
}
