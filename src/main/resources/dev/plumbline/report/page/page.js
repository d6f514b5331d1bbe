// Draws the page of a check from its two documents.
const check = documentIn("check");
const page = documentIn("page");
const main = document.querySelector("main");

function stepName(step) {
  return step === null ? "before training" : `step ${whole(step)}`;
}

// The same difference has the same wording everywhere on the page.
function differenceText({ kind, relative, excess, detail }) {
  if (detail) {
    return detail;
  }
  if (kind === "not_finite") {
    return "NaN or infinite";
  }
  if (relative === 0) {
    return "identical";
  }
  const size = Number.isFinite(Number(relative)) ? `relative difference ${significant(relative, 2)}` : "the reference is 0";
  return excess > 1e15 ? `${size}, far beyond its bound` : `${size}, ${significant(excess, 2)} times its bound`;
}

// Report

function entryList(entries) {
  const list = html("dl", { class: "entries" });
  for (const { name, text, kind } of entries) {
    const value = kind === "words" ? text : html("code", {}, text);
    list.append(html("dt", {}, name), html("dd", { class: kind === "words" ? "" : name }, value));
  }
  return entries.length ? list : null;
}

function reportSection() {
  const { entries, parts } = page.report;
  const articles = parts.filter((part) => part.entries.length)
    .map((part) => html("article", {}, html("h3", {}, part.title), entryList(part.entries)));
  return section("why", "Result", entryList(entries), html("div", { class: check?.ok ? "sides" : "" }, articles));
}

// Network

function plainNetwork() {
  const options = page.layer_options
    .map((texts, i) => texts.length ? html("li", {}, `layer ${i + 1}: ${texts.join(", ")}`) : null);
  return networkSection(check.network, { text: networkText(), first: page.first_layer,
    below: options.some(Boolean) ? html("ul", { class: "muted" }, options) : null });
}

function networkText() {
  const layers = check.network.layers.map((layer, i) =>
    `layer ${i + 1}: ${count(layer.units, "unit")}, ${layer.activation}, ${layer.bias ? "with a bias" : "without a bias"}`);
  const first = page.first_layer === null ? [] : [`the first difference is in layer ${page.first_layer}`];
  return [count(check.network.inputs, "input"), ...layers, ...first].join("; ") + ".";
}

// Loss

function lossSection() {
  const drawn = page.curves.filter((curve) => curve.mean.length);
  if (!page.curves.length) {
    return section("loss", "Loss", html("p", {}, "No loss was recorded, and none can be computed from the recorded tensors."));
  }
  const chart = drawn.length ? responsive((width) => lossChart(drawn, width)) : null;
  return section("loss", "Loss", chart, lossLegend(), drawn.length ? lossTable(drawn) : null);
}

function lossChart(curves, width) {
  const [height, left, right, top, bottom] = [300, 64, 24, 24, 44];
  const epochs = Math.max(page.steps, 2) / page.steps_per_epoch;
  const x = (step) => left + (width - left - right) * Math.min(1, step / page.steps_per_epoch / epochs);
  const axis = valueAxis(curves.flatMap((curve) => [...curve.mean, curve.first, curve.last]));
  const y = (value) => top + (height - top - bottom) * (1 - Math.min(1.02, Math.max(-0.02, axis.share(value))));
  const line = (type, x1, y1, x2, y2) => svg("line", { class: type, x1, y1, x2, y2 });
  const text = (at, to, anchor, words, type = "label") =>
    svg("text", { class: type, x: at, y: to, "text-anchor": anchor, "font-size": 12 }, words);
  const chart = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": "loss-name loss-text" },
    svg("title", { id: "loss-name" }, "The loss over the epochs"), svg("desc", { id: "loss-text" }, lossText()));
  for (const tick of axis.ticks) {
    chart.append(line("grid", left, y(tick), width - right, y(tick)), text(left - 8, y(tick) + 4, "end", significant(tick, 6)));
  }
  chart.append(line("axis", left, height - bottom, width - right, height - bottom));
  for (const epoch of ticks(0, epochs, Math.floor((width - left) / 80)).filter((each) => epochs < 1 || Number.isInteger(each))) {
    const at = x(epoch * page.steps_per_epoch);
    chart.append(line("axis", at, height - bottom, at, height - bottom + 5),
      text(at, height - bottom + 19, at > width - 45 ? "end" : "middle", significant(epoch, 6)));
  }
  chart.append(text((left + width - right) / 2, height - 6, "middle", "epoch"));
  for (const curve of curves) {
    chart.append(...curveShapes(curve, x, y));
  }
  for (const [step, names] of endsOf(page.curves)) {
    const isLate = x(step) > width / 2;
    chart.append(line("end", x(step), top - 6, x(step), height - bottom),
      text(x(step) + (isLate ? -5 : 5), top - 10, isLate ? "end" : "start", `${names.join(", ")}: NaN or infinite`, "end-text"));
  }
  return chart;
}

