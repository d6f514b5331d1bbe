package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A network that says from which weights and biases it has started. */
class OtherStartTests {
    /** No W is square. */
    private final Experiment experiment = experiment("f64");

    private static Experiment experiment(String precision) {
        return Experiment.of(
                YamlReader.read("""
                        inputs: 3
                        precision: %s
                        layers:
                          - dense: { units: 5, activation: tanh }
                          - dense: { units: 1, activation: sigmoid }
                        init: { uniform: { low: -1, high: 1 } }
                        loss: half_squared_error
                        reduction: sum
                        training: { optimizer: { sgd: { learning_rate: 0.5 } }, batch_size: all, epochs: 10 }
                        data:
                          inputs: [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
                          targets: [[0], [1], [1], [0]]
                        """.formatted(precision), "net.yaml").spec());
    }

    /** The reference from weights of its own, which it shows. */
    private record Started(List<LayerWeights> own) implements Subject {
        @Override
        public String name() {
            return "Net";
        }

        @Override
        public SubjectRun start(Experiment experiment) {
            PerturbableRun run = new ReferenceEngine().start(experiment);
            run.restore(run.state().with(own));
            return new SubjectRun() {
                @Override
                public Optional<StepTrace> step(Batch batch) {
                    return Optional.of(run.step(batch));
                }

                @Override
                public Optional<Matrix> outputs() {
                    return Optional.empty();
                }

                @Override
                public Optional<List<LayerWeights>> ownInitialWeights() {
                    return Optional.of(own);
                }

                @Override
                public void close() {
                    run.close();
                }
            };
        }
    }

    private ThreeWayResult started(UnaryOperator<Matrix> W1, UnaryOperator<Matrix> b1) {
        List<LayerWeights> own = new ArrayList<>(experiment.initialWeights());
        LayerWeights first = own.get(0);
        own.set(0, new LayerWeights(W1.apply(first.weights()), first.bias().map(b1)));
        return new ThreeWayCheck(experiment, Optional.empty()).run(new Started(own));
    }

    private static void assertOther(ThreeWayResult result, Quantity quantity) {
        assertFalse(result.agrees());
        Finding finding = result.diagnosis().findings().get(0);
        assertEquals(new Key(Key.BEFORE_TRAINING, quantity, 1), finding.first());
        assertEquals(
                List.of(Mistake.OTHER_INITIAL_WEIGHTS),
                finding.explanations().stream().map(Explanation::mistake).toList());
    }

    @Test
    void agreesIfTheyAreTheGivenOnes() {
        assertTrue(started(W -> W, b -> b).agrees());
    }

    @Test
    void isFoundToHaveOtherBiases() {
        assertOther(started(W -> W, b -> b.plus(0.25)), Quantity.BIAS);
    }

    /** They are handed over, and so are equal bit for bit. */
    @Test
    void isFoundToHaveWeightsThatAreAllButTheGivenOnes() {
        assertOther(started(W -> W.map(value -> value + 1e-9), b -> b), Quantity.WEIGHTS);
        assertOther(started(W -> W, b -> b.plus(1e-12)), Quantity.BIAS);
    }

    @Test
    void isSaidToCalculateIn32BitsIfItRoundsThemToThat() {
        ThreeWayResult result = started(W -> W.map(value -> (float) value), b -> b);
        assertFalse(result.agrees());
        Finding finding = result.diagnosis().findings().get(0);
        assertEquals(
                List.of(Mistake.SINGLE_PRECISION),
                finding.explanations().stream().map(Explanation::mistake).toList());
    }
}
