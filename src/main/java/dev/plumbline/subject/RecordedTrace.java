package dev.plumbline.subject;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A network that was run exactly once, with all tensors that it recorded. It does not change, and it can be read any
 * number of times: each start reads it from the first step. So two readings never differ, whatever the network does in
 * a second training, and its code runs in none of them.
 */
public final class RecordedTrace implements Subject {
    private final String name;
    private final TraceBytes bytes;
    private final Contents contents;

    private RecordedTrace(String name, TraceBytes bytes, Contents contents) {
        this.name = name;
        this.bytes = bytes;
        this.contents = contents;
    }

    /**
     * What is known of a trace besides the tensors of its steps.
     *
     * @param largest the most elements of a tensor
     */
    private record Contents(
            long steps,
            long largest,
            Optional<Matrix> outputs,
            Optional<List<LayerWeights>> initialWeights,
            List<String> notes) {}

    /**
     * The network itself if it is recorded already; otherwise runs it, in this process.
     *
     * @throws SubjectFailedException if the network fails, or if there is no room for its tensors
     */
    public static Subject of(Subject subject, Experiment experiment) {
        if (subject.isRecorded()) {
            return subject;
        }
        try (TraceWriter writer = new TraceWriter(experiment.steps(), Optional.empty());
                SubjectRun run = subject.start(experiment)) {
            Optional<List<LayerWeights>> initialWeights = run.ownInitialWeights();
            writer.record(run, experiment, call -> {});
            TraceBytes bytes = writer.bytes();
            TraceReader reader = new TraceReader(bytes, layers(experiment), Long.MAX_VALUE);
            Contents read = contents(reader, Long.MAX_VALUE).orElseThrow();
            return new RecordedTrace(
                    subject.name(),
                    bytes,
                    new Contents(read.steps(), Long.MAX_VALUE, read.outputs(), initialWeights, run.notes()));
        } catch (IOException e) {
            throw new SubjectFailedException(
                    ErrorKind.NOT_WRITABLE,
                    "the tensors of " + subject.name() + " cannot be kept: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Takes the trace that another process wrote. Nothing in the file is trusted: it is read once from the first byte
     * to the last, and then has no name any more, so nobody can change it.
     *
     * @return the trace; empty if it is cut off
     * @throws SubjectFailedException if the process reported a failure of the network, or if the file is no trace of
     *     this experiment
     */
    public static Optional<RecordedTrace> take(Path file, String name, Experiment experiment) {
        try {
            TraceBytes bytes = TraceBytes.of(file);
            long largest = TraceReader.largestTensor(experiment);
            TraceReader reader = new TraceReader(bytes, layers(experiment), largest);
            return contents(reader, largest).map(read -> {
                if (read.steps() != experiment.steps()) {
                    throw TraceReader.damaged(
                            "it has " + read.steps() + " steps; the training has " + experiment.steps());
                }
                return new RecordedTrace(name, bytes, read);
            });
        } catch (IOException e) {
            throw new SubjectFailedException(
                    ErrorKind.CODE_FAILED, "the trace of " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static int layers(Experiment experiment) {
        return experiment.spec().layers().size();
    }

    /** Reads a trace to its end; empty if it is cut off. */
    private static Optional<Contents> contents(TraceReader reader, long largest) throws IOException {
        try {
            long steps = 0;
            while (reader.step(steps).isPresent()) {
                steps++;
            }
            Optional<Matrix> outputs = reader.end();
            return Optional.of(new Contents(steps, largest, outputs, Optional.empty(), List.of()));
        } catch (TraceReader.CutOffException e) {
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isRecorded() {
        return true;
    }

    @Override
    public SubjectRun start(Experiment experiment) {
        return new Run(layers(experiment));
    }

    private final class Run implements SubjectRun {
        private final TraceReader reader;
        private long next;

        private Run(int layers) {
            this.reader = new TraceReader(bytes, layers, contents.largest());
        }

        @Override
        public Optional<StepTrace> step(Batch batch) {
            if (next == contents.steps()) {
                return Optional.empty();
            }
            try {
                return reader.step(next++);
            } catch (IOException e) {
                throw new SubjectFailedException(
                        ErrorKind.CODE_FAILED, "the trace of " + name + " cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public Optional<Matrix> outputs() {
            return contents.outputs();
        }

        @Override
        public Optional<List<LayerWeights>> ownInitialWeights() {
            return contents.initialWeights();
        }

        @Override
        public List<String> notes() {
            return contents.notes();
        }

        @Override
        public void close() {
            // The bytes are shared by all runs.
        }
    }
}
