//! Dictionaries of other programs: what is read, what is lost and told, and that what fits comes back as it was, through every format and
//! through a lexicon. The files of `tests/data/dictionaries` are ours.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
use pretag::lexicon::{
    Lexicon,
    exchange::{
        Category, Dictionary, Entry, FORMATS, Format, Naming, Pattern, Plan, Read, decode, export, fit, format, guess,
        import,
    },
};
use proptest::prelude::*;
use std::{collections::BTreeSet, fs, path::Path};

fn read(name: &str) -> (Read, &'static Format) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/dictionaries").join(name);
    let (text, _) = decode(&fs::read(&file).unwrap());
    let format = guess(name.rsplit('.').next().unwrap(), &text).unwrap();
    ((format.read)(&text).unwrap_or_else(|e| panic!("{name}: {e}")), format)
}

/// `A > B: x, y (0.5)`, a line a category.
fn shown(dictionary: &Dictionary) -> Vec<String> {
    fn walk(list: &[Category], above: &str, out: &mut Vec<String>) {
        for c in list {
            let path = if above.is_empty() { c.name.clone() } else { format!("{above} > {}", c.name) };
            let about = if c.description.is_empty() { String::new() } else { format!(" ({})", c.description) };
            let entry = |e: &Entry| match e.weight {
                1.0 => e.pattern.text().to_owned(),
                weight => format!("{} ({weight})", e.pattern.text()),
            };
            out.push(format!("{path}{about}: {}", c.entries.iter().map(entry).collect::<Vec<_>>().join(", ")));
            walk(&c.categories, &path, out);
        }
    }
    let mut out = Vec::new();
    walk(&dictionary.categories, "", &mut out);
    out
}

/// The same dictionary in one order, whatever the format made of it: entries sorted, those that a category in it has as well left out.
fn in_order(mut dictionary: Dictionary) -> Dictionary {
    fn sort(list: &mut [Category]) -> BTreeSet<Pattern> {
        let mut all = BTreeSet::new();
        for category in list {
            let inner = sort(&mut category.categories);
            category.entries.retain(|e| !inner.contains(&e.pattern));
            category.entries.sort_by(|a, b| a.pattern.cmp(&b.pattern));
            category.entries.iter_mut().for_each(|e| e.line = 0);
            all.extend(inner);
            all.extend(category.entries.iter().map(|e| e.pattern.clone()));
        }
        all
    }
    sort(&mut dictionary.categories);
    dictionary
}

fn lost(read: &Read) -> Vec<String> {
    read.losses.iter().map(|l| format!("{}: {}: {}: {}: {}", l.line, l.category, l.entry, l.what, l.instead)).collect()
}

#[test]
fn quanteda_yaml() {
    let (read, format) = read("care.yml");
    assert_eq!(format.name, "quanteda");
    assert_eq!(
        shown(&read.dictionary),
        [
            "Capability: ",
            "Capability > Knowledge: know*, understand*, not aware of",
            "Capability > Skills: skilled, train* course",
            "Opportunity: resources",
            "Opportunity > Time: no time, hour?",
            "yes: no",
            "empty: ",
        ]
    );
    assert!(read.losses.is_empty(), "{:?}", read.losses);
}

#[test]
fn liwc_2007_with_what_it_knows_of_neighbours() {
    let (read, format) = read("flat.dic");
    assert_eq!(format.name, "liwc2007");
    assert_eq!(shown(&read.dictionary), ["knowledge: know*", "time: busy", "affect: busy, hope, like, worry"]);
    assert_eq!(
        lost(&read),
        [
            "9: : like: a condition on neighbouring words: `(02 134)125/464` left out",
            "10: : kind: a condition on neighbouring words: `<of>131/125` left out",
            "10: : kind: an entry without a category: left out",
            "11: : lost: a category number that is not listed: 9 left out",
        ]
    );
}

#[test]
fn liwc_2015_nested() {
    let (read, format) = read("nested.dic");
    assert_eq!(format.name, "liwc2015");
    assert_eq!(
        shown(&read.dictionary),
        [
            "cognition (Thinking): think*",
            "cognition > knowledge (What people know): know*",
            "cognition > memory (Remembering): forget*",
            "social (People): peer support, :)",
        ]
    );
    assert!(read.losses.is_empty());
}

