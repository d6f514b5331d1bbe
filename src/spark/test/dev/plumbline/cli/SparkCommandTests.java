package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.spark.LoopbackCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose tasks are spread over a cluster give the results of this machine. */
class SparkCommandTests {
    @TempDir
    private Path directory;

    /** Two machines, each a JVM of its own, which get the network file and the data from this one. */
    @Test
    void aSweepOnAClusterHasTheBitsOfASweepHere() throws Exception {
        Path here = directory.resolve("here");
        Path there = directory.resolve("there");
        Console local = sweep(here);
        assertEquals(0, local.code(), local.err());
        LoopbackCluster.shipped();
        try (LoopbackCluster cluster = LoopbackCluster.start(directory.resolve("cluster"), 2)) {
            Console spread = sweep(there, "--spark", cluster.master().url());
            assertEquals(0, spread.code(), spread.err());
        }
        for (int i = 1; i <= 8; i++) {
            String run = Integer.toString(i);
            assertArrayEquals(model(here.resolve(run)), model(there.resolve(run)), run);
            String record = Files.readString(there.resolve(run).resolve("run.json"));
            assertTrue(record.contains("\"directory\": \"" + Path.of("configs").toAbsolutePath() + "\""), record);
            assertEquals(
                    0, Console.run("evaluate", there.resolve(run).toString()).code());
        }
        assertEquals(table(here), table(there));
    }

    private static Console sweep(Path runs, String... more) {
        String[] all = new String[more.length + 6];
        System.arraycopy(
                new String[] {"sweep", "configs/iris-sweep.yaml", "--run", runs.toString(), "--epochs", "5"},
                0,
                all,
                0,
                6);
        System.arraycopy(more, 0, all, 6, more.length);
        return Console.run(all);
    }

    private static byte[] model(Path run) throws IOException {
        return Files.readAllBytes(run.resolve("model.zip"));
    }

    private static String table(Path runs) throws IOException {
        return Files.readString(runs.resolve("sweep.csv")).replace(runs.toString(), "");
    }

    /** The reason for which a run fails on a worker is the message, and no run is half there. */
    @Test
    void aRunThatFailsOnAWorkerIsReported() throws IOException {
        Path file = Console.write(
                directory,
                "absent.yaml",
                Files.readString(Path.of("configs/iris-sweep.yaml"))
                        .replace("iris.csv", "absent.csv")
                        .replaceAll(
                                "(?s)sweep:.*",
                                "sweep: { data.csv.file: ["
                                        + Path.of("configs/iris.csv").toAbsolutePath() + ", /absent/iris.csv] }\n"));
        Path runs = directory.resolve("runs");
        Console console = Console.run("sweep", file.toString(), "--run", runs.toString(), "--spark", "local[1]");

        assertEquals(2, console.code(), console.out());
        assertTrue(console.err().contains("/absent/iris.csv"), console.err());
        assertFalse(console.err().contains("\tat "), console.err());
        assertFalse(Files.exists(runs.resolve("2")));
    }

    @Test
    void classWeightsAreRefusedForATableThatSparkReads() {
        Console console = Console.run(
                "train",
                "configs/iris.yaml",
                "--set",
                "training.distributed.workers=2",
                "--set",
                "training.class_weight=balanced",
                "--spark",
                "local[1]");
        assertEquals(2, console.code());
        assertTrue(
                console.err().contains("the weights of classes are not computed of a table that Spark reads"),
                console.err());
        assertTrue(console.err().contains("`weights: NAME` in `data.csv`"), console.err());
    }

    @Test
    void saysWhatYarnAndKubernetesNeed() {
        assertRefused("yarn", "set HADOOP_CONF_DIR to the directory that has core-site.xml and yarn-site.xml");
        assertRefused(
                "k8s://https://127.0.0.1:1", "PLUMBLINE_JAVA_OPTS=-Dspark.kubernetes.container.image=apache/spark:3.5");
        System.setProperty("spark.kubernetes.container.image", "spark");
        try {
            assertRefused("k8s://https://127.0.0.1:1", "no API server of Kubernetes answers at https://127.0.0.1:1");
        } finally {
            System.clearProperty("spark.kubernetes.container.image");
        }
    }

    private static void assertRefused(String master, String advice) {
        Console console =
                Console.run("train", "configs/iris.yaml", "--set", "training.distributed.workers=2", "--spark", master);
        assertEquals(2, console.code());
        assertTrue(console.err().contains(advice), console.err());
        assertEquals(1, console.err().lines().count());
    }
}
