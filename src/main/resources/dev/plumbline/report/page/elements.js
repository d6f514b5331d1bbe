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

function scroll(label, child) {
  return html("div", { class: "scroll", role: "region", "aria-label": label, tabindex: "0" }, child);
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