#[test]
fn liwc_22_tables() {
    let (read, format) = read("table.dicx");
    assert_eq!(format.name, "liwc22");
    assert_eq!(shown(&read.dictionary), ["Time: no time, busy (0.5)", "Money: costs, too"]);
    assert_eq!(lost(&read), ["5: Money: cheap*: a cell that is neither X nor a number: `maybe` left out"]);
}

#[test]
fn wordstat_with_weights_in_an_old_encoding() {
    let (read, format) = read("resources.cat");
    assert_eq!(format.name, "wordstat");
    assert_eq!(
        shown(&read.dictionary),
        ["RESOURCES: ", "RESOURCES > TIME: NO TIME, HURR* (0.5)", "RESOURCES > MONEY: FUND* (2)", "AFFECT: CAFé"]
    );
    let rule = "5: RESOURCES > TIME: @LATE [LATE NEAR HOME /S3]: a rule of words near others: left out";
    assert_eq!(lost(&read), [rule]);
}

#[test]
fn yoshikoder_and_lexicoder_xml() {
    let (read_ykd, format) = read("care.ykd");
    assert_eq!(format.name, "yoshikoder");
    assert_eq!(
        shown(&read_ykd.dictionary),
        ["Care: ", "Care > Access & place (Getting there): far away, wait* (0.7), *list", "Care > Money: afford"]
    );
    assert_eq!(
        lost(&read_ykd),
        [
            "8: Care > Access & place: *list: a score that is no number: `high` left out",
            "10: Care > Money: : a score of a category: left out",
        ]
    );
    let (read_lcd, _) = read("letters.lcd");
    assert_eq!(shown(&read_lcd.dictionary), ["health: gp, hospital*, *care home*"]);
}

#[test]
fn lexicoder_lines() {
    let (read, format) = read("tone.lc3");
    assert_eq!(format.name, "lexicoder");
    assert_eq!(shown(&read.dictionary), ["POSITIVE: good*, well being", "NEGATIVE: a burden, hopeless*"]);
}

#[test]
fn tables() {
    let (read, format) = read("care.csv");
    assert_eq!(format.name, "csv");
    assert_eq!(
        shown(&read.dictionary),
        [
            "Capability (What people can do): ",
            "Capability > Knowledge: know*, aware (0.6)",
            "Capability > Skills: skilled",
            "Motivation: want (-1)",
        ]
    );
    let what = "5: Capability > Skills: skilled: a weight that is no number: `heavy` left out";
    assert_eq!(lost(&read), [what]);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (name, text, message) in [
        ("quanteda", "a:\n- b\n- [", "line 3"),
        ("quanteda", "- a\n", "line 1: found a list, expected a mapping of category names"),
        ("liwc2015", "know*\t1\n", "line 1: found `know*\t1`, expected a line with % alone"),
        ("liwc2015", "%\n1\ta\n", "line 2: found no second line with %"),
        ("liwc2007", "%\nknowledge\n%\n", "line 2: found `knowledge`, expected a number"),
        ("liwc22", "DicTerm\na\n", "line 1: found no categories"),
        ("wordstat", "WORD (1)\n", "line 1: found the entry `WORD` before any category"),
        ("wordstat", "A\n\t\t\tB\n", "line 2: `B` stands 3 tabs deep"),
        ("lexicoder", "good\n", "line 1: found `good` before any category"),
        ("csv", "a,b\n", "line 1: found the columns a, b, expected category and term"),
        ("yoshikoder", "<dictionary><cnode></dictionary>", "line 1"),
        ("yoshikoder", "<dictionary><pnode name=\"a\"/></dictionary>", "found the pattern `a` outside of any category"),
    ] {
        let error = (format(name).unwrap().read)(text).map(|r| shown(&r.dictionary)).unwrap_err();
        assert!(error.summary().contains(message), "{name}: {error}");
    }
}

#[test]
fn what_is_only_a_star_once_it_fits_is_left_out() {
    for (name, entry) in [("wordstat", "@*"), ("lexicoder", "+ *"), ("quanteda", "* ?")] {
        let entries = vec![Entry::new(Pattern::Glob(entry.into()))];
        let category = Category { name: "a".into(), entries, ..Category::default() };
        let all = Dictionary { name: String::new(), categories: vec![category] };
        let (fitting, losses) = fit(&all, &format(name).unwrap().able);
        assert_eq!((fitting.size(), losses.len()), ((1, 0), 1), "{name}");
    }
}

