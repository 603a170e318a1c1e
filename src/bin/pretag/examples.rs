//! What `--help` shows: first what a command does, then examples, then the rest.

pub(crate) const FIRST: &str = "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}\n";

pub(crate) const PRETAG: &str = "\
Examples:
  pretag tag papers/                      suggestions for a folder of papers
  pretag tag papers/ > reports.jsonl      one report a line, for programs
  pretag tag talk.txt --interviewer Dan   say who asks the questions
  pretag explain 'We had no time for it.' why a sentence gets its codes";

pub(crate) const TAG: &str = "\
Examples:
  pretag tag paper.nxml                   read the suggestions on the terminal
  pretag tag papers/ -o reports.jsonl     one report a line
  pretag tag papers/ --update old.jsonl   tag what is new or changed, append it
  pretag tag notes/ --lexicon ours.toml --framework tdf,ours
  pretag tag notes/ --also com_b          TDF codes, and COM-B derived from them
  pretag tag search.ris --to csv > codes.csv
  pretag tag notes.csv --text-column quote --to csv > codes.csv
  zcat abstracts.jsonl.gz | pretag tag -j 4 | jq -c '.suggestions[]'";

pub(crate) const TAG_AFTER: &str = "\
Defaults: the nearest pretag.toml (from the current folder upwards), then
environment variables, then options; what comes later replaces what came before.
  pretag.toml                    environment
  [tag]                          PRETAG_FRAMEWORK=tdf,ours
  framework = [\"tdf\", \"ours\"]    PRETAG_LEXICON=ours.toml
  lexicon = [\"ours.toml\"]        PRETAG_INTERVIEWER=Dan

Exit status: 0 done, 2 a document could not be read, or usage.";

pub(crate) const EXPLAIN: &str = "\
Examples:
  pretag explain 'We had no time for it.'
  pretag explain notes/P4.txt:17
  pretag explain 'Nurses felt sure of the dose.' --expect tdf.knowledge";

pub(crate) const SEGMENTS: &str = "\
Examples:
  pretag segments paper.nxml              read it on the terminal
  pretag segments interview.txt | jq -r 'select(.interviewer) | .speaker'";

pub(crate) const REPORT: &str = "\
Examples:
  pretag report reports.jsonl             read the tables on the terminal
  pretag report reports.jsonl --to html -o tables.html
  pretag report reports.jsonl --table domains --holders hcp,patient
  pretag report reports.jsonl --table importance --unit document
  pretag report reports.jsonl --table ratings --framework cfir_2022 --to csv
  pretag report reports.jsonl --plot figures/ --methods";

pub(crate) const REPORT_AFTER: &str = "\
Ratings of a construct in a document, from distinct voices (a named speaker is
one voice, without a speaker each segment is one; a mixed code speaks for both
sides; barriers are negative, facilitators positive):
  missing   nothing was coded
  0         only unclear codes
  1         one side only, fewer than two voices that state it as a fact
  2         one side only, at least two such voices
  0 (mix)   both sides, as many voices hinder as help
  1         both sides, towards the side with more voices
What else is counted how stands below each table and in docs/tables.md.";

pub(crate) const EVALUATE: &str = "\
Examples:
  pretag evaluate gold.jsonl              figures with intervals, causes of error
  pretag evaluate corpus/gold/statements_lived.jsonl --part learn --misses 10
  pretag evaluate gold.jsonl --lexicon ours.toml --to markdown > figures.md
  pretag evaluate gold.jsonl --plot reliability.svg --to json | jq .statements.figures";

pub(crate) const COMPARE: &str = "\
Examples:
  pretag compare HEAD:lexicons lexicons   what my edits do to the texts of the project
  pretag compare shipped ours.toml --corpus papers/ --watch
  pretag compare main:lexicons lexicons --corpus papers/ --gold gold.jsonl --fail-on 'f1<-0.01'
  pretag compare old.jsonl lexicons       a report of last year against today
  pretag compare v1.0:lexicons lexicons --to markdown > comment.md
  pretag compare HEAD:lexicons lexicons --sample 50 --sample-to check.jsonl";

pub(crate) const VERIFY: &str = "\
Examples:
  pretag verify reports.jsonl             are text, lexicon, version and options still those
  pretag verify reports.jsonl --lexicon ours.toml
  pretag verify comparison.json           does comparing again give the same";

pub(crate) const LEXICON: &str = "\
Examples:
  pretag lexicon list
  pretag lexicon show concept.time
  pretag lexicon check --lexicon ours.toml
  pretag lexicon test --lexicon ours.toml
  pretag lexicon lint --lexicon ours.toml --corpus papers/
  pretag lexicon fit gold.jsonl --dry-run
  pretag lexicon map --framework tdf --to csv
  pretag lexicon new my_codes --from codebook.csv -o my_codes.toml
  pretag lexicon ledger verified.jsonl
  pretag lexicon suggest --gold gold.jsonl
  pretag lexicon import lsd.lc3 -o lsd.toml
  pretag lexicon export --to quanteda -o tdf.yml";

pub(crate) const LEDGER: &str = "\
Examples:
  pretag lexicon ledger verified.jsonl    which entries to keep, narrow, prune
  pretag lexicon ledger a.jsonl b.jsonl --to csv > ledger.csv
  pretag lexicon ledger --gold gold.jsonl --lexicon ours.toml --to markdown";

pub(crate) const SUGGEST: &str = "\
Examples:
  pretag lexicon suggest verified.jsonl
  pretag lexicon suggest --gold gold.jsonl --domain knowledge,skills
  pretag lexicon suggest --gold gold.jsonl --to toml > candidates.toml";

pub(crate) const LINT: &str = "\
Examples:
  pretag lexicon lint --lexicon ours.toml
  pretag lexicon lint --lexicon ours.toml --corpus papers/ --gold gold.jsonl
  pretag lexicon lint --only dead,shadowed --corpus papers/ --to json
  pretag lexicon lint --fail-on warning --level near_duplicate=off";

pub(crate) const IMPORT: &str = "\
Examples:
  pretag lexicon import lsd.lc3 -o lsd.toml
  pretag lexicon import mine.cat --id mine --losses losses.csv -o mine.toml
  pretag lexicon import mine.dic --to quanteda > mine.yml";

pub(crate) const EXPORT: &str = "\
Examples:
  pretag lexicon export --to quanteda > tdf.yml
  pretag lexicon export --to liwc22 --framework com_b -o com_b.dicx
  pretag lexicon export --to wordstat --losses losses.jsonl -o tdf.cat";

pub(crate) const CROSSWALK: &str = "\
Examples:
  pretag crosswalk                        which there are
  pretag crosswalk tdf com_b
  pretag crosswalk cfir_2009 cfir_2022 --to csv > crosswalk.csv
  pretag crosswalk cfir_2009 cfir_2022 --recode coded.jsonl -o recoded.jsonl";

pub(crate) const SCHEMA: &str = "\
Examples:
  pretag schema > pretag.schema.json";

pub(crate) const COMPLETIONS: &str = "\
Examples:
  pretag completions bash > ~/.local/share/bash-completion/completions/pretag
  pretag completions zsh > ~/.zfunc/_pretag
  pretag completions fish > ~/.config/fish/completions/pretag.fish";

pub(crate) const MAN: &str = "\
Examples:
  pretag man > ~/.local/share/man/man1/pretag.1
  pretag man | man -l -";

pub(crate) const REVIEW: &str = "\
Examples:
  pretag review study papers/             tag, make the project `study`, verify
  pretag review study                     go on where you were
  pretag review study --coder ben         the second coder, who sees nothing of the first
  pretag review create study reports.jsonl --blind-share 0.2
  pretag review log study --coder A";

pub(crate) const REVIEW_CREATE: &str = "\
Examples:
  pretag review create study papers/ --framework tdf,com_b
  pretag tag papers/ --with-text -o reports.jsonl
  pretag review create study reports.jsonl --mode reveal_after_commit
  pretag review create study papers/ --lexicon ours.toml --update";

pub(crate) const REVIEW_LOG: &str = "\
Examples:
  pretag review log study --coder A
  pretag review log study | jq -r 'select(.decision == \"rejected\") | .of.quote'";

pub(crate) const REVIEW_VERIFY: &str = "\
Examples:
  pretag review verify-journal study      exit status 1 if a journal was altered";

pub(crate) const REVIEW_MERGE: &str = "\
Examples:
  pretag review merge study /media/usb/study
  pretag review merge study B.jsonl";

pub(crate) const REVIEW_EXPORT: &str = "\
Examples:
  pretag review export study -o verified.jsonl
  pretag report verified.jsonl --codes verified
  pretag review export study --blind | pretag evaluate /dev/stdin
  pretag review export study --coder A -o A.jsonl";

pub(crate) const REVIEW_PACKET: &str = "\
Examples:
  pretag review export-packet study --coder B -o packet_B.html
  pretag review export-packet study --coder B --mode blind -o packet_B.html";

pub(crate) const REVIEW_IMPORT: &str = "\
Examples:
  pretag review import-packet study decisions_B.json";

pub(crate) const REVIEW_AUDIT: &str = "\
Examples:
  pretag review audit study > audit.md
  pretag review audit study --to html -o audit.html";

pub(crate) const AGREE: &str = "\
Examples:
  pretag agree study                      a project with the decisions of several coders
  pretag agree study --blind --to markdown > agreement.md
  pretag agree A.jsonl B.jsonl            reports, one of each coder, called as the file";