function curveShapes({ side, step, mean, low, high, first }, x, y) {
  const points = (values) => step.map((at, i) => `${x(at)},${y(values[i])}`);
  const band = svg("polygon", { class: `band ${side}`, points: [...points(high), ...points(low).reverse()].join(" ") });
  if (step.length === 1) {
    return [svg("circle", { class: `point ${side}`, cx: x(step[0]), cy: y(mean[0]), r: 4 })];
  }
  return [band, svg("polyline", { class: `curve ${side}`, points: [`${x(0)},${y(first)}`, ...points(mean)].join(" ") })];
}

/** The steps where losses stop being finite, with the names of these losses. */
function endsOf(curves) {
  const ends = new Map();
  for (const { name, not_finite_from: step } of curves.filter((curve) => curve.not_finite_from !== null)) {
    ends.set(step, [...ends.get(step) ?? [], name]);
  }
  return ends;
}

function curveNote(curve) {
  const end = curve.not_finite_from === null ? "" : `, NaN or infinite from step ${whole(curve.not_finite_from)}`;
  return `${curve.name}${curve.calculated ? ", computed from its recorded tensors" : ""}${end}`;
}

function lossText() {
  return page.curves.map((curve) => `${curveNote(curve)}: from ${significant(curve.first ?? NaN, 6)} to `
    + `${significant(curve.last ?? NaN, 6)}.`).join(" ");
}

function lossLegend() {
  return html("ul", { class: "key" }, page.curves.map((curve) => html("li", {},
    svg("svg", { viewBox: "0 0 36 12", "aria-hidden": "true" },
      svg("polyline", { class: `curve ${curve.side}`, points: "2,6 34,6" })),
    html("span", {}, curveNote(curve)))));
}

function lossTable(curves) {
  const longest = curves.reduce((a, b) => b.step.length > a.step.length ? b : a);
  const every = Math.ceil(longest.step.length / 12);
  const indices = longest.step.map((_, i) => i).filter((i) => i % every === 0 || i === longest.step.length - 1);
  const caption = longest.steps_per_point === 1
    ? "Loss of a step's batch" : `Loss of a step's batch, mean over ${whole(longest.steps_per_point)} steps`;
  const rows = indices.map((i) => dataRow(significant(longest.step[i] / page.steps_per_epoch, 6), curves.map((curve) =>
    curve.mean[i] === undefined ? "missing" : significant(curve.mean[i], 12))));
  return html("details", {}, html("summary", {}, "Loss in numbers"),
    dataTable(caption, ["epoch", ...curves.map((curve) => curve.name)], rows));
}

// Metrics of the report

function metricsSection() {
  if (check.losses?.length) {
    const sides = ["subject", "engine", "reference"].filter((side) => side !== "engine" || check.engine !== null);
    const names = { subject: page.subject, engine: check.engine?.name, reference: "reference" };
    const rows = check.losses.map((line) => dataRow(whole(line.epoch), sides.map((side) =>
      line[side] === null ? "missing" : significant(line[side], 12))));
    return section("metrics", "Report", dataTable("Loss over all examples", ["epoch", ...sides.map((side) => names[side])], rows));
  }
  if (!check.report?.length) {
    return null;
  }
  const metrics = Object.keys(check.report[0].engine);
  return section("metrics", "Report", html("div", { class: "tables" }, metrics.map((metric) => dataTable(
    `${metric.replaceAll("_", " ")}, all examples`, ["epoch", check.engine, "reference"],
    check.report.map((line) => dataRow(whole(line.epoch), [line.engine, line.reference].map((side) => significant(side[metric], 12))))))));
}

// Map of differences

const SHADES = {
  same: "identical", a1: "up to 1 % of the bound", a2: "up to 10 %", a3: "up to 50 %", a4: "up to 100 %",
  d1: "differs: beyond the bound", d2: "over 1,000 times the bound", d3: "over 100,000,000 times the bound, NaN or missing",
};

function shade({ kind, relative, excess }) {
  if (kind === "agrees") {
    return relative === 0 ? "same" : excess <= 0.01 ? "a1" : excess <= 0.1 ? "a2" : excess <= 0.5 ? "a3" : "a4";
  }
  return kind !== "differs" || excess > 1e8 ? "d3" : excess > 1e3 ? "d2" : "d1";
}

