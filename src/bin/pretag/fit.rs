//! `pretag lexicon fit`: weights, neighbours and calibration estimated from labelled texts, written beside those set by hand.
use crate::{DONE, console::Console, gold, lexicon::FitArgs, plan::Packs, project::Project, texts};
use pretag::{
    Error, ErrorKind, Result,
    lexicon::{Fitted, FittedMode, Framework, Lexicon},
    measure::{
        Gold, Part, Said,
        fit::{
            Case, Outcome, Recall, Setting, Signalled,
            calibrate::{self, Asked},
            fit, sheet,
            votes::{self, Counted, Voted, Votes},
            words,
        },
        papers,
    },
    report::Valence,
    tag::{Ballot, Fired, Options, Scratch, Tagger, text_hash},
};
use std::{collections::BTreeSet, fmt::Write, fs, path::PathBuf};

/// What is said in fewer sources or papers weighs nothing.
const PAPERS: usize = 3;

pub(crate) fn run(args: FitArgs, console: &Console) -> Result<u8> {
    let gold = gold::read(&args.gold, console)?;
    // lines of the mirror are not learned from unless they are asked for
    let gold = if args.gold.part.is_none() { gold.without_mirror() } else { gold };
    if gold.statements.is_empty() && gold.sentences.is_empty() {
        return Err(Error::new(
            ErrorKind::Usage,
            "there is no line of gold to learn from (`mirror` needs --part mirror)",
        ));
    }
    if args.running_text && gold.sentences.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "there is no sentence of running text to learn from"));
    }
    gold::caution(&gold, console)?;
    let id = args.gold.framework.clone();
    let mut lexicon = Packs::new(args.lexicon.clone(), &mut Project::nearest()?.tag).load()?;
    let framework = lexicon.framework(&id)?.clone();
    gold::warn_of_unknown(&gold, &framework, console);
    lay(&framework.fitted, &mut lexicon, &id);
    let digest = digest(&args)?;
    let unread = unread(&args, console)?;
    if args.running_text && !args.unread.is_empty() && unread.sentences.is_empty() {
        let said = "no sentence of the files given with --unread has the part mirror";
        return Err(Error::new(ErrorKind::Usage, said));
    }
    let cases = if args.running_text { Vec::new() } else { cases(&lexicon, &framework, &gold)? };
    if cases.is_empty() && gold.sentences.is_empty() && !args.valence {
        let said =
            format!("no published statement has a domain of {id}, and there is no sentence: nothing to learn from");
        return Err(Error::new(ErrorKind::Usage, said));
    }
    let (fitted, page) = (framework.fitted.clone(), String::new());
    let mut work = Work { id: &id, gold: [&gold, &unread], args: &args, fitted, page };
    let statements = match cases.is_empty() && !args.valence {
        true => None,
        false => Some(fit_statements(&mut lexicon, &framework, &cases, &mut work)?),
    };
    let words = if args.valence { None } else { calibrate_sentences(&lexicon, &mut work)? };
    let running_votes = fit_running_votes(&lexicon, &mut work)?;
    let making = sheet::Making { gold: digest, statements, sentences: gold.sentences.len(), words, running_votes };
    finish(work, &framework, &making, console)
}

/// What is learned from, and what came of it so far.
struct Work<'a> {
    /// Of the framework.
    id: &'a str,
    /// What may have been read while the lexicon was written, and what nobody read.
    gold: [&'a Gold; 2],
    args: &'a FitArgs,
    fitted: Fitted,
    /// What is told of it.
    page: String,
}

/// Lays over the framework what was estimated, but for votes: those to come do not depend on those of before.
fn lay(fitted: &Fitted, lexicon: &mut Lexicon, id: &str) {
    for framework in lexicon.frameworks.iter_mut().filter(|f| *f.id == *id) {
        framework.fitted = fitted.clone();
        framework.fitted.statements.votes.clear();
        framework.fitted.running_text.votes.clear();
    }
}

/// The lines nobody read while the lexicon was written.
fn unread(args: &FitArgs, console: &Console) -> Result<Gold> {
    if args.unread.is_empty() {
        return Ok(Gold::default());
    }
    let (unread, _) = gold::read_files(&args.unread, Some(Part::Mirror.name()), args.gold.assisted, console)?;
    let unread = unread.of_framework(&args.gold.framework);
    if unread.statements.is_empty() && unread.sentences.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "no line of the files given with --unread has the part mirror"));
    }
    Ok(unread)
}

