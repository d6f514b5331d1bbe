package dev.plumbline.diagnose;

import dev.plumbline.compare.Evidence;
import dev.plumbline.spec.NetworkSpec;
import java.util.List;

/**
 * Why a network is not the one of its file.
 *
 * @param spec the network of the file
 * @param evidence what the network under suspicion shows
 * @param conventions in which it writes the same things otherwise, and rightly
 * @param findings what it calculates wrongly, in causal order; empty if nothing was found
 * @param notes what a reader should know of the evidence, each a sentence
 */
public record Diagnosis(
        NetworkSpec spec, Evidence evidence, List<Convention> conventions, List<Finding> findings, List<String> notes) {
    public Diagnosis {
        conventions = List.copyOf(conventions);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }
}
