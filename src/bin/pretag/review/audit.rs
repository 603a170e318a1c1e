//! `pretag review audit`: how the verification was done, for the methods section and its checklists.
use super::args::AuditArgs;
use crate::{DONE, console::Console};
use pretag::{
    Error, ErrorKind, Result,
    review::{
        Project, agree,
        audit::{audit, html, markdown},
    },
};

pub(crate) fn run(args: &AuditArgs, console: &Console) -> Result<u8> {
    let project = Project::open(&args.project)?;
    let audit = audit(&project, &project.logs()?, &agree::Settings::default())?;
    let text = match args.to.as_str() {
        "html" => html(&audit),
        "json" => {
            serde_json::to_string_pretty(&audit).map_err(|e| Error::new(ErrorKind::Format, e.to_string()))? + "\n"
        }
        _ => markdown(&audit),
    };
    console.deliver(args.out.output.as_deref(), text.as_bytes()).map(|()| DONE)
}
