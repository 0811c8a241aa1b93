/* The search dialog over Pagefind's index. Texts of records are only ever set as text, never as HTML. */
(() => {
  "use strict";
  const dialog = document.querySelector("[data-search]");
  if (!dialog || typeof dialog.showModal !== "function") return;
  const part = (name) => dialog.querySelector(`[data-search-${name}]`);
  const [input, list, status, filters, narrow] = ["input", "results", "status", "filters", "narrow"].map(part);
  narrow.open = matchMedia("(min-width: 45em)").matches;
  const root = new URL(`${dialog.dataset.base.replace(/\/$/, "")}/`, location.href);
  const FACETS = [
    ["kind", "Kind"], ["status", "Status"], ["team", "Team"],
    ["owner", "Owner"], ["supplier", "Supplier"], ["framework", "Framework"],
  ];
  const SHOWN = 12;
  /* What people come for stands before what merely mentions it as well. */
  const WEIGHT = { Service: 2, "Knowledge article": 1.4, Policy: 1.4, Process: 1.4, Team: 1.2, Role: 1.2, Supplier: 1.2 };
  let engine = null;
  let run = 0;

  async function load() {
    if (!engine) {
      engine = import(new URL("pagefind/pagefind.js", root).href).then(async (pagefind) => {
        await pagefind.options({ baseUrl: root.pathname });
        await pagefind.init();
        fillFilters(await pagefind.filters());
        return pagefind;
      });
      engine.catch(() => { engine = null; });
    }
    return engine;
  }

  function fillFilters(known) {
    filters.replaceChildren();
    for (const [key, title] of FACETS) {
      const options = Object.keys(known[key] || {});
      if (options.length < 2) continue;
      const label = document.createElement("label");
      const select = document.createElement("select");
      select.name = key;
      select.append(new Option("any", ""), ...options.map((value) => new Option(value, value)));
      select.addEventListener("change", search);
      label.append(title, select);
      filters.append(label);
    }
    narrow.hidden = !filters.children.length;
  }

  function chosen() {
    const picks = {};
    for (const select of filters.querySelectorAll("select")) if (select.value) picks[select.name] = select.value;
    return picks;
  }

  function countFilters(counts) {
    for (const select of filters.querySelectorAll("select")) {
      for (const option of select.options) {
        if (option.value) option.textContent = `${option.value} (${(counts[select.name] || {})[option.value] || 0})`;
      }
    }
  }

  async function search() {
    const mine = ++run;
    const text = input.value.trim();
    const picks = chosen();
    if (!text && !Object.keys(picks).length) {
      list.replaceChildren();
      status.textContent = "Type a name, an abbreviation, an id or a few words.";
      return;
    }
    try {
      const pagefind = await load();
      const [found, exact] = await Promise.all([pagefind.search(text || null, { filters: picks }), named(text, picks)]);
      if (mine !== run) return;
      const pages = await Promise.all(found.results.slice(0, SHOWN).map(weighed));
      if (mine !== run) return;
      pages.sort((one, other) => other.weight - one.weight);
      countFilters(found.filters);
      show(exact, pages, found.results.length);
    } catch {
      if (mine !== run) return;
      list.replaceChildren();
      status.textContent = "The search index could not be loaded. The A to Z lists every record.";
    }
  }

  async function weighed(result) {
    const page = await result.data();
    return { ...page, weight: result.score * (WEIGHT[page.filters?.kind?.[0]] || 1) };
  }

  /* Pages whose title, id or other name is exactly what was typed; see skms/site/names.py. */
  async function named(text, picks) {
    try {
      const name = text.normalize("NFKC").toLowerCase().trim().split(/\s+/).join(" ");
      const known = await names(name);
      return (known[name] || [])
        .filter((page) => Object.entries(picks).every(([facet, value]) => (page.filters[facet] || []).includes(value)))
        .map((page) => ({ url: new URL(page.path, root).pathname, meta: page, filters: page.filters, excerpt: "" }));
    } catch {
      return [];
    }
  }

  async function names(name) {
    const { files } = await fetched("names.json");
    let value = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(name)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
    return fetched(`names-${value % files}.json`);
  }

  const answers = new Map();
  function fetched(file) {
    if (!answers.has(file)) {
      answers.set(file, fetch(new URL(`search/${file}`, root)).then((answer) => {
        if (!answer.ok) throw new Error(answer.statusText);
        return answer.json();
      }));
      answers.get(file).catch(() => answers.delete(file));
    }
    return answers.get(file);
  }

  function show(exact, pages, found) {
    const first = new Set(exact.map((page) => page.url));
    const rest = pages.filter((page) => !first.has(page.url));
    const shown = [...exact, ...rest];
    const total = Math.max(shown.length, found);
    list.replaceChildren(...shown.map(item));
    const more = total > shown.length ? `, the first ${shown.length} shown; add a word to narrow them` : "";
    status.textContent = total ? `${total} ${total === 1 ? "result" : "results"}${more}` : "Nothing found. Try fewer or other words, or the A to Z.";
  }

  function item(page) {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    link.href = page.url;
    const title = document.createElement("strong");
    title.textContent = page.meta.title || page.url;
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = [...((page.filters || {}).kind || []), ...((page.filters || {}).status || [])].join(" · ");
    const text = document.createElement("span");
    text.className = "text";
    if (page.meta.summary) text.textContent = page.meta.summary;
    else mark(text, page.excerpt);
    link.append(title, kind, text);
    entry.append(link);
    return entry;
  }

  /* An excerpt is HTML with `mark` elements; its parts become text nodes. */
  function mark(target, excerpt) {
    excerpt.split(/<\/?mark>/).forEach((piece, index) => {
      const text = piece.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
      const node = document.createElement(index % 2 ? "mark" : "span");
      node.textContent = text;
      target.append(node);
    });
  }

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    load().catch(() => {});
    search();
  }

  function move(step) {
    const stops = [input, ...list.querySelectorAll("a")];
    const next = stops.indexOf(document.activeElement) + step;
    if (next >= 0 && next < stops.length) stops[next].focus();
  }

  let timer = 0;
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 80); });
  part("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    if (event.target.tagName === "SELECT") return;
    if (event.key === "Escape") {
      // A search field would only be emptied by the first Esc.
      event.preventDefault();
      dialog.close();
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && event.target === input) {
      const first = list.querySelector("a");
      if (first) first.click();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      open();
    }
  });
  for (const button of document.querySelectorAll("[data-search-open]")) {
    button.hidden = false;
    button.addEventListener("click", open);
  }
})();
