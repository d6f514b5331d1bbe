"use strict";
// The map is a plain table without this. With it, its cells are one stop of the keyboard, arrow keys move between them, and
// what the cell says is written out below.
for (const table of document.querySelectorAll("table.map")) {
  const heads = [...table.tHead.rows[1].cells].slice(1).map((cell) => cell.textContent);
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells]);
  const live = document.getElementById(table.dataset.live);
  const say = (row, column) => {
    live.textContent = `${rows[row][0].textContent}, ${heads[column]}: ${rows[row][column + 1].textContent}`;
  };
  const marked = table.querySelector("td.first");
  let at = [0, 0];
  rows.forEach((cells, row) => cells.slice(1).forEach((cell, column) => {
    cell.tabIndex = -1;
    if (cell === marked) {
      at = [row, column];
    }
    cell.addEventListener("focus", () => {
      rows[at[0]][at[1] + 1].tabIndex = -1;
      at = [row, column];
      cell.tabIndex = 0;
      say(row, column);
    });
    cell.addEventListener("mouseenter", () => say(row, column));
    cell.addEventListener("click", () => cell.focus());
  }));
  table.setAttribute("role", "grid");
  live.textContent = "Point at a cell of the map, or walk through it with the arrow keys, to read it here.";
  rows[at[0]][at[1] + 1].tabIndex = 0;
  table.addEventListener("keydown", (event) => {
    const [row, column] = at;
    const last = [rows.length - 1, heads.length - 1];
    const to = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [event.ctrlKey ? 0 : row, 0], End: [event.ctrlKey ? last[0] : row, last[1]],
      PageUp: [0, column], PageDown: [last[0], column],
    }[event.key];
    if (!to || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const bounded = to.map((value, i) => Math.min(Math.max(value, 0), last[i]));
    rows[bounded[0]][bounded[1] + 1].focus();
  });
}
