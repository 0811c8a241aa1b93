/* What `skms serve` adds to every page: it reloads the page after a change and shows the findings. */
(() => {
  "use strict";
  const SHOWN = 40;
  const mine = document.currentScript.dataset.pages;
  const panel = document.createElement("aside");
  panel.className = "skms-live";
  panel.setAttribute("aria-label", "Findings");
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  const list = document.createElement("ol");
  const note = document.createElement("p");
  note.className = "skms-live__note";
  note.textContent = "skms serve: a page is made when you look at it. The search index comes from the last skms build.";
  details.append(summary, list, note);
  panel.append(details);
  document.body.append(panel);
  details.open = sessionStorage.getItem("skms-live") === "open";
  details.addEventListener("toggle", () => sessionStorage.setItem("skms-live", details.open ? "open" : "closed"));

  function element(name, text, className) {
    const result = document.createElement(name);
    result.textContent = text;
    if (className) result.className = className;
    return result;
  }

  const many = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  function item(finding) {
    const row = document.createElement("li");
    if (finding.page === location.pathname) row.className = "skms-live__here";
    row.append(element("code", `${finding.file}:${finding.line}:${finding.column}`));
    row.append(` ${finding.severity} ${finding.code} ${finding.name}`);
    row.append(element("p", finding.message));
    if (finding.help) row.append(element("p", finding.help));
    return row;
  }

  function show(report) {
    const here = report.findings.filter((finding) => finding.page === location.pathname);
    const rest = report.findings.filter((finding) => finding.page !== location.pathname);
    panel.dataset.state = report.failure || report.counts.error ? "error" : "clean";
    const counts = `${many(report.counts.error, "error")}, ${many(report.counts.warning, "warning")}`;
    summary.textContent = report.failure || (report.checking ? `Checking … (${counts})` : counts);
    list.replaceChildren(...[...here, ...rest].slice(0, SHOWN).map(item));
    const more = report.findings.length - SHOWN;
    if (more > 0) list.append(element("li", `… and ${more} more: run skms check.`));
  }

  async function refresh() {
    const answer = await fetch("/__skms__/findings.json", { cache: "no-store" });
    show(await answer.json());
  }

  const events = new EventSource("/__skms__/events");
  events.addEventListener("pages", (event) => {
    if (event.data !== mine) location.reload();
  });
  events.addEventListener("findings", refresh);
})();