/// Weights, neighbours, votes and calibration for statements, and how they were made.
fn fit_statements(
    lexicon: &mut Lexicon,
    framework: &Framework,
    cases: &[Case],
    work: &mut Work<'_>,
) -> Result<sheet::Statements> {
    let Work { id, gold: [gold, unread], args, .. } = *work;
    let setting = setting(lexicon, framework, args);
    let penalty = match args.valence {
        true => None,
        false => {
            let outcome = fit(cases, &setting);
            work.page.push_str(&figures(&outcome));
            let lends = work.fitted.statements.lends;
            work.fitted.statements = FittedMode { lends, ..outcome.mode.clone() };
            calibrate_statements(lexicon, work)?;
            Some(outcome.penalty)
        }
    };
    let mut voted = voted(lexicon, id, gold, false)?;
    voted.extend(self::voted(lexicon, id, unread, true)?);
    if args.valence && voted.len() < votes::FEWEST {
        let said = format!(
            "found {} statements with a valence and something said in them, expected at least {} to learn votes from",
            voted.len(),
            votes::FEWEST
        );
        return Err(Error::new(ErrorKind::Usage, said));
    }
    let counted = votes::count(&voted, &Votes::new(), args.folds, setting.sources);
    vote_figures("STATEMENTS", &voted, &Votes::new(), &counted, &mut work.page);
    work.fitted.statements.votes = counted.votes;
    let votes = (counted.penalty, voted.len());
    Ok(sheet::Statements { penalty, number: cases.len(), votes })
}

/// The votes on the valence of running text, held near those of statements: their penalty, and of how many domains of sentences they were learned.
fn fit_running_votes(lexicon: &Lexicon, work: &mut Work<'_>) -> Result<Option<(u32, usize)>> {
    let Work { id, gold: [gold, unread], args, ref mut fitted, ref mut page } = *work;
    if fitted.statements.votes.is_empty() {
        return Ok(None);
    }
    let mut voted = voted_sentences(lexicon, id, gold, false)?;
    voted.extend(voted_sentences(lexicon, id, unread, true)?);
    if voted.len() < votes::FEWEST {
        return Ok(None);
    }
    let counted = votes::count(&voted, &fitted.statements.votes, args.folds, PAPERS);
    vote_figures("SENTENCES", &voted, &fitted.statements.votes, &counted, page);
    fitted.running_text.votes = counted.votes;
    Ok(Some((counted.penalty, voted.len())))
}

fn digest(args: &FitArgs) -> Result<String> {
    let mut all = String::new();
    for file in args.gold.files.iter().chain(&args.unread) {
        all.push_str(&texts::read(file)?);
    }
    Ok(text_hash(&all)[..16].to_owned())
}

fn setting(lexicon: &Lexicon, framework: &Framework, args: &FitArgs) -> Setting {
    let mut by_hand = BTreeSet::new();
    for domain in &framework.domains {
        by_hand.extend(domain.mappings().into_iter().map(|m| (domain.id.to_string(), m.concept.to_string())));
    }
    Setting {
        domains: framework.domains.iter().map(|d| (d.id.to_string(), d.prior)).collect(),
        slope: lexicon.numbers.get("slope"),
        further: lexicon.numbers.get("further"),
        by_hand,
        folds: args.folds,
        penalties: args.penalty.map_or_else(|| vec![3, 10, 30, 100, 300], |p| vec![p]),
        sources: PAPERS,
        floor: 50,
    }
}

fn options(framework: &str, statements: bool, by_hand: bool) -> Options {
    let frameworks = vec![framework.to_owned()];
    Options { frameworks, min_score: Some(0.0), statements, by_hand, ..Options::default() }
}

/// The statements coded with the framework, and what is signalled in each; none if no code is one of its domains.
fn cases(lexicon: &Lexicon, framework: &Framework, gold: &Gold) -> Result<Vec<Case>> {
    let id = &*framework.id;
    let tagger = Tagger::new(lexicon, &options(id, true, true))?;
    let mut scratch = Scratch::default();
    let mut out = Vec::new();
    gold::each_statement(lexicon.zones(), gold, &mut |n, document| {
        let statement = &gold.statements[n];
        // our own sentences say what we think coders do, published ones what they do
        if let Some(codes) = statement.codes_of(id).filter(|_| !statement.id.starts_with("own_")) {
            let signalled = tagger.fired(document, &mut scratch).into_iter().map(signalled).collect();
            out.push(Case { source: statement.source().to_owned(), weight: 1.0, gold: codes, signalled });
        }
    });
    let known = out.iter().flat_map(|c: &Case| &c.gold).any(|code| framework.has(code));
    Ok(if known { out } else { Vec::new() })
}

