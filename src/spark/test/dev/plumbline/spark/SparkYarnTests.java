package dev.plumbline.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real YARN, with two machines, on the loopback address. */
class SparkYarnTests {
    private static final int EPOCHS = 8;

    @TempDir
    private Path directory;

    /** The containers get Spark, DL4J and Plumbline from the driver, which has nothing but the settings of Hadoop. */
    @Test
    @Slow
    void aTrainingThatLosesAnExecutorHasTheBitsOfThisMachine() throws Exception {
        Path here = directory.resolve("here");
        assertEquals(
                0,
                finished(train(
                        Map.of(),
                        List.of(),
                        here,
                        Path.of("configs/iris.csv").toAbsolutePath().toString())));
        Path there = directory.resolve("there");
        try (LoopbackHadoop hadoop = LoopbackHadoop.start(directory.resolve("hadoop"), 2)) {
            hadoop.write("/open/iris.csv", Files.readAllBytes(Path.of("configs/iris.csv")));
            Process process = train(
                    Map.of("HADOOP_CONF_DIR", hadoop.settings().toString()),
                    List.of(
                            "-Dplumbline.jar=" + LoopbackCluster.shipped(),
                            "-Dspark.executor.memory=512m",
                            "-Dspark.yarn.am.memory=256m"),
                    there,
                    "hdfs:///open/iris.csv",
                    "--spark",
                    "yarn");
            while (process.isAlive() && epochs(there) < 2) {
                Thread.sleep(50);
            }
            Optional<ProcessHandle> executor = hadoop.executors().stream().findFirst();
            assertTrue(executor.isPresent(), output());
            executor.get().destroyForcibly();
            int before = epochs(there);
            assertEquals(0, finished(process), output());
            assertTrue(before < EPOCHS, "the executor was killed too late");
        }
        Process compared =
                SparkProgram.start(directory, Map.of(), List.of(), "compare", here.toString(), there.toString());
        assertEquals(0, finished(compared));
        assertTrue(Files.readString(directory.resolve("out-compare.txt")).contains("Result: equal"));
    }

    private Process train(Map<String, String> environment, List<String> options, Path run, String table, String... more)
            throws IOException {
        String[] all = new String[more.length + 12];
        System.arraycopy(
                new String[] {
                    "train",
                    "configs/iris.yaml",
                    "--run",
                    run.toString(),
                    "--epochs",
                    Integer.toString(EPOCHS),
                    "--set",
                    "training.distributed.workers=2",
                    "--set",
                    "report.every=1",
                    "--set",
                    "data.csv.file=" + table
                },
                0,
                all,
                0,
                12);
        System.arraycopy(more, 0, all, 12, more.length);
        return SparkProgram.start(directory, environment, options, all);
    }

    private int finished(Process process) throws InterruptedException {
        assertTrue(process.waitFor(300, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("out-train.txt"));
    }

    /** The number of epochs whose metrics are written. */
    private static int epochs(Path run) throws IOException {
        Path history = run.resolve("history.csv");
        return Files.exists(history) ? (int) Files.readString(history).lines().count() - 1 : 0;
    }
}
