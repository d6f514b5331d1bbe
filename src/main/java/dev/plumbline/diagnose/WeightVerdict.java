package dev.plumbline.diagnose;

import dev.plumbline.diagnose.Diagnoser.Diagnosed;
import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.findings.Mistake;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.TensorMatch;
import dev.plumbline.diagnose.representation.BatchExamples;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.SubjectRun;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides by the weights. If every recorded W and b is right, the training is right. A recorded tensor that contradicts
 * these weights was not used in the training, whatever its name is: this is a note, not a mistake of the network.
 */
final class WeightVerdict {
    /** The number of steps to compare after the first mismatch. */
    private static final int STEPS = 50;

    private static final String WEIGHTS_ONLY =
            "Not all recorded tensors could be explained: this is the diagnosis of the weights alone.";

    private static final Predicate<Key> LEARNED = key -> key.quantity().isLearned();

    private final CanonicalSubject subject;
    private final Experiment experiment;

    WeightVerdict(CanonicalSubject subject) {
        this.subject = subject;
        this.experiment = subject.experiment();
    }

    /** The diagnosis of all recorded tensors, corrected by one of the weights alone. */
    Diagnosed of(Diagnosed all) {
        Diagnosis ofAll = all.diagnosis();
        if (!showsMoreThanWeights() || takesOtherExamples(ofAll)) {
            return all;
        }
        CanonicalSubject weights = subject.restrictedTo(LEARNED);
        Diagnosis ofWeights = Diagnoser.diagnoseOnce(weights);
        if (ofWeights.findings().stream().anyMatch(finding -> finding.first().step() != Long.MAX_VALUE)
                || !ofWeights.isWhole()
                || ofWeights.tensors() == 0) {
            boolean partial = !ofAll.isExplained() && ofWeights.isExplained() && isOfTheSame(ofAll, ofWeights);
            boolean better = !ofWeights.findings().isEmpty()
                    && (partial || ofAll.findings().isEmpty());
            return better
                    ? new Diagnosed(weights, partial ? ofWeights.withNotes(List.of(WEIGHTS_ONLY)) : ofWeights)
                    : all;
        }
        Map<Replay.Place, TensorMatch> off = mismatches(key -> true, Long.MAX_VALUE);
        off.keySet().removeIf(place -> place.quantity().isLearned());
        Predicate<Key> rest = key -> !off.containsKey(place(key));
        Map<Replay.Place, TensorMatch> misnamed = new HashMap<>();
        off.forEach((place, match) -> {
            Predicate<Key> withIt = rest.or(key -> place(key).equals(place));
            Set<Replay.Place> left =
                    mismatches(withIt, match.key().step() + STEPS).keySet();
            boolean isContradicted = left.size() > 1 || place.quantity() == Quantity.LOSS;
            if (left.contains(place) && isContradicted) { // otherwise it is explained by another tensor
                misnamed.put(place, match);
            }
        });
        List<Finding> outputs =
                ofAll.findings().stream().filter(WeightVerdict::areOtherOutputs).toList();
        if (misnamed.isEmpty() && outputs.isEmpty()) {
            return all;
        }
        List<Finding> found = misnamed.values().stream()
                .sorted(Comparator.comparing(TensorMatch::key))
                .map(match -> ofAll.findings().stream()
                        .filter(finding -> place(finding.first()).equals(match.place()))
                        .findFirst()
                        .orElseGet(() -> FindingList.of(match, List.of(), match.ratio())))
                .toList();
        CanonicalSubject left = subject.restrictedTo(key -> !misnamed.containsKey(place(key)));
        Diagnosis ofLeft = Diagnoser.diagnoseOnce(left);
        return new Diagnosed(
                left,
                ofLeft.without(outputs)
                        .withMisnamed(
                                Stream.of(found, outputs).flatMap(List::stream).toList()));
    }

    /** Whether the recorded outputs have another shape, such as those of the last batch. */
    private static boolean areOtherOutputs(Finding finding) {
        return finding.first().step() == Long.MAX_VALUE && !finding.shape().isEmpty();
    }

    /** Whether the network uses other examples, which remains a mistake even if no weight changes. */
    private static boolean takesOtherExamples(Diagnosis diagnosis) {
        return diagnosis.findings().stream()
                .flatMap(finding -> finding.explanations().stream())
                .anyMatch(each -> each.mistake() == Mistake.SHUFFLED);
    }

    /** Whether both diagnoses start with a mistake in the same step that is not limited to single elements. */
    private boolean isOfTheSame(Diagnosis ofAll, Diagnosis ofWeights) {
        if (ofAll.findings().isEmpty() || ofWeights.findings().isEmpty()) {
            return false;
        }
        Finding one = ofAll.findings().get(0);
        Finding other = ofWeights.findings().get(0);
        return one.first().step() == other.first().step()
                && one.error() > DiagnosisTolerances.of(experiment).exact()
                && other.explanations().stream().noneMatch(each -> each.mistake() == Mistake.SHUFFLED);
    }

    private static Replay.Place place(Key key) {
        return new Replay.Place(key.quantity(), key.layer());
    }

    private boolean showsMoreThanWeights() {
        try (SubjectRun run = subject.start(experiment)) {
            Set<Key> shown = run.step(experiment.batches().iterator().next())
                    .map(step -> Set.copyOf(step.keys()))
                    .orElse(Set.of());
            return shown.stream().anyMatch(LEARNED) && !shown.stream().allMatch(LEARNED);
        }
    }

    /**
     * The first mismatch of each included tensor, each computed from the preceding ones. Differences in single elements
     * are small errors of the right tensor, and do not count.
     */
    private Map<Replay.Place, TensorMatch> mismatches(Predicate<Key> looksAt, long last) {
        Map<Replay.Place, TensorMatch> found = new HashMap<>();
        BatchExamples examples = new BatchExamples(experiment);
        DiagnosisTolerances tolerances = DiagnosisTolerances.of(experiment);
        try (SubjectRun run = subject.restrictedTo(looksAt).start(experiment);
                Replay replay = new Replay(experiment, List.of(), Set.of(), tolerances)) {
            for (Batch planned : experiment.batches()) {
                Optional<StepTrace> shown = planned.step() > last ? Optional.empty() : run.step(planned);
                if (shown.isEmpty()) {
                    break;
                }
                Batch batch = examples.inOrder(planned, shown.get(), replay.state());
                replay.step(batch, shown.get()).stream()
                        .filter(match -> !match.matches() && !tolerances.isExact(match.residual()))
                        .forEach(match -> found.putIfAbsent(match.place(), match));
            }
        }
        return found;
    }
}
