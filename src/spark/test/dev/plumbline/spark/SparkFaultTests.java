package dev.plumbline.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.compare.AveragingNetworks;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a training whose cluster or whose own process fails. */
class SparkFaultTests {
    @TempDir
    private Path directory;

    @Test
    void saysThatNoMachineTookTheWork() throws Exception {
        LoopbackCluster.shipped();
        System.setProperty("spark.plumbline.patience", "3");
        Experiment experiment = AveragingNetworks.of(AveragingNetworks.OPTIMIZERS.get(0), 2, 1, Precision.F64);
        Batch first = experiment.batches().iterator().next();
        try (LoopbackCluster empty = LoopbackCluster.start(directory, 0);
                Run run = new SparkEngines().on(empty.master(), false).start(experiment)) {
            ClusterException failed = assertThrows(ClusterException.class, () -> run.train(first));
            assertEquals(
                    "no executor of " + empty.master().url() + " took the work for 3 s. Start a worker"
                            + " (sbin/start-worker.sh), free one, or ask for less than it has:"
                            + " PLUMBLINE_JAVA_OPTS=-Dspark.executor.memory=1g",
                    failed.getMessage());
        } finally {
            System.clearProperty("spark.plumbline.patience");
        }
    }

    @Test
    void saysInALineWhatFailedOnAWorker() {
        assertEquals(
                ErrorKind.CLUSTER_FAILED,
                JobFailure.of(new SparkException("Job aborted")).kind());
        assertEquals(
                "a worker failed 4 times on the cluster, last on 10.0.0.1 executor 2: out of space",
                JobFailure.of(new SparkException(
                                "Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most"
                                        + " recent failure: Lost task 0.3 in stage 3.0 (TID 7) (10.0.0.1 executor 2):"
                                        + " java.io.IOException: out of space\n\tat a.b.c(D.java:1)"))
                        .getMessage());
        assertEquals(
                "a worker failed once on the cluster, last on a executor 1: [TASK_WRITE_FAILED] Task failed. disk full",
                JobFailure.of(new SparkException(
                                "Job aborted due to stage failure: Task 0 in stage 3.0 failed 1 times, most recent"
                                        + " failure: Lost task 0.0 in stage 3.0 (TID 3) (a executor 1):"
                                        + " org.apache.spark.SparkException: [TASK_WRITE_FAILED] Task failed.\n"
                                        + "\tat a.b.c(D.java:1)\nCaused by: java.io.IOException: disk full\n\tat a.b"))
                        .getMessage());
        assertEquals(
                "the cluster ended the work: its master is gone, somebody stopped the application there, or its"
                        + " executors do not start (a worker's log says why)",
                JobFailure.of(new SparkException("Job 3 cancelled because SparkContext was shut down"))
                        .getMessage());
    }

    /** The cluster stops Spark here too, at any time. */
    @Test
    void saysThatTheClusterEndedTheWorkWhateverIsAskedNext() {
        try (Session session = Session.connect(new SparkMaster("local[1]"), "tests", false)) {
            session.context().sc().stop();

            String message =
                    assertThrows(ClusterException.class, session::context).getMessage();
            assertTrue(message.startsWith("the cluster ended the work"), message);
        }
    }

    /** Between two looks at the connection too: Spark refuses every call then, whoever makes it. */
    @Test
    void aCallOfAStoppedSparkIsAFailureOfTheClusterWhereverItIsMade() {
        try (Session session = Session.connect(new SparkMaster("local[1]"), "tests", false)) {
            JavaSparkContext context = session.context();
            context.sc().stop();

            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> context.parallelize(List.of(1)));
            String message = new SparkEngines()
                    .failure(new IllegalStateException("a step failed", refused))
                    .orElseThrow()
                    .getMessage();
            assertTrue(message.startsWith("the cluster ended the work"), message);
        }
        assertTrue(
                new SparkEngines().failure(new IllegalStateException("a fault")).isEmpty());
    }

    private Path networkFile() throws IOException {
        return Files.writeString(directory.resolve("xor.yaml"), """
                inputs: 2
                layers:
                  - dense: { units: 3, activation: tanh }
                  - dense: { units: 1, activation: sigmoid }
                init: { uniform: { low: -1, high: 1 } }
                loss: squared_error
                reduction: mean
                training:
                  optimizer: { adam: { learning_rate: 0.05 } }
                  batch_size: 2
                  epochs: 60
                  distributed: { workers: 2 }
                data:
                  inputs: [[0, 0], [0, 1], [1, 0], [1, 1]]
                  targets: [[0], [1], [1], [0]]
                report: { every: 20 }
                """);
    }

    @Test
    void aTrainingWhoseProcessIsKilledGoesOnToTheSameBits() throws Exception {
        Path run = directory.resolve("killed");
        Process process = trainUntilACheckpoint(run, "local[2]");
        process.destroyForcibly().waitFor();
        assertTrue(hasCheckpoint(run));
        assertFalse(Files.exists(run.resolve("model.zip")));
        assertGoesOn(run, "local[2]");
    }

    /** As with Ctrl-C: the step is finished, and Spark waits for it. */
    @Test
    void aTrainingThatIsToldToEndOnAClusterGoesOnToTheSameBits() throws Exception {
        LoopbackCluster.shipped();
        Path run = directory.resolve("ended");
        try (LoopbackCluster cluster = LoopbackCluster.start(directory.resolve("cluster"), 2)) {
            Process process = trainUntilACheckpoint(run, cluster.master().url());
            process.destroy();
            assertEquals(143, process.waitFor());
            String out = Files.readString(directory.resolve("out-train.txt"));
            assertTrue(out.contains("`plumbline train --resume " + run + "` continues it"), out);
            assertFalse(out.contains("\tat "), out);
            assertTrue(hasCheckpoint(run));
        }
        assertGoesOn(run, "local[2]");
    }

    private Process trainUntilACheckpoint(Path run, String master) throws IOException, InterruptedException {
        Process process = program(
                "train",
                networkFile().toString(),
                "--run",
                run.toString(),
                "--checkpoint-every",
                "1",
                "--spark",
                master);
        while (process.isAlive() && !hasCheckpoint(run)) {
            Thread.sleep(50);
        }
        return process;
    }

    private Process program(String... arguments) throws IOException {
        String jar = System.getProperty("plumbline.jar", "");
        return SparkProgram.start(directory, Map.of(), List.of("-Dplumbline.jar=" + jar), arguments);
    }

    private void assertGoesOn(Path run, String master) throws IOException, InterruptedException {
        String resumed = output(program("train", "--resume", run.toString(), "--spark", master));
        assertTrue(resumed.contains("plumbline: continuing "), resumed);
        Path whole = directory.resolve("whole");
        output(program("train", networkFile().toString(), "--run", whole.toString()));
        String compared = output(program("compare", run.toString(), whole.toString()));
        assertTrue(compared.contains("Result: equal"), compared);
    }

    private static boolean hasCheckpoint(Path run) throws IOException {
        Path checkpoints = run.resolve("checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.anyMatch(file -> !file.getFileName().toString().endsWith(".tmp"));
        }
    }

    private String output(Process process) throws IOException, InterruptedException {
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("out-"))
                    .toList()) {
                all.append(Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        assertEquals(0, process.exitValue(), all.toString());
        return all.toString();
    }
}