/// The statements with a printed valence, our own too, and what is said in each.
fn voted(lexicon: &Lexicon, framework: &str, gold: &Gold, unread: bool) -> Result<Vec<Voted>> {
    let tagger = Tagger::new(lexicon, &options(framework, true, false))?;
    let mut scratch = Scratch::default();
    let mut out = Vec::new();
    gold::each_statement(lexicon.zones(), gold, &mut |n, document| {
        let statement = &gold.statements[n];
        let Some(valence @ (Valence::Barrier | Valence::Facilitator)) = statement.valence else { return };
        let Some(votes::Ballot { by_rules, votes }) = tagger.ballot(document, &mut scratch).map(ballot) else { return };
        let (source, barrier) = (statement.source().to_owned(), valence == Valence::Barrier);
        let own = statement.id.starts_with("own_");
        let weight = if unread { votes::UNREAD } else { 1.0 };
        out.push(Voted { source, own, unread, weight, barrier, rules_right: by_rules == valence, votes });
    });
    Ok(out)
}

/// The sentences whose domains have a valence, and what is said in each.
fn voted_sentences(lexicon: &Lexicon, framework: &str, gold: &Gold, unread: bool) -> Result<Vec<Voted>> {
    let papers = papers(&gold.sentences);
    let tagger = Tagger::new(lexicon, &options(framework, false, false))?;
    let mut scratch = Scratch::default();
    let mut out = Vec::new();
    gold::each_paper(lexicon.zones(), &papers, &mut |n, document| {
        let (report, ballots) = tagger.ballots(document, &mut scratch);
        let mut said: Vec<_> = report.suggestions.iter().map(Said::new).zip(ballots.into_iter().map(ballot)).collect();
        said.sort_by_key(|(s, _)| std::cmp::Reverse(s.score));
        let (said, ballots): (Vec<_>, Vec<_>) = said.into_iter().unzip();
        out.extend(votes::sentences(&papers[n], &said, &ballots, unread));
    });
    Ok(out)
}

fn ballot(ballot: Ballot) -> votes::Ballot {
    let votes = ballot.votes.into_iter().map(|(group, name, times)| (group.to_owned(), name, times)).collect();
    votes::Ballot { by_rules: ballot.by_rules, votes }
}

fn signalled(fired: Fired) -> Signalled {
    let Fired { concept, term, told, feeds } = fired;
    Signalled { concept, term, told, feeds: feeds.into_iter().map(|f| (f.domain, f.term, f.feed)).collect() }
}

fn vote_figures(of: &str, voted: &[Voted], before: &Votes, counted: &Counted, page: &mut String) {
    let _ = writeln!(page, "{:<36}published      own   unread     loss", format!("VALENCE OF {of}"));
    let mut line = |name: String, [published, own, unread]: [f64; 3], rest: String| {
        let _ = writeln!(page, "{name:<36}{published:>9.3}{own:>9.3}{unread:>9.3}{rest}");
    };
    line("by rules alone".into(), votes::shares(voted, |_, v| v.rules_right), String::new());
    if !before.is_empty() {
        let right = |_, v: &Voted| (votes::sum(v, before) > 0) == v.barrier;
        line("by votes of statements".into(), votes::shares(voted, right), String::new());
    }
    for t in &counted.trials {
        line(format!("votes, penalty {}, cross-validated", t.penalty), t.right, format!("{:>9.4}", t.loss));
    }
    page.push('\n');
}

fn figures(outcome: &Outcome) -> String {
    let mut page = String::from("STATEMENTS                      recall@1  recall@3  macro-F1  loss\n");
    let mut line = |name: &str, r: &Recall, rest: String| {
        let _ = writeln!(page, "{name:<32}{:>8.3}{:>10.3}{:>10.3}{rest}", r.at_1, r.at_3, r.macro_f1);
    };
    line("by hand, with neighbours", &outcome.before.recall, format!("{:>8.4}", outcome.before.loss));
    for trial in &outcome.trials {
        let name = format!("penalty {}, cross-validated", trial.penalty.unwrap_or(0));
        line(&name, &trial.recall, format!("{:>8.4}", trial.loss));
    }
    line(&format!("penalty {}, on what it learned", outcome.penalty), &outcome.training, String::new());
    let (weights, new) = outcome.size;
    let changed = outcome.mode.weights.len();
    let _ = writeln!(
        page,
        "{changed} of {weights} weights and {new} new ways changed or kept. Figures to report are the cross-validated ones."
    );
    page
}

