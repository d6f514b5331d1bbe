/*
 * Records a hand-written network, so that Plumbline can check it. For Node and browsers, without dependencies.
 *
 *     const { Recorder, experiment } = require("./recorder.js");   // in a browser: plumbline.Recorder
 *
 *     const given = experiment();                  // data, initial weights, batches
 *     const rec = new Recorder();
 *     for (const [X, y] of given.batches()) {
 *         ...                                      // your forward pass, backward pass and update
 *         rec.step({ A: [l1, l2], dZ: [l1Delta, l2Delta], W: [syn0, syn1] });
 *     }
 *     rec.save();
 *
 * The tensors of `step` are lists with one array for every layer, from the first to the last: nested arrays, typed
 * arrays, or tensors with `arraySync` or `toArray`. All are optional; the more you record, the more precise is the
 * diagnosis:
 *
 *     Z   pre-activations x W + b, examples x units       dW  weight gradients, inputs x units
 *     A   activations, examples x units                   db  bias gradients, units
 *     dZ  deltas, dl/dZ, examples x units                 uW  updates, subtracted from W
 *     W   weights after the update, inputs x units        ub  updates, subtracted from b
 *     b   biases after the update, units                  loss, a single number: the loss of the batch
 *
 * If examples are columns, they are recorded as rows. A vector is one example, or a column with a number for every
 * example of the batch. `save({ outputs })` adds the outputs of the trained network for all examples.
 *
 * The file has JSON lines. Node writes each step at once; in a browser, `save` returns the text, and offers it as a
 * download. There, `experiment(buffer)` takes the ArrayBuffer of the file that `plumbline experiment FILE -o net.npz` wrote.
 */
"use strict";

