//! `pretag review export-packet` and `import-packet`: work for a coder without an installation, there and back.
use super::{
    args::{ImportArgs, PacketArgs},
    now,
};
use crate::{DONE, FAILED, console::Console};
use pretag::{
    Error, Result,
    review::{
        Mode, Project,
        packet::{Settings, import as take_in, page},
    },
};
use std::fs;

pub(crate) fn export(args: &PacketArgs, console: &Console) -> Result<u8> {
    let project = Project::open(&args.project)?;
    let mode = args.mode.as_deref().and_then(Mode::from_name).unwrap_or(project.manifest.mode);
    let settings = Settings { coder: args.coder.clone(), mode, documents: args.document.clone() };
    let text = page(&project, &settings)?;
    console.deliver(args.out.output.as_deref(), text.as_bytes()).map(|()| DONE)
}

pub(crate) fn import(args: &ImportArgs, console: &Console) -> Result<u8> {
    let project = Project::open(&args.project)?;
    let mut status = DONE;
    for file in &args.files {
        let text = fs::read_to_string(file).map_err(|e| Error::io(file, &e))?;
        let imported = take_in(&project, &text, now()).map_err(|e| e.at_path(file.display().to_string()))?;
        console.note(&format!("{}: {} new events, {} known already", imported.coder, imported.new, imported.known));
        for why in &imported.refused {
            console.note(&format!("{}: refused: {why}", file.display()));
            status = FAILED;
        }
    }
    Ok(status)
}
