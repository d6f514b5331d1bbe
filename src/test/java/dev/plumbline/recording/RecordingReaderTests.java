package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.data.NpyArray;
import dev.plumbline.data.NpyHeader;
import dev.plumbline.data.Npz;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.Tutorial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings that are right give back what was recorded; of those that are not, it is said what is wrong with them. */
class RecordingReaderTests {
    private static final int STEPS = 6;

    @TempDir
    Path directory;

    private final Experiment experiment = Experiment.of(Tutorial.threeLayer(5, STEPS));
    private final List<StepTrace> steps = steps();
    private final Map<String, NpyArray> arrays = new LinkedHashMap<>();

    private List<StepTrace> steps() {
        List<StepTrace> traces = new ArrayList<>();
        try (ReplayableRun run = new ReferenceEngine().start(experiment)) {
            experiment.batches().forEach(batch -> traces.add(run.step(batch)));
        }
        return traces;
    }

    /** The tensor of every step, the step as first index. */
    private NpyArray stacked(Quantity quantity, int layer) {
        Matrix first = steps.get(0).get(quantity, layer).orElseThrow();
        double[] values = new double[STEPS * first.size()];
        for (int i = 0; i < STEPS; i++) {
            double[] one = steps.get(i).get(quantity, layer).orElseThrow().toRowMajor();
            System.arraycopy(one, 0, values, i * one.length, one.length);
        }
        return NpyArray.of(List.of(STEPS, first.rows(), first.columns()), values);
    }

    /** The same numbers, rows of one step below those of the step before. */
    private NpyArray rows(Quantity quantity, int layer) {
        NpyArray stacked = stacked(quantity, layer);
        return NpyArray.of(
                List.of(
                        stacked.shape().get(0) * stacked.shape().get(1),
                        stacked.shape().get(2)),
                stacked.toRowMajor());
    }

    private Path file() throws IOException {
        Path file = directory.resolve("net.npz");
        Npz.write(file, arrays);
        return file;
    }

    private Recording read() throws IOException {
        return RecordingReader.read(file(), experiment);
    }

    private void refuses(String found) throws IOException {
        Path file = file();
        InvalidRecordingException refusal =
                assertThrows(InvalidRecordingException.class, () -> RecordingReader.read(file, experiment));
        String all = refusal.getMessage().replace(directory + "/", "");
        assertTrue(all.contains(found), all);
    }

    private void reportsUnchanged(String found) throws IOException {
        String all = read().unchanged().toString();
        assertTrue(all.contains(found), all);
    }

    @Test
    void givesBackWhatWasRecorded() throws IOException {
        arrays.put("W1", stacked(Quantity.WEIGHTS, 1));
        arrays.put("W2", stacked(Quantity.WEIGHTS, 2));
        arrays.put("A2", rows(Quantity.ACTIVATION, 2));
        arrays.put("dZ1", stacked(Quantity.DELTA, 1));
        Recording recording = read();
        assertEquals(STEPS, recording.steps());
        assertEquals(List.of(), recording.notes());
        try (SubjectRun run = new RecordedSubject(recording).start(experiment)) {
            for (Batch batch : experiment.batches()) {
                StepTrace step = run.step(batch).orElseThrow();
                StepTrace right = steps.get((int) batch.step());
                assertEquals(4, step.size());
                step.keys().forEach(key -> assertEquals(right.get(key), step.get(key), key.toString()));
            }
            assertTrue(run.outputs().isEmpty());
            assertTrue(run.ownInitialWeights().isEmpty());
        }
    }

    @Test
    void knowsTheOrderOfFortran() throws IOException {
        double[] rows = stacked(Quantity.WEIGHTS, 1).toRowMajor();
        arrays.put("W1", NpyArray.of(new NpyHeader(List.of(STEPS, 3, 5), "<f8", true), rows));
        try (Recording.Steps recorded = read().start()) {
            for (Batch batch : experiment.batches()) {
                StepTrace step = recorded.next(batch).orElseThrow();
                StepTrace right = steps.get((int) batch.step());
                assertEquals(right.get(Quantity.WEIGHTS, 1), step.get(Quantity.WEIGHTS, 1));
            }
        }
    }

