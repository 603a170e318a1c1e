//! The served page refuses what does not come from itself, loses nothing it acknowledged, and shows nothing before its time.
#![allow(clippy::unwrap_used)] // a test that cannot go on fails
mod common;
mod serving;

use common::Folder;
use serde_json::{Value, json};
use serving::{PRETAG, Page, journal, project, text};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

/// Headers of a request in a row of the table; PORT, TOKEN and COOKIE stand for those of the page.
const GOOD: &str = "Host: 127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:PORT\r\nCookie: COOKIE\r\nContent-Type: application/json\r\nX-Pretag: 1\r\nContent-Length: 2\r\n\r\n{}";

#[test]
fn only_the_page_itself_is_answered() {
    let folder = Folder::new("door");
    let place = project(&folder, &[("a.txt", text(12))], &[]);
    let page = Page::open(&place, "anna", &[]);
    let cookie = "Cookie: COOKIE\r\n";
    let get = |headers: &str| format!("GET /api/session HTTP/1.1\r\n{headers}\r\n");
    let post = |headers: &str| format!("POST /api/act HTTP/1.1\r\n{headers}\r\n\r\n{{}}");
    let without = |line: &str| format!("POST /api/act HTTP/1.1\r\n{}", GOOD.replace(&format!("{line}\r\n"), ""));
    let with = |from: &str, to: &str| format!("POST /api/act HTTP/1.1\r\n{}", GOOD.replace(from, to));
    let table: Vec<(&str, String, u16)> = vec![
        ("a good read", get(&format!("Host: 127.0.0.1:PORT\r\n{cookie}")), 200),
        ("by name", get(&format!("Host: localhost:PORT\r\n{cookie}")), 200),
        // an empty act is understood and refused as none: the door was passed
        ("a good write", format!("POST /api/act HTTP/1.1\r\n{GOOD}"), 400),
        ("a write by name", with("http://127.0.0.1:PORT", "http://localhost:PORT"), 400),
        // hosts
        ("another host", get(&format!("Host: evil.example:PORT\r\n{cookie}")), 403),
        ("another host that begins the same", get(&format!("Host: 127.0.0.1.evil.example:PORT\r\n{cookie}")), 403),
        ("no port", get(&format!("Host: 127.0.0.1\r\n{cookie}")), 403),
        ("another port", get(&format!("Host: 127.0.0.1:1\r\n{cookie}")), 403),
        ("port with more", get(&format!("Host: 127.0.0.1:PORT0\r\n{cookie}")), 403),
        ("all addresses", get(&format!("Host: 0.0.0.0:PORT\r\n{cookie}")), 403),
        ("no host", get(cookie), 403),
        ("two hosts", get(&format!("Host: 127.0.0.1:PORT\r\nHost: evil.example\r\n{cookie}")), 403),
        (
            "a host in the path",
            format!("GET http://evil.example/api/session HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n{cookie}\r\n"),
            403,
        ),
        ("no host to enter", "GET /start?token=TOKEN HTTP/1.1\r\nHost: evil.example\r\n\r\n".into(), 403),
        // keys
        ("no cookie", get("Host: 127.0.0.1:PORT\r\n"), 403),
        (
            "a wrong cookie",
            get("Host: 127.0.0.1:PORT\r\nCookie: pretag_PORT=00000000000000000000000000000000\r\n"),
            403,
        ),
        ("an empty cookie", get("Host: 127.0.0.1:PORT\r\nCookie: pretag_PORT=\r\n"), 403),
        ("the token for a cookie", get("Host: 127.0.0.1:PORT\r\nCookie: pretag_PORT=TOKEN\r\n"), 403),
        ("the page without a cookie", "GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n".into(), 403),
        ("a script without a cookie", "GET /app.js HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n".into(), 403),
        ("no token", "GET /start HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n".into(), 403),
        ("an empty token", "GET /start?token= HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n".into(), 403),
        (
            "a wrong token",
            "GET /start?token=00000000000000000000000000000000 HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n".into(),
            403,
        ),
        ("the start of the token", "GET /start?token=T HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n".into(), 403),
        // origins
        ("a write of no origin", without("Origin: http://127.0.0.1:PORT"), 403),
        ("a write of another origin", with("http://127.0.0.1:PORT", "https://evil.example"), 403),
        ("a write of null", with("http://127.0.0.1:PORT", "null"), 403),
        ("a write of another port", with("Origin: http://127.0.0.1:PORT", "Origin: http://127.0.0.1:1"), 403),
        ("a write over https", with("Origin: http://", "Origin: https://"), 403),
        (
            "a read of another origin",
            get(&format!("Host: 127.0.0.1:PORT\r\nOrigin: https://evil.example\r\n{cookie}")),
            403,
        ),
        ("a read across sites", get(&format!("Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: cross-site\r\n{cookie}")), 403),
        ("a read of a neighbour", get(&format!("Host: 127.0.0.1:PORT\r\nSec-Fetch-Site: same-site\r\n{cookie}")), 403),
        ("a write across sites", with("X-Pretag: 1", "X-Pretag: 1\r\nSec-Fetch-Site: cross-site"), 403),
        ("a typed write", with("X-Pretag: 1", "X-Pretag: 1\r\nSec-Fetch-Site: none"), 403),
        // methods
        ("OPTIONS", with("POST /api/act", "OPTIONS /api/act").replace("POST", "OPTIONS"), 405),
        ("PUT", with("POST", "PUT").replace("POST", "PUT"), 405),
        ("DELETE", with("", "").replace("POST", "DELETE"), 405),
        ("HEAD", get(&format!("Host: 127.0.0.1:PORT\r\n{cookie}")).replace("GET", "HEAD"), 405),
        ("a write where one reads", with("", "").replace("/api/act", "/api/session"), 405),
        (
            "a read where one writes",
            get(&format!("Host: 127.0.0.1:PORT\r\n{cookie}")).replace("/api/session", "/api/act"),
            405,
        ),
        // content types and the page's own header
        ("a form", with("application/json", "application/x-www-form-urlencoded"), 415),
        ("a text", with("application/json", "text/plain"), 415),
        ("a text that says json", with("application/json", "text/plain;application/json"), 415),
        ("no type", without("Content-Type: application/json"), 415),
        ("a type with a charset", with("application/json", "application/json; charset=utf-8"), 400),
        ("no own header", without("X-Pretag: 1"), 403),
        ("another own header", with("X-Pretag: 1", "X-Pretag: 0"), 403),
        // bodies and paths
        (
            "a body beyond the limit",
            with("Content-Length: 2\r\n\r\n{}", &format!("Content-Length: 300000\r\n\r\n{}", " ".repeat(300_000))),
            413,
        ),
        (
            "a path out of the folder",
            get(&format!("Host: 127.0.0.1:PORT\r\n{cookie}")).replace("/api/session", "/../../etc/passwd"),
            404,
        ),
        (
            "a coded path",
            get(&format!("Host: 127.0.0.1:PORT\r\n{cookie}")).replace("/api/session", "/%2e%2e/review.toml"),
            404,
        ),
        (
            "a document that is a path",
            get(&format!("Host: 127.0.0.1:PORT\r\n{cookie}")).replace("/api/session", "/api/document?n=../a.txt"),
            404,
        ),
        ("no JSON", post(&GOOD.replace("\r\n\r\n{}", "")), 400),
    ];
    for (name, request, status) in table {
        let request = request
            .replace("PORT", &page.port.to_string())
            .replace("COOKIE", &page.cookie)
            .replace("TOKEN", &page.token);
        let answer = page.ask(&request).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(answer.status, status, "{name}: {answer:?}");
        let policy = answer.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{name}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{name}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{name}");
        assert!(answer.header("access-control-allow-origin").is_none(), "{name}");
        assert!(answer.header("set-cookie").is_none(), "{name}: only entering gives a cookie");
    }
    assert_eq!(journal(&place, "anna").len(), 1, "nothing but the start was written");
}

