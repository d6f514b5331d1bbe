package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The check can fail: it finds each mistake in a network and names its place. */
class PlantedMistakeTests {
    private static final int RANDOM_NETWORKS = 100;

    /** Two square layers among others, biases, mini-batches with a short last one, the mean, a rate that is not 1. */
    private static final NetworkSpec NETWORK = Network.define(
            "to plant in",
            net -> net.inputs(3)
                    .dense(5, new Tanh())
                    .dense(5, new Sigmoid())
                    .dense(5, new Tanh())
                    .dense(2, new Sigmoid())
                    .init(new Initializer.GlorotUniform())
                    .seed(3)
                    .loss(new HalfSquaredError(), Reduction.MEAN)
                    .training(
                            new Sgd(0.37),
                            training -> training.epochs(4).batchSize(4).shuffle(true))
                    .data(
                            RandomNetworks.normal(new NumpyRandom(1), 11, 3).toArray(),
                            RandomNetworks.normal(new NumpyRandom(2), 11, 2).toArray()));

    static Stream<Arguments> everyMistakeInEveryLayer() {
        Experiment experiment = Experiment.of(NETWORK);
        return Arrays.stream(Mistake.values())
                .flatMap(mistake -> IntStream.rangeClosed(1, 4)
                        .filter(layer -> mistake.firstSeen(experiment, layer).isPresent())
                        .mapToObj(layer -> Arguments.of(mistake, layer)));
    }

    @ParameterizedTest
    @MethodSource("everyMistakeInEveryLayer")
    void findsAMistakeInItsPlace(Mistake mistake, int layer) {
        Experiment experiment = Experiment.of(NETWORK);

        assertFound(check(experiment, HandWrittenEngine.with(mistake, layer)), mistake.firstSeen(experiment, layer));
    }

    @Test
    void everyMistakeIsPlantedSomewhere() {
        List<Object> planted = everyMistakeInEveryLayer()
                .map(arguments -> arguments.get()[0])
                .distinct()
                .toList();

        assertEquals(List.of(Mistake.values()), planted);
    }

    @Test
    void theHandWrittenNetworkWithoutAMistakeAgrees() {
        CheckResult result = check(Experiment.of(NETWORK), HandWrittenEngine.right());

        assertTrue(result.agrees(), result::toString);
    }

    static LongStream seeds() {
        return LongStream.range(0, RANDOM_NETWORKS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void raisesNoFalseAlarmOnARandomNetwork(long seed) {
        Experiment experiment = Experiment.of(RandomNetworks.of(seed));
        for (Engine engine : List.of(HandWrittenEngine.right(), new Dl4jEngine())) {
            CheckResult result = check(experiment, engine);

            assertTrue(result.agrees(), () -> result.firstDifference().toString());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsARandomMistakeInARandomNetwork(long seed) {
        Experiment experiment = Experiment.of(RandomNetworks.of(seed));
        NumpyRandom random = new NumpyRandom(seed);
        record Planted(Mistake mistake, int layer) {}
        List<Planted> possible = new ArrayList<>();
        for (Mistake mistake : Mistake.values()) {
            for (int l = 1; l <= experiment.spec().layers().size(); l++) {
                if (mistake.firstSeen(experiment, l).isPresent()) {
                    possible.add(new Planted(mistake, l));
                }
            }
        }
        Planted planted = RandomNetworks.oneOf(possible, random);

        CheckResult result = check(experiment, HandWrittenEngine.with(planted.mistake(), planted.layer()));

        assertFound(result, planted.mistake().firstSeen(experiment, planted.layer()));
    }

    private static CheckResult check(Experiment experiment, Engine engine) {
        return new Check(new ReferenceEngine(), engine).run(experiment);
    }

    private static void assertFound(CheckResult result, Optional<Key> where) {
        assertFalse(result.agrees());
        assertEquals(where, result.firstDifference().map(Difference::key));
    }
}