(function () {
  const builtin = (name) =>
    typeof require === "function" ? require(name) : globalThis.process?.getBuiltinModule?.(name);
  const isNode = typeof process === "object" && Boolean(process.versions?.node);
  const fs = isNode ? builtin("fs") : null;
  const environment = isNode ? process.env : {};

  const TENSORS = ["Z", "A", "dZ", "dW", "db", "uW", "ub", "W", "b"];
  const PER_EXAMPLE = ["Z", "A", "dZ"];

  let latest = null; // the latest experiment

  class Recorder {
    constructor(file = "recording.jsonl") {
      // If Plumbline runs this program, it gives the path.
      this.file = environment.PLUMBLINE_RECORDING || file;
      this.text = []; // in a browser, all lines
      this.handle = fs && fs.openSync(this.file, "w");
      this.shapes = new Map(); // of each name
      this.counts = new Map(); // the steps in which each name was recorded
      this.steps = 0;
      this.columns = false; // whether examples are columns
      this._line(JSON.stringify({ format: "plumbline recording", version: 1 }));
    }

    /** The weights before the first step, if they are not those of the experiment. */
    start({ W = [], b = [] } = {}) {
      for (const [symbol, tensors] of [["W", W], ["b", b]]) {
        tensors.forEach((tensor, i) => {
          if (tensor != null) {
            const name = `${symbol}${i + 1}_initial`;
            this._write(name, numbers(name, tensor));
          }
        });
      }
    }

    /** Records the next training step. It belongs to the batch of the same number, also after the loop. */
    step({ loss, ...tensors }) {
      const examples = latest && latest.examplesOf(this.steps);
      const recorded = [];
      for (const [symbol, layers] of Object.entries(tensors)) {
        if (!TENSORS.includes(symbol)) {
          throw new TypeError(`step() has no tensor ${symbol}. Allowed: ${TENSORS.join(", ")} and loss.`);
        }
        if (!Array.isArray(layers)) {
          throw new TypeError(`${symbol} must be a list with one array for every layer, such as [${symbol}1, ${symbol}2]`);
        }
        if (latest && layers.length > latest.W.length) {
          throw new RangeError(`${symbol} has ${layers.length} arrays, but the network has ${latest.W.length} layers`);
        }
        layers.forEach((tensor, i) => {
          if (tensor != null) {
            recorded.push([symbol, `${symbol}${i + 1}`, numbers(`${symbol}${i + 1}`, tensor)]);
          }
        });
      }
      this.columns ||= recorded.some(([symbol, , { shape }]) =>
        PER_EXAMPLE.includes(symbol) && shape.length === 2 && shape[0] !== examples && shape[1] === examples);
      for (const [symbol, name, tensor] of recorded) {
        const isPerExample = PER_EXAMPLE.includes(symbol);
        this._add(name, isPerExample && examples ? this._rows(name, tensor, examples) : tensor, isPerExample);
      }
      if (loss != null) {
        this._add("loss", numbers("loss", loss), false);
      }
      this.steps++;
    }

    /** A row for each example, whether it is written as a row, a column or a vector. */
    _rows(name, { shape, values }, examples) {
      if (shape.length === 1 && examples === 1) {
        return { shape: [1, shape[0]], values };
      }
      if (shape.length === 1 && shape[0] === examples) {
        return { shape: [examples, 1], values };
      }
      const [rows, columns] = shape;
      const isTurned = shape.length === 2 && this.columns;
      if (shape.length !== 2 || (isTurned ? columns : rows) !== examples) {
        throw new RangeError(`${name} has shape ${shape.join(" x ")}, but the batch has ${examples} examples: record a`
          + ` row for each example, as in ${examples} x units`);
      }
      return isTurned
        ? { shape: [columns, rows], values: values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]) }
        : { shape, values };
    }

    _add(name, tensor, isPerExample) {
      const count = this.counts.get(name) ?? 0;
      if (count !== this.steps) {
        throw new RangeError(`${name} was recorded in ${count} of ${this.steps} steps: record it in every step`);
      }
      const shape = tensor.shape.slice(isPerExample ? 1 : 0).join(" x ");
      if (this.shapes.has(name) && this.shapes.get(name) !== shape) {
        throw new RangeError(`${name} has another shape in step ${this.steps} than before: a tensor must have the same`
          + " shape in every step, except for the number of examples");
      }
      this.shapes.set(name, shape);
      this.counts.set(name, count + 1);
      this._write(name, tensor);
    }

    _write(name, { shape, values }) {
      const texts = values.map((value) => (Number.isFinite(value) ? String(value) : `"${value}"`));
      this._line(`{"name":"${name}","shape":[${shape}],"values":[${texts}]}`);
    }

    _line(text) {
      if (fs) {
        fs.writeSync(this.handle, text + "\n");
      } else {
        this.text.push(text);
      }
    }

    /** Ends the file and returns its path; in a browser, offers it as a download and returns its text. */
    save({ outputs } = {}) {
      if (outputs != null) {
        this._write("outputs", numbers("outputs", outputs));
      }
      if (outputs == null && this.counts.size === 0) {
        throw new Error("nothing was recorded: call step(...) in your training loop, or save({ outputs })");
      }
      for (const [name, count] of this.counts) {
        if (count !== this.steps) {
          throw new RangeError(`${name} was recorded in ${count} of ${this.steps} steps: record it in every step`);
        }
      }
      if (fs) {
        fs.closeSync(this.handle);
        return this.file;
      }
      const text = this.text.join("\n") + "\n";
      if (typeof document === "object") {
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
        link.download = this.file;
        link.click();
      }
      return text;
    }
  }

  /** The shape of an array, and a copy of its numbers. */
  function numbers(name, tensor) {
    const array = tensor.arraySync?.() ?? tensor.toArray?.() ?? tensor;
    const isList = (value) => Array.isArray(value) || ArrayBuffer.isView(value);
    const shape = [];
    for (let part = array; isList(part); part = part[0]) {
      shape.push(part.length);
    }
    const values = [];
    const add = (part, depth) => {
      if (depth < shape.length) {
        if (!isList(part) || part.length !== shape[depth]) {
          throw new TypeError(`${name} must be an array whose rows have the same length`);
        }
        for (const each of part) {
          add(each, depth + 1);
        }
      } else if (typeof part === "number") {
        values.push(part);
      } else {
        throw new TypeError(`${name} must be an array of numbers, not of ${part === null ? "null" : typeof part}`);
      }
    };
    add(array, 0);
    return { shape, values };
  }

  /** The data, the initial weights, and the batches in order, the same for all engines. */
  class Experiment {
    constructor(bytes) {
      const given = arrays(bytes);
      const text = (name) => String.fromCharCode(...given[name]);
      const layers = (symbol) => Array.from({ length: this.layers }, (_, i) => given[`${symbol}${i + 1}`] ?? null);
      this.X = given.X;
      this.y = given.y;
      this.layers = given.layers;
      this.W = layers("W");
      this.b = layers("b");
      this.weights = given.weights ?? null;
      this.activations = text("activations").split(" ");
      this.loss = text("loss");
      this.reduction = text("reduction");
      this.optimizer = text("optimizer");
      // A number, or one for each layer, or null if it changes during training.
      this.learning_rate = given.learning_rate ?? null;
      this.momentum = given.momentum ?? null;
      this.epochs = given.epochs;
      this.batch_size = given.batch_size;
      this.order = given.order ?? null;
      this.dropout = {};
      this.drop_probability = {};
      layers("mask").forEach((mask, i) => {
        if (mask) {
          this.dropout[i + 1] = mask;
          this.drop_probability[i + 1] = given[`drop_probability${i + 1}`];
        }
      });
      this.given = given; // all of it, by name
      this.rows = []; // the examples of the latest batch
      this.masks = {}; // the dropout masks of the latest batch, by layer: 1 keeps an input
    }

    /** The number of examples of a step; null if the batches are not those of `batches`. */
    examplesOf(step) {
      if (this.rows.length === 0) {
        return null;
      }
      const stepsOfEpoch = Math.ceil(this.X.length / this.batch_size);
      return Math.min(this.batch_size, this.X.length - (step % stepsOfEpoch) * this.batch_size);
    }

    /** The batches over all epochs: `for (const [X, y] of given.batches())`. Each also has its `rows` and `masks`. */
    *batches() {
      let done = 0; // rows of all earlier batches
      for (let epoch = 0; epoch < this.epochs; epoch++) {
        const order = this.order ? this.order[epoch] : this.X.map((_, i) => i);
        for (let begin = 0; begin < order.length; begin += this.batch_size) {
          const rows = order.slice(begin, begin + this.batch_size);
          const masks = {};
          for (const [layer, mask] of Object.entries(this.dropout)) {
            masks[layer] = mask.slice(done, done + rows.length);
          }
          done += rows.length;
          Object.assign(this, { rows, masks });
          yield Object.assign([rows.map((i) => [...this.X[i]]), rows.map((i) => [...this.y[i]])], { rows, masks });
        }
      }
    }
  }

  /** The arrays of an .npz that Plumbline wrote, as numbers and nested arrays, by name. */
  function arrays(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const decode = (from, length) => new TextDecoder().decode(bytes.subarray(from, from + length));
    let end = bytes.length - 22;
    while (view.getUint32(end, true) !== 0x06054b50) {
      end--;
    }
    const result = {};
    let entry = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      const nameLength = view.getUint16(entry + 28, true);
      const local = view.getUint32(entry + 42, true);
      const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const content = bytes.subarray(begin, begin + view.getUint32(entry + 20, true));
      const isDeflated = view.getUint16(entry + 10, true) === 8;
      result[decode(entry + 46, nameLength).replace(".npy", "")] = array(isDeflated ? inflated(content) : content);
      entry += 46 + nameLength + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
    }
    return result;
  }

  /** Plumbline does not compress: the blocks of deflate hold the bytes as they are. */
  function inflated(bytes) {
    const parts = [];
    let isLast = false;
    for (let at = 0; !isLast; ) {
      isLast = Boolean(bytes[at] & 1);
      if (bytes[at] & 6) {
        if (fs) {
          return builtin("zlib").inflateRawSync(bytes);
        }
        throw new Error("this archive is compressed: give the file that `plumbline experiment` wrote");
      }
      const length = bytes[at + 1] | (bytes[at + 2] << 8);
      parts.push(bytes.subarray(at + 5, at + 5 + length));
      at += 5 + length;
    }
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let to = 0;
    for (const part of parts) {
      whole.set(part, to);
      to += part.length;
    }
    return whole;
  }

  /** The array of an .npy. */
  function array(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const begin = 10 + view.getUint16(8, true);
    const header = new TextDecoder().decode(bytes.subarray(10, begin));
    const type = /'descr': '([^']*)'/.exec(header)[1];
    const shape = (/'shape': \(([^)]*)\)/.exec(header)[1].match(/\d+/g) ?? []).map(Number);
    const read = {
      "<f8": (i) => view.getFloat64(begin + 8 * i, true),
      "<i8": (i) => Number(view.getBigInt64(begin + 8 * i, true)),
      "|u1": (i) => view.getUint8(begin + i),
    }[type];
    let next = 0;
    const nested = (depth) =>
      depth === shape.length ? read(next++) : Array.from({ length: shape[depth] }, () => nested(depth + 1));
    return nested(0);
  }

  /**
   * The experiment of `plumbline check FILE --against "node net.js"`. If the program runs alone, the experiment that
   * `plumbline experiment FILE -o file` wrote; null without such a file. A browser gives the file's ArrayBuffer.
   */
  function experiment(file = null) {
    if (file instanceof ArrayBuffer) {
      latest = new Experiment(new Uint8Array(file));
    } else {
      const path = environment.PLUMBLINE_EXPERIMENT || file;
      latest = fs && path && fs.existsSync(path) ? new Experiment(fs.readFileSync(path)) : null;
    }
    return latest;
  }

  const api = { Recorder, experiment };
  if (typeof module === "object" && module.exports) {
    module.exports = api;
  } else {
    globalThis.plumbline = api;
  }
})();