function worst(cells) {
  const severity = (cell) => cell.kind === "agrees" ? cell.excess : Math.max(Number(cell.excess), 1.0001);
  return cells.filter(Boolean).reduce((a, b) => a && severity(a) >= severity(b) ? a : b, null);
}

/** A deep network has a row for each layer, with the worst of its quantities. */
function mapRows(map) {
  if (map.rows.length <= 48) {
    return map.rows;
  }
  const layers = Map.groupBy(map.rows, (row) => row.layer);
  return [...layers].sort(([a], [b]) => a - b).map(([layer, rows]) => ({
    tensor: `layer ${layer}`, first: rows.some((row) => row.first),
    cells: rows[0].cells.map((_, bin) => worst(rows.map((row) => row.cells[bin]))),
  }));
}

/** The map with neighbouring bins joined, with at most this many columns. */
function narrowed(map, columns) {
  const factor = Math.ceil(map.from.length / columns);
  const groups = Array.from({ length: Math.ceil(map.from.length / factor) }, (_, i) => i * factor);
  return {
    heads: groups.map((start) => {
      const [from, to] = [map.from[start], map.to[Math.min(start + factor, map.to.length) - 1]];
      return from === to ? `step ${whole(from)}` : `steps ${whole(from)} to ${whole(to)}`;
    }),
    firstColumn: map.first_bin === null ? -1 : Math.floor(map.first_bin / factor),
    rows: mapRows(map).map((row) => ({ ...row, cells: groups.map((start) => worst(row.cells.slice(start, start + factor))) })),
  };
}

function mapSection(map, index) {
  const id = index === 0 ? "map" : `map-${index + 1}`;
  const marked = map.rows.find((row) => row.first);
  const first = marked && html("p", {}, "First difference: ",
    html("strong", {}, `${stepName(map.first_step)}, ${marked.tensor}`), ".");
  const frame = html("div", { class: "map-frame" });
  const live = html("p", { class: "live", id: `${id}-live`, role: "status" },
    "Point at a cell, or move with the arrow keys, to read its difference here.");
  let width = 0;
  const draw = () => {
    const label = frame.clientWidth < 500 ? 128 : 216;
    const columns = Math.max(1, Math.floor(((frame.clientWidth || 800) - label) / 4));
    if (columns !== width) {
      width = columns;
      frame.replaceChildren(mapTable(narrowed(map, columns), map, live));
    }
  };
  new ResizeObserver(draw).observe(frame);
  draw();
  return section(id, `Differences: ${map.title}`, html("p", { class: "muted" }, map.caption), first ?? null,
    frame, mapLegend(map, Boolean(marked)), live, mapNumbers(map));
}

function mapTable({ heads, firstColumn, rows }, map, live) {
  const last = map.to.at(-1);
  const tickSteps = last === 0 ? [0] : [0, last];
  const body = rows.map((row) => html("tr", { class: row.first ? "has-first" : "" },
    html("th", { scope: "row", class: "place" }, row.tensor), row.cells.map((cell, column) => {
      const isFirst = row.first && column === firstColumn;
      const text = cell ? `${differenceText(cell)}, ${stepName(cell.step)}` : "not compared";
      return html("td", { class: (cell ? shade(cell) : "none") + (isFirst ? " first" : "") },
        (isFirst ? "first difference; " : "") + text);
    })));
  const few = heads.length <= 12 ? `width:calc(13.5rem + ${2.2 * heads.length}rem)` : "";
  const table = html("table", { class: "map", role: "grid", style: few }, html("caption", { class: "unseen" }, map.title),
    html("thead", {},
      html("tr", { "aria-hidden": "true" }, html("td", { class: "place" }), html("td", { colspan: heads.length },
        html("div", { class: "ticks" }, tickSteps.map((step) => html("span", {}, `step ${whole(step)}`))))),
      html("tr", {}, html("th", { scope: "col", class: "place" }, "tensor"),
        heads.map((head) => html("th", { scope: "col" }, head)))),
    html("tbody", {}, body));
  walkable(table, heads, live);
  return table;
}

