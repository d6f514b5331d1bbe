package dev.plumbline.diagnose;

import static dev.plumbline.NetworkWords.halfSquaredError;
import static dev.plumbline.NetworkWords.identity;
import static dev.plumbline.NetworkWords.sgd;
import static dev.plumbline.NetworkWords.tanh;
import static dev.plumbline.NetworkWords.uniform;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.diagnose.findings.Explanation;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.handrolled.HandRolledNetwork;
import dev.plumbline.handrolled.HandRolledSubject;
import dev.plumbline.handrolled.Tape;
import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong slopes of a network whose error is y - a, as in libraries that ship them: see {@code src/audit}. */
class HiddenSlopeTests {
    /** A network with a hidden layer of tanh. */
    private static final class Negated implements HandRolledNetwork {
        private final BinaryOperator<Matrix> backward; // of the gradient from above and of the activations
        private final boolean showsDeltas;
        private Matrix first;
        private Matrix second;

        Negated(BinaryOperator<Matrix> backward, boolean showsDeltas) {
            this.backward = backward;
            this.showsDeltas = showsDeltas;
        }

        @Override
        public void start(double[][][] weights, double[][] biases) {
            first = Matrix.of(weights[0]);
            second = Matrix.of(weights[1]);
        }

        @Override
        public void step(double[][] x, double[][] y, Tape tape) {
            Matrix hidden = Matrix.of(x).dot(first).map(Math::tanh);
            Matrix delta = Matrix.of(y).minus(hidden.dot(second));
            Matrix hiddenDelta = backward.apply(delta.dot(second.transpose()), hidden);
            second = second.plus(hidden.transpose().dot(delta).times(0.1));
            first = first.plus(Matrix.of(x).transpose().dot(hiddenDelta).times(0.1));
            if (showsDeltas) {
                tape.dZ(2, delta.toArray()).dZ(1, hiddenDelta.toArray());
            }
            tape.W(1, first.toArray()).W(2, second.toArray());
        }
    }

    private static Explanation only(BinaryOperator<Matrix> backward, boolean showsDeltas) {
        Experiment experiment = Experiment.of(Network.define(
                "net",
                net -> net.inputs(2)
                        .defaults(layer -> layer.bias(false))
                        .dense(4, tanh())
                        .dense(1, identity())
                        .init(uniform(-1, 1))
                        .loss(halfSquaredError(), Reduction.SUM)
                        .training(sgd(0.1), 10)
                        .data(new double[][] {{0.3, -0.7}, {-0.4, 0.9}, {0.8, 0.1}}, new double[][] {{0.2}, {0.7}, {0.4}
                        })));
        HandRolledSubject network = new HandRolledSubject("net", () -> new Negated(backward, showsDeltas));
        List<Finding> findings = new Diagnoser(experiment).diagnose(network).findings();
        assertEquals(1, findings.size(), findings.toString());
        Finding finding = findings.get(0);
        assertEquals(
                showsDeltas ? Quantity.DELTA : Quantity.WEIGHTS, finding.first().quantity());
        assertEquals(1, finding.first().layer());
        assertEquals(1, finding.explanations().size(), finding.toString());
        return finding.explanations().get(0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOverwrittenGradientIsNamed(boolean showsDeltas) {
        BinaryOperator<Matrix> slopeAlone = (above, a) -> a.map(value -> 1 - value * value);
        assertEquals(Mistake.UPSTREAM_OVERWRITTEN, only(slopeAlone, showsDeltas).mistake());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSquareOfTheWholeDifferenceIsNamed(boolean showsDeltas) {
        Explanation explanation =
                only((above, a) -> above.times(a.map(value -> (1 - value) * (1 - value))), showsDeltas);
        assertEquals(Mistake.SLOPE_NOT_SQUARED, explanation.mistake());
        assertEquals("it is (1 - a)^2", explanation.because());
    }
}
