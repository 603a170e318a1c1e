//! `pretag evaluate`: suggestions measured against what people said.
use crate::{DONE, args::EvaluateArgs, console::Console, gold, plan::Packs, project::Project};
use pretag::{
    Error, Result,
    lexicon::Lexicon,
    measure::{
        Evaluation, Gold, Settings, evaluate,
        page::{Look, page},
        papers,
        plot::reliability,
        stats::bootstrap::Bootstrap,
    },
    tag::{Options, Tagger},
};
use std::fs;

pub(crate) fn run(args: EvaluateArgs, console: &Console) -> Result<u8> {
    let gold = gold::read(&args.gold, console)?;
    gold::caution(&gold, console)?;
    let to = args.to.clone().unwrap_or_else(|| if console.interactive() { "text" } else { "json" }.to_owned());
    let lexicon = Packs::new(args.lexicon.clone(), &mut Project::nearest()?.tag).load()?;
    gold::warn_of_unknown(&gold, lexicon.framework(&args.gold.framework)?, console);
    let evaluation = measure(&lexicon, &gold, &args)?;
    if let Some(file) = &args.plot {
        fs::write(file, reliability(&evaluation)?).map_err(|e| Error::io(file, &e))?;
    }
    let text = match to.as_str() {
        "json" => serde_json::to_string_pretty(&evaluation).expect("plain data") + "\n",
        "markdown" => page(&evaluation, Look::Markdown, !args.brief),
        _ => page(&evaluation, Look::Plain, !args.brief),
    };
    console.print(text.as_bytes()).map(|()| DONE)
}

fn measure(lexicon: &Lexicon, gold: &Gold, args: &EvaluateArgs) -> Result<Evaluation> {
    let framework = lexicon.framework(&args.gold.framework)?;
    let threshold = match args.min_score {
        Some(score) => (score * 1000.0).round() as u16,
        None if args.by_hand => lexicon.numbers.get("threshold").clamp(0, 1000) as u16,
        None => lexicon.threshold(framework),
    };
    let bootstrap = Bootstrap { replicates: args.replicates, seed: args.seed };
    let settings = Settings { bootstrap, cases: args.misses, ..Settings::new(framework, gold, threshold) };
    let papers = papers(&gold.sentences);
    let answers = gold::answers(lexicon, &args.gold.framework, gold, &papers, (args.by_hand, args.no_prior))?;
    let frameworks = vec![args.gold.framework.clone()];
    let info = Tagger::new(lexicon, &Options { frameworks, ..Options::default() })?.info().clone();
    Ok(evaluate(gold, &papers, &answers, &settings, info))
}