/** Makes the cells one stop of the keyboard; arrow keys move between them, and the cell is read out below the map. */
function walkable(table, heads, live) {
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells]);
  const marked = table.querySelector("td.first");
  const markedRow = Math.max(0, rows.findIndex((cells) => cells.includes(marked)));
  let at = [markedRow, Math.max(0, rows[markedRow].indexOf(marked) - 1)];
  const cellAt = ([row, column]) => rows[row][column + 1];
  const say = ([row, column]) => {
    live.textContent = `${rows[row][0].textContent}, ${heads[column]}: ${cellAt([row, column]).textContent}`;
  };
  rows.forEach((cells, row) => cells.slice(1).forEach((cell, column) => {
    cell.tabIndex = -1;
    cell.addEventListener("focus", () => {
      cellAt(at).tabIndex = -1;
      at = [row, column];
      cell.tabIndex = 0;
      say(at);
    });
    cell.addEventListener("mouseenter", () => say([row, column]));
    cell.addEventListener("click", () => cell.focus());
  }));
  cellAt(at).tabIndex = 0;
  table.addEventListener("keydown", (event) => {
    const [row, column] = at;
    const [bottom, end] = [rows.length - 1, heads.length - 1];
    const to = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      Home: [event.ctrlKey ? 0 : row, 0], End: [event.ctrlKey ? bottom : row, end], PageUp: [0, column], PageDown: [bottom, column],
    }[event.key];
    if (to && !event.altKey && !event.metaKey) {
      event.preventDefault();
      cellAt([Math.min(Math.max(to[0], 0), bottom), Math.min(Math.max(to[1], 0), end)]).focus();
    }
  });
}

function mapLegend(map, hasFirst) {
  const used = new Set(map.rows.flatMap((row) => row.cells.filter(Boolean).map(shade)));
  const entry = (type, text) => html("li", {}, html("span", { class: `swatch ${type}`, "aria-hidden": "true" }), html("span", {}, text));
  return html("ul", { class: "key", "aria-label": "key of the map" },
    Object.keys(SHADES).filter((type) => used.has(type)).map((type) => entry(type, SHADES[type])),
    hasFirst ? entry("first", "first difference") : null);
}

function mapNumbers(map) {
  const rows = map.rows.map((row) => dataRow(row.tensor, [whole(row.compared), whole(row.differences),
    row.largest ? differenceText(row.largest) : "", row.largest ? stepName(row.largest.step) : ""], row.differences > 0 ? "bad" : ""));
  return html("details", {}, html("summary", {}, "Largest difference of each tensor"),
    dataTable("Over all steps, for each layer and quantity", ["tensor", "compared", "differ", "largest difference", "where"], rows));
}

// Tensors of one step

function tensorsSection() {
  const { step, lane, is_first_difference: differs, list } = page.tensors;
  const about = differs
    ? "The step with the first difference, in causal order. Tensors that differ are open."
    : "The step with the largest difference, in causal order. Every difference in it is within its bound.";
  return section("tensors", `Tensors ${step === null ? "before training" : `at step ${whole(step)}`}`, html("p", {}, about),
    list.map((tensor) => tensorDetails(tensor, lane === "local" ? "right" : "reference, free run")));
}

function tensorDetails(tensor, rightName) {
  const { subject, right, difference, symbol } = tensor;
  const shape = subject ?? right;
  const differs = difference !== null && difference.kind !== "agrees";
  const tag = subject === null ? "missing" : difference === null ? "not compared" : difference.kind === "agrees"
    ? (Number(difference.relative) === 0 ? "identical" : "agrees") : differenceTag(difference);
  const type = subject === null || difference === null ? "plain" : differs ? "bad" : "good";
  return html("details", { open: differs },
    html("summary", {}, `${tensor.tensor} `, html("code", {}, symbol), `, ${shape.rows}×${shape.columns} `,
      html("span", { class: `tag ${type}` }, tag)),
    farthestText(tensor, rightName),
    html("div", { class: "sides" }, tensorSide(page.subject, subject, right, tensor), tensorSide(rightName, right, subject, tensor)));
}

function differenceTag(difference) {
  return difference.elements_beyond > 0 && difference.kind === "differs"
    ? `${whole(difference.elements_beyond)} of ${count(difference.elements, "element")} differ`
    : difference.detail || (difference.kind === "not_finite" ? "NaN or infinite" : `relative difference ${significant(difference.relative, 2)}`);
}

function farthestText({ subject, right, row, column }, rightName) {
  if (row === null) {
    return null;
  }
  const valueOf = (side) => Number(side.values[row - side.from_row][column - side.from_column]);
  const [own, expected] = [valueOf(subject), valueOf(right)];
  return Object.is(own, expected) || own === expected ? null : html("p", { class: "muted" },
    `Largest difference at [${row},${column}]: ${page.subject} `, html("code", {}, String(own)), `, ${rightName} `,
    html("code", {}, String(expected)));
}

