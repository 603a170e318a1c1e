//! A comparison in JSON -> the words by which it can be made again, and the comparison made by them.
use super::{Bench, CompareArgs, Plan};
use crate::{
    args::{ChoiceArgs, ReadingArgs},
    console::Console,
    project::Project,
};
use pretag::{
    Result,
    input::Format,
    measure::compare::Comparison,
    report::{Choices, Reading},
};
use serde_json::Value;
use std::path::PathBuf;

/// What was said to make this comparison; a git revision by its commit.
pub(crate) fn names(said: &Value) -> CompareArgs {
    let text = |pointer: &str| said.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let list = |pointer: &str| -> Vec<String> {
        let values = said.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
        values.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let side = |side: &str| {
        let name = text(&format!("/{side}/name")).unwrap_or_default();
        match (text(&format!("/{side}/commit")), name.split_once(':')) {
            (Some(commit), Some((_, path))) => format!("{commit}:{path}"),
            _ => name,
        }
    };
    let options = said.pointer("/manifest/options").cloned().unwrap_or_default();
    let Choices { statements, min_score, top, no_prior, by_hand, also: _, reading } =
        serde_json::from_value(options).unwrap_or_default();
    let Reading { from, id_column, text_column, interviewer } = reading;
    let coded = |side: &str| -> Vec<String> {
        let list = said.pointer(&format!("/{side}/lexicon/frameworks")).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(|f| f["id"].as_str().map(str::to_owned)).collect()
    };
    // a framework that only one side has stands there alone
    let (mut framework, new) = (coded("old"), coded("new"));
    if !new.iter().all(|id| framework.contains(id)) {
        framework.retain(|id| !new.contains(id));
        framework = [new, framework].concat();
    }
    CompareArgs {
        old: side("old"),
        new: side("new"),
        corpus: list("/corpus/paths"),
        gold: list("/corpus/gold").into_iter().map(PathBuf::from).collect(),
        part: text("/corpus/part"),
        reading: ReadingArgs { from: from.as_deref().and_then(Format::from_name), id_column, text_column, interviewer },
        no_default_lexicons: said.pointer("/corpus/alone").and_then(Value::as_bool).unwrap_or(false),
        framework,
        choice: ChoiceArgs { min_score, top, statements, no_prior, by_hand },
        ..CompareArgs::default()
    }
}

/// Makes it again, by these words alone; without intervals.
pub(crate) fn again(args: CompareArgs, console: &Console) -> Result<Comparison> {
    let args = CompareArgs { replicates: 0, seed: 1, ..args };
    Bench::default().compare(&Plan::new(args, Project::default(), console)?, console)
}
