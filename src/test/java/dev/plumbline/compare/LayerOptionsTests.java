package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** DL4J against the reference with the options of a layer, each alone and many together. */
class LayerOptionsTests {
    private static final int RANDOM_NETWORKS = 150;

    static Stream<Arguments> everyOption() {
        return Arrays.stream(LayerOptions.values())
                .flatMap(option -> Stream.of(Precision.values()).map(precision -> Arguments.of(option, precision)));
    }

    @ParameterizedTest
    @MethodSource("everyOption")
    void bothEnginesAgreeOnEachOption(LayerOptions option, Precision precision) {
        assertAgrees(option.network(precision));
    }

    static LongStream seeds() {
        return LongStream.range(0, RANDOM_NETWORKS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothEnginesAgreeOnRandomNetworksWithManyOptions(long seed) {
        assertAgrees(random(seed));
    }

    private static void assertAgrees(NetworkSpec spec) {
        CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(Experiment.of(spec));

        assertTrue(result.agrees(), () -> result.firstDifference().toString());
    }

    private static NetworkSpec random(long seed) {
        NumpyRandom random = new NumpyRandom(seed);
        int inputs = RandomNetworks.below(random, 6) + 1;
        int outputs = RandomNetworks.below(random, 4) + 1;
        int examples = RandomNetworks.below(random, 9) + 1;
        int batch = RandomNetworks.below(random, examples) + 1;
        List<Activation> activations =
                List.of(new Activation.Sigmoid(), new Activation.Tanh(), new Activation.Identity());
        return Network.define("random " + seed, net -> {
            net.inputs(inputs);
            int hidden = RandomNetworks.below(random, 3);
            for (int l = 0; l <= hidden; l++) {
                int width = l == hidden ? outputs : RandomNetworks.below(random, 6) + 1;
                net.dense(
                        width,
                        RandomNetworks.oneOf(activations, random),
                        LayerOptions.some(random, random.random() < 0.7));
            }
            net.init(new Initializer.Uniform(-1, 1))
                    .seed(seed)
                    .precision(seed % 3 == 0 ? Precision.F32 : Precision.F64)
                    .loss(new Loss.HalfSquaredError(), RandomNetworks.oneOf(List.of(Reduction.values()), random))
                    .training(
                            new Sgd(0.02 + 0.3 * random.random() / examples),
                            training -> training.epochs(12).batchSize(batch).shuffle(seed % 2 == 0))
                    .data(
                            RandomNetworks.normal(random, examples, inputs).toArray(),
                            RandomNetworks.normal(random, examples, outputs).toArray());
        });
    }
}