#[test]
fn the_cookie_is_for_this_page_only() {
    let folder = Folder::new("cookie");
    let place = project(&folder, &[("a.txt", text(12))], &[]);
    let page = Page::open(&place, "anna", &[]);
    let enter = format!("GET /start?token={} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", page.token, page.port);
    let cookie = page.ask(&enter).unwrap();
    let cookie = cookie.header("set-cookie").unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", &format!("pretag_{}=", page.port)] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains(&page.token), "the cookie is not the token");
    let refused = Command::new(PRETAG).args(["review", "--no-open", "--coder", "anna"]).arg(&place).output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "one writer at a time");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("open"), "{refused:?}");
}

/// A decision for each suggestion, in turn.
fn decisions(page: &Page) -> Vec<(usize, String)> {
    let tasks = page.json("/api/queue?order=document");
    let tasks = tasks["tasks"].as_array().unwrap();
    tasks.iter().filter_map(|t| Some((t["n"].as_u64()? as usize, t["key"].as_str()?.to_owned()))).collect()
}

#[test]
fn what_was_acknowledged_outlives_a_kill_at_any_moment() {
    let folder = Folder::new("kill");
    let place = project(&folder, &[("a.txt", text(420)), ("b.txt", text(60))], &["--blind-share", "0"]);
    let mut acknowledged: BTreeMap<String, (String, String)> = BTreeMap::new();
    let (mut kills, mut at, mut sent) = (0, 0, 0_usize);
    // a small generator of its own, so that the moments differ and can be had again
    let mut seed = 20_261_126_u64;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    while acknowledged.len() < 220 || kills < 25 {
        let mut page = Page::open(&place, "anna", &[]);
        let keys = decisions(&page);
        assert!(keys.len() > 250, "{}", keys.len());
        let wait = Duration::from_micros(500 + random(25_000));
        let pid = page.child.id();
        let done = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(wait);
                // SIGKILL, as from the kernel: nothing is flushed, nothing is said
                let _ = Command::new("kill").args(["-9", &pid.to_string()]).status();
                done.store(1, Ordering::SeqCst);
            });
            loop {
                let (n, key) = &keys[at % keys.len()];
                let id = format!("act-{sent:08}");
                let verdict = if sent % 3 == 0 { "reject" } else { "accept" };
                sent += 1;
                at += 1;
                match page.act(&json!({ "id": id, "do": verdict, "n": n, "key": key })) {
                    Ok(answer) if answer.status == 200 => {
                        let name = if verdict == "reject" { "rejected" } else { "accepted" };
                        acknowledged.insert(id, (key.clone(), name.to_owned()));
                    }
                    Ok(answer) => panic!("{answer:?}"),
                    Err(_) => break,
                }
            }
        });
        assert_eq!(done.load(Ordering::SeqCst), 1);
        let _ = page.child.wait();
        kills += 1;
    }
    let page = Page::open(&place, "anna", &[]);
    let events = journal(&place, "anna");
    let ids: Vec<&str> = events.iter().map(|e| e["id"].as_str().unwrap()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "no event twice");
    for (id, (key, verdict)) in &acknowledged {
        let found: Vec<&Value> = events.iter().filter(|e| e["id"] == id.as_str()).collect();
        assert_eq!(found.len(), 1, "{id} was acknowledged");
        assert_eq!(
            (found[0]["key"].as_str(), found[0]["decision"].as_str()),
            (Some(key.as_str()), Some(verdict.as_str()))
        );
    }
    drop(page);
    let verified = Command::new(PRETAG).args(["review", "verify-journal"]).arg(&place).output().unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    println!("{kills} kills, {} acknowledged, {} events", acknowledged.len(), events.len());
    assert!(acknowledged.len() >= 200 && kills >= 25);
}

