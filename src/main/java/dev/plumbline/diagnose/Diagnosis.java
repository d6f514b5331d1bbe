package dev.plumbline.diagnose;

import dev.plumbline.compare.Evidence;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.trace.Key;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a network is not the one of its file.
 *
 * @param spec the network of the file
 * @param evidence what the diagnosed network shows
 * @param conventions in which it writes the same things otherwise, and rightly
 * @param findings what it calculates wrongly, in causal order; empty if nothing was found
 * @param misnamed what is recorded as something that it is not, and was not calculated with: nothing of the training is wrong
 *     by it
 * @param plannedSteps how many steps the training has
 * @param steps how many of them were judged
 * @param tensors how many tensors were judged, over all steps; the outputs of the trained network count as one
 * @param isWhole whether every step was judged, and in each step what the first one shows
 * @param notes what a reader should know of the evidence, each a sentence
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

    /** The same where this is all that was found. */
    Diagnosis with(Finding finding) {
        return with(List.of(finding), misnamed, notes);
    }

    /** The same with more to know of the evidence. */
    Diagnosis noting(List<String> more) {
        return with(
                findings, misnamed, Stream.concat(notes.stream(), more.stream()).toList());
    }

    /** The same of which besides this is recorded as something that it is not. */
    Diagnosis besides(List<Finding> others) {
        return with(findings, others, notes);
    }

    /** The same without the findings at the places of these. */
    Diagnosis without(List<Finding> others) {
        Set<Key> places = others.stream().map(Finding::first).collect(Collectors.toSet());
        return with(
                findings.stream()
                        .filter(finding -> !places.contains(finding.first()))
                        .toList(),
                misnamed,
                notes);
    }

    private Diagnosis with(List<Finding> found, List<Finding> besides, List<String> toKnow) {
        return new Diagnosis(
                spec, evidence, conventions, found, besides, plannedSteps, steps, tensors, isWhole, toKnow);
    }

    /** Whether for each finding there is a mistake that explains it. */
    boolean isExplained() {
        return findings.stream().noneMatch(finding -> finding.explanations().isEmpty());
    }

    /** Whether something was judged, all of it is right, and nothing is missing. */
    public boolean agrees() {
        return findings.isEmpty() && tensors > 0 && isWhole;
    }
}
