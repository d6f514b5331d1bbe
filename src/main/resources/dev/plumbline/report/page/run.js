// Draws the page of a finished training from its document.
const run = documentIn("run");
const main = document.querySelector("main");

function epochOf(step) {
  return step / run.steps_per_epoch;
}

function legend(entries) {
  return html("ul", { class: "key" }, entries.map(([type, text]) => html("li", {},
    svg("svg", { viewBox: "0 0 36 12", "aria-hidden": "true" }, svg("polyline", { class: `curve ${type}`, points: "2,6 34,6" })),
    html("span", {}, text))));
}

// Metrics

function metricsSection() {
  return section("metrics", "Metrics", html("div", { class: "charts" }, run.history.map((metric) => html("figure", {},
    html("figcaption", {}, metric.name), responsive((width) => metricChart(metric, width)), metricTable(metric)))),
    legend([["part-training", "training examples"], ...run.history[0].validation ? [["part-validation", "validation examples"]] : []]));
}

function metricChart({ name, epochs, training, validation }, width) {
  const [height, left, right, top, bottom] = [220, 64, 16, 10, 42];
  const curves = [["part-training", training], ["part-validation", validation]].filter(([, values]) => values);
  const finite = curves.flatMap(([, values]) => values).filter((value) => Number.isFinite(value));
  const axis = valueAxis(finite.length ? finite : [0, 1]);
  const last = Math.max(1, epochs.at(-1));
  const x = (epoch) => left + (width - left - right) * epoch / last;
  const y = (value) => top + (height - top - bottom) * (1 - Math.min(1.02, Math.max(-0.02, axis.share(value))));
  const text = (at, to, anchor, words) => svg("text", { class: "label", x: at, y: to, "text-anchor": anchor, "font-size": 12 }, words);
  const line = (type, x1, y1, x2, y2) => svg("line", { class: type, x1, y1, x2, y2 });
  const chart = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `${name} over the epochs: ${curves.map(([type, values]) => `${type.slice(5)} from ${significant(values[0], 4)} to ${significant(values.at(-1), 4)}`).join("; ")}` });
  for (const tick of axis.ticks) {
    chart.append(line("grid", left, y(tick), width - right, y(tick)), text(left - 8, y(tick) + 4, "end", significant(tick, 6)));
  }
  chart.append(line("axis", left, height - bottom, width - right, height - bottom), text((left + width - right) / 2, height - 6, "middle", "epoch"));
  for (const epoch of ticks(0, last, Math.floor((width - left) / 80)).filter(Number.isInteger)) {
    chart.append(line("axis", x(epoch), height - bottom, x(epoch), height - bottom + 5),
      text(x(epoch), height - bottom + 19, x(epoch) > width - 45 ? "end" : "middle", whole(epoch)));
  }
  for (const [type, values] of curves) {
    const points = values.map((value, i) => Number.isFinite(value) ? `${x(epochs[i])},${y(value)}` : null).filter(Boolean);
    chart.append(svg("polyline", { class: `curve ${type}`, points: points.join(" ") }));
  }
  return chart;
}

function metricTable({ name, epochs, training, validation }) {
  const rows = epochs.map((epoch, i) => dataRow(whole(epoch), [training, validation].filter(Boolean).map((values) => significant(values[i], 12))));
  return html("details", {}, html("summary", {}, "In numbers"),
    dataTable(name, ["epoch", "training", ...validation ? ["validation"] : []], rows));
}

// Result

function resultSection() {
  const { metrics, classes, confusion, examples, importance } = run.evaluation;
  const rows = Object.entries(metrics).map(([name, value]) => dataRow(name.replaceAll("_", " "), [significant(value, 6)]));
  const parts = [dataTable(`${count(examples, "example")} of the ${run.part} part`, ["metric", "value"], rows)];
  if (classes) {
    const scores = classes.map(({ name, precision, recall, f1, examples: own }) => dataRow(name,
      [precision, recall, f1].map((value) => significant(value, 4)).concat(whole(own))));
    parts.push(dataTable("Classes", ["class", "precision", "recall", "F1", "examples"], scores), confusionTable(classes, confusion));
  }
  if (importance) {
    const rows = [...importance].sort((a, b) => b.mean - a.mean).map(({ column, mean, spread }) => dataRow(column, [mean, spread].map((value) => significant(value, 4))));
    parts.push(dataTable(`Importance of the inputs: the ${classes ? "accuracy lost" : "rise of the loss"} when a column is permuted`, ["column", "mean", "spread"], rows));
  }
  return section("result", "Result", html("div", { class: "tables" }, parts));
}

