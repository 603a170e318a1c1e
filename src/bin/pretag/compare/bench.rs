//! Both sides made ready (and kept, for the next run of a watch), tried on the texts and on gold -> the comparison.
use super::{
    Plan,
    kit::Kit,
    pass::{Pass, Teller},
    side::{self, Side},
};
use crate::{console::Console, plan::read_as};
use pretag::{
    Error, ErrorKind, Result,
    lexicon::{Framework, changes::Change},
    measure::{
        Answers, Gold, Part, Settings,
        compare::{
            Comparer, Comparison, CorpusInfo, Cost, Costs, Culprits, DocumentDifferences, Frame, GoldComparison,
            SideInfo, compare_gold,
        },
        papers,
    },
    report::{Choices, LexiconInfo},
    tag::{Compiled, Options, Probe, Tagger},
};
use std::time::Instant;

/// Both sides as they were made ready last.
#[derive(Default)]
pub(super) struct Bench {
    old: Option<Held>,
    new: Option<Held>,
}

/// A side made ready, and what its files were then.
struct Held {
    stamps: side::Stamps,
    side: Ready,
}

/// A side as it is used.
enum Ready {
    Lexicon(Box<Kit>),
    Reports(side::Reports),
}

impl Bench {
    /// Compares.
    pub(super) fn compare(&mut self, plan: &Plan, console: &Console) -> Result<Comparison> {
        let (old, new) =
            rayon::join(|| renew(&mut self.old, &plan.old, plan.alone), || renew(&mut self.new, &plan.new, plan.alone));
        old?;
        new?;
        let (Some(old), Some(new)) = (&self.old, &self.new) else {
            return Err(Error::new(ErrorKind::Usage, "there is nothing to compare"));
        };
        Both { plan, console, old: &old.side, new: &new.side }.compare()
    }
}

/// Reads and compiles a side, if its files are not those of the last time.
fn renew(held: &mut Option<Held>, name: &str, alone: bool) -> Result<()> {
    let stamps = side::stamps(name);
    if held.as_ref().is_some_and(|h| h.stamps == stamps) {
        return Ok(());
    }
    let started = Instant::now();
    let side = match Side::read(name, alone)? {
        Side::Reports(reports) => Ready::Reports(reports),
        Side::Lexicon(named) => {
            let compiled = Compiled::of(&named.lexicon);
            Ready::Lexicon(Box::new(Kit { named: *named, compiled, start_ms: started.elapsed().as_secs_f64() * 1e3 }))
        }
    };
    *held = Some(Held { stamps, side });
    Ok(())
}

impl Ready {
    fn kit(&self) -> Option<&Kit> {
        match self {
            Ready::Lexicon(kit) => Some(kit),
            Ready::Reports(_) => None,
        }
    }

    fn reports(&self) -> Option<&side::Reports> {
        match self {
            Ready::Lexicon(_) => None,
            Ready::Reports(reports) => Some(reports),
        }
    }

    fn tagger(&self, options: &Options) -> Result<Option<Tagger>> {
        self.kit().map(|kit| kit.tagger(options)).transpose()
    }

    fn info(&self, tagger: Option<&Tagger>, coded: &[String]) -> SideInfo {
        match (self, tagger) {
            (Ready::Lexicon(kit), Some(tagger)) => SideInfo {
                name: kit.named.name.clone(),
                kind: if kit.named.commit.is_some() { "revision" } else { "lexicon" },
                commit: kit.named.commit.clone(),
                lexicon: LexiconInfo {
                    frameworks: tagger.info().frameworks.iter().filter(|f| coded.contains(&f.id)).cloned().collect(),
                    ..tagger.info().clone()
                },
            },
            (Ready::Reports(reports), _) => {
                SideInfo { name: reports.name.clone(), kind: "report", commit: None, lexicon: reports.info() }
            }
            (Ready::Lexicon(kit), None) => SideInfo {
                name: kit.named.name.clone(),
                kind: "lexicon",
                commit: None,
                lexicon: LexiconInfo {
                    digest: kit.named.lexicon.digest().to_owned(),
                    frameworks: Vec::new(),
                    also: Vec::new(),
                    pretag: env!("CARGO_PKG_VERSION").to_owned(),
                },
            },
        }
    }

