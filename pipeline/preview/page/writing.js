// A page while it is written: it shows itself anew when it is another, and says what is wrong and what is no page yet.
"use strict";

(() => {
  const script = document.currentScript;
  const aside = new URL(".", script.src);
  const root = new URL("..", aside);
  const { source, digest } = script.dataset;

  const events = new EventSource(new URL("events", aside));
  let asked = false;
  let again = false;
  events.onmessage = look;

  async function look() {
    if (asked) {
      again = true;
      return;
    }
    asked = true;
    try {
      const [now, head] = await Promise.all([
        fetch(new URL("now.json", aside)).then((answer) => answer.json()),
        fetch(location.href.split("#")[0], { method: "HEAD", cache: "no-store" }),
      ]);
      const etag = (head.headers.get("etag") || "").replaceAll('"', "");
      if (etag !== digest) {
        location.reload();
        return;
      }
      show(now);
    } catch {
      // The server was stopped, or begins again: the line to it is opened anew by the browser.
    } finally {
      asked = false;
    }
    if (again) {
      again = false;
      look();
    }
  }

  function element(name, words, into, kind) {
    const made = document.createElement(name);
    if (words) made.textContent = words;
    if (kind) made.className = kind;
    into.append(made);
    return made;
  }

  function day(instant) {
    return new Date(instant).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
  }

  function show(now) {
    mark(now.marks || {});
    document.getElementById("writing")?.remove();
    const problems = now.problems || [];
    const mine = problems.filter((problem) => problem.path === source);
    const others = problems.filter((problem) => problem.path !== source);
    const marked = now.marks?.[address(location.href)];
    const stale = (now.stale || []).includes(source);
    const made = (now.waiting || []).includes(source);
    if (!problems.length && marked === undefined && !made && !now.failed) return;

    const box = document.createElement("aside");
    box.id = "writing";
    box.lang = "en";
    box.dir = "ltr";
    box.setAttribute("role", "status");
    box.dataset.state = mine.some(isError) || now.failed ? "broken" : problems.length ? "warned" : "well";
    if (now.failed) element("p", now.failed, box);
    if (marked !== undefined) {
      element("p", marked ? `Public only from ${day(marked)}.` : "A draft: no reader sees this page.", box);
    }
    if (stale) element("p", "This page shows the text as it was when it was last in order.", box);
    if (made) element("p", "Its sound or its PDF is being made, and shows here when it is there.", box);
    list(box, mine, `${count(mine)} in ${source}`, true);
    list(box, others, `${count(others)} in other files`, !source && !mine.length);
    document.body.append(box);
  }

  function isError(problem) {
    return problem.severity === "error";
  }

  function count(problems) {
    const errors = problems.filter(isError).length;
    const warnings = problems.length - errors;
    const parts = [];
    if (errors) parts.push(`${errors} error${errors > 1 ? "s" : ""}`);
    if (warnings) parts.push(`${warnings} warning${warnings > 1 ? "s" : ""}`);
    return parts.join(" and ");
  }

  function list(box, problems, words, open) {
    if (!problems.length) return;
    const details = element("details", "", box);
    details.open = open;
    element("summary", words, details);
    const all = element("ul", "", details);
    for (const problem of problems.slice(0, 50)) {
      const item = element("li", "", all);
      element("code", problem.path === source && problem.line ? `line ${problem.line}` : problem.place, item);
      item.append(` ${problem.message}`);
      if (problem.text) element("pre", problem.text, item);
      if (problem.remedy) element("span", `→ ${problem.remedy}`, item, "writing-remedy");
    }
    if (problems.length > 50) element("li", `and ${problems.length - 50} more`, all);
  }

  function address(href) {
    const there = new URL(href, location.href);
    if (there.origin !== root.origin || !there.pathname.startsWith(root.pathname)) return null;
    return decodeURI(there.pathname.slice(root.pathname.length));
  }

  // Beside each link to a page that no reader sees stands that it is none.
  function mark(marks) {
    for (const old of document.querySelectorAll(".writing-mark")) old.remove();
    for (const link of document.querySelectorAll("a[href]")) {
      const there = address(link.href);
      if (there === null || !(there in marks) || there === address(location.href)) continue;
      const said = element("span", marks[there] ? "scheduled" : "draft", link, "writing-mark");
      said.lang = "en";
    }
  }
})();