#[test]
fn an_act_sent_twice_is_done_once() {
    let folder = Folder::new("twice");
    let place = project(&folder, &[("a.txt", text(40))], &["--blind-share", "0"]);
    let page = Page::open(&place, "anna", &[]);
    let (n, key) = decisions(&page)[0].clone();
    let act = json!({ "id": "act-00000001", "do": "accept", "n": n, "key": key });
    let (first, second) = (page.act(&act).unwrap(), page.act(&act).unwrap());
    assert_eq!((first.status, second.status), (200, 200));
    assert_eq!(first.body, second.body);
    assert_eq!(journal(&place, "anna").iter().filter(|e| e["action"] == "decide").count(), 1);
    let undone: Value =
        serde_json::from_str(&page.act(&json!({ "id": "act-00000002", "do": "undo" })).unwrap().body).unwrap();
    assert_eq!(undone["undone"]["what"], "accepted");
    assert_eq!(undone["items"][0]["decision"], Value::Null);
}

#[test]
fn a_full_disk_is_told_and_nothing_is_acknowledged() {
    let folder = Folder::new("full");
    let place = project(&folder, &[("a.txt", text(200))], &["--blind-share", "0"]);
    // files may not grow over 8 blocks: the system says so as it does when the disk is full
    let line = format!("trap '' XFSZ; ulimit -f 8; exec {PRETAG} review --no-open --coder anna {}", place.display());
    let mut command = Command::new("sh");
    command.args(["-c", &line]);
    let page = Page::start(command);
    let (mut saved, mut refused) = (0, None);
    for (sent, (n, key)) in decisions(&page).iter().enumerate() {
        let answer = page.act(&json!({ "id": format!("act-{sent:08}"), "do": "accept", "n": n, "key": key })).unwrap();
        match answer.status {
            200 => saved += 1,
            _ => {
                refused = Some(answer);
                break;
            }
        }
    }
    let refused = refused.expect("the limit is reached");
    assert_eq!(refused.status, 507, "{refused:?}");
    assert!(refused.body.contains("not saved: the disk is full"), "{refused:?}");
    let events = journal(&place, "anna");
    assert_eq!(events.iter().filter(|e| e["action"] == "decide").count(), saved, "what was acknowledged, and no more");
    assert!(saved > 0);
}

