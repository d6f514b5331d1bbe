package dev.plumbline.diagnose;

import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Hypothesis;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.diagnose.search.Diagnosed;
import dev.plumbline.diagnose.search.ExplanationCost;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.SubjectRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides by the weights. If every recorded W and b is right, the training is right. A recorded tensor that contradicts
 * these weights was not used in the training, whatever its name is: this is a note, not a mistake of the network.
 */
final class WeightVerdict {
    private static final String WEIGHTS_ONLY =
            "Not all recorded tensors could be explained: this is the diagnosis of the weights alone.";

    private static final Predicate<Key> LEARNED = key -> key.quantity().isLearned();

    /** The number of steps in which a mistake that changes weights shows. */
    private static final int STEPS = 50;

    private final CanonicalSubject subject;
    private final Experiment experiment;

    WeightVerdict(CanonicalSubject subject) {
        this.subject = subject;
        this.experiment = subject.experiment();
    }

    /** The diagnosis of all recorded tensors, corrected by one of the weights alone. */
    Diagnosed of(Diagnosed whole) {
        if (!showsMoreThanWeights()) {
            return whole;
        }
        JointSearch search = new JointSearch(experiment);
        Diagnosed ofWeights = search.cheapest(subject.onlyWith(LEARNED));
        Diagnosis weights = ofWeights.diagnosis();
        if (weights.tensors() == 0) {
            return whole;
        }
        if (isRight(weights)) {
            return takesOtherExamples(whole.diagnosis()) ? whole : new MisnamedTensors(whole).found();
        }
        Diagnosed best = whole;
        if (isComparable(whole.diagnosis(), weights) && ofWeights.cost() < whole.cost()) {
            Diagnosed joint = search.cheapest(subject.withMistakes(ofWeights.accepted()));
            best = JointSearch.BETTER.compare(joint, whole) < 0 ? joint : whole;
        }
        boolean isUnseen =
                best.diagnosis().findings().isEmpty() && !weights.findings().isEmpty();
        return isUnseen || best.rightSteps() <= ofWeights.rightSteps() && isWorse(best, ofWeights)
                ? with(ofWeights, WEIGHTS_ONLY)
                : best;
    }

    private static Diagnosed with(Diagnosed diagnosed, String note) {
        return diagnosed.with(diagnosed.subject(), diagnosed.diagnosis().withNotes(List.of(note)));
    }

    /** Whether every step was compared, and each weight is right, whatever the outputs are. */
    private static boolean isRight(Diagnosis ofWeights) {
        return ofWeights.isWhole()
                && ofWeights.findings().stream()
                        .allMatch(finding -> finding.first().isAfterTraining());
    }

    /**
     * Whether all tensors need more to explain the training than the weights alone, which are explained. The same mistakes
     * and others that change no weight are no worse.
     */
    private boolean isWorse(Diagnosed whole, Diagnosed ofWeights) {
        return isComparable(whole.diagnosis(), ofWeights.diagnosis())
                && ExplanationCost.ofTraining(whole.diagnosis()) > ExplanationCost.ofTraining(ofWeights.diagnosis())
                && !addsOnlyUnseen(whole, ofWeights);
    }

    private boolean addsOnlyUnseen(Diagnosed whole, Diagnosed ofWeights) {
        Set<Mistake> seen = mistakes(ofWeights.diagnosis());
        return whole.diagnosis().isExplained()
                && mistakes(whole.diagnosis()).containsAll(seen)
                && whole.accepted().stream()
                        .filter(hypothesis -> !seen.contains(hypothesis.mistake()))
                        .noneMatch(hypothesis -> changesWeights(hypothesis, ofWeights.accepted()));
    }

    /** Whether one more mistake changes the weights of the first steps. */
    private boolean changesWeights(Hypothesis more, List<Hypothesis> mistakes) {
        List<Hypothesis> hypotheses = new ArrayList<>(mistakes);
        hypotheses.add(more);
        DiagnosisTolerances tolerances = DiagnosisTolerances.of(experiment);
        try (Replay without = new Replay(experiment, mistakes, Set.of(), tolerances);
                Replay with = new Replay(experiment, hypotheses, Set.of(), tolerances)) {
            for (Batch batch : experiment.batches()) {
                without.step(batch);
                with.step(batch);
                if (!without.state().weights().equals(with.state().weights())) {
                    return true;
                }
                if (batch.step() >= STEPS) {
                    break;
                }
            }
            return false;
        }
    }

    private static Set<Mistake> mistakes(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .flatMap(finding -> finding.mistakes().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Whether the weights alone are explained by what they show. Single elements that are small beside the others, and
     * the examples of a step, are seen better in all tensors.
     */
    private boolean isComparable(Diagnosis ofAll, Diagnosis ofWeights) {
        return !ofAll.findings().isEmpty()
                && ofAll.findings().get(0).error()
                        > DiagnosisTolerances.of(experiment).exact()
                && !ofWeights.findings().isEmpty()
                && ofWeights.isExplained()
                && !takesOtherExamples(ofWeights);
    }

    /** Whether the network uses other examples, which remains a mistake even if no weight changes. */
    private static boolean takesOtherExamples(Diagnosis diagnosis) {
        return mistakes(diagnosis).contains(Mistake.SHUFFLED);
    }

    private boolean showsMoreThanWeights() {
        try (SubjectRun run = subject.start(experiment)) {
            Set<Key> keys = run.step(experiment.batches().iterator().next())
                    .map(step -> Set.copyOf(step.keys()))
                    .orElse(Set.of());
            return keys.stream().anyMatch(LEARNED) && !keys.stream().allMatch(LEARNED);
        }
    }
}
