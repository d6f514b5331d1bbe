package dev.plumbline.diagnose;

import static dev.plumbline.trace.Quantity.ACTIVATION;
import static dev.plumbline.trace.Quantity.PRE_ACTIVATION;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.perturbation.PerturbableRun;
import dev.plumbline.yaml.YamlReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that record a hidden layer's activations after the dropout of the next layer. */
class DroppedActivationsTests {
    private static final double KEEP = 0.6;

    /** What a network records of its hidden layer. */
    private enum Recorded {
        /** One array holds z, then a, then the dropped a. */
        Z_AND_A(Set.of(PRE_ACTIVATION, ACTIVATION), KEEP),
        /** The same array, recorded as Z alone. */
        Z(Set.of(PRE_ACTIVATION), KEEP),
        A(Set.of(ACTIVATION), KEEP),
        /** Z is the activation before dropout. */
        A_AND_ACTIVATED_Z(Set.of(ACTIVATION), KEEP),
        /** The kept numbers are divided in the product with W. */
        A_UNSCALED(Set.of(ACTIVATION), 1);

        final Set<Quantity> dropped;
        final double divisor;

        Recorded(Set<Quantity> dropped, double divisor) {
            this.dropped = dropped;
            this.divisor = divisor;
        }
    }

    private static Stream<Arguments> networks() {
        // Of relu, the dropped numbers look like activated ones.
        return Stream.of("relu", "tanh")
                .flatMap(
                        activation -> Stream.of(Recorded.values()).map(recorded -> Arguments.of(activation, recorded)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void areNotAccused(String activation, Recorded recorded) {
        Experiment experiment = experiment(activation);
        Diagnosis diagnosis = new Diagnoser(experiment).diagnose(new Dropped(recorded, UnaryOperator.identity(), true));
        assertEquals(List.of(), diagnosis.findings());
        assertEquals(List.of(), diagnosis.misnamed());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void areToldThatTheyDrawTheirOwnMasks(String activation, Recorded recorded) {
        Experiment experiment = experiment(activation);
        Diagnosis diagnosis =
                new Diagnoser(experiment).diagnose(new Dropped(recorded, DroppedActivationsTests::inverted, true));
        assertEquals(
                List.of(List.of(Mistake.OWN_MASKS)),
                diagnosis.findings().stream()
                        .map(finding -> finding.explanations().stream()
                                .map(Explanation::mistake)
                                .toList())
                        .toList());
        Finding finding = diagnosis.findings().get(0);
        assertEquals(new Key(0, PRE_ACTIVATION, 2), finding.first());
    }

    /** The line of the activation, as it is what the network drops, and that of the delta below. */
    @Test
    void areToldWhereToRescale() {
        Experiment experiment = experiment("tanh");
        Diagnosis diagnosis =
                new Diagnoser(experiment).diagnose(new Dropped(Recorded.A_UNSCALED, UnaryOperator.identity(), false));
        Explanation explanation = diagnosis.findings().get(0).explanations().get(0);
        assertEquals(Mistake.DROPOUT_NOT_INVERTED, explanation.mistake());
        assertEquals("X2 = A1 * mask2 / 0.6; Z2 = X2 W2 + b2", explanation.formula());
        assertEquals("""
                a1 = (np.tanh(z1)) * mask2 / 0.6
                dz1 = dz2.dot(W2.T) * mask2 / 0.6 * (1 - (a1 * 0.6) ** 2)""", explanation.lines().numpy());
    }

    private static Batch inverted(Batch batch) {
        Matrix mask = batch.mask(2).orElseThrow().map(isKept -> 1 - isKept);
        return batch.withMasks(List.of(Optional.empty(), Optional.of(mask)));
    }

    private static Experiment experiment(String activation) {
        return Experiment.of(
                YamlReader.read("""
                        inputs: 3
                        layers:
                          - dense: { units: 5, activation: %s }
                          - dense: { units: 4, activation: softmax, dropout: { drop_probability: 0.4 } }
                        init: glorot_uniform
                        loss: categorical_cross_entropy
                        reduction: mean
                        training: { optimizer: { sgd: { learning_rate: 0.3 } }, batch_size: 2, epochs: 6 }
                        data:
                          inputs: [[0, 0.3, 1], [0.1, 1, -1], [1, 0.2, 0.7], [1, 1.1, 0.3]]
                          targets: [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [1, 0, 0, 0]]
                        """.formatted(activation), "dropped.yaml").spec());
    }

    /**
     * A network.
     *
     * @param drawn the batch with the network's masks, of the batch with the given ones
     * @param rescales whether the numbers that it keeps are divided by the keep probability
     */
    private record Dropped(Recorded recorded, UnaryOperator<Batch> drawn, boolean rescales) implements Subject {
        @Override
        public String name() {
            return "dropped";
        }

        @Override
        public SubjectRun start(Experiment experiment) {
            PerturbableRun run = new ReferenceEngine().start(experiment);
            return new SubjectRun() {
                @Override
                public Optional<StepTrace> step(Batch given) {
                    Batch batch = drawn.apply(given);
                    Optional<Matrix> bias = run.state().weights().get(1).bias();
                    StepTrace step = run.step(
                            batch, (quantity, l, value) -> rescales ? value : unscaled(quantity, l, value, bias));
                    Matrix activation = step.get(ACTIVATION, 1).orElseThrow();
                    Matrix dropped =
                            activation.times(batch.mask(2).orElseThrow()).div(recorded.divisor);
                    StepTrace shown = new StepTrace(step.step(), step.layers());
                    for (Key key : step.keys()) {
                        boolean isOfHidden =
                                key.layer() == 1 && (key.quantity() == PRE_ACTIVATION || key.quantity() == ACTIVATION);
                        if (!isOfHidden) {
                            shown.record(
                                    key.quantity(), key.layer(), step.get(key).orElseThrow());
                        } else if (recorded.dropped.contains(key.quantity())) {
                            shown.record(key.quantity(), key.layer(), dropped);
                        } else if (recorded == Recorded.A_AND_ACTIVATED_Z) {
                            shown.record(key.quantity(), key.layer(), activation);
                        }
                    }
                    return Optional.of(shown);
                }

                @Override
                public Optional<Matrix> outputs() {
                    return Optional.empty();
                }

                @Override
                public void close() {
                    run.close();
                }
            };
        }

        /** What the division by the keep probability goes into. */
        private static Matrix unscaled(Quantity quantity, int l, Matrix value, Optional<Matrix> bias) {
            if (quantity == PRE_ACTIVATION && l == 2) {
                Matrix b = bias.orElseThrow();
                return value.plus(b.unaryMinus()).times(KEEP).plus(b);
            }
            boolean isScaled = quantity == Quantity.DELTA && l == 1 || quantity == Quantity.WEIGHT_GRADIENT && l == 2;
            return isScaled ? value.times(KEEP) : value;
        }
    }
}