fn calibrate_statements(lexicon: &mut Lexicon, work: &mut Work<'_>) -> Result<()> {
    let Work { id, gold: [gold, _], ref mut fitted, ref mut page, .. } = *work;
    lay(fitted, lexicon, id);
    let answers = gold::answers(lexicon, id, gold, &[], (false, false))?.statements;
    let mut asked = Vec::new();
    for (statement, said) in gold.statements.iter().zip(&answers) {
        if let Some(codes) = statement.codes_of(id).filter(|_| !statement.id.starts_with("own_")) {
            let said: Vec<_> =
                said.iter().filter(|s| !s.reason.starts_with("nothing speaks for it")).cloned().collect();
            asked.push(calibrate::statement(statement, &codes, &said));
        }
    }
    calibrate::calibrate(&asked, &mut fitted.statements);
    let first = |a: &&Asked| a.suggested.first().is_some_and(|s| s.came_true);
    let right = asked.iter().filter(first).count() as f64 / asked.len().max(1) as f64;
    let _ = writeln!(page, "The tagger itself, on what it learned: recall@1 {right:.3}.\n");
    Ok(())
}

/// Calibration for sentences; gives the penalty of their words.
fn calibrate_sentences(lexicon: &Lexicon, work: &mut Work<'_>) -> Result<Option<f64>> {
    let Work { id, gold: [gold, unread], args, ref mut fitted, ref mut page } = *work;
    if gold.sentences.is_empty() {
        return Ok(None);
    }
    let read = asked(lexicon, id, gold)?;
    let unread = asked(lexicon, id, unread)?;
    let found_words = words::words(&read.iter().chain(&unread).collect::<Vec<_>>(), args.folds);
    page.push_str("WORDS OF SENTENCES                                                   loss\n");
    for (penalty, loss) in &found_words.trials {
        let _ = writeln!(page, "{:<64}{loss:>9.4}", format!("penalty {penalty}, cross-validated by paper"));
    }
    let _ = writeln!(page, "{} words kept with penalty {}.\n", found_words.by_word.len(), found_words.penalty);
    fitted.running_text.words = found_words.by_word;
    // by what other papers taught of words
    let mut shifts = found_words.held_out.into_iter();
    let mut shifted = |list: Vec<Asked>| -> Vec<Asked> {
        list.into_iter().map(|a| a.shifted(shifts.next().unwrap_or(0.0))).collect()
    };
    let before: Vec<&Asked> = read.iter().collect();
    let usual = lexicon.numbers.get("threshold");
    let by_hand = calibrate::found(&before, &FittedMode::default(), usual);
    let asked = shifted(read);
    let unread = shifted(unread);
    let all: Vec<&Asked> = asked.iter().collect();
    calibrate::running(&all, args.folds, &mut fitted.running_text);
    let mut figures = vec![("by hand", by_hand), ("on what it learned", found(&all, &fitted.running_text, usual))];
    figures.push(("cross-validated by paper", calibrate::validate(&asked, args.folds)));
    if !unread.is_empty() {
        let unread: Vec<&Asked> = unread.iter().collect();
        fitted.running_text.threshold = Some(calibrate::threshold(&unread, &fitted.running_text));
        figures.push(("where the threshold was chosen", found(&unread, &fitted.running_text, usual)));
    }
    let _ = writeln!(page, "RUNNING TEXT                    evidence F1  domain micro-F1");
    for (name, f) in figures {
        let _ = writeln!(page, "{name:<32}{:>11.3}{:>17.3}", f.evidence_f1(), f.domain_f1());
    }
    Ok(Some(found_words.penalty))
}

/// What hand-set weights suggest for sentences, whatever the score, and what people said.
fn asked(lexicon: &Lexicon, id: &str, gold: &Gold) -> Result<Vec<Asked>> {
    let papers = papers(&gold.sentences);
    if papers.is_empty() {
        return Ok(Vec::new());
    }
    let answers = gold::answers(lexicon, id, &Gold::default(), &papers, (true, false))?;
    Ok(calibrate::sentences(&papers, &answers.papers))
}

fn found(asked: &[&Asked], mode: &FittedMode, usual: i32) -> calibrate::Found {
    calibrate::found(asked, mode, mode.threshold.unwrap_or(usual))
}

fn finish(work: Work<'_>, framework: &Framework, making: &sheet::Making, console: &Console) -> Result<u8> {
    let Work { args, fitted, mut page, .. } = work;
    let file = sheet::file(framework, &fitted, making);
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("lexicons/weights/{}.toml", framework.id)));
    if args.dry_run {
        let changes = sheet::changes(&framework.fitted, &fitted);
        let _ = writeln!(page, "\n{} numbers would change in {}:", changes.len(), out.display());
        changes.iter().for_each(|c| page.push_str(&format!("  {c}\n")));
    } else {
        if let Some(folder) = out.parent() {
            fs::create_dir_all(folder).map_err(|e| Error::io(folder, &e))?;
        }
        fs::write(&out, file).map_err(|e| Error::io(&out, &e))?;
        let _ = writeln!(page, "\nwritten to {}", out.display());
    }
    console.print(page.as_bytes()).map(|()| DONE)
}
