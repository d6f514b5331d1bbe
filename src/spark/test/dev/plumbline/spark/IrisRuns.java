package dev.plumbline.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Trainings of {@code configs/iris.yaml} on two workers, each in a process of its own.
 *
 * @param directory of what they print
 */
record IrisRuns(Path directory) {
    static final int EPOCHS = 8;

    /** The data on this machine. */
    static Path table() {
        return Path.of("configs/iris.csv").toAbsolutePath();
    }

    /** A training on this machine, to its end. */
    Path here() throws IOException, InterruptedException {
        Path run = directory.resolve("here");
        assertEquals(0, exitCode(train(Map.of(), List.of(), run, table().toString())), output());
        return run;
    }

    /** Starts a training. */
    Process train(Map<String, String> environment, List<String> options, Path run, String table, String... more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("train", "configs/iris.yaml", "--run", run.toString()));
        arguments.addAll(List.of("--epochs", Integer.toString(EPOCHS)));
        for (String value : List.of("training.distributed.workers=2", "report.every=1", "data.csv.file=" + table)) {
            arguments.addAll(List.of("--set", value));
        }
        arguments.addAll(List.of(more));
        return SparkProgram.start(directory, environment, options, arguments.toArray(new String[0]));
    }

    /** Waits until a training has ended so many epochs, or is over. */
    static void awaitEpochs(Process process, Path run, int epochs) throws IOException, InterruptedException {
        while (process.isAlive() && epochs(run) < epochs) {
            Thread.sleep(50);
        }
    }

    /** The number of epochs whose metrics are written. */
    static int epochs(Path run) throws IOException {
        Path history = run.resolve("history.csv");
        return Files.exists(history) ? (int) Files.readString(history).lines().count() - 1 : 0;
    }

    static int exitCode(Process process) throws InterruptedException {
        assertTrue(process.waitFor(300, TimeUnit.SECONDS));
        return process.exitValue();
    }

    /** What the last training has printed. */
    String output() throws IOException {
        return Files.readString(directory.resolve("out-train.txt"));
    }

    /** Fails unless two runs have the same weights and metrics to the bit. */
    void assertEqual(Path one, Path other) throws IOException, InterruptedException {
        Process compared =
                SparkProgram.start(directory, Map.of(), List.of(), "compare", one.toString(), other.toString());
        assertEquals(0, exitCode(compared));
        assertTrue(Files.readString(directory.resolve("out-compare.txt")).contains("Result: equal"));
    }
}
