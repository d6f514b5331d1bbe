package dev.plumbline.diagnose;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.TamperedReference;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Subject;
import dev.plumbline.trace.SubjectFailedException;
import dev.plumbline.trace.SubjectRun;
import dev.plumbline.trace.Tutorial;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A recording that begins a step late is refused, whatever it shows; a network that is wrong is not taken for one. */
class LateRecordingTests {
    private static final List<Set<Quantity>> SHOWN = List.of(
            EnumSet.of(Quantity.LOSS),
            EnumSet.of(Quantity.ACTIVATION),
            EnumSet.of(Quantity.DELTA),
            EnumSet.of(Quantity.WEIGHT_GRADIENT),
            EnumSet.of(Quantity.WEIGHTS),
            EnumSet.of(Quantity.ACTIVATION, Quantity.DELTA, Quantity.WEIGHTS));

    private final Experiment experiment = Experiment.of(Tutorial.threeLayer(5, 20));

    /** The reference, which has taken a step more than it says. */
    private record Late(Set<Quantity> quantities) implements Subject {
        @Override
        public String name() {
            return "late";
        }

        @Override
        public SubjectRun start(Experiment experiment) {
            Run run = new ReferenceEngine().start(experiment);
            run.step(experiment.batches().iterator().next());
            return new SubjectRun() {
                @Override
                public Optional<StepTrace> step(Batch batch) {
                    return Optional.of(ShownReference.only(quantities, run.step(batch)));
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
    }

    @Test
    void whatBeginsAStepLateIsRefused() {
        for (Set<Quantity> shown : SHOWN) {
            String message = assertThrows(
                            SubjectFailedException.class,
                            () -> new Diagnoser(experiment).diagnose(new Late(shown)),
                            shown.toString())
                    .getMessage();
            assertTrue(message.contains("the recording starts a step late"), message);
        }
    }

    @Test
    void whatIsWrongIsNoLateRecording() {
        for (Set<Quantity> shown : SHOWN) {
            for (Quantity wrong : List.of(Quantity.ACTIVATION, Quantity.DELTA, Quantity.WEIGHT_GRADIENT)) {
                TamperedReference engine = new TamperedReference("wrong", 0, wrong, 1, tensor -> tensor.times(1.5));
                Diagnosis diagnosis = new Diagnoser(experiment).diagnose(new ShownReference(engine, shown));
                boolean seen = !shown.equals(EnumSet.of(Quantity.LOSS)) || wrong == Quantity.ACTIVATION;
                assertFalse(diagnosis.findings().isEmpty() && seen, shown + " " + wrong);
            }
        }
    }

    /** Two names that were mixed up are no two mistakes of the network's. */
    @Test
    void whatIsUnderEachOthersNameIsRefused() {
        Subject whole =
                ShownReference.showing(EnumSet.of(Quantity.PRE_ACTIVATION, Quantity.ACTIVATION, Quantity.WEIGHTS));
        Subject swapped = new AlteredSubject(whole, LateRecordingTests::swapped);
        String message = assertThrows(SubjectFailedException.class, () -> new Diagnoser(experiment).diagnose(swapped))
                .getMessage();
        assertTrue(message.startsWith("Z1 and A1 are recorded under each other's name"), message);
    }

    private static StepTrace swapped(StepTrace right) {
        StepTrace swapped = new StepTrace(right.step(), right.layers());
        right.keys().forEach(key -> {
            Quantity quantity = switch (key.quantity()) {
                case PRE_ACTIVATION -> Quantity.ACTIVATION;
                case ACTIVATION -> Quantity.PRE_ACTIVATION;
                default -> key.quantity();
            };
            swapped.record(quantity, key.layer(), right.get(key).orElseThrow());
        });
        return swapped;
    }
}