function confusionTable(classes, counts) {
  const most = Math.max(1, ...counts.flat());
  const cell = (value, i, j) => html("td", { class: `number ${value && (i === j ? "right" : "wrong")}`,
    style: value ? `--share:${Math.round(15 + 60 * value / most)}%` : "" }, whole(value));
  const rows = counts.map((row, i) => html("tr", {}, html("th", { scope: "row" }, classes[i].name), row.map((value, j) => cell(value, i, j))));
  return scroll("confusion matrix", html("table", { class: "data confusion" },
    html("caption", {}, "Confusion matrix: a row for each class, a column for each predicted class"),
    html("thead", {}, html("tr", {}, html("td"), classes.map(({ name }) => html("th", { scope: "col", class: "number" }, name)))),
    html("tbody", {}, rows)));
}

// Network

function weightedNetwork() {
  return networkSection(run.network, { weights: run.weights, text: "Lines are weights, wider for larger ones.",
    below: legend([["weight-positive", "positive weight"], ["weight-negative", "negative weight"]]) });
}

// Layers over time

function layersSection() {
  const layers = run.layers.map((layer, i) => html("article", {}, html("h3", {}, `Layer ${i + 1}: ${layerName(i)}`),
    html("div", { class: "charts" },
      html("figure", {}, html("figcaption", {}, "weights"), responsive((width) => histogramChart(layer.weights, width))),
      html("figure", {}, html("figcaption", {}, "gradients of the weights"), responsive((width) => histogramChart(layer.gradients, width)))),
    unitText(layer, i)));
  return section("layers", "Weights and gradients over the training", html("p", { class: "muted" },
    "A column for each moment, from the first step to the last; darker where more numbers lie."), layers);
}

function layerName(i) {
  const { units, activation } = run.network.layers[i];
  return `${count(units, "unit")}, ${activation}`;
}

function histogramChart({ low, high, shares }, width) {
  const [height, left, right, top, bottom] = [150, 64, 8, 8, 26];
  const columns = shares.length;
  const text = (at, to, anchor, words) => svg("text", { class: "label", x: at, y: to, "text-anchor": anchor, "font-size": 12 }, words);
  const chart = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `between ${significant(low, 3)} and ${significant(high, 3)}` });
  if (!columns) {
    return chart;
  }
  const [cellWidth, cellHeight] = [(width - left - right) / columns, (height - top - bottom) / shares[0].length];
  shares.forEach((column, c) => {
    const most = Math.max(...column, 1e-9);
    column.forEach((share, bin) => share > 0 && chart.append(svg("rect", {
      class: "density", x: left + c * cellWidth, y: top + (column.length - 1 - bin) * cellHeight, width: cellWidth + 0.3, height: cellHeight + 0.3,
      "fill-opacity": significant(0.08 + 0.92 * Math.sqrt(share / most), 3),
    })));
  });
  chart.append(text(left - 8, top + 10, "end", significant(high, 3)), text(left - 8, height - bottom, "end", significant(low, 3)),
    text(left, height - 6, "start", "first step"), text(width - right, height - 6, "end", `epoch ${significant(epochOf(run.moments.at(-1)), 6)}`));
  if (low < 0 && high > 0) {
    const zero = top + (height - top - bottom) * high / (high - low);
    chart.append(svg("line", { class: "grid", x1: left, y1: zero, x2: width - right, y2: zero }));
    if (zero > top + 20 && zero < height - bottom - 14) { // otherwise it would lie on the label of an end
      chart.append(text(left - 8, zero + 4, "end", "0"));
    }
  }
  return chart;
}

function unitText(layer, i) {
  const units = run.network.layers[i].units;
  const notes = [["dead", "are 0 for every example of the batch"], ["saturated", "are at an end of their range for every example of the batch"]]
    .filter(([kind]) => layer[kind].some((value) => value !== null))
    .map(([kind, text]) => `${whole(layer[kind][0])} of ${whole(units)} units ${text} at first, ${whole(layer[kind].at(-1))} at last.`);
  return notes.length ? html("p", {}, notes.join(" ")) : null;
}

// Plane of two inputs

