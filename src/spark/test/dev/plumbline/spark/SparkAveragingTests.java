package dev.plumbline.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.backend.Kernel;
import dev.plumbline.cluster.ClusterException;
import dev.plumbline.cluster.SparkMaster;
import dev.plumbline.compare.AveragingNetworks;
import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.dl4j.Dl4j;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.trace.AveragingRounds;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.ReplayableEngine;
import dev.plumbline.trace.ReplayableRun;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings on a real cluster of two machines, each a JVM, with one connection for all of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SparkAveragingTests {
    @TempDir
    private static Path directory;

    private static LoopbackCluster cluster;
    private static Session session;

    @BeforeAll
    static void connect() throws Exception {
        LoopbackCluster.shipped();
        System.setProperty("spark.executor.memory", "768m");
        cluster = LoopbackCluster.start(directory, 2);
        session = Session.connect(cluster.master(), "tests", false);
    }

    @AfterAll
    static void disconnect() {
        session.close();
        cluster.close();
    }

    /** Trainings with the one connection. */
    private record OnCluster() implements ReplayableEngine {
        @Override
        public String name() {
            return "DL4J on Spark";
        }

        @Override
        public ReplayableRun start(Experiment experiment) {
            return new SparkRun(experiment, AveragingRounds.of(experiment).orElseThrow(), session, () -> {});
        }
    }

    static Stream<Arguments> trainings() {
        return AveragingNetworks.OPTIMIZERS.stream()
                .flatMap(optimizer -> Stream.of(1, 2, 3, 4)
                        .flatMap(workers -> Stream.of(1, 5).map(often -> Arguments.of(optimizer, workers, often))));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    @Order(1)
    void agreesWithTheReferenceAfterEveryAveragingAndHasTheBitsOfOneMachine(
            Optimizer optimizer, int workers, int frequency) {
        Precision precision = workers == 3 ? Precision.F32 : Precision.F64;
        Experiment experiment = AveragingNetworks.of(optimizer, workers, frequency, precision);
        Bits bits = new Bits(new OnCluster());
        CheckResult result = new Check(new ReferenceEngine(), bits).run(experiment);
        assertTrue(result.agrees(), () -> result.firstDifference().toString());
        assertEquals(experiment.steps(), result.local().steps());
        assertEquals(trained(new Dl4jEngine(), experiment), bits.last());
    }

    @Test
    @Order(2)
    void aTrainingInWhichAnExecutorIsKilledEndsTheSame() {
        Experiment experiment = AveragingNetworks.of(AveragingNetworks.OPTIMIZERS.get(2), 4, 1, Precision.F64);
        List<ProcessHandle> before = cluster.executors();
        assertFalse(before.isEmpty());
        TrainingState ended;
        try (Run run = new OnCluster().start(experiment)) {
            for (Batch round : experiment.batches()) {
                if (round.step() == 2) {
                    before.get(0).destroyForcibly();
                }
                run.train(round);
            }
            ended = run.state();
        }
        assertEquals(trained(new Dl4jEngine(), experiment), ended);
        assertFalse(before.get(0).isAlive());
    }

    @Test
    @Order(3)
    @EnabledOnOs(OS.LINUX)
    void everyExecutorIsGivenTheKernelOfTheDriver() throws IOException {
        String given = Kernel.VARIABLE + "=" + Dl4j.kernel().orElseThrow();
        assertFalse(cluster.executors().isEmpty());
        for (ProcessHandle executor : cluster.executors()) {
            Path environment = Path.of("/proc", String.valueOf(executor.pid()), "environ");
            List<String> variables =
                    List.of(Files.readString(environment, ISO_8859_1).split("\0"));
            assertTrue(variables.contains(given), given + " in " + variables);
        }
    }

    @Test
    @Order(4)
    void saysThatNoMasterAnswers() {
        SparkMaster nowhere = new SparkMaster("spark://127.0.0.1:1");
        Experiment experiment = AveragingNetworks.of(AveragingNetworks.OPTIMIZERS.get(0), 2, 1, Precision.F64);
        ClusterException refused = assertThrows(
                ClusterException.class,
                () -> new SparkEngines().on(nowhere, false).start(experiment));
        assertEquals(
                "no Spark master answers at spark://127.0.0.1:1 (Connection refused). Start it (sbin/start-master.sh), or"
                        + " correct host and port",
                refused.getMessage());
        assertEquals(ErrorKind.CLUSTER_UNREACHABLE, refused.kind());
    }

    /** Keeps the last state of an engine's run. */
    private static final class Bits implements ReplayableEngine {
        private final ReplayableEngine engine;
        private ReplayableRun run;
        private TrainingState last = new TrainingState(List.of(), List.of());

        private Bits(ReplayableEngine engine) {
            this.engine = engine;
        }

        @Override
        public String name() {
            return engine.name();
        }

        @Override
        public ReplayableRun start(Experiment experiment) {
            run = engine.start(experiment);
            return run;
        }

        private TrainingState last() {
            last = run.state();
            return last;
        }
    }

    static TrainingState trained(Engine engine, Experiment experiment) {
        try (Run run = engine.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                run.train(batch);
            }
            return run.state();
        }
    }
}
