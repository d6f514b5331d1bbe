package dev.plumbline.diagnose.findings;

import dev.plumbline.compare.Coverage;
import dev.plumbline.compare.Verdict;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Subject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reasons why a network does not implement its file. It judges two things: the training, and the recording of it, each
 * tensor of which must be what its name says.
 *
 * @param spec the network of the file
 * @param evidence the kind of tensors that the network records
 * @param recorded the places of the tensors that the network records at each step
 * @param conventions the equivalent conventions that the network uses
 * @param findings what the network computes wrongly, in causal order; empty if nothing was found
 * @param misnamed tensors that are recorded under a wrong name or at a wrong place, but were not used in the training,
 *     which is right
 * @param plannedSteps the number of steps of the training
 * @param steps the number of steps that were compared
 * @param tensors the number of tensors that were compared, over all steps; the outputs of the trained network count as
 *     one
 * @param isWhole whether every step was compared, and each step has all tensors of the first
 * @param coverage what the comparison could have seen
 * @param onlyTraining whether the recording is not judged, because the user asked only for the training
 * @param notes remarks on the evidence, each a sentence
 */
public record Diagnosis(
        NetworkSpec spec,
        Evidence evidence,
        Set<Key.Place> recorded,
        List<Convention> conventions,
        List<Finding> findings,
        List<Finding> misnamed,
        long plannedSteps,
        long steps,
        long tensors,
        boolean isWhole,
        Coverage coverage,
        boolean onlyTraining,
        List<String> notes) {
    public Diagnosis {
        recorded = Set.copyOf(recorded);
        conventions = List.copyOf(conventions);
        findings = List.copyOf(findings);
        misnamed = List.copyOf(misnamed);
        notes = List.copyOf(notes);
    }

    /**
     * A copy in which findings have the lines and the variables of the network's own source, as far as they are known; what
     * was assumed of the network is in the notes. If its optimizer is not known, updates that no mistake explains are no
     * findings, and are then not among the recorded tensors; neither are deltas of the outputs of a loss that is a guess.
     */
    public Diagnosis in(Subject subject) {
        boolean isOpen = (subject.hasUnknownOptimizer() || subject.hasGuessedLoss())
                && findings.stream()
                        .allMatch(finding -> finding.isOfUnknownUpdate()
                                || subject.hasGuessedLoss() && finding.isOfUnknownLoss(spec));
        return new Diagnosis(
                spec,
                isOpen ? Evidence.PARTIAL : evidence,
                isOpen ? judged(recorded, subject) : recorded,
                conventions,
                findings.stream()
                        .filter(finding -> !isOpen)
                        .map(finding -> finding.in(subject, spec.layers().size()))
                        .toList(),
                misnamed.stream()
                        .map(finding -> finding.in(subject, spec.layers().size()))
                        .toList(),
                plannedSteps,
                steps,
                tensors,
                isWhole && subject.isWhole() && !isOpen,
                coverage,
                onlyTraining,
                Stream.concat(subject.assumptions().stream(), notes.stream()).toList());
    }

    /** The places whose tensors are judged though an update or the loss is not known. */
    private Set<Key.Place> judged(Set<Key.Place> places, Subject subject) {
        Key.Place outputs = new Key.Place(Quantity.DELTA, spec.layers().size());
        return places.stream()
                .filter(place -> !place.quantity().isLearned() && !(subject.hasGuessedLoss() && place.equals(outputs)))
                .collect(Collectors.toSet());
    }

    /**
     * A copy in which another slope at a kink, which is right too, is a note and no finding, if nothing else is wrong.
     */
    public Diagnosis withEquivalents() {
        boolean areEquivalent = !findings.isEmpty() && findings.stream().allMatch(Finding::isEquivalent);
        return areEquivalent
                ? with(List.of(), misnamed, coverage, onlyTraining, notes)
                        .withNotes(findings.stream()
                                .map(finding -> "In layer " + finding.first().layer() + ", "
                                        + finding.explanations()
                                                .get(0)
                                                .mistake()
                                                .sentence() + ".")
                                .distinct()
                                .toList())
                : this;
    }

    /** A copy with this as the only finding. */
    public Diagnosis with(Finding finding) {
        return with(List.of(finding), misnamed, coverage, onlyTraining, notes);
    }

    /** A copy with more notes. */
    public Diagnosis withNotes(List<String> more) {
        List<String> extended = Stream.concat(notes.stream(), more.stream()).toList();
        return with(findings, misnamed, coverage, onlyTraining, extended);
    }

    /** A copy with these misnamed tensors. */
    public Diagnosis withMisnamed(List<Finding> others) {
        return with(findings, others, coverage, onlyTraining, notes);
    }

    /** A copy with what the comparison could have seen. */
    public Diagnosis withCoverage(Coverage ofComparison) {
        return with(findings, misnamed, ofComparison, onlyTraining, notes);
    }

    /** A copy that judges only the training. */
    public Diagnosis ofOnlyTraining() {
        return with(findings, misnamed, coverage, true, notes);
    }

    /** A copy without the findings at the places of these. */
    public Diagnosis without(List<Finding> others) {
        Set<Key> places = others.stream().map(Finding::first).collect(Collectors.toSet());
        List<Finding> rest = findings.stream()
                .filter(finding -> !places.contains(finding.first()))
                .toList();
        return with(rest, misnamed, coverage, onlyTraining, notes);
    }

    private Diagnosis with(
            List<Finding> findings,
            List<Finding> notUsed,
            Coverage ofComparison,
            boolean withoutRecording,
            List<String> toKnow) {
        return new Diagnosis(
                spec,
                evidence,
                recorded,
                conventions,
                findings,
                notUsed,
                plannedSteps,
                steps,
                tensors,
                isWhole,
                ofComparison,
                withoutRecording,
                toKnow);
    }

    /** Whether weights after each step were compared and are not judged, because their optimizer is not known. */
    public boolean hasUnjudgedUpdates() {
        return recorded.stream().noneMatch(place -> place.quantity().isLearned())
                && coverage.tensors().stream()
                        .anyMatch(tensor -> tensor.quantity().isLearned());
    }

    /** Whether each finding has an explanation. */
    public boolean isExplained() {
        return findings.stream().noneMatch(finding -> finding.explanations().isEmpty());
    }

    /** The verdict on the training, from all tensors that it used. */
    public Verdict training() {
        if (!findings.isEmpty()) {
            return Verdict.DIFFERS;
        }
        if (tensors == 0) {
            return Verdict.NOTHING_COMPARED;
        }
        return isWhole && !coverage.hasGaps() ? Verdict.AGREES : Verdict.INCOMPLETE;
    }

    /** The verdict on the whole: the training and, unless only the training is judged, the recording. */
    public Verdict verdict() {
        Verdict training = training();
        boolean isRecordedWrong = !misnamed.isEmpty() && !onlyTraining;
        return isRecordedWrong && training != Verdict.NOTHING_COMPARED ? Verdict.DIFFERS : training;
    }

    /** Whether tensors were compared, all of them could have shown a mistake and match, and none is missing. */
    public boolean agrees() {
        return verdict() == Verdict.AGREES;
    }
}
