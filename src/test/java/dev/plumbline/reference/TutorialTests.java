package dev.plumbline.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.Tutorial;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The reference gives the numbers that the tutorial prints: outputs to 8 digits, errors to 12. */
class TutorialTests {

    @Test
    void theTwoLayerNetworkLearnsItsFirstColumn() {
        assertEquals(
                List.of("0.00966449", "0.99211957", "0.99358898", "0.00786506"),
                outputs(train(Tutorial.twoLayer()).lastOutputs()));
    }

    @Test
    void theTwoLayerNetworkCannotLearnExclusiveOr() {
        assertEquals(
                List.of("0.50000000", "0.50000000", "0.50000000", "0.50000000"),
                outputs(train(Tutorial.perceptron(10_000)).lastOutputs()));
    }

    @Test
    void theThreeLayerNetworkLearnsExclusiveOr() {
        Training training = train(Tutorial.threeLayer(5, 60_000));

        assertEquals(
                List.of(
                        "0.500628229093",
                        "0.00899024507125",
                        "0.0060486255435",
                        "0.00482794013965",
                        "0.00412270116481",
                        "0.00365084766242"),
                training.errors());
        assertEquals(List.of("0.00225305", "0.99723356", "0.99635205", "0.00456238"), outputs(training.lastOutputs()));
    }

    @Test
    void fourHiddenUnitsLearnExclusiveOr() {
        List<String> errors = train(Tutorial.threeLayer(4, 60_000)).errors();

        assertEquals(List.of("0.496410031903", "0.00858452565325"), errors.subList(0, 2));
    }

    /**
     * The output of the tutorial's loop: the error before every 10,000th iteration, and the outputs of the last
     * iteration.
     */
    private record Training(List<String> errors, Matrix lastOutputs) {}

    private static Training train(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        List<String> errors = new ArrayList<>();
        Matrix outputs = experiment.targets();
        try (Run run = new ReferenceEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                if (batch.step() % 10_000 == 0 || batch.step() == experiment.steps() - 1) {
                    Evaluation now = run.evaluate(experiment.inputs(), experiment.targets());
                    outputs = now.outputs();
                    if (batch.step() % 10_000 == 0) {
                        errors.add(twelveDigits(now.metric(Metric.MEAN_ABSOLUTE_ERROR)));
                    }
                }
                run.step(batch);
            }
        }
        return new Training(errors, outputs);
    }

    private static List<String> outputs(Matrix outputs) {
        return Arrays.stream(outputs.toRowMajor())
                .mapToObj(value -> String.format(Locale.ROOT, "%.8f", value))
                .toList();
    }

    /** As Python 2's print shows a float: {@code '%.12g'}, without trailing zeros. */
    private static String twelveDigits(double value) {
        return new BigDecimal(value)
                .round(new MathContext(12))
                .stripTrailingZeros()
                .toPlainString();
    }
}
