package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.Tutorial;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** Its update is right, and what it shows as the gradient is not: no convention makes that go. */
    @Test
    void aGradientThatIsShownWronglyBesideARightUpdateIsFound() {
        Set<Quantity> whole = EnumSet.copyOf(SHOWN);
        whole.add(Quantity.WEIGHT_UPDATE);
        Subject right = ShownReference.showing(whole);
        Subject subject = new Subject() {
            @Override
            public String name() {
                return "Net";
            }

            @Override
            public SubjectRun start(Experiment given) {
                SubjectRun run = right.start(given);
                return new SubjectRun() {
                    @Override
                    public Optional<StepTrace> step(Batch batch) {
                        return run.step(batch).map(HalfMistakenTests::withOtherGradients);
                    }

                    @Override
                    public Optional<Matrix> outputs() {
                        return run.outputs();
                    }

                    @Override
                    public void close() {
                        run.close();
                    }
                };
            }
        };
        Diagnosis diagnosis = diagnosis(subject);
        assertEquals(List.of(), diagnosis.conventions());
        assertEquals(
                Quantity.WEIGHT_GRADIENT, diagnosis.findings().get(0).first().quantity());
    }

    private static StepTrace withOtherGradients(StepTrace right) {
        StepTrace other = new StepTrace(right.step(), right.layers());
        right.keys().forEach(key -> {
            Matrix tensor = right.get(key).orElseThrow();
            boolean wrong = key.quantity() == Quantity.WEIGHT_GRADIENT && key.layer() == 1;
            other.record(key.quantity(), key.layer(), wrong ? tensor.map(value -> value * value) : tensor);
        });
        return other;
    }
}
