package dev.plumbline.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark on a simulated Kubernetes. Real are Spark's scheduler for Kubernetes with its HTTP requests, the executors, each a JVM
 * of its own that gets its jars and its work from the driver over the network, and what is computed. The API server and the
 * kubelet are simulated ({@link LoopbackKubernetes}); no test has seen a cluster.
 */
class SparkKubernetesTests {
    private static final String IMAGE = "spark.kubernetes.container.image";
    private static final String PATIENCE = "spark.plumbline.patience";
    private static final Pattern KNOWN = Pattern.compile("does not start|ended with");

    @TempDir
    private Path directory;

    @AfterEach
    void clearProperties() {
        System.clearProperty(IMAGE);
        System.clearProperty(PATIENCE);
    }

    @Test
    @Slow
    void aTrainingThatLosesAnExecutorHasTheBitsOfThisMachine() throws Exception {
        IrisRuns runs = new IrisRuns(directory);
        Path here = runs.here();
        Path there = directory.resolve("there");
        try (LoopbackKubernetes kubernetes = LoopbackKubernetes.start(directory.resolve("kubernetes"))) {
            Process process = runs.train(
                    Map.of(),
                    List.of(
                            "-Dplumbline.jar=" + LoopbackCluster.shipped(),
                            "-D" + IMAGE + "=" + LoopbackKubernetes.IMAGE,
                            "-Dspark.executor.memory=512m"),
                    there,
                    IrisRuns.table().toString(),
                    "--spark",
                    kubernetes.master().url());
            IrisRuns.awaitEpochs(process, there, 2);
            List<String> executors = kubernetes.pods();
            assertEquals(2, executors.size(), runs.output());
            kubernetes.delete(executors.get(0));
            int before = IrisRuns.epochs(there);
            assertEquals(0, IrisRuns.exitCode(process), runs.output());
            assertTrue(before < IrisRuns.EPOCHS, "the pod was deleted too late");
            assertEquals(List.of(), kubernetes.pods());
        }
        runs.assertEqual(here, there);
    }

    @Test
    void saysWhichRightsAreMissing() throws Exception {
        System.setProperty(IMAGE, LoopbackKubernetes.IMAGE);
        try (LoopbackKubernetes kubernetes =
                LoopbackKubernetes.start(directory, Set.of("create pods", "deletecollection pods"))) {
            String refusal = refusal(kubernetes.master());
            assertTrue(
                    refusal.contains("does not let you create pods, deletecollection pods in the namespace default"),
                    refusal);
        }
    }

    @Test
    void saysThatAnImageCannotBeFetched() throws Exception {
        assertEquals(
                "does not start (ErrImagePull: there is no image spark:absent). Correct -Dspark.kubernetes.container.image",
                reasonWith("spark:absent"));
    }

    @Test
    void saysThatContainersFail() throws Exception {
        assertEquals(
                "ended with exit code 1 (Error). `kubectl logs` says why if you keep such pods:"
                        + " -Dspark.kubernetes.executor.deleteOnTermination=false",
                reasonWith(LoopbackKubernetes.BROKEN));
    }

    /** What is said of a pod with this image after some seconds; a busy machine needs more of them to get that far. */
    private String reasonWith(String image) throws Exception {
        LoopbackCluster.shipped();
        System.setProperty(IMAGE, image);
        String reason = "";
        for (int seconds = 5; seconds <= 40 && !KNOWN.matcher(reason).find(); seconds *= 2) {
            System.setProperty(PATIENCE, String.valueOf(seconds));
            Path machine = Files.createDirectory(directory.resolve("of-" + seconds + "-seconds"));
            try (LoopbackKubernetes kubernetes = LoopbackKubernetes.start(machine)) {
                String refusal = refusal(kubernetes.master());
                String start = "no executor of " + kubernetes.master().url() + " took the work for " + seconds + " s: ";
                assertTrue(refusal.startsWith(start), refusal);
                assertEquals(List.of(), kubernetes.pods());
                reason = refusal.substring(start.length());
            }
        }
        return reason.replaceFirst("pod \\S+ ", "");
    }

    private static String refusal(SparkMaster master) {
        return String.valueOf(assertThrows(
                        ClusterException.class,
                        () -> new SparkEngines().workers(master, "tests", false).close())
                .getMessage());
    }
}
