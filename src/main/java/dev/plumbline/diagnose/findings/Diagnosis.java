package dev.plumbline.diagnose.findings;

import dev.plumbline.compare.Evidence;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Key;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reasons why a network does not implement its file.
 *
 * @param spec the network of the file
 * @param evidence the kind of tensors that the network records
 * @param conventions the equivalent conventions that the network uses
 * @param findings what the network computes wrongly, in causal order; empty if nothing was found
 * @param misnamed tensors that are recorded under a wrong name or at a wrong place, but were not used in the training,
 *     which is right
 * @param plannedSteps the number of steps of the training
 * @param steps the number of steps that were compared
 * @param tensors the number of tensors that were compared, over all steps; the outputs of the trained network count as
 *     one
 * @param isWhole whether every step was compared, and each step has all tensors of the first
 * @param notes remarks on the evidence, each a sentence
 */
public record Diagnosis(
        NetworkSpec spec,
        Evidence evidence,
        List<Convention> conventions,
        List<Finding> findings,
        List<Finding> misnamed,
        long plannedSteps,
        long steps,
        long tensors,
        boolean isWhole,
        List<String> notes) {
    public Diagnosis {
        conventions = List.copyOf(conventions);
        findings = List.copyOf(findings);
        misnamed = List.copyOf(misnamed);
        notes = List.copyOf(notes);
    }

    /** A copy with this as the only finding. */
    public Diagnosis with(Finding finding) {
        return with(List.of(finding), misnamed, notes);
    }

    /** A copy with more notes. */
    public Diagnosis withNotes(List<String> more) {
        return with(
                findings, misnamed, Stream.concat(notes.stream(), more.stream()).toList());
    }

    /** A copy with these misnamed tensors. */
    public Diagnosis withMisnamed(List<Finding> others) {
        return with(findings, others, notes);
    }

    /** A copy without the findings at the places of these. */
    public Diagnosis without(List<Finding> others) {
        Set<Key> places = others.stream().map(Finding::first).collect(Collectors.toSet());
        return with(
                findings.stream()
                        .filter(finding -> !places.contains(finding.first()))
                        .toList(),
                misnamed,
                notes);
    }

    private Diagnosis with(List<Finding> found, List<Finding> notUsed, List<String> toKnow) {
        return new Diagnosis(
                spec, evidence, conventions, found, notUsed, plannedSteps, steps, tensors, isWhole, toKnow);
    }

    /** Whether each finding has an explanation. */
    public boolean isExplained() {
        return findings.stream().noneMatch(finding -> finding.explanations().isEmpty());
    }

    /** Whether tensors were compared, all of them match, and none is missing. */
    public boolean agrees() {
        return findings.isEmpty() && tensors > 0 && isWhole;
    }
}