function planeSection() {
  const { frames } = run.plane;
  const canvas = html("canvas", { width: 480, height: 480, role: "img", "aria-label": "outputs over the plane of the two inputs" });
  const label = html("output", {});
  const slider = html("input", { type: "range", min: 0, max: frames.length - 1, value: frames.length - 1, id: "moment", "aria-label": "moment of the training" });
  const draw = () => {
    const moment = Number(slider.value);
    label.textContent = `epoch ${significant(epochOf(run.moments[moment]), 6)}`;
    drawPlane(canvas, moment);
  };
  slider.addEventListener("input", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
  const { x, y } = run.plane;
  return section("plane", "Outputs over the plane of the two inputs", html("div", { class: "plane" }, canvas,
    html("p", {}, html("label", { for: "moment" }, "Moment: "), slider, label),
    html("p", { class: "muted" }, `First input from ${significant(x[0], 3)} to ${significant(x[1], 3)} to the right, second from `
      + `${significant(y[0], 3)} to ${significant(y[1], 3)} upwards, as the network sees them. Points are examples of the training, in the colour of their target.`)));
}

const COLOURS = [[29, 99, 196], [194, 65, 12], [15, 118, 110], [126, 34, 206], [161, 98, 7], [190, 24, 93], [63, 98, 18], [71, 85, 105], [153, 27, 27], [3, 105, 161]];

function colourOf(shade) {
  if (run.plane.kinds) {
    return COLOURS[shade % COLOURS.length];
  }
  return COLOURS[0].map((low, i) => Math.round(low + (COLOURS[1][i] - low) * shade / 255));
}

function drawPlane(canvas, moment) {
  const { side, x, y, frames, points, kinds } = run.plane;
  const context = canvas.getContext("2d");
  const shades = Uint8Array.from(atob(frames[moment]), (character) => character.charCodeAt(0));
  const image = context.createImageData(side, side);
  const [paper, ink] = matchMedia("(prefers-color-scheme: dark)").matches ? [[16, 20, 26], "#e6eaf1"] : [[255, 255, 255], "#1b2230"];
  shades.forEach((shade, i) => {
    const colour = colourOf(shade);
    const strength = kinds ? 0.4 : 0.2 + 0.4 * Math.abs(shade - 127.5) / 127.5;
    const at = 4 * ((side - 1 - Math.floor(i / side)) * side + i % side);
    colour.forEach((value, k) => { image.data[at + k] = Math.round(paper[k] + (value - paper[k]) * strength); });
    image.data[at + 3] = 255;
  });
  const small = new OffscreenCanvas(side, side);
  small.getContext("2d").putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
  for (const [px, py, shade] of points) {
    context.beginPath();
    context.arc((px - x[0]) / (x[1] - x[0]) * canvas.width, (1 - (py - y[0]) / (y[1] - y[0])) * canvas.height, 4, 0, 2 * Math.PI);
    context.fillStyle = `rgb(${colourOf(shade).join(",")})`;
    context.fill();
    context.strokeStyle = ink;
    context.stroke();
  }
}

// Worst examples

function worstSection() {
  const caption = `The largest errors among the ${run.part} examples`;
  if (run.worst.some((each) => each.picture)) {
    return section("worst", "Worst examples", html("p", { class: "muted" }, caption), html("div", { class: "pictures" }, run.worst.map((each) =>
      html("figure", {}, picture(each), html("figcaption", {}, each.target === each.output ? `${each.target}, with ${significant(each.probability, 2)}` : `${each.target}, taken for ${each.output}`)))));
  }
  const rows = run.worst.map(({ example, target, output, error }) => dataRow(whole(example), [target, output, significant(error, 4)]));
  return section("worst", "Worst examples", dataTable(caption, ["example", "target", "output", "error"], rows));
}

function picture({ example, picture: { side, shades } }) {
  const values = Uint8Array.from(atob(shades), (character) => character.charCodeAt(0));
  const drawing = svg("svg", { viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": `example ${example}`, "shape-rendering": "crispEdges" },
    svg("rect", { class: "paper", width: side, height: side }));
  values.forEach((shade, i) => shade && drawing.append(svg("rect", { class: "ink", x: i % side, y: Math.floor(i / side), width: 1, height: 1, "fill-opacity": significant(shade / 255, 3) })));
  return drawing;
}

// Page

function factsList() {
  const { optimizer, loss, examples, batch_size: batch, parameters, class_weight: weight } = run.network;
  const facts = [`${whole(parameters)} weights and biases`, count(examples, "example"), `batches of ${whole(batch)}`, optimizer.word,
    loss.replaceAll("_", " "), ...(weight ? [`class weights: ${Object.entries(weight).map(([name, number]) => `${name} ${significant(number, 4)}`).join(", ")}`] : []),
    `ended: ${run.end.replaceAll("_", " ")}`,
    run.same ? "trained again for this page, to the same bits" : "trained again for this page, with other bits than the run"];
  return html("ul", { class: "facts", "aria-label": "training" }, facts.map((fact) => html("li", {}, fact)));
}

function draw() {
  main.append(metricsSection());
  appendColumns(main, [resultSection(), weightedNetwork(), run.plane && planeSection(), worstSection()].filter(Boolean));
  main.append(layersSection());
  const sections = [...main.querySelectorAll("section")];
  document.querySelector("h1").after(factsList());
  document.getElementById("verdict").after(html("nav", { "aria-label": "on this page" }, html("ul", {},
    sections.map((each) => html("li", {}, html("a", { href: `#${each.id}` }, each.querySelector("h2").textContent))))));
  const { version, command, time } = run.origin;
  document.querySelector("footer").append(html("p", {}, `Plumbline ${version}, ${time.replace("T", " ").replace("Z", " UTC")}: `, html("code", {}, command)));
}

draw();
