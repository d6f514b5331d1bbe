"use strict";
// Elements, numbers and axes of the pages. Data enters a page as text and as numbers, never as markup.

function documentIn(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

// Elements

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false && value !== "") {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

function html(tag, attributes = {}, ...children) {
  return build(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return build(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function section(id, title, ...children) {
  const heading = html("h2", { id: `${id}-title` }, title);
  return html("section", { id, "aria-labelledby": `${id}-title` }, heading, ...children);
}

/** A part that scrolls sideways where it is too wide, and then says so. */
function scroll(label, child) {
  const region = html("div", { class: "scroll", role: "region", "aria-label": label, tabindex: "0" }, child);
  new ResizeObserver(() => requestAnimationFrame(() =>
    region.classList.toggle("wider", region.scrollWidth > region.clientWidth))).observe(region);
  return region;
}

/** A drawing that is made anew when its width changes. */
function responsive(make, least = 280) {
  const frame = html("div", { class: "chart" });
  const draw = () => frame.replaceChildren(make(Math.max(least, frame.clientWidth || 560)));
  new ResizeObserver(draw).observe(frame);
  draw();
  return frame;
}

/** Appends boxes in two columns of nearly the same height, each as high as its contents; before them, those too wide. */
function appendColumns(main, sections) {
  const boxes = sections.filter((box) => !box.classList.contains("wide"));
  const sides = [html("div"), html("div")];
  main.append(...sections.filter((box) => !boxes.includes(box)), html("div", { class: "columns" }, sides));
  sides[0].append(...boxes);
  const heights = boxes.map((box) => box.offsetHeight + 20);
  const sideOf = (choice, i) => choice >> i & 1;
  const higher = (choice) => Math.max(...[0, 1].map((side) =>
    heights.reduce((sum, height, i) => sideOf(choice, i) === side ? sum + height : sum, 0)));
  const choices = Array.from({ length: 2 ** (boxes.length - 1) }, (_, i) => 2 * i); // the first box is on the left
  const best = choices.reduce((a, b) => higher(b) < higher(a) ? b : a);
  sides[1].append(...boxes.filter((_, i) => sideOf(best, i) === 1));
}

function dataTable(caption, heads, rows) {
  const head = html("tr", {}, heads.map((text, i) => html("th", { scope: "col", class: i > 0 ? "number" : "" }, text)));
  return scroll(caption, html("table", { class: "data" },
    html("caption", {}, caption), html("thead", {}, head), html("tbody", {}, rows)));
}

function dataRow(head, cells, type = "") {
  return html("tr", { class: type }, html("th", { scope: "row" }, head),
    cells.map((text) => html("td", { class: "number" }, text)));
}

// Numbers. JSON has NaN and the infinities as texts.

function whole(value) {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

function significant(value, digits) {
  const number = Number(value);
  if (!Number.isFinite(number)) {
    return String(number);
  }
  const size = Math.abs(number);
  if (number === 0 || size >= 1e-4 && size < 1e6) {
    return Number(number.toPrecision(digits)).toLocaleString("en-US", { maximumSignificantDigits: digits });
  }
  const [mantissa, exponent] = number.toExponential(digits - 1).split("e");
  return `${Number(mantissa)}e${Number(exponent)}`;
}

function count(value, noun) {
  return `${whole(value)} ${noun}${value === 1 ? "" : "s"}`;
}

// Axes

/** 1, 2 or 5 times a power of ten, so that at most this many fit. */
function roundStep(span, most) {
  const power = 10 ** Math.floor(Math.log10(span / most));
  return [1, 2, 5, 10].find((factor) => factor * power * most >= span) * power;
}

function ticks(low, high, most) {
  const step = roundStep(high - low, most);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
}

/** From the values to a share of the height; logarithmic where they span more than a factor of 30. */
function valueAxis(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least > 0 && most / least >= 30) {
    const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
    const powers = ticks(low, high, 6).filter(Number.isInteger);
    return { ticks: powers.map((power) => 10 ** power), share: (value) => (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low) };
  }
  const margin = (most - least) * 0.05 || Math.abs(most) * 0.05 || 1;
  const low = least >= 0 && least < most - least ? 0 : least - margin;
  const high = most + margin;
  return { ticks: ticks(low, high, 5), share: (value) => (value - low) / (high - low) };
}

// Units

const UNITS = { most: 12, first: 8, last: 3 };

/** The numbers of the drawn units, from 0; null for a gap. */
function drawnUnits(units) {
  const all = Array.from({ length: Math.min(units, UNITS.most) }, (_, i) => i);
  if (units <= UNITS.most) {
    return all;
  }
  const last = Array.from({ length: UNITS.last }, (_, i) => units - UNITS.last + i);
  return [...all.slice(0, UNITS.first), null, ...last];
}

// Network

const NETWORK = { row: 24, radius: 8, mostColumn: 180, letter: 7.1, widest: 500 };

/**
 * The section with the drawing of a network, in letters of one size at every width.
 *
 * @param text describes it for those who do not see it
 * @param weights a matrix for each layer, between the drawn units; empty if all lines are alike
 * @param first the layer of the first difference, or null
 */
function networkSection({ inputs, layers }, { text, weights = [], first = null, below }) {
  const columns = [{ name: "inputs", units: inputs, notes: [whole(inputs)] }, ...layers.map(({ units, activation, bias }, i) =>
    ({ name: `layer ${i + 1}`, units, notes: [whole(units), activation, bias ? "with bias" : "no bias"] }))];
  const letters = Math.max(...columns.flatMap(({ name, notes }) => [name, ...notes]).map((label) => label.length));
  const least = Math.ceil(columns.length * NETWORK.letter * (letters + 1));
  const drawing = responsive((width) =>
    networkDrawing(columns, Math.min(width, columns.length * NETWORK.mostColumn), { least, text, weights, first }), least);
  const box = section("network", "Network", scroll("drawing of the network", drawing), below ?? null);
  box.classList.toggle("wide", least > NETWORK.widest);
  return box;
}

function networkDrawing(columns, width, { least, text, weights, first }) {
  const tallest = Math.max(...columns.map((column) => drawnUnits(column.units).length));
  const top = first === null ? 4 : 42;
  const bottom = top + tallest * NETWORK.row + 20;
  const x = (c) => (c + 0.5) * width / columns.length;
  const y = (slot, slots) => top + (tallest - slots) * NETWORK.row / 2 + (slot + 0.5) * NETWORK.row;
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${bottom + 60}`, role: "img", "aria-labelledby": "network-name network-text",
    style: `width:${width}px;min-width:${least}px;max-width:100%` }, svg("title", { id: "network-name" }, "The network"), svg("desc", { id: "network-text" }, text));
  columns.slice(1).forEach((_, layer) => drawing.append(networkEdges(weights[layer], [layer, layer + 1].map((c) => {
    const units = drawnUnits(columns[c].units);
    return units.flatMap((unit, i) => unit === null ? [] : [[x(c) + (c === layer ? 1 : -1) * NETWORK.radius, y(i, units.length)]]);
  }))));
  columns.forEach(({ name, units: number, notes }, c) => {
    const label = (at, type, words) => svg("text", { class: type, x: x(c), y: at, "text-anchor": "middle", "font-size": 13 }, words);
    const units = drawnUnits(number);
    const group = svg("g", { class: first === c ? "wrong" : "" }, units.map((unit, i) => unit === null
      ? label(y(i, units.length) + 5, "label", "⋮")
      : svg("circle", { class: c === 0 ? "unit input" : "unit", cx: x(c), cy: y(i, units.length), r: NETWORK.radius })));
    if (first === c) {
      const isLast = c === columns.length - 1; // where a text in the middle may lie beyond the edge
      group.append(svg("text", { class: "wrong-text", x: x(c) + (isLast ? 26 : 0), y: top - 18, "font-size": 13,
        "text-anchor": isLast ? "end" : "middle" }, "first difference"), svg("rect", {
        class: "wrong-frame", x: x(c) - 26, y: top - 8, width: 52, height: tallest * NETWORK.row + 16, rx: 10,
      }));
    }
    group.append(label(bottom + 4, "name", name), ...notes.map((note, i) => label(bottom + 22 + 17 * i, "label", note)));
    drawing.append(group);
  });
  return drawing;
}

/** The lines between the units of two layers; wider and darker for larger weights. */
function networkEdges(matrix, [from, to]) {
  const most = Math.max(1e-300, ...(matrix ?? []).flat().map(Math.abs).filter(Number.isFinite));
  const look = (weight) => weight === undefined ? {} : {
    class: weight < 0 ? "weight negative" : "weight positive", "stroke-width": significant(0.3 + 4 * Math.abs(weight) / most, 3),
    "stroke-opacity": significant(0.15 + 0.75 * Math.abs(weight) / most, 3),
  };
  return svg("g", { class: matrix ? "" : "edge" }, from.flatMap(([x1, y1], i) =>
    to.map(([x2, y2], j) => svg("line", { x1, y1, x2, y2, ...look(matrix?.[i][j]) }))));
}