    @Test
    void takesOnlyTheFirstStepsAndOnlyOutputs() throws IOException {
        Matrix outputs = steps.get(STEPS - 1).get(Quantity.ACTIVATION, 2).orElseThrow();
        arrays.put("outputs", NpyArray.of(outputs));
        Recording recording = read();
        assertEquals(0, recording.steps());
        assertEquals(outputs, recording.outputs().orElseThrow());

        arrays.put("loss", NpyArray.of(List.of(2), 0.1, 0.2));
        assertEquals(1, read().notes().size());
        assertTrue(read().notes()
                .get(0)
                .startsWith("Only 2 of 6 steps were recorded; they are taken for the first. Steps that are left out"));
    }

    /** What is recorded is read anew for every training, from wherever the file has gone meanwhile. */
    @Test
    void readsStepAfterStepAsOftenAsItIsAskedFor() throws IOException {
        arrays.put("W1", stacked(Quantity.WEIGHTS, 1));
        arrays.put("A2", rows(Quantity.ACTIVATION, 2));
        Recording recording = read();
        Files.delete(directory.resolve("net.npz"));
        for (int time = 0; time < 2; time++) {
            try (Recording.Steps recorded = recording.start()) {
                for (Batch batch : experiment.batches()) {
                    StepTrace step = recorded.next(batch).orElseThrow();
                    StepTrace right = steps.get((int) batch.step());
                    step.keys().forEach(key -> assertEquals(right.get(key), step.get(key)));
                }
                assertTrue(recorded.next(experiment.batches().iterator().next()).isEmpty());
            }
        }
    }