#[test]
fn blind_work_is_shown_no_suggestion() {
    let folder = Folder::new("blind");
    let place = project(&folder, &[("a.txt", text(60))], &["--mode", "blind"]);
    let page = Page::open(&place, "anna", &[]);
    let queue = page.json("/api/queue?order=document");
    let tasks = queue["tasks"].as_array().unwrap();
    assert!(
        tasks.len() > 50 && tasks.iter().all(|t| t["look"] == "blind" && t.get("code").is_none()),
        "{}",
        tasks.len()
    );
    let document = page.json("/api/document?n=0");
    assert_eq!(document["items"], json!([]));
    let body = page.get("/api/document?n=0").body
        + &page.get("/api/queue?order=uncertainty").body
        + &page.get("/api/search?q=time").body;
    for word in ["score", "suggested", "reason", "barrier", "environment_resources"] {
        assert!(!body.replace("was a barrier", "").contains(word), "{word} is told");
    }
    let look = json!({ "id": "look-00000001", "do": "look", "n": 0, "segment": tasks[0]["segment"], "look": "blind", "found": false });
    let told: Value = serde_json::from_str(&page.act(&look).unwrap().body).unwrap();
    assert_eq!((&told["items"], &told["gone"], &told["revealed"]), (&json!([]), &json!([]), &json!([])));
    let reports = fs::read_to_string(place.join("reports.jsonl")).unwrap();
    let report: Value = serde_json::from_str(reports.lines().next().unwrap()).unwrap();
    let key = report["suggestions"][0]["key"].as_str().unwrap();
    let answer = page.act(&json!({ "id": "act-00000001", "do": "accept", "n": 0, "key": key })).unwrap();
    assert_eq!(answer.status, 422, "what is not shown cannot be decided on: {answer:?}");
}

