package dev.plumbline.compare;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import java.util.List;

/** Small networks of every kind, the same for the same seed. */
final class RandomNetworks {
    private static final List<Initializer> INITIALIZERS = List.of(
            new Initializer.Uniform(-1, 1),
            new Initializer.Normal(0, 0.7),
            new Initializer.GlorotUniform(),
            new Initializer.HeNormal());

    private RandomNetworks() {}

    static NetworkSpec of(long seed) {
        NumpyRandom random = new NumpyRandom(seed);
        int inputs = below(random, 6) + 1;
        int layers = below(random, 3) + 1;
        int examples = below(random, 9) + 1;
        int batch = below(random, examples) + 1;
        int[] units = new int[layers];
        for (int l = 0; l < layers; l++) {
            units[l] = below(random, 6) + 1;
        }
        return Network.define("random " + seed, net -> {
            net.inputs(inputs);
            for (int width : units) {
                boolean bias = random.random() < 0.7;
                net.dense(width, oneOf(HandWrittenRun.ACTIVATIONS, random), layer -> layer.bias(bias));
            }
            net.init(oneOf(INITIALIZERS, random))
                    .seed(seed)
                    .loss(oneOf(HandWrittenRun.LOSSES, random), oneOf(List.of(Reduction.values()), random))
                    .training(
                            new Sgd(0.02 + 0.5 * random.random() / examples),
                            training -> training.epochs(12).batchSize(batch).shuffle(seed % 2 == 0))
                    .data(
                            normal(random, examples, inputs).toArray(),
                            normal(random, examples, units[layers - 1]).toArray());
        });
    }

    static int below(NumpyRandom random, int bound) {
        return (int) (random.random() * bound);
    }

    static <T> T oneOf(List<T> all, NumpyRandom random) {
        return all.get(below(random, all.size()));
    }

    static Matrix normal(NumpyRandom random, int rows, int columns) {
        return Matrix.wrap(rows, columns, random.normal(0, 1, rows * columns));
    }
}
