package dev.plumbline.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real YARN, with two machines, on the loopback address. */
class SparkYarnTests {
    @TempDir
    private Path directory;

    /** The containers get Spark, DL4J and Plumbline from the driver, which has nothing but the settings of Hadoop. */
    @Test
    @Slow
    void aTrainingThatLosesAnExecutorHasTheBitsOfThisMachine() throws Exception {
        IrisRuns runs = new IrisRuns(directory);
        Path here = runs.here();
        Path there = directory.resolve("there");
        try (LoopbackHadoop hadoop = LoopbackHadoop.start(directory.resolve("hadoop"), 2)) {
            hadoop.write("/open/iris.csv", Files.readAllBytes(IrisRuns.table()));
            Process process = runs.train(
                    Map.of("HADOOP_CONF_DIR", hadoop.settings().toString()),
                    List.of(
                            "-Dplumbline.jar=" + LoopbackCluster.shipped(),
                            "-Dspark.executor.memory=512m",
                            "-Dspark.yarn.am.memory=256m"),
                    there,
                    "hdfs:///open/iris.csv",
                    "--spark",
                    "yarn");
            IrisRuns.awaitEpochs(process, there, 2);
            Optional<ProcessHandle> executor = hadoop.executors().stream().findFirst();
            assertTrue(executor.isPresent(), runs.output());
            executor.get().destroyForcibly();
            int before = IrisRuns.epochs(there);
            assertEquals(0, IrisRuns.exitCode(process), runs.output());
            assertTrue(before < IrisRuns.EPOCHS, "the executor was killed too late");
        }
        runs.assertEqual(here, there);
    }
}
