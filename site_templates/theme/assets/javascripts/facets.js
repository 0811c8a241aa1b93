/* Filters and sorting of tables. The tables are complete without this script; it shows the form above them.
   Values of one facet are alternatives, facets narrow each other; a count says how many rows its choice would show. */
(() => {
  "use strict";

  const values = (row, key) => (row.getAttribute(`data-${key}`) || "").split(" ").filter(Boolean);

  function start(form) {
    const table = document.getElementById(form.dataset.facets);
    if (!table) return;
    const rows = [...table.querySelectorAll(table.tagName === "TABLE" ? "tbody > tr" : ":scope > li")];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const boxes = [...form.querySelectorAll("input[type=checkbox]")];
    const keys = [...new Set(boxes.map((box) => box.name))];
    const query = form.elements.q;
    const counter = form.querySelector("[data-facets-count]");
    const clear = form.querySelector("[data-facets-clear]");
    const none = document.querySelector(`[data-facets-none="${form.dataset.facets}"]`);

    const chosen = (key) => boxes.filter((box) => box.name === key && box.checked).map((box) => box.value);

    function fits(row, index, picks, words, except) {
      if (words.some((word) => !texts[index].includes(word))) return false;
      return keys.every((key) => key === except || !picks[key].length || values(row, key).some((v) => picks[key].includes(v)));
    }

    function update(remember) {
      const picks = Object.fromEntries(keys.map((key) => [key, chosen(key)]));
      const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, index) => {
        row.hidden = !fits(row, index, picks, words);
        if (!row.hidden) shown += 1;
      });
      for (const box of boxes) {
        const count = rows.filter((row, index) => fits(row, index, picks, words, box.name) && values(row, box.name).includes(box.value)).length;
        box.parentElement.querySelector(".chip__count").textContent = String(count);
        box.parentElement.classList.toggle("empty", count === 0);
      }
      for (const summary of form.querySelectorAll("summary")) {
        const picked = summary.parentElement.querySelectorAll("input:checked").length;
        summary.textContent = picked ? `${summary.dataset.label} (${picked})` : summary.dataset.label;
        summary.classList.toggle("chosen", picked > 0);
      }
      const narrowed = words.length > 0 || keys.some((key) => picks[key].length);
      const noun = counter.dataset.noun;
      counter.textContent = narrowed ? `${shown} of ${rows.length} ${noun}` : `${rows.length} ${noun}`;
      clear.hidden = !narrowed;
      if (none) none.hidden = shown > 0;
      if (remember) {
        const address = new URL(location.href);
        for (const key of [...keys, "q"]) address.searchParams.delete(key);
        for (const key of keys) for (const value of picks[key]) address.searchParams.append(key, value);
        if (query.value.trim()) address.searchParams.set("q", query.value.trim());
        history.replaceState(null, "", address);
      }
    }

    const wanted = new URL(location.href).searchParams;
    for (const box of boxes) box.checked = wanted.getAll(box.name).includes(box.value);
    query.value = wanted.get("q") || "";
    form.addEventListener("input", () => update(true));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { query.focus(); update(true); }));
    const menus = [...form.querySelectorAll("details")];
    const closeAll = (but) => menus.forEach((menu) => { if (menu !== but) menu.open = false; });
    menus.forEach((menu) => menu.addEventListener("toggle", () => { if (menu.open) closeAll(menu); }));
    document.addEventListener("click", (event) => { if (!event.target.closest(".facets details")) closeAll(); });
    form.addEventListener("keydown", (event) => {
      const menu = event.key === "Escape" && event.target.closest("details[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    });
    form.hidden = false;
    update(false);
  }

  function sortable(table) {
    const heads = [...table.querySelectorAll("thead th")];
    const body = table.tBodies[0];
    const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const key = (row) => row.cells[column].dataset.sort || row.cells[column].textContent.trim();
        const sorted = [...body.rows].sort((a, b) => order.compare(key(a), key(b)) * (up ? 1 : -1));
        body.append(...sorted);
      });
    });
  }

  document.querySelectorAll("form[data-facets]").forEach(start);
  document.querySelectorAll("table[data-sort]").forEach(sortable);
})();
