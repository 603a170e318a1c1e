//! All coders' journals -> what they agree on, and where they differ, for the page.
use super::{
    desk::{Desk, Inside, short},
    routes::{Answer, Query, Trouble},
};
use crate::{
    error::Error,
    measure::stats::Estimate,
    review::{
        Base, Code, Item, Mode, State,
        agree::{self, Basis, Coded, Row, Settings, codings, reading},
    },
};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// So many bytes of the text stand before and after a passage in dispute.
const MARGIN: usize = 400;

/// A journal of another coder could not be read.
fn unread(error: Error) -> Trouble {
    Trouble(StatusCode::CONFLICT, error.summary())
}

/// Figures of one level, of all coders or of two.
pub(super) fn agreement(desk: &Desk, query: &Query) -> Answer {
    let inside = desk.lock();
    let state = State::of(&inside.project.logs().map_err(unread)?);
    let basis = if query.get("basis").is_some_and(|b| b == "blind") { Basis::Blind } else { Basis::All };
    let every = codings(&inside.project, &state, basis);
    let names: Vec<&str> = every.iter().map(|c| c.coder.as_str()).collect();
    let pairs = pairs(&names);
    let asked = query.get("pair").and_then(|pair| pair.split_once('+'));
    let chosen: Vec<_> = match asked {
        Some((a, b)) => every.iter().filter(|c| c.coder == a || c.coder == b).cloned().collect(),
        None => every.clone(),
    };
    let texts: Vec<Coded<'_>> = inside.project.documents.iter().map(Coded::from).collect();
    let found = agree::agree(&texts, &chosen, basis, &Settings::default());
    let levels: Vec<Value> =
        found.levels.iter().map(|l| json!({ "id": l.level, "label": l.level, "unit": l.unit })).collect();
    let wanted = query.get("level").map_or("segment", String::as_str);
    let level = found.levels.iter().find(|l| l.level == wanted).or(found.levels.first());
    let mut notes = found.notes.clone();
    notes.extend(level.map(|l| format!("One unit is {}", l.unit)));
    let formulas: Vec<String> =
        found.formulas.iter().map(|f| format!("{}: {} ({})", f.name, f.formula, f.source)).collect();
    let draws = found.bootstrap;
    let coders: Vec<Value> = every.iter().map(|c| {
        let modes: Vec<String> = c.modes.iter().map(|(mode, n)| format!("{n} {}", mode.name().replace('_', " "))).collect();
        let finished = inside.project.documents.iter().filter(|d| state.is_finished(d.id(), &c.coder)).count();
        json!({ "name": c.coder, "decisions": c.modes.values().sum::<u64>(), "finished": finished, "modes": modes.join(", ") })
    }).collect();
    Ok(json!({
        "coders": coders, "pairs": pairs, "levels": levels, "level": level.map(|l| l.level), "basis": basis, "notes": notes, "formulas": formulas,
        "intervals": format!("95 %, percentile bootstrap over documents, {} draws, seed {}", draws.replicates, draws.seed),
        "total": level.map(|l| row(&l.overall)), "valence": row(&found.valence),
        "rows": level.map_or_else(Vec::new, |l| l.codes.iter().map(row).collect()),
    }))
}

fn pairs(names: &[&str]) -> Vec<Value> {
    let mut pairs = vec![json!({ "id": "", "label": "All coders" })];
    for (n, a) in names.iter().enumerate() {
        pairs.extend(
            names[n + 1..].iter().map(|b| json!({ "id": format!("{a}+{b}"), "label": format!("{a} and {b}") })),
        );
    }
    pairs
}

fn row(row: &Row) -> Value {
    let figure = |e: Estimate| json!({ "value": e.value, "low": e.low, "high": e.high });
    let (framework, domain) = row.code.split_once('.').unwrap_or(("", &row.code));
    json!({
        "code": { "framework": framework, "domain": domain }, "n": row.units, "given": row.given, "table": row.table,
        "percent": figure(row.percent), "kappa": figure(row.kappa), "ac1": figure(row.ac1), "alpha": figure(row.alpha), "bp": figure(row.brennan_prediger),
    })
}