/// The lexicon a dictionary becomes.
fn lexicon(toml: &str) -> Lexicon {
    Lexicon::from_texts(&[("imported.toml", toml)]).unwrap_or_else(|e| panic!("{e}\n{toml}"))
}

fn plan() -> Plan {
    Plan { id: "mine".into(), ..Plan::default() }
}

#[test]
fn a_dictionary_becomes_a_framework() {
    let imported = import(&read("care.ykd").0.dictionary, &plan());
    assert_eq!((imported.domains, imported.constructs, imported.terms), (2, 0, 4));
    let lexicon = lexicon(&imported.toml);
    let framework = lexicon.framework("mine").unwrap();
    assert_eq!(framework.name, "Care");
    let labels: Vec<(&str, &str)> = framework.domains.iter().map(|d| (&*d.id, d.label.as_str())).collect();
    assert_eq!(labels, [("access_place", "Access & place"), ("money", "Money")]);
    assert!(imported.toml.contains("{ text = \"far away\", exact = true },\n  { text = \"wait*\", weight = 0.7 },"));
    assert!(imported.losses.is_empty());
    let inflected = import(&read("care.ykd").0.dictionary, &Plan { inflect: true, ..plan() });
    assert!(inflected.toml.contains("  \"far away\",\n"));
}

#[test]
fn what_a_lexicon_cannot_hold_is_told() {
    let imported = import(&read("care.csv").0.dictionary, &plan());
    let what: Vec<String> = imported.losses.iter().map(|l| format!("{}: {}", l.entry, l.what)).collect();
    assert_eq!(what, ["want: an entry that counts against its category, or not at all"]);
    let entry = |text: &str, weight| Entry { weight, ..Entry::new(Pattern::Glob(text.into())) };
    let category =
        |name: &str, entries, categories| Category { name: name.into(), entries, categories, ..Category::default() };
    let deep = category("c", vec![entry("x", 9.0), entry("y", 0.12345)], vec![]);
    let dictionary = Dictionary {
        name: String::new(),
        categories: vec![
            category("a", vec![], vec![category("b", vec![], vec![deep])]),
            category("A", vec![entry("z", 1.0)], vec![]),
        ],
    };
    let imported = import(&dictionary, &plan());
    let what: Vec<&str> = imported.losses.iter().map(|l| l.what.as_str()).collect();
    assert_eq!(
        what,
        ["a category on a third level or deeper", "a weight outside 0.05 to 3", "a weight finer than a thousandth"]
    );
    let ids: Vec<String> =
        lexicon(&imported.toml).framework("mine").unwrap().domains.iter().map(|d| d.id.to_string()).collect();
    assert_eq!(ids, ["a", "a_2"]);
}

#[test]
fn a_shipped_framework_becomes_a_dictionary_of_every_format() {
    let lexicon = Lexicon::load(&[], true).unwrap();
    // the others go the same way and come to hundreds of thousands of entries
    for framework in lexicon.frameworks.iter().filter(|f| &*f.id == "wortman_2022") {
        let exported = export(&lexicon, framework, Naming::default());
        let (categories, entries) = exported.dictionary.size();
        assert!(categories >= framework.domains.len() && entries > 100, "{}: {categories}, {entries}", framework.id);
        for format in FORMATS {
            let (text, _) = format.write(&exported.dictionary);
            let read = (format.read)(&text).unwrap_or_else(|e| panic!("{} as {}: {e}", framework.id, format.name));
            assert!(read.losses.is_empty(), "{} as {}: {:?}", framework.id, format.name, read.losses.first());
            let fitting = fit(&exported.dictionary, &format.able).0;
            assert_eq!(shown(&in_order(read.dictionary)), shown(&in_order(fitting)), "{}", format.name);
        }
    }
}

fn word() -> impl Strategy<Value = String> + Clone {
    "[a-z]{3,8}\\*?"
}

/// Entries that a lexicon takes as they are.
fn plain_entry() -> impl Strategy<Value = Entry> + Clone {
    let weight = prop_oneof![3 => Just(1.0), 1 => (50u32..3000).prop_map(|w| f64::from(w) / 1000.0)];
    (prop::collection::vec(word(), 1..4), weight)
        .prop_map(|(words, weight)| Entry { weight, ..Entry::new(Pattern::Glob(words.join(" "))) })
}

