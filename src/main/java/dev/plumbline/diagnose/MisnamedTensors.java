package dev.plumbline.diagnose;

import dev.plumbline.diagnose.findings.Diagnosis;
import dev.plumbline.diagnose.findings.Finding;
import dev.plumbline.diagnose.replay.DiagnosisTolerances;
import dev.plumbline.diagnose.replay.Replay;
import dev.plumbline.diagnose.replay.TensorMismatches;
import dev.plumbline.diagnose.representation.BatchExamples;
import dev.plumbline.diagnose.representation.CanonicalSubject;
import dev.plumbline.diagnose.search.Diagnosed;
import dev.plumbline.diagnose.search.FindingList;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Key.Place;
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
 * Finds recorded tensors that contradict weights which are all right. Such a tensor was not used in the training,
 * whatever its name is: this is a note, not a mistake of the network.
 */
final class MisnamedTensors {
    /** The number of steps to compare after the first mismatch. */
    private static final int STEPS = 50;

    private final Diagnosed whole;
    private final CanonicalSubject subject;
    private final Experiment experiment;

    /** The diagnosis of all tensors of a network whose weights are right. */
    MisnamedTensors(Diagnosed whole) {
        this.whole = whole;
        this.subject = whole.subject();
        this.experiment = subject.experiment();
    }

    /** The diagnosis of the tensors that are what their name says. */
    Diagnosed found() {
        Diagnosis ofAll = whole.diagnosis();
        Map<Place, TensorMismatches> off = mismatches(key -> true, Long.MAX_VALUE);
        off.keySet().removeIf(place -> place.quantity().isLearned());
        Predicate<Key> rest = key -> !off.containsKey(key.place());
        Map<Place, TensorMismatches> misnamed = new HashMap<>();
        off.forEach((place, match) -> {
            Predicate<Key> withIt = rest.or(key -> key.place().equals(place));
            Set<Place> left = mismatches(withIt, match.key().step() + STEPS).keySet();
            boolean isContradicted = left.size() > 1 || place.quantity() == Quantity.LOSS;
            if (left.contains(place) && isContradicted) { // otherwise it is explained by another tensor
                misnamed.put(place, match);
            }
        });
        List<Finding> outputs = ofAll.findings().stream()
                .filter(MisnamedTensors::areOtherOutputs)
                .toList();
        if (misnamed.isEmpty() && outputs.isEmpty()) {
            return whole;
        }
        List<Finding> findings = misnamed.values().stream()
                .sorted(Comparator.comparing(TensorMismatches::key))
                .map(match -> ofAll.findings().stream()
                        .filter(finding -> finding.first().place().equals(match.place()))
                        .findFirst()
                        .orElseGet(() -> FindingList.of(match, List.of(), match.ratio())))
                .toList();
        CanonicalSubject left = subject.restrictedTo(key -> !misnamed.containsKey(key.place()));
        Diagnosed ofLeft = JointSearch.diagnosed(left);
        return ofLeft.with(
                left,
                ofLeft.diagnosis()
                        .without(outputs)
                        .withMisnamed(Stream.of(findings, outputs)
                                .flatMap(List::stream)
                                .toList()));
    }

    /** Whether the recorded outputs have another shape, such as those of the last batch. */
    private static boolean areOtherOutputs(Finding finding) {
        return finding.first().isAfterTraining() && !finding.shape().isEmpty();
    }

    /**
     * The first mismatch of each included tensor, each computed from the preceding ones. Differences in single elements
     * are small errors of the right tensor, and do not count.
     */
    private Map<Place, TensorMismatches> mismatches(Predicate<Key> looksAt, long last) {
        Map<Place, TensorMismatches> mismatches = new HashMap<>();
        BatchExamples examples = new BatchExamples(experiment);
        DiagnosisTolerances tolerances = DiagnosisTolerances.of(experiment);
        try (SubjectRun run = subject.restrictedTo(looksAt).start(experiment);
                Replay replay = new Replay(experiment, List.of(), Set.of(), tolerances)) {
            for (Batch planned : experiment.batches()) {
                Optional<StepTrace> recorded = planned.step() > last ? Optional.empty() : run.step(planned);
                if (recorded.isEmpty()) {
                    break;
                }
                Batch batch = examples.inOrder(planned, recorded.get(), replay.state());
                replay.step(batch, recorded.get()).stream()
                        .filter(match -> !match.matches() && !tolerances.isExact(match.residual()))
                        .forEach(match -> mismatches.putIfAbsent(match.place(), match));
            }
        }
        return mismatches;
    }
}