#[test]
fn the_blind_sample_comes_first_and_holds_back_its_suggestions() {
    let folder = Folder::new("sample");
    let place = project(&folder, &[("a.txt", text(300))], &[]);
    let page = Page::open(&place, "anna", &[]);
    let queue = page.json("/api/queue?order=document");
    let tasks = queue["tasks"].as_array().unwrap();
    let blind: Vec<&Value> = tasks.iter().take_while(|t| t["look"] == "blind").collect();
    assert_eq!(blind.len(), 30, "a tenth of 300");
    assert!(tasks[30..].iter().all(|t| t["key"].is_string()));
    let document = page.json("/api/document?n=0");
    let spans: Vec<(u64, u64)> =
        blind.iter().map(|t| (t["start"].as_u64().unwrap(), t["end"].as_u64().unwrap())).collect();
    for item in document["items"].as_array().unwrap() {
        let (start, end) = (item["start"].as_u64().unwrap(), item["end"].as_u64().unwrap());
        assert!(spans.iter().all(|(s, e)| *e <= start || *s >= end), "shown before its time: {item}");
    }
    let (before, text) = (document["items"].as_array().unwrap().len(), document["text"].as_str().unwrap().to_owned());
    for (n, task) in blind.iter().enumerate() {
        let (start, end) = spans[n];
        let quote = &text[start as usize..end as usize];
        let found = n % 2 == 0;
        if found {
            let add = json!({ "id": format!("add-{n:08}"), "do": "add", "n": 0, "framework": "tdf", "domain": "skills", "valence": "barrier", "start": start, "end": end, "quote": quote });
            let answer = page.act(&add).unwrap();
            assert_eq!(answer.status, 200, "{answer:?}");
        }
        let look = json!({ "id": format!("look-{n:08}"), "do": "look", "n": 0, "segment": task["segment"], "look": "blind", "found": found });
        assert_eq!(page.act(&look).unwrap().status, 200);
    }
    let items = page.json("/api/document?n=0")["items"].as_array().unwrap().clone();
    assert!(items.len() > before, "{} {before}: now they are shown", items.len());
    // what was coded before is not asked again: it is answered by that
    let of_sample = |item: &&Value| {
        let (from, to) = (item["start"].as_u64().unwrap(), item["end"].as_u64().unwrap());
        spans.iter().any(|(s, e)| *s <= from && to <= *e)
    };
    let suggested: Vec<&Value> = items.iter().filter(of_sample).filter(|i| i.get("why").is_some()).collect();
    let open = |i: &&&Value| i.get("decision").is_none();
    assert!(suggested.len() > 20 && suggested.iter().filter(open).all(|i| i["answered"].is_string()), "{suggested:?}");
    let queue = page.json("/api/queue?order=document");
    let tasks = queue["tasks"].as_array().unwrap();
    for item in suggested.iter().filter(open) {
        let task = tasks.iter().find(|t| t["key"] == item["key"]).unwrap();
        assert_eq!((&task["done"], &task["state"]), (&json!(true), &json!("answered")), "{task}");
    }
    let answered = page.json("/api/queue?order=document&state=answered");
    assert_eq!(answered["tasks"].as_array().unwrap().len(), suggested.iter().filter(open).count());
    let sums = &page.json("/api/progress")["all"];
    assert_eq!(sums["implied"], json!(suggested.iter().filter(open).count()));
    let events = journal(&place, "anna");
    assert!(events.iter().filter(|e| e["decision"] == "added" || e["action"] == "look").all(|e| e["mode"] == "blind"));
    let (start, end) = spans[0];
    let wrong = json!({ "id": "wrong-0001", "do": "add", "n": 0, "framework": "tdf", "domain": "skills", "valence": "barrier", "start": start, "end": end, "quote": "something else" });
    assert_eq!(page.act(&wrong).unwrap().status, 422, "a quote that is not there");
    let unknown = json!({ "id": "wrong-0002", "do": "add", "n": 0, "framework": "tdf", "domain": "no_such", "valence": "barrier", "start": start, "end": end, "quote": &text[start as usize..end as usize] });
    assert_eq!(page.act(&unknown).unwrap().status, 422, "a code that is in no codebook");
}

#[test]
fn suggestions_are_revealed_after_the_own_answer() {
    let folder = Folder::new("reveal");
    let place = project(&folder, &[("a.txt", text(60))], &["--mode", "reveal_after_commit", "--blind-share", "0"]);
    let page = Page::open(&place, "anna", &[]);
    let tasks = page.json("/api/queue?order=document");
    let task = &tasks["tasks"][0];
    assert_eq!(task["look"], "commit");
    assert_eq!(page.json("/api/document?n=0")["items"], json!([]));
    let look = json!({ "id": "look-00000001", "do": "look", "n": 0, "segment": task["segment"], "look": "commit", "found": false });
    let reply: Value = serde_json::from_str(&page.act(&look).unwrap().body).unwrap();
    let key = reply["revealed"][0]["key"].as_str().unwrap();
    let accept = json!({ "id": "act-00000001", "do": "accept", "n": 0, "key": key });
    assert_eq!(page.act(&accept).unwrap().status, 200);
    let events = journal(&place, "anna");
    let kinds: Vec<(&str, bool)> =
        events.iter().map(|e| (e["action"].as_str().unwrap(), e["revealed"] == json!(true))).collect();
    assert_eq!(kinds, [("start", false), ("look", false), ("reveal", false), ("decide", true)]);
}

#[test]
fn samples_leave_out_where_nothing_is_suggested() {
    let folder = Folder::new("aside");
    let back = "\n\n## Acknowledgements\n\nWe thank the nurses for their time.\n\n## Funding\n\nThere was no money.\n\n## Abbreviations\n\nGP: general practitioner.\n";
    let place = project(&folder, &[("a.md", format!("## Results\n\n{}{back}", text(6)))], &["--mode", "blind"]);
    let page = Page::open(&place, "anna", &[]);
    let tasks = page.json("/api/queue?order=document");
    let texts: Vec<&str> = tasks["tasks"].as_array().unwrap().iter().map(|t| t["text"].as_str().unwrap()).collect();
    assert!(texts.len() >= 6 && texts.iter().any(|t| t.contains("Ward 6")), "{texts:?}");
    for word in ["We thank", "no money", "general practitioner"] {
        assert!(!texts.iter().any(|t| t.contains(word)), "{word} is in the back matter: {texts:?}");
    }
}
