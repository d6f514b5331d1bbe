package dev.plumbline.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.Tutorial;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedTraceTests {
    private final Experiment experiment = Experiment.of(Tutorial.threeLayer(3, 4));

    @TempDir
    Path directory;

    /** A network whose second training differs from its first, and that records another selection in every step. */
    private static final class Changing implements Subject {
        private final int width;
        private int starts;

        private Changing(int width) {
            this.width = width;
        }

        @Override
        public String name() {
            return "changing";
        }

        @Override
        public SubjectRun start(Experiment experiment) {
            double offset = 100.0 * starts++;
            return new SubjectRun() {
                @Override
                public Optional<StepTrace> step(Batch batch) {
                    StepTrace step = new StepTrace(batch.step(), 2);
                    if (batch.step() != 1) {
                        step.record(Quantity.WEIGHTS, 2, Matrix.full(2, width, offset + batch.step()));
                        step.record(Quantity.LOSS, 2, Matrix.full(1, 1, Double.NaN));
                    }
                    return batch.step() == 3 ? Optional.empty() : Optional.of(step);
                }

                @Override
                public Optional<Matrix> outputs() {
                    return Optional.of(Matrix.full(4, 1, offset - 0.0));
                }

                @Override
                public Optional<List<LayerWeights>> ownInitialWeights() {
                    return Optional.of(experiment.initialWeights());
                }

                @Override
                public List<String> notes() {
                    return List.of("a note");
                }

                @Override
                public void close() {
                    // There is nothing to release.
                }
            };
        }
    }

    private static String read(Subject subject, Experiment experiment) {
        StringBuilder read = new StringBuilder();
        try (SubjectRun run = subject.start(experiment)) {
            read.append(run.ownInitialWeights());
            for (Batch batch : experiment.batches()) {
                Optional<StepTrace> step = run.step(batch);
                step.ifPresent(each -> each.keys()
                        .forEach(key -> read.append(key)
                                .append(each.get(key).orElseThrow().columns())
                                .append(each.get(key).orElseThrow().get(0, 0))
                                .append('\n')));
                read.append(step.isPresent()).append('\n');
            }
            return read.append(run.outputs()).append(run.notes()).toString();
        }
    }

    /** In memory, and in a file; in a directory of its own, because other processes have recordings in the usual one. */
    @ParameterizedTest
    @ValueSource(ints = {3, 1 << 22})
    void aNetworkIsStartedOnceAndReadAsOftenAsOneLikes(int width) throws IOException {
        String usual = System.setProperty("java.io.tmpdir", directory.toString());
        try {
            isStartedOnceAndReadAsOftenAsOneLikes(width);
        } finally {
            System.setProperty("java.io.tmpdir", usual);
        }
    }

    private void isStartedOnceAndReadAsOftenAsOneLikes(int width) throws IOException {
        String expected = read(new Changing(width), experiment);
        Changing subject = new Changing(width);
        Subject trace = RecordedTrace.of(subject, experiment);
        assertEquals(expected, read(trace, experiment));
        assertEquals(expected, read(trace, experiment));
        assertEquals(1, subject.starts);
        assertTrue(trace.isRecorded());
        assertEquals(trace, RecordedTrace.of(trace, experiment), "it is recorded already");
        try (Stream<Path> files = Files.list(directory)) {
            assertFalse(
                    files.anyMatch(file -> Files.exists(file.resolve("trace"))), "no file is left while it is read");
        }
    }

    private byte[] written() throws IOException {
        Path file = directory.resolve("written");
        try (TraceWriter writer = new TraceWriter(experiment.steps(), Optional.of(file));
                SubjectRun run = new Changing(3).start(experiment)) {
            List<Long> calls = new ArrayList<>();
            writer.record(run, Experiment.of(Tutorial.threeLayer(3, 3)), calls::add);
            assertEquals(List.of(0L, 1L, 2L, 4L), calls);
        }
        return Files.readAllBytes(file);
    }

    private Optional<RecordedTrace> take(byte[] bytes, int length) throws IOException {
        Path file = directory.resolve("trace");
        Files.write(file, java.util.Arrays.copyOf(bytes, length));
        try {
            return RecordedTrace.take(file, "Net", Experiment.of(Tutorial.threeLayer(3, 3)));
        } finally {
            assertFalse(Files.exists(file), "it is deleted");
        }
    }

    private String refusal(byte[] bytes) {
        return assertThrows(SubjectFailedException.class, () -> take(bytes, bytes.length))
                .getMessage();
    }

    @Test
    void aTraceThatIsCutOffAnywhereIsNone() throws IOException {
        byte[] bytes = written();
        assertTrue(take(bytes, bytes.length).isPresent());
        for (int length = 0; length < bytes.length; length++) {
            assertTrue(take(bytes, length).isEmpty(), "after byte " + length);
        }
    }

    @Test
    void aTraceWithMoreThanATraceIsRefused() throws IOException {
        byte[] bytes = written();
        String message = "the process of your network wrote a damaged trace, so there is no verdict: ";
        assertEquals(
                message + "it does not end as a trace does", refusal(java.util.Arrays.copyOf(bytes, bytes.length + 1)));
        assertEquals(message + "it does not begin as a trace does", refusal("AGREES: Net equals".getBytes("UTF-8")));
        Path file = Files.write(directory.resolve("trace"), bytes);
        assertEquals(
                message + "it has 3 steps; the training has 4",
                assertThrows(SubjectFailedException.class, () -> RecordedTrace.take(file, "Net", experiment))
                        .getMessage());
    }

    /** The first step begins at byte 8; its first tensor at byte 21. */
    @Test
    void sizesThatAreDeclaredAreNotTrusted() throws IOException {
        byte[] bytes = written();
        for (int[] size : new int[][] {
            {Integer.MAX_VALUE, Integer.MAX_VALUE},
            {-1, 3},
            {-1, -1},
            {1 << 30, 1},
            {Integer.MAX_VALUE, 0},
            {1 << 16, 1 << 16}
        }) {
            byte[] damaged = bytes.clone();
            ByteBuffer.wrap(damaged)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(26, size[0])
                    .putInt(30, size[1]);
            assertTrue(refusal(damaged).contains("step 0 has a tensor of "), size[0] + " × " + size[1]);
        }
        byte[] larger = bytes.clone();
        ByteBuffer.wrap(larger).order(ByteOrder.LITTLE_ENDIAN).putInt(26, 100).putInt(30, 100);
        assertTrue(take(larger, larger.length).isEmpty(), "there are not as many numbers");
        byte[] many = bytes.clone();
        ByteBuffer.wrap(many).order(ByteOrder.LITTLE_ENDIAN).putInt(17, Integer.MAX_VALUE);
        assertTrue(refusal(many).endsWith("step 0 has 2147483647 tensors"));
        byte[] unknown = bytes.clone();
        unknown[21] = 99;
        assertTrue(refusal(unknown).endsWith("step 0 has a tensor that is unknown or there twice"));
    }

    /** Whatever a byte is changed to, the trace is read, cut off or refused, and nothing else happens. */
    @Test
    void noChangedByteDoesHarm() throws IOException {
        byte[] bytes = written();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            damaged[random.nextInt(40)] = (byte) random.nextInt(256);
            try {
                take(damaged, damaged.length).ifPresent(trace -> read(trace, experiment));
            } catch (SubjectFailedException e) {
                assertTrue(e.getMessage().length() > 10);
            }
        }
    }

    @Test
    void aFailureIsToldInPrintableLines() throws IOException {
        Path file = directory.resolve("trace");
        try (TraceWriter writer = new TraceWriter(3, Optional.of(file))) {
            writer.fail(new SubjectFailedException(
                    ErrorKind.CODE_FAILED, "Net failed in step 3: \u001b[2J\nAGREES: Net\n  at Net.java:7"));
        }
        assertEquals(
                "Net failed in step 3: \\x1b[2J\n  AGREES: Net\n  at Net.java:7", refusal(Files.readAllBytes(file)));
    }
}
