//! `pretag compare`: what a change of the lexicon does to real texts.
mod again;
mod args;
mod bench;
mod kit;
mod pass;
mod plan;
mod sample;
pub(crate) mod side;
mod watch;

use crate::{DONE, FAILED, GATE, console::Console, project::Project};
pub(crate) use again::{again, names};
pub(crate) use args::CompareArgs;
use bench::Bench;
use plan::Plan;
use pretag::{
    Result,
    measure::compare::{Comparison, Look, Verdict, page},
};

pub(crate) fn run(args: CompareArgs, console: &Console) -> Result<u8> {
    let watch = args.watch;
    let plan = Plan::new(args, Project::nearest()?, console)?;
    if watch {
        return watch::run(&plan, console);
    }
    let mut bench = Bench::default();
    let status = once(&plan, &mut bench, console);
    // the program ends here; giving back two lexicons piece by piece would take longer than all of their comparison
    std::mem::forget(bench);
    status
}

/// One comparison, printed; gives the exit status.
fn once(plan: &Plan, bench: &mut Bench, console: &Console) -> Result<u8> {
    let comparison = bench.compare(plan, console)?;
    let comparison = if plan.times { comparison } else { comparison.without_times() };
    let verdicts = plan.gates.iter().map(|g| g.judge(&comparison)).collect::<Result<Vec<Verdict>>>()?;
    print(plan, &comparison, &verdicts, console)?;
    if let Some(n) = plan.sample {
        let drawn = sample::write(&comparison, n, plan.bootstrap.seed, &plan.sample_to)?;
        console.note(&format!("{drawn} changes drawn for checking: {}", plan.sample_to.display()));
    }
    let failed = verdicts.iter().filter(|v| v.met).count();
    verdicts.iter().filter(|v| v.met).for_each(|v| {
        let value = v.value.unwrap_or_default();
        console.note(&format!("failed: {} (it is {})", v.gate, (value * 1e6).round() / 1e6));
    });
    Ok(match (failed, comparison.corpus.failures) {
        (0, 0) => DONE,
        (0, _) => FAILED,
        _ => GATE,
    })
}

fn print(plan: &Plan, comparison: &Comparison, verdicts: &[Verdict], console: &Console) -> Result<()> {
    let text = match plan.format {
        "json" => comparison.json(),
        "markdown" => page(comparison, verdicts, plan.cases, Look::Markdown),
        "html" => page(comparison, verdicts, plan.cases, Look::Html),
        _ => page(comparison, verdicts, plan.cases, Look::Terminal(plan.page)),
    };
    console.deliver(plan.output.as_deref(), text.as_bytes())
}
