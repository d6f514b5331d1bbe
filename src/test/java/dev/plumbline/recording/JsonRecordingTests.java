package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings as JSON lines. */
class JsonRecordingTests {
    private static final String HEADER = "{\"format\": \"plumbline recording\", \"version\": 1}";
    private static final int STEPS = 6;

    @TempDir
    private Path directory;

    private final Experiment experiment = Experiment.of(Tutorial.threeLayer(5, STEPS));

    private Path write(List<String> lines, String end) throws IOException {
        return Files.writeString(directory.resolve("net.jsonl"), String.join("\n", lines) + end);
    }

    private static String line(String name, String shape, Matrix values) {
        String numbers = Arrays.stream(values.toRowMajor())
                .mapToObj(value -> Double.isFinite(value) ? "" + value : "\"" + value + "\"")
                .collect(Collectors.joining(", "));
        return "{\"name\": \"" + name + "\", \"shape\": [" + shape + "], \"values\": [" + numbers + "]}";
    }

    @Test
    void givesBackEveryNumber() throws IOException {
        List<StepTrace> steps = new ArrayList<>();
        List<String> lines = new ArrayList<>(List.of("", HEADER));
        try (ReplayableRun run = new ReferenceEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                StepTrace step = run.step(batch);
                steps.add(step);
                for (int layer = 1; layer <= 2; layer++) {
                    for (String symbol : List.of("Z", "A", "dZ", "W")) {
                        RecordedName name =
                                RecordedName.parse(symbol + layer, 2).orElseThrow();
                        Matrix tensor = step.get(name.quantity(), layer).orElseThrow();
                        lines.add(line(name.toString(), tensor.rows() + ", " + tensor.columns(), tensor));
                    }
                }
                lines.add("");
            }
        }
        double[] losses = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.1, 1e-310, -0.0};
        Arrays.stream(losses).forEach(loss -> lines.add(line("loss", "", Matrix.row(loss))));
        lines.add(line("outputs", "4,1", Matrix.column(0.25, 0.5, 0.75, 1)));
        Recording recording = RecordingReader.read(write(lines, ""), experiment);
        assertEquals(STEPS, recording.steps());
        assertEquals(Matrix.column(0.25, 0.5, 0.75, 1), recording.outputs().orElseThrow());
        for (int pass = 0; pass < 2; pass++) {
            try (SubjectRun run = new RecordedSubject(recording).start(experiment)) {
                for (Batch batch : experiment.batches()) {
                    StepTrace step = run.step(batch).orElseThrow();
                    StepTrace expected = steps.get((int) batch.step());
                    assertEquals(9, step.size());
                    step.keys().stream()
                            .filter(key -> !key.toString().contains("loss"))
                            .forEach(key -> assertEquals(expected.get(key), step.get(key)));
                    assertEquals(
                            losses[(int) batch.step()],
                            step.get(Quantity.LOSS, 2).orElseThrow().get(0, 0));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'name': 'W1', 'shape': [2, 3], 'values': [1, 2, 3, 4, 5]} | 5 values for the shape 2 x 3; allowed: 6 values",
                "{'name': 'W1', 'shape': [2], 'values': [1, 2, 3]} | 3 values for the shape 2",
                "{'name': 'W1', 'shape': [1], 'values': [NaN]} | column 41: this is not JSON",
                "{'name': 'W1', 'shape': [1], 'values': ['nan']} | the text `nan` among the values",
                "{'name': 'W1', 'shape': [1], 'values': [1e999]} | JSON forbids NaN and infinities",
                "{'name': 'W1', 'shape': [1, 2], 'values': [[1, 2]]} | a list among the values",
                "{'name': 'W1', 'shape': [0], 'values': []} | `shape` has the length 0",
                "{'name': 'W1', 'shape': [1, 1, 1, 1], 'values': [1]} | more than three lengths",
                "{'name': 'W1', 'values': [1], 'shape': [1]} | column 24: the key `values` in place of `shape`",
                "{'name': 'W1', 'shape': [1], 'values': [1], 'step': 7} | the key `step` after `values`",
                "{'name': 'W1', 'shape': [1], 'values': [1]} {} | this is not JSON",
                "{'name': 'W1', 'shape': [1], 'values': [1] | the line ends within its object",
                "{'name': 'W1', 'shape': 1, 'values': [1]} | Expected BEGIN_ARRAY but was NUMBER",
                "[1, 2] | Expected BEGIN_OBJECT but was BEGIN_ARRAY",
                "{'name': 'W2', 'shape': [5, 2], 'values': [1,2,3,4,5,6,7,8,9,10]} | `W2` has the shape 5 x 2, and 5 x 1 in line 2",
                "{'name': 'outputs', 'shape': [1], 'values': [1]} | `outputs` is given in line 3 too",
            })
    void namesTheLineOfAnError(String line, String message) throws IOException {
        List<String> lines = List.of(
                HEADER,
                line("W2", "5,1", Matrix.zeros(5, 1)),
                line("outputs", "4,1", Matrix.zeros(4, 1)),
                line.replace('\'', '"'),
                line("W2", "5,1", Matrix.zeros(5, 1)));
        refuses(write(lines, "\n"), "net.jsonl, line 4");
        refuses(write(lines, "\n"), message);
    }

    private void refuses(Path file, String message) {
        InvalidRecordingException refusal =
                assertThrows(InvalidRecordingException.class, () -> RecordingReader.read(file, experiment));
        assertTrue(refusal.getMessage().contains(message), refusal::getMessage);
    }

    @Test
    void refusesWhatIsNoRecordingOrOnlyABeginning() throws IOException {
        String tensor = line("W2", "5,1", Matrix.zeros(5, 1));
        refuses(write(List.of(), ""), "net.jsonl is empty");
        refuses(write(List.of(HEADER), ""), "net.jsonl has no array to compare");
        refuses(write(List.of(tensor), ""), "net.jsonl, line 1, column 8: the key `name` in place of `format`");
        refuses(write(List.of(HEADER.replace("1", "2")), ""), "version 2 of the format; allowed: version 1");
        refuses(write(List.of("{\"format\": \"other\"}"), ""), "this is not a recording");
        refuses(write(List.of(HEADER, tensor, tensor.substring(0, 50)), ""), "is cut off: it ends within line 3");
        refuses(write(List.of(HEADER, line("w2", "5,1", Matrix.zeros(5, 1))), ""), "did you mean `W2`?");
        Path file = Files.write(directory.resolve("net.jsonl"), "{\"é\": 1}".getBytes(StandardCharsets.ISO_8859_1));
        refuses(file, "is not UTF-8");
    }
}