function tensorSide(name, side, other, { row, column, allowed }) {
  if (side === null) {
    return html("div", {}, html("p", { class: "muted" }, `${name}: missing`));
  }
  const { from_row: fromRow, from_column: fromColumn, values } = side;
  const isOff = (value, i, j) => other !== null && allowed !== null && other.values[i]?.[j] !== undefined
    && !(Math.abs(Number(value) - Number(other.values[i][j])) <= Number(allowed));
  const rows = values.map((cells, i) => html("tr", {}, html("th", { scope: "row" }, String(fromRow + i)), cells.map((value, j) => {
    const isWorst = allowed !== null && fromRow + i === row && fromColumn + j === column;
    return html("td", { class: `number${isOff(value, i, j) ? " off" : ""}${isWorst ? " worst" : ""}` }, significant(value, 6));
  })));
  const left = [[side.rows - values.length, "row"], [side.columns - values[0].length, "column"]]
    .filter(([number]) => number > 0).map(([number, noun]) => count(number, noun));
  return html("div", {}, scroll(name, html("table", { class: "tensor" },
    html("caption", {}, name + (left.length ? `, around the largest difference; ${left.join(" and ")} left out` : "")),
    html("thead", {}, html("tr", {}, html("td"), values[0].map((_, j) => html("th", { scope: "col" }, String(fromColumn + j))))),
    html("tbody", {}, rows))));
}

// Outputs

function outputsSection() {
  const { classes, targets, after_training: { engine, reference } } = check.outputs;
  const when = check.taken_steps === check.steps ? "training" : count(check.taken_steps, "step");
  const named = classes?.length === targets[0].length;
  const [heads, rows, hidden] = named ? classRows(classes, targets, engine, reference) : outputRows(classes, targets, engine, reference);
  const left = [[check.network.examples - targets.length, "example"], [hidden, "output"]]
    .filter(([number]) => number > 0).map(([number, noun]) => count(number, noun));
  return section("outputs", `Outputs after ${when}`, dataTable(
    (named ? "The predicted class and its probability" : "Outputs for the examples") + (left.length ? `; ${left.join(" and ")} left out` : ""),
    [...heads, check.engine, "reference"], rows));
}

function classRows(classes, targets, engine, reference) {
  const rows = targets.map((row, i) => {
    const predicted = largest(engine[i].map(Number));
    return dataRow(whole(i + 1), [classes[largest(row.map(Number))], classes[predicted],
      significant(engine[i][predicted], 6), significant(reference[i][predicted], 6)]);
  });
  return [["example", "target", "predicted"], rows, 0];
}

function outputRows(classes, targets, engine, reference) {
  const shown = Math.min(targets[0].length, 5);
  const target = (value) => classes?.length === 2 && targets[0].length === 1 ? `${value} (${classes[value]})` : significant(value, 6);
  const rows = targets.flatMap((row, i) => row.slice(0, shown).map((value, j) => dataRow(whole(i + 1), [
    String(j + 1), target(value), significant(engine[i][j], 8), significant(reference[i][j], 8)])));
  return [["example", "output", "target"], rows, targets[0].length - shown];
}

function largest(values) {
  return values.indexOf(Math.max(...values));
}

// Page

function header(sections) {
  const facts = html("ul", { class: "facts", "aria-label": "training" }, page.facts.map((fact) => html("li", {}, fact)));
  document.querySelector("h1").after(facts);
  document.getElementById("verdict").after(html("nav", { "aria-label": "on this page" }, html("ul", {},
    sections.map((each) => html("li", {}, html("a", { href: `#${each.id}` }, each.querySelector("h2").textContent))))));
}

function footer() {
  const { version, command, time } = page.origin;
  document.querySelector("footer").append(
    html("p", {}, `Plumbline ${version}, ${time.replace("T", " ").replace("Z", " UTC")}: `, html("code", {}, command)),
    html("p", {}, "Steps and epochs are counted from 0, layers from 1, rows and columns from 0."));
}

function draw() {
  if (check === null) {
    main.append(reportSection());
  } else {
    main.append(reportSection());
    appendColumns(main, [plainNetwork(), lossSection(), metricsSection(), check.outputs && outputsSection()].filter(Boolean));
    main.append(...[...page.maps.map(mapSection), page.tensors && tensorsSection()].filter(Boolean));
    header([...main.querySelectorAll("section")]);
  }
  footer();
}

draw();