    fn cost(&self, tagger: Option<&Tagger>, (bytes, nanos): (u64, u64)) -> Cost {
        let (Some(kit), Some(tagger)) = (self.kit(), tagger) else { return Cost::default() };
        let (states, edges) = tagger.size();
        Cost {
            terms: Some(kit.terms()),
            states: Some(states as u64),
            edges: Some(edges as u64),
            start_ms: Some(kit.start_ms),
            // bytes per nanosecond are 1000 megabytes per second
            megabytes_per_second: (nanos > 0).then(|| bytes as f64 * 1e3 / nanos as f64),
        }
    }
}

/// Two sides that are ready.
struct Both<'b> {
    plan: &'b Plan,
    console: &'b Console,
    old: &'b Ready,
    new: &'b Ready,
}

impl Both<'_> {
    fn compare(&self) -> Result<Comparison> {
        let mut warnings = Vec::new();
        let coding = self.coding(&mut warnings)?;
        let taggers = || rayon::join(|| self.old.tagger(&coding), || self.new.tagger(&coding));
        let ((old, new), changes) = rayon::join(taggers, || self.changes());
        let (old, new) = (old?, new?);
        let codebooks: Vec<&Framework> = coding.frameworks.iter().filter_map(|id| self.framework(id)).collect();
        let mut comparer = Comparer::new(codebooks.iter().copied());
        let culprits = Culprits::new(&changes, coding.statements);
        let probe = self.probe(&changes);
        let pass = Pass::new(
            (teller(self.old, old.as_ref()), teller(self.new, new.as_ref())),
            &coding.frameworks,
            &culprits,
            self.same_zones(&changes),
            probe.as_ref(),
        );
        let mut corpus = CorpusInfo {
            gold: self.plan.gold_files.iter().map(|f| f.display().to_string()).collect(),
            part: self.plan.part.clone(),
            alone: self.plan.alone,
            ..CorpusInfo::default()
        };
        self.run(&pass, &changes, &coding, &mut comparer, &mut corpus, &mut warnings)?;
        let gold = self.gold(&coding)?;
        let (of_old, of_new) = pass.speeds();
        let (info_old, info_new) =
            (self.old.info(old.as_ref(), &coding.frameworks), self.new.info(new.as_ref(), &coding.frameworks));
        Ok(comparer.finish(Frame {
            old: info_old,
            new: info_new,
            corpus,
            changes: &changes,
            options: coding.choices(),
            gold,
            gold_digest: self.plan.gold_digest.clone(),
            warnings,
            cost: Costs { old: self.old.cost(old.as_ref(), of_old), new: self.new.cost(new.as_ref(), of_new) },
        }))
    }

    /// The options, as the report files have them where the command line says nothing.
    fn coding(&self, warnings: &mut Vec<String>) -> Result<Options> {
        let mut coding = self.plan.coding.clone();
        for reports in [self.old.reports(), self.new.reports()].into_iter().flatten() {
            if coding.frameworks.is_empty() {
                coding.frameworks = reports.info().frameworks.into_iter().map(|f| f.id).collect();
            }
            let known = reports.reports[0].manifest.as_ref().map(|m| m.options.clone().into_owned());
            let Some(known) = known.filter(|known| *known != coding.choices()) else { continue };
            if coding.choices() == Choices::default() {
                coding = Options::chosen(&known, coding.frameworks);
            } else {
                warnings.push(format!(
                    "The reports of {} were made with other options ({}) than this comparison ({}).",
                    reports.name,
                    known.line(),
                    coding.choices().line()
                ));
            }
        }
        if coding.frameworks.is_empty() {
            coding.frameworks = self.defined(warnings);
        }
        self.settle(&mut coding.frameworks)?;
        for reports in [self.old.reports(), self.new.reports()].into_iter().flatten() {
            let has = |id: &String| reports.info().frameworks.iter().any(|f| f.id == *id);
            if let Some(missing) = coding.frameworks.iter().find(|id| !has(id)) {
                let message =
                    format!("these reports were not made with the framework `{missing}`; name others with --framework");
                return Err(Error::new(ErrorKind::Usage, message).at_path(&reports.name));
            }
        }
        Ok(coding)
    }

    /// The frameworks that either side defines, else the usual one.
    fn defined(&self, warnings: &mut Vec<String>) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for kit in [self.old.kit(), self.new.kit()].into_iter().flatten() {
            kit.named.frameworks.iter().for_each(|id| {
                if !all.contains(id) {
                    all.push(id.clone())
                }
            });
        }
        if all.is_empty() {
            return vec!["tdf".into()];
        }
        warnings.push(format!("Coded with {}, which these lexicons define; --framework names others.", all.join(", ")));
        all
    }

    /// Writes frameworks as the lexicons do; fails on one that neither has.
    fn settle(&self, frameworks: &mut [String]) -> Result<()> {
        let kits: Vec<&Kit> = [self.new.kit(), self.old.kit()].into_iter().flatten().collect();
        let Some(new) = kits.first() else { return Ok(()) };
        for id in frameworks {
            let kit = kits.iter().find(|kit| kit.has(id)).unwrap_or(new);
            *id = kit.named.lexicon.framework(id)?.id.to_string();
        }
        Ok(())
    }

    fn changes(&self) -> Vec<Change> {
        match (self.old.kit(), self.new.kit()) {
            (Some(old), Some(new)) => old.named.lexicon.changes(&new.named.lexicon),
            _ => Vec::new(),
        }
    }

    fn probe(&self, changes: &[Change]) -> Option<Probe> {
        Probe::new(&self.old.kit()?.named.lexicon, &self.new.kit()?.named.lexicon, changes)
    }

    fn same_zones(&self, changes: &[Change]) -> bool {
        let of_zones = |c: &Change| c.entry().is_some_and(|e| e.place.starts_with("zone.") || e.place == "forms");
        !changes.iter().any(of_zones)
    }

    fn framework(&self, id: &str) -> Option<&Framework> {
        let kits = [self.new.kit(), self.old.kit()].into_iter().flatten();
        kits.flat_map(|kit| &kit.named.lexicon.frameworks).find(|f| *f.id == *id)
    }

    /// Tries both sides on all texts.
    fn run(
        &self,
        pass: &Pass<'_>,
        changes: &[Change],
        coding: &Options,
        comparer: &mut Comparer,
        corpus: &mut CorpusInfo,
        warnings: &mut Vec<String>,
    ) -> Result<()> {
        if let (Some(old), Some(new)) = (self.old.reports(), self.new.reports()) {
            corpus.failures = old.failures.max(new.failures);
            warnings.extend(pass.reports(old, new, comparer));
            return Ok(());
        }
        let reports = self.old.reports().or(self.new.reports());
        let (paths, note) = self.plan.texts(reports.map(side::Reports::sources).unwrap_or_default());
        note.iter().for_each(|note| self.console.note(&format!("pretag: {note}")));
        if paths.is_empty() && self.plan.gold.is_none() {
            let message = "there are no texts to try both sides on; name some with --corpus, or in pretag.toml as [compare] corpus = [...]";
            return Err(Error::new(ErrorKind::Usage, message));
        }
        if paths.is_empty() {
            self.gold_texts(coding, pass, changes, comparer)?;
        } else {
            // as the plan says, or as the reports were read
            let input = read_as(&coding.choices());
            corpus.failures = pass.texts(&paths, &input, self.plan.threads, comparer, self.console)?;
            corpus.paths = paths;
        }
        warnings.extend(reports.and_then(|r| pass.unmatched(r)));
        Ok(())
    }

    /// Gold itself as the texts, but for what may not be shown.
    fn gold_texts(&self, coding: &Options, pass: &Pass<'_>, changes: &[Change], comparer: &mut Comparer) -> Result<()> {
        let (Some(gold), Some(old), Some(new)) = (&self.plan.gold, self.old.kit(), self.new.kit()) else {
            return Ok(());
        };
        let mut open = Gold::default();
        open.statements.extend(gold.statements.iter().filter(|s| s.part != Some(Part::Mirror)).cloned());
        open.sentences.extend(gold.sentences.iter().filter(|s| s.part != Some(Part::Mirror)).cloned());
        let zones = new.named.lexicon.zones();
        let mut found: Vec<DocumentDifferences> = Vec::new();
        let mut state = Default::default();
        let laid_out = papers(&open.sentences);
        crate::gold::each_paper(zones, &laid_out, &mut |n, document| {
            let document = pretag::text::Document { id: laid_out[n].id.to_owned(), ..document.clone() };
            found.extend(pass.document(&document, &document, &mut state));
        });
        if !open.statements.is_empty() {
            let options = Options { statements: true, ..coding.clone() };
            let (a, b) = (old.tagger(&options)?, new.tagger(&options)?);
            let culprits = Culprits::new(changes, true);
            let pass = pass.with((Teller::Tagger(&a), Teller::Tagger(&b)), &culprits);
            let mut state = Default::default();
            crate::gold::each_statement(zones, &open, &mut |n, document| {
                let document = pretag::text::Document { id: open.statements[n].id.clone(), ..document.clone() };
                found.extend(pass.document(&document, &document, &mut state));
            });
        }
        found.into_iter().for_each(|d| comparer.add(d));
        Ok(())
    }

    /// What gold says of both sides, framework by framework.
    fn gold(&self, coding: &Options) -> Result<Vec<GoldComparison>> {
        let Some(gold) = &self.plan.gold else { return Ok(Vec::new()) };
        let (Some(old), Some(new)) = (self.old.kit(), self.new.kit()) else {
            let message = "figures on gold need two lexicons, as the texts of gold have to be tagged; leave out --gold, or name lexicons";
            return Err(Error::new(ErrorKind::Usage, message));
        };
        let how = (coding.by_hand, coding.no_prior);
        let mut out = Vec::new();
        for id in &coding.frameworks {
            let gold = &gold.clone().of_framework(id);
            let papers = papers(&gold.sentences);
            let answers = |kit: &Kit| {
                if !kit.has(id) {
                    let none = |n: usize| vec![Vec::new(); n];
                    return Ok(Answers { statements: none(gold.statements.len()), papers: none(papers.len()) });
                }
                let make = |options: &Options| kit.compiled.another(options);
                crate::gold::answers_by(&make, kit.named.lexicon.zones(), id, gold, &papers, how)
            };
            let (a, b) = rayon::join(|| answers(old), || answers(new));
            let settings = |kit: &Kit| -> Result<Settings> {
                // a side without the framework is measured as the other
                let kit = if kit.has(id) { kit } else { [old, new].into_iter().find(|k| k.has(id)).unwrap_or(kit) };
                let lexicon = &kit.named.lexicon;
                let framework = lexicon.framework(id)?;
                let threshold = match coding.min_score {
                    Some(score) => (score * 1000.0).round() as u16,
                    None if coding.by_hand => lexicon.numbers.get("threshold").clamp(0, 1000) as u16,
                    None => lexicon.threshold(framework),
                };
                Ok(Settings { bootstrap: self.plan.bootstrap, ..Settings::new(framework, gold, threshold) })
            };
            let (mut before, mut now) = (settings(old)?, settings(new)?);
            // domains that only one side has are counted on both
            for domain in before.domains.clone() {
                if !now.domains.contains(&domain) {
                    now.domains.push(domain);
                }
            }
            before.domains.clone_from(&now.domains);
            out.extend(compare_gold(gold, &papers, (&a?, &b?), (&before, &now)));
        }
        Ok(out)
    }
}

fn teller<'t>(side: &'t Ready, tagger: Option<&'t Tagger>) -> Teller<'t> {
    match (side, tagger) {
        (_, Some(tagger)) => Teller::Tagger(tagger),
        (Ready::Reports(reports), None) => Teller::reports(&reports.reports),
        (Ready::Lexicon(_), None) => Teller::reports(&[]),
    }
}