/// Codes on which coders differ. A coder who still has to decide on a code does not see what others decided of it.
pub(super) fn conflicts(desk: &Desk, _: &Query) -> Answer {
    let inside = desk.lock();
    let state = State::of(&inside.project.logs().map_err(unread)?);
    let coders: Vec<String> = codings(&inside.project, &state, Basis::All).into_iter().map(|c| c.coder).collect();
    let works = coders.iter().any(|c| c == inside.coder());
    let mut cases = Vec::new();
    let mut kept = 0;
    for n in 0..inside.project.documents.len() {
        let base = &inside.project.documents[n];
        let read: Vec<Vec<Option<Mode>>> = coders.iter().map(|c| reading(base, &state, c)).collect();
        let mut here: Vec<&Item> = state.items_of(base.id()).filter(|i| !i.decisions.is_empty()).collect();
        here.sort_by_key(|i| i.of.span);
        for item in here {
            let each = coders.iter().zip(&read);
            let sides: Vec<Side<'_>> = each.filter_map(|(c, read)| side(base, read, item, c)).collect();
            let codes: BTreeSet<Option<&Code>> = sides.iter().map(|s| s.code).collect();
            if codes.len() < 2 {
                continue;
            }
            if works && !sides.iter().any(|s| s.coder == inside.coder()) {
                kept += 1;
                continue;
            }
            cases.push(case(&inside, n, item, &sides));
        }
    }
    let rest = match kept {
        0 => String::new(),
        1 => " One more is kept from you until you have decided on it yourself.".to_owned(),
        n => format!(" {n} more are kept from you until you have decided on them yourself."),
    };
    let note = format!("Where coders differ, say what counts. Their own decisions stay as they are.{rest}");
    Ok(json!({ "coders": coders, "note": note, "cases": cases }))
}

/// What one coder said of a code.
struct Side<'s> {
    coder: &'s str,
    code: Option<&'s Code>,
    what: &'static str,
    mode: &'static str,
}

/// None of a coder who has not come to it. `read` tells of every segment in which mode the coder read it.
fn side<'s>(base: &Base, read: &[Option<Mode>], item: &'s Item, coder: &'s str) -> Option<Side<'s>> {
    if let Some(decided) = item.decisions.get(coder) {
        let mode = if decided.blind { "blind" } else { decided.mode.name() };
        return Some(Side { coder, code: decided.code.as_ref(), what: "rejected: no such code here", mode });
    }
    let here = base.segments_of(base.locate(&item.of)?);
    let mode = here.filter_map(|segment| read.get(segment).copied().flatten()).min()?;
    Some(Side { coder, code: None, what: "read it and gave no such code", mode: mode.name() })
}

fn case(inside: &Inside, n: usize, item: &Item, sides: &[Side<'_>]) -> Value {
    let base = &inside.project.documents[n];
    let text = base.text();
    let span = base.locate(&item.of).unwrap_or_default();
    let from = text.ceil_char_boundary((span.start as usize).saturating_sub(MARGIN));
    let to = text.floor_char_boundary((span.end as usize + MARGIN).min(text.len()));
    let sides: Vec<Value> = sides
        .iter()
        .map(|s| {
            let code = s.code.map(|code| {
                let mut shown = short(code);
                if code.span != item.of.span {
                    shown["quote"] = json!(code.quote);
                }
                shown
            });
            json!({
                "coder": s.coder, "code": code, "what": s.what, "mode": s.mode.replace('_', " "),
                "memo": item.memos.get(s.coder), "flag": item.flagged.contains(s.coder),
            })
        })
        .collect();
    let settled = item.adjudicated.as_ref().map(|a| {
        let mut shown = json!(a.taken);
        shown["by"] = json!(a.by);
        shown["reason"] = json!(a.reason);
        shown
    });
    json!({
        "n": n, "key": item.key, "document": base.id(), "of": short(&item.of), "before": text[from..span.start as usize], "quote": item.of.quote,
        "after": text[span.end as usize..to], "sides": sides, "settled": settled,
        "suggested": base.suggestion(&item.key).map(|s| short(&Code::from(s))),
    })
}
