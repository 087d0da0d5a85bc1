"use strict";
(() => {
  const figure = (cell) => {
    const data = cell.querySelector("data");
    const text = data ? data.value : cell.textContent.trim();
    const number = Number(text);
    return text === "" ? null : Number.isNaN(number) ? (cell.textContent.trim() || text).toLowerCase() : number;
  };
  const before = (one, other) => {
    if (typeof one === typeof other) return one < other ? -1 : one > other ? 1 : 0;
    return typeof one === "number" ? -1 : 1;
  };
  const sort = (table, place, head) => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row, number) => ({ row, number, value: figure(row.cells[place]) }));
    rows.sort((one, other) => {
      if (one.value === null || other.value === null) {
        return (one.value === null) - (other.value === null) || one.number - other.number;
      }
      return (up ? 1 : -1) * before(one.value, other.value) || one.number - other.number;
    });
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    body.append(...rows.map((each) => each.row));
  };
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    Array.from(table.tHead.rows[0].cells).forEach((head, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, place, head));
      head.append(button);
    });
  }
  const filter = document.getElementById("filter");
  if (filter) {
    const rows = Array.from(document.getElementById("clients").tBodies[0].rows, (row) => ({
      row,
      text: row.textContent.toLowerCase(),
    }));
    const count = document.getElementById("filter-count");
    const apply = () => {
      const words = document.getElementById("filter-text").value.toLowerCase().split(/\s+/).filter(Boolean);
      const facts = Array.from(filter.querySelectorAll("select"), (each) => [each.dataset.fact, each.value]);
      let shown = 0;
      for (const { row, text } of rows) {
        const fits =
          words.every((word) => text.includes(word)) &&
          facts.every(([name, value]) => value === "" || row.dataset[name] === value);
        row.hidden = !fits;
        shown += fits;
      }
      count.textContent = count.dataset.words.replace("{shown}", shown).replace("{all}", rows.length);
    };
    filter.hidden = false;
    filter.addEventListener("input", apply);
    filter.addEventListener("submit", (event) => event.preventDefault());
    filter.addEventListener("reset", () => setTimeout(apply));
    apply();
  }
  const opened = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener("hashchange", opened);
  opened();
})();