    @Test
    void refusesNumbersThatAreDamaged() throws IOException {
        arrays.put("W1", stacked(Quantity.WEIGHTS, 1));
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length / 2] ^= 1;
        Path damaged = Files.write(directory.resolve("damaged.npz"), bytes);
        String message = assertThrows(InvalidRecordingException.class, () -> RecordingReader.read(damaged, experiment))
                .getMessage();
        assertTrue(message.contains("array `W1` is damaged: its checksum is wrong"), message);
    }

    @Test
    void reportsAnArrayThatWasChangedInPlace() throws IOException {
        Matrix last = steps.get(STEPS - 1).get(Quantity.WEIGHTS, 1).orElseThrow();
        double[] same = new double[STEPS * last.size()];
        for (int i = 0; i < STEPS; i++) {
            System.arraycopy(last.toRowMajor(), 0, same, i * last.size(), last.size());
        }
        arrays.put("W1", NpyArray.of(List.of(STEPS, 3, 5), same));
        reportsUnchanged("array `W1` has the same numbers in each of its 6 steps: one array, changed in place");
    }

    @Test
    void takesWeightsThatNeverMoveForWhatTheyAre() throws IOException {
        Matrix initial = experiment.initialWeights().get(0).weights();
        double[] same = new double[STEPS * initial.size()];
        for (int i = 0; i < STEPS; i++) {
            System.arraycopy(initial.toRowMajor(), 0, same, i * initial.size(), initial.size());
        }
        arrays.put("W1", NpyArray.of(List.of(STEPS, 3, 5), same));
        assertEquals(List.of(), read().unchanged());
        // A gradient that is 0, but for its rounding, changes the last bit once, and then no more.
        arrays.put(
                "W1",
                NpyArray.of(
                        List.of(STEPS, 3, 5),
                        Arrays.stream(same).map(Math::nextUp).toArray()));
        assertEquals(List.of(), read().unchanged());
    }

    @Test
    void saysWhichNamesThereAreAndWhichIsNear() throws IOException {
        arrays.put("w1", stacked(Quantity.WEIGHTS, 1));
        refuses("array `w1` is not an array of a network with 2 layers; did you mean `W1`?");
        arrays.clear();
        arrays.put("W3", stacked(Quantity.WEIGHTS, 1));
        refuses("array `W3` is not an array of a network with 2 layers");
    }

    @Test
    void knowsWhatOthersCallTheseTensors() throws IOException {
        Map<String, String> near = Map.of(
                "syn0",
                "W1",
                "syn1",
                "W2",
                "l1",
                "A1",
                "l2_delta",
                "dZ2",
                "weights2",
                "W2",
                "delta_1",
                "dZ1",
                "W_1",
                "W1",
                "Loss",
                "loss",
                "h1",
                "A1",
                "bias2",
                "b2");
        for (Map.Entry<String, String> entry : near.entrySet()) {
            arrays.clear();
            arrays.put(entry.getKey(), stacked(Quantity.WEIGHTS, 1));
            refuses("array `" + entry.getKey() + "` is not an array of a network with 2 layers; did you mean `"
                    + entry.getValue() + "`?");
        }
        arrays.clear();
        arrays.put("arr_0", stacked(Quantity.WEIGHTS, 1));
        refuses("; it has no name: write np.savez(file, W1=..., W2=...)");
    }

    @Test
    void refusesWholeNumbers() throws IOException {
        arrays.put("W1", NpyArray.of(new NpyHeader(List.of(STEPS, 3, 5), "<i8", false), new double[15 * STEPS]));
        refuses("array `W1` has integers: the decimals were cut off");
    }

    @Test
    void reportsActivationsThatWereChangedInPlaceToo() throws IOException {
        arrays.put("W1", stacked(Quantity.WEIGHTS, 1));
        Matrix last = steps.get(STEPS - 1).get(Quantity.ACTIVATION, 1).orElseThrow();
        double[] same = new double[STEPS * last.size()];
        for (int i = 0; i < STEPS; i++) {
            System.arraycopy(last.toRowMajor(), 0, same, i * last.size(), last.size());
        }
        arrays.put("A1", NpyArray.of(List.of(4 * STEPS, 5), same));
        reportsUnchanged("array `A1` has the same numbers in each of its 6 steps");
    }

    /** Where a layer's weights stand still, as they do where their update is forgotten, so does what it gives. */
    @Test
    void takesWhatFollowsFromWeightsThatNeverMoveForWhatItIs() throws IOException {
        Matrix initial = experiment.initialWeights().get(0).weights();
        Matrix first = steps.get(0).get(Quantity.ACTIVATION, 1).orElseThrow();
        double[] still = new double[STEPS * initial.size()];
        double[] same = new double[STEPS * first.size()];
        for (int i = 0; i < STEPS; i++) {
            System.arraycopy(initial.toRowMajor(), 0, still, i * initial.size(), initial.size());
            System.arraycopy(first.toRowMajor(), 0, same, i * first.size(), first.size());
        }
        arrays.put("W1", NpyArray.of(List.of(STEPS, 3, 5), still));
        arrays.put("A1", NpyArray.of(List.of(4 * STEPS, 5), same));
        arrays.put("W2", stacked(Quantity.WEIGHTS, 2));
        assertEquals(3, read().contents().size());
    }

    @Test
    void refusesShapesAndLengthsThatDoNotFitTheTraining() throws IOException {
        arrays.put("W1", NpyArray.of(List.of(3, 5), new double[15]));
        refuses("array `W1` has shape (3, 5); allowed: (steps, 3, 5), with the step as the first index");
        arrays.clear();
        arrays.put("A1", NpyArray.of(List.of(23, 5), new double[115]));
        refuses("array `A1` has 23 rows; the batches of 6 steps have 24");
        arrays.clear();
        arrays.put("W1", stacked(Quantity.WEIGHTS, 1));
        arrays.put("loss", NpyArray.of(List.of(4), 1, 2, 3, 4));
        refuses("arrays with different numbers of steps: 4 in loss; 6 in W1");
        arrays.clear();
        arrays.put("loss", NpyArray.of(List.of(7), 1, 2, 3, 4, 5, 6, 7));
        refuses("has 7 steps; the training has 6");
    }

    @Test
    void refusesWhatIsNoArchiveOrHasNothingInIt() throws IOException {
        refuses("net.npz has no array to compare");
        Path text = Files.writeString(directory.resolve("text.npz"), "W1 = 3");
        String message = assertThrows(InvalidRecordingException.class, () -> RecordingReader.read(text, experiment))
                .getMessage();
        assertTrue(message.contains("is not a zip archive"), message);
        Path none = directory.resolve("none.npz");
        message = assertThrows(InvalidRecordingException.class, () -> RecordingReader.read(none, experiment))
                .getMessage();
        assertTrue(message.contains("there is no such file"), message);
    }

    @Test
    void refusesACutOffFile() throws IOException {
        arrays.put("W1", stacked(Quantity.WEIGHTS, 1));
        byte[] whole = Files.readAllBytes(file());
        for (int length : new int[] {0, 10, whole.length / 2, whole.length - 1}) {
            Path cut = Files.write(directory.resolve("cut.npz"), java.util.Arrays.copyOf(whole, length));
            String message = assertThrows(InvalidRecordingException.class, () -> RecordingReader.read(cut, experiment))
                    .getMessage();
            assertTrue(length == 0 || message.contains("cut.npz is cut off"), message);
        }
    }

    @Test
    void notesNumbersOf32Bits() throws IOException {
        double[] values = stacked(Quantity.WEIGHTS, 1).toRowMajor();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) values[i];
        }
        arrays.put("W1", NpyArray.of(new NpyHeader(List.of(STEPS, 3, 5), "<f4", false), values));
        assertTrue(read().notes().get(0).startsWith("Recorded in 32 bits: W1."));
    }

    @Test
    void refusesAnArrayThatNoStepCanHaveBeforeItIsUnpacked() throws IOException {
        arrays.put("W1", NpyArray.of(List.of(2, 3, 200), new double[1200]));
        arrays.put("outputs", NpyArray.of(List.of(100), new double[100]));
        arrays.put("steps", NpyArray.of(List.of(0)));
        arrays.put("b1", NpyArray.of(List.of(0, 5)));
        refuses("array `W1` has shape (2, 3, 200); allowed: from 1 to ");
        refuses("array `outputs` has shape (100,); allowed: from 1 to ");
        refuses("array `steps` has shape (0,); allowed: from 1 to ");
        refuses("array `b1` has shape (0, 5); allowed: from 1 to ");
    }

    /** An archive whose table of contents is damaged may name an array so, which would silently be left out. */
    @Test
    void refusesWhatIsNamedAsNoArray() throws IOException {
        arrays.put("W1", stacked(Quantity.WEIGHTS, 1));
        arrays.put("W2", stacked(Quantity.WEIGHTS, 2));
        Path file = file();
        byte[] bytes = Files.readAllBytes(file);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("W1.npy") + 2] = 'R';
        Files.write(file, bytes);
        InvalidRecordingException refusal =
                assertThrows(InvalidRecordingException.class, () -> RecordingReader.read(file, experiment));
        assertTrue(
                refusal.getMessage().contains("has a file `W1Rnpy`, which is not an array; allowed: only arrays"),
                refusal.getMessage());
    }

    @Test
    void saysOfAnArchiveOfSomethingElseOnlyTheFirstDefects() throws IOException {
        for (int i = 0; i < 1000; i++) {
            arrays.put("array" + i, NpyArray.of(List.of(1), 0));
        }
        Path file = file();
        InvalidRecordingException refusal =
                assertThrows(InvalidRecordingException.class, () -> RecordingReader.read(file, experiment));
        assertEquals(21, refusal.defects().size());
        assertTrue(refusal.getMessage().endsWith("net.npz has 980 more arrays, which were not checked"));
    }
}
