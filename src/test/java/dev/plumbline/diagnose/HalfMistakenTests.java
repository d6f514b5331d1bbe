package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.plumbline.compare.TamperedReference;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.Tutorial;
import dev.plumbline.yaml.YamlReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What is right in a network that is wrong is not accused. */
class HalfMistakenTests {
    private static final Set<Quantity> SHOWN = Set.of(
            Quantity.PRE_ACTIVATION, Quantity.ACTIVATION, Quantity.DELTA, Quantity.WEIGHT_GRADIENT, Quantity.WEIGHTS);

    private final Experiment experiment = Experiment.of(Tutorial.threeLayer(5, 20));

    private static Matrix sigmoid(Matrix z) {
        return z.map(value -> 1 / (1 + Math.exp(-value)));
    }

    private Diagnosis diagnosis(Subject subject) {
        return new Diagnoser(experiment).diagnose(subject);
    }

    /** It trains with a mistake in the forward pass, and predicts in lines of their own. */
    @Test
    void outputsThatAreRightOfItsWeightsAreNoSecondMistake() {
        TamperedReference wrong = new TamperedReference("wrong", 0, Quantity.ACTIVATION, 1, HalfMistakenTests::sigmoid);
        Subject trained = new ShownReference(wrong, SHOWN);
        Subject subject = new Subject() {
            @Override
            public String name() {
                return "Net";
            }

            @Override
            public SubjectRun start(Experiment given) {
                SubjectRun run = trained.start(given);
                StepTrace[] last = new StepTrace[1];
                return new SubjectRun() {
                    @Override
                    public Optional<StepTrace> step(Batch batch) {
                        Optional<StepTrace> step = run.step(batch);
                        step.ifPresent(shown -> last[0] = shown);
                        return step;
                    }

                    @Override
                    public Optional<Matrix> outputs() {
                        Matrix a = given.inputs();
                        for (int l = 1; l <= 2; l++) {
                            Matrix z = a.dot(last[0].get(Quantity.WEIGHTS, l).orElseThrow());
                            a = sigmoid(z);
                        }
                        return Optional.of(a);
                    }

                    @Override
                    public void close() {
                        run.close();
                    }
                };
            }
        };
        List<Finding> findings = diagnosis(subject).findings();
        assertEquals(1, findings.size(), findings.toString());
        assertEquals(
                Mistake.ACTIVATION_TWICE, findings.get(0).explanations().get(0).mistake());
    }

    /** Inputs of 32 bits, and the rest of 64: what comes of them is of 64 again. */
    @Test
    void aTensorOf32BitsIsNamedAlsoBesideOthersOf64() {
        TamperedReference single = new TamperedReference(
                "single", 0, Quantity.PRE_ACTIVATION, 1, z -> z.map(value -> (double) (float) value));
        Finding first = diagnosis(new ShownReference(single, SHOWN)).findings().get(0);
        assertEquals(Mistake.SINGLE_PRECISION, first.explanations().get(0).mistake());
        assertEquals(Quantity.PRE_ACTIVATION, first.first().quantity());
    }

    /** All it has is right but for one tensor, as it shows it: no convention makes that go. */
    @Test
    void aSingleTensorThatIsShownWronglyIsFound() {
        Experiment withBiases = Experiment.of(YamlReader.read("""
                        inputs: 2
                        layers:
                          - dense: { units: 3, activation: tanh, bias_init: 0.3 }
                          - dense: { units: 2, activation: sigmoid, bias_init: 0.2 }
                        init: { uniform: { low: -1, high: 1 } }
                        loss: half_squared_error
                        reduction: mean
                        training: { optimizer: { momentum: { learning_rate: 0.3 } }, batch_size: all, epochs: 8 }
                        data:
                          inputs: [[0, 0.3], [0.1, 1], [1, 0.2], [1, 1.1], [0.5, 0.6]]
                          targets: [[0.1, 0.2], [0.2, 0.9], [0.9, 0.4], [0, 0.7], [0.4, 0.5]]
                        """, "net.yaml").spec());
        Set<Quantity> whole = EnumSet.allOf(Quantity.class);
        whole.removeIf(quantity -> quantity.description().contains("state"));
        Subject right = ShownReference.showing(whole);
        for (Quantity quantity : whole) {
            for (int layer = quantity == Quantity.LOSS ? 2 : 1; layer <= 2; layer++) {
                for (DoubleUnaryOperator wrong : List.<DoubleUnaryOperator>of(x -> 1.7 * x, x -> x * x + 0.1)) {
                    int here = layer;
                    Subject subject = new AlteredSubject(right, step -> altered(step, quantity, here, wrong));
                    Diagnosis diagnosis = new Diagnoser(withBiases).diagnose(subject);
                    assertEquals(List.of(), diagnosis.conventions(), quantity + " of layer " + layer);
                    if (quantity == Quantity.WEIGHTS || quantity == Quantity.BIAS) {
                        assertFalse(diagnosis.agrees(), quantity + " of layer " + layer);
                    } else { // the weights do not follow from it, and are right
                        assertEquals(Verdict.AGREES, diagnosis.training(), quantity + " of layer " + layer);
                        assertEquals(Verdict.DIFFERS, diagnosis.verdict(), quantity + " of layer " + layer);
                        assertEquals(
                                List.of(new Key(0, quantity, layer)),
                                diagnosis.misnamed().stream()
                                        .map(Finding::first)
                                        .toList());
                    }
                }
            }
        }
    }

    /** The same step, with another tensor in the place of one. */
    private static StepTrace altered(StepTrace right, Quantity quantity, int layer, DoubleUnaryOperator wrong) {
        StepTrace other = new StepTrace(right.step(), right.layers());
        right.keys().forEach(key -> {
            Matrix tensor = right.get(key).orElseThrow();
            boolean here = key.quantity() == quantity && key.layer() == layer;
            other.record(key.quantity(), key.layer(), here ? tensor.map(wrong) : tensor);
        });
        return other;
    }
}