/// Entries of any letters.
fn any_entry() -> impl Strategy<Value = Entry> + Clone {
    let text = prop_oneof!["[a-z*?é'()@+%_, -]{0,14}", "\\PC{0,10}", ".{0,8}"];
    let weight = prop_oneof![Just(1.0), Just(-2.5), any::<f64>()];
    let pattern = prop_oneof![9 => text.clone().prop_map(Pattern::Glob), 1 => text.prop_map(Pattern::Regex)];
    (pattern, weight).prop_map(|(pattern, weight)| Entry { weight, ..Entry::new(pattern) })
}

fn dictionary(
    entry: impl Strategy<Value = Entry> + Clone + 'static,
    name: &'static str,
) -> impl Strategy<Value = Dictionary> {
    let category = move |inner: BoxedStrategy<Vec<Category>>| {
        let entries = prop::collection::vec(entry.clone(), 0..5);
        (name, prop_oneof![Just(String::new()), Just("What it is (in short)".to_owned())], entries, inner)
            .prop_map(|(name, description, entries, categories)| Category { name, description, entries, categories })
    };
    let leaf = prop::collection::vec(category(Just(Vec::new()).boxed()), 0..3).boxed();
    let middle = prop::collection::vec(category(leaf), 0..3).boxed();
    prop::collection::vec(category(middle), 0..4).prop_map(|categories| Dictionary { name: String::new(), categories })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// What a format can hold it gives back, and reading what it wrote loses nothing; what it cannot hold is told.
    #[test]
    fn every_format_gives_back_what_fits(d in dictionary(any_entry(), "[A-Za-z0-9 %()+._>é-]{0,12}")) {
        for format in FORMATS {
            let (fitting, losses) = fit(&d, &format.able);
            let (again, none) = fit(&fitting, &format.able);
            prop_assert_eq!(&again, &fitting, "{}: fitting twice", format.name);
            prop_assert!(none.is_empty(), "{}: {:?}", format.name, none);
            prop_assert!(!losses.is_empty() || fitting == d, "{}: changed without a word", format.name);
            let (text, _) = format.write(&d);
            let read = (format.read)(&text).map_err(|e| TestCaseError::fail(format!("{}: {e}\n{text}", format.name)))?;
            prop_assert!(read.losses.is_empty(), "{}: {:?}\n{}", format.name, read.losses, text);
            prop_assert_eq!(shown(&in_order(read.dictionary)), shown(&in_order(fitting)), "{}\n{}", format.name, text);
        }
    }

    /// A dictionary of words and stars comes back from a lexicon as it was.
    #[test]
    fn a_lexicon_gives_back_what_it_was_made_of(d in dictionary(plain_entry(), "[a-z]{1,8}")) {
        let d = in_order(fit(&d, &format("csv").unwrap().able).0);
        // the third level belongs to the second, and one outermost category with others in it names the whole
        let shallow = d.categories.iter().flat_map(|c| &c.categories).all(|c| c.categories.is_empty());
        let named = matches!(d.categories.as_slice(), [one] if one.entries.is_empty() && !one.categories.is_empty());
        prop_assume!(shallow && !named);
        let imported = import(&d, &plan());
        prop_assert!(imported.losses.is_empty(), "{:?}", imported.losses);
        let lexicon = lexicon(&imported.toml);
        let exported = export(&lexicon, lexicon.framework("mine").unwrap(), Naming::default());
        prop_assert_eq!(exported.losses.len(), 1, "{:?}", exported.losses);
        prop_assert_eq!(shown(&in_order(exported.dictionary)), shown(&d), "{}", imported.toml);
    }

    /// Nothing that claims to be a dictionary stops the program.
    #[test]
    fn no_text_is_too_odd(text in prop_oneof![".{0,80}", "(%\n|1\t|a\t|\t|\\+|<cnode name='x'>|</cnode>|: |- |[|]|\\(1\\)|,|\"|\n| |b){0,40}"]) {
        for format in FORMATS {
            let _ = (format.read)(&text);
        }
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_dictionary() {
    for format in FORMATS {
        let _ = (format.read)("\u{feff}a<>");
    }
    let yoshikoder = FORMATS.iter().find(|format| format.name == "yoshikoder").unwrap();
    let xml = "\u{feff}<dictionary><cnode name=\"Time\"><pnode name=\"busy*\"/></cnode></dictionary>";
    let read = (yoshikoder.read)(xml).unwrap();
    assert_eq!(read.dictionary.categories[0].name, "Time");
}
