package dev.plumbline.recording;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a network had at each step, as it was recorded; found to be in order, as far as that can be told without knowing
 * the right numbers.
 */
public final class Recording {
    private final String name;
    private final int layers;
    private final int steps;
    private final Map<Key, RecordedTensor> tensors; // by the key of any step: all have step 0
    private final Map<Key, Matrix> initial;
    private final Optional<Matrix> outputs;
    private final List<String> notes;

    Recording(
            String name,
            int layers,
            int steps,
            List<RecordedTensor> tensors,
            Map<Key, Matrix> initial,
            Optional<Matrix> outputs,
            List<String> notes) {
        this.name = name;
        this.layers = layers;
        this.steps = steps;
        this.tensors = new TreeMap<>();
        tensors.forEach(tensor -> this.tensors.put(
                new Key(0, tensor.name().quantity(), tensor.name().layer()), tensor));
        this.initial = initial;
        this.outputs = outputs;
        this.notes = List.copyOf(notes);
    }

    /** The name of its file, as it was given. */
    public String name() {
        return name;
    }

    /** How many steps were recorded, from the first one on; 0 where there are only outputs. */
    public int steps() {
        return steps;
    }

    /** What was recorded of each step, in causal order; every key is that of step 0. */
    public Set<Key> contents() {
        return Set.copyOf(tensors.keySet());
    }

    /** What the trained network makes of all examples, where that was recorded. */
    public Optional<Matrix> outputs() {
        return outputs;
    }

    /** What a reader of a comparison should know of how this was recorded, each a sentence. */
    public List<String> notes() {
        return notes;
    }

    /** The weights before the first step, where they were recorded; and otherwise those given. */
    public List<LayerWeights> initialWeights(List<LayerWeights> given) {
        List<LayerWeights> weights = new ArrayList<>();
        for (int l = 1; l <= layers; l++) {
            LayerWeights own = given.get(l - 1);
            Optional<Matrix> w = Optional.ofNullable(initial.get(new Key(0, Quantity.WEIGHTS, l)));
            Optional<Matrix> b = Optional.ofNullable(initial.get(new Key(0, Quantity.BIAS, l)));
            weights.add(new LayerWeights(w.orElse(own.weights()), b.or(own::bias)));
        }
        return weights;
    }

    /** What was recorded, from the first step on. */
    Steps start() {
        Steps run = new Steps();
        try {
            run.open();
            return run;
        } catch (IOException e) {
            run.close();
            throw unreadable(e);
        }
    }

    private SubjectFailedException unreadable(IOException e) {
        return new SubjectFailedException(name + ": reading failed: " + e.getMessage(), e);
    }

    /** A reader of what was recorded, step after step. */
    final class Steps implements AutoCloseable {
        private final Map<RecordedTensor, RecordedTensor.Steps> readers = new LinkedHashMap<>();
        private int step;

        private void open() throws IOException {
            for (RecordedTensor tensor : tensors.values()) {
                RecordedTensor.Steps reader = tensor.steps();
                readers.put(tensor, reader);
            }
        }

        /** The next step, each tensor in the shape in which it was recorded; empty after the last. */
        Optional<StepTrace> next(Batch batch) {
            if (step >= steps) {
                return Optional.empty();
            }
            StepTrace trace = new StepTrace(batch.step(), layers);
            step++;
            try {
                for (Map.Entry<RecordedTensor, RecordedTensor.Steps> each : readers.entrySet()) {
                    RecordedTensor tensor = each.getKey();
                    trace.record(
                            tensor.name().quantity(),
                            tensor.name().layer(),
                            each.getValue().next(batch));
                }
            } catch (IOException e) {
                throw unreadable(e);
            }
            return Optional.of(trace);
        }

        @Override
        public void close() {
            for (RecordedTensor.Steps reader : readers.values()) {
                try {
                    reader.close();
                } catch (IOException e) {
                    throw unreadable(e);
                }
            }
        }
    }
}
