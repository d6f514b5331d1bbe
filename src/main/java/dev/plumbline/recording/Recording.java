package dev.plumbline.recording;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The recorded tensors of a network. They are valid as far as that can be decided without the correct numbers. */
public final class Recording {
    private final String name;
    private final int layers;
    private final int steps;
    private final Map<Key, RecordedTensor> tensors; // by key; all keys have step 0
    private final Map<Key, Matrix> initial;
    private final Optional<Matrix> outputs;
    private final List<String> notes;
    private final List<SubjectRun.Unchanged> unchanged;

    Recording(
            String name,
            int layers,
            int steps,
            List<RecordedTensor> tensors,
            Map<Key, Matrix> initial,
            Optional<Matrix> outputs,
            List<String> notes,
            List<SubjectRun.Unchanged> unchanged) {
        this.name = name;
        this.layers = layers;
        this.steps = steps;
        this.tensors = new TreeMap<>();
        tensors.forEach(tensor -> this.tensors.put(
                new Key(0, tensor.name().quantity(), tensor.name().layer()), tensor));
        this.initial = initial;
        this.outputs = outputs;
        this.notes = List.copyOf(notes);
        this.unchanged = List.copyOf(unchanged);
    }

    /** The name of the file, as it was given. */
    public String name() {
        return name;
    }

    /** The number of recorded steps, starting with the first; 0 if there are only outputs. */
    public int steps() {
        return steps;
    }

    /** The recorded tensors, in causal order; every key has step 0. */
    public Set<Key> contents() {
        return Set.copyOf(tensors.keySet());
    }

    /** The outputs of the trained network for all examples, if they were recorded. */
    public Optional<Matrix> outputs() {
        return outputs;
    }

    /** Remarks on the recording, each a sentence. */
    public List<String> notes() {
        return notes;
    }

    /** The tensors with the same numbers in every step; see {@link SubjectRun#unchanged}. */
    public List<SubjectRun.Unchanged> unchanged() {
        return unchanged;
    }

    /** The recorded weights before the first step; otherwise the given ones. */
    public List<LayerWeights> initialWeights(List<LayerWeights> given) {
        List<LayerWeights> weights = new ArrayList<>();
        for (int l = 1; l <= layers; l++) {
            LayerWeights fallback = given.get(l - 1);
            Optional<Matrix> w = Optional.ofNullable(initial.get(new Key(0, Quantity.WEIGHTS, l)));
            Optional<Matrix> b = Optional.ofNullable(initial.get(new Key(0, Quantity.BIAS, l)));
            weights.add(new LayerWeights(w.orElse(fallback.weights()), b.or(fallback::bias)));
        }
        return weights;
    }

    /** Starts reading at the first step. */
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
        return new SubjectFailedException(ErrorKind.UNREADABLE_FILE, name + ": reading failed: " + e.getMessage(), e);
    }

    /** A reader of the steps. */
    final class Steps implements AutoCloseable {
        private final Map<RecordedTensor, RecordedTensor.Steps> readers = new LinkedHashMap<>();
        private int step;

        private void open() throws IOException {
            for (RecordedTensor tensor : tensors.values()) {
                RecordedTensor.Steps reader = tensor.steps();
                readers.put(tensor, reader);
            }
        }

        /** The next step, each tensor in its recorded shape; empty after the last. */
        Optional<StepTrace> next(Batch batch) {
            if (step >= steps) {
                return Optional.empty();
            }
            StepTrace trace = new StepTrace(batch.step(), layers);
            step++;
            try {
                for (Map.Entry<RecordedTensor, RecordedTensor.Steps> reader : readers.entrySet()) {
                    RecordedTensor tensor = reader.getKey();
                    trace.record(
                            tensor.name().quantity(),
                            tensor.name().layer(),
                            reader.getValue().next(batch));
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
