package dev.plumbline.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dropout masks against NumPy: src/test/numpy/make_masks.py. */
class MasksTests {
    private static final int EXAMPLES = 7;

    @Test
    void masksEqualThoseOfNumpy() throws IOException {
        List<String> drawn = new ArrayList<>(List.of("# made by src/test/numpy/make_masks.py"));
        drawn.addAll(describe("in order", false));
        drawn.addAll(describe("shuffled", true));

        try (InputStream made = MasksTests.class.getResourceAsStream("/numpy/masks.txt")) {
            assertEquals(new String(made.readAllBytes(), UTF_8).lines().toList(), drawn);
        }
    }

    @Test
    void masksAreTheSameForInterleavedIterators() {
        Experiment experiment = Experiment.of(network(true));
        Iterator<Batch> other = experiment.batches().iterator();

        for (Batch batch : experiment.batches()) {
            assertEquals(batch, other.next());
        }
    }

    @Test
    void thereAreNoMasksWithoutDropout() {
        for (Batch batch : Experiment.of(Tutorial.threeLayer(4, 2)).batches()) {
            assertEquals(List.of(), batch.masks());
            assertTrue(batch.mask(1).isEmpty());
        }
    }

    private static List<String> describe(String order, boolean shuffle) {
        List<String> lines = new ArrayList<>();
        for (Batch batch : Experiment.of(network(shuffle)).batches()) {
            for (int layer = 1; layer <= 3; layer++) {
                String place = order + ", step " + batch.step() + ", layer " + layer + ": ";
                batch.mask(layer).ifPresent(mask -> lines.add(place + digits(mask)));
            }
        }
        return lines;
    }

    private static String digits(Matrix mask) {
        return Arrays.stream(mask.toArray())
                .map(row -> Arrays.stream(row)
                        .mapToObj(kept -> Integer.toString((int) kept))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining(" "));
    }

    private static NetworkSpec network(boolean shuffle) {
        return Network.define(
                "dropping",
                net -> net.inputs(5)
                        .dense(4, new Sigmoid(), layer -> layer.dropout(0.4))
                        .dense(3, new Sigmoid())
                        .dense(2, new Sigmoid(), layer -> layer.dropout(0.75))
                        .init(new Initializer.Uniform(-1, 1))
                        .seed(17)
                        .loss(new HalfSquaredError(), Reduction.SUM)
                        .training(
                                new Sgd(1),
                                training -> training.epochs(2).batchSize(3).shuffle(shuffle))
                        .data(new double[EXAMPLES][5], new double[EXAMPLES][2]));
    }
}
