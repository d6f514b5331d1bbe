package dev.plumbline.report;

import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.fuzz.Coverage;
import dev.plumbline.fuzz.FuzzResult;
import dev.plumbline.fuzz.Fuzzing;
import dev.plumbline.fuzz.KnownDefect;
import dev.plumbline.fuzz.Tally;
import dev.plumbline.report.document.Numbers;
import dev.plumbline.report.document.Style;
import dev.plumbline.report.document.TextLayout;
import dev.plumbline.report.document.Wording;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The results for random networks as text. Order of use: each disagreement when it is found, then closing.
 *
 * @param engine the name of the engine that is tested
 * @param file writes a network as a file
 */
public record FuzzText(String engine, Function<NetworkSpec, String> file, Style style) {
    private static final int NAMES = "not tested".length();

    /** A network on which the engines disagree, as the smallest file that fails. */
    public String disagreement(Fuzzing.Disagreement disagreement) {
        FuzzResult smallest = disagreement.smallest();
        String name = disagreement.trial().spec().name();
        return style.bad("DISAGREE") + ": " + name + "\n"
                + entry("found", disagreement.trial().message()) + entry("smallest", smallest.message()) + "\n"
                + file.apply(smallest.spec()) + "\n";
    }

    /** The text at the end. */
    public String closing(Fuzzing.Result result) {
        Tally tally = result.tally();
        StringBuilder text = new StringBuilder(verdict(result)).append("\n");
        text.append(entry("networks", networks(tally)));
        if (result.planned() > tally.networks()) {
            text.append(entry("stopped", "before the other " + Numbers.whole(result.planned() - tally.networks())));
        }
        if (tally.networks(FuzzResult.Outcome.KNOWN) > 0) {
            text.append(entry("known", known(tally)));
        }
        text.append(entry(
                "compared", Numbers.count(tally.steps(), "step") + ", " + Numbers.count(tally.tensors(), "tensor")));
        for (Precision precision : Precision.values()) {
            for (ComparisonMode lane : ComparisonMode.values()) {
                tally.largest(precision, lane)
                        .ifPresent(largest -> text.append(entry("largest", largest(precision, lane, largest))));
            }
        }
        text.append(entry("met", coverage(result.coverage())));
        text.append(entry("seed", Long.toString(result.seed())));
        return text + "\n" + style.strong("Time") + ": " + Numbers.seconds(result.seconds()) + "\n";
    }

    private String verdict(Fuzzing.Result result) {
        if (result.agrees()) {
            return style.good("AGREES") + ": " + engine + " and the reference, on every network that was tested\n";
        }
        long disagreements = result.disagreements().size();
        return disagreements == 0
                ? style.bad("NOTHING WAS COMPARED") + ", so agreement is not shown\n"
                : style.bad("DISAGREE") + ": " + engine + " and the reference, on "
                        + Numbers.count(disagreements, "network") + " of "
                        + Numbers.whole(result.tally().networks()) + "\n";
    }

    private String networks(Tally tally) {
        List<String> parts = new ArrayList<>();
        parts.add(Numbers.whole(tally.networks(FuzzResult.Outcome.AGREES)) + " agree");
        if (tally.chaotic() > 0) {
            parts.add(Numbers.whole(tally.chaotic()) + " of them chaotic and compared only step by step");
        }
        long both = tally.networks(FuzzResult.Outcome.FAILS_ON_BOTH);
        if (both > 0) {
            parts.add(Numbers.whole(both) + " become NaN or infinite on both sides");
        }
        long beyond = tally.networks(FuzzResult.Outcome.BEYOND_F32);
        if (beyond > 0) {
            parts.add(Numbers.whole(beyond) + " exceed the range of f32");
        }
        long known = tally.networks(FuzzResult.Outcome.KNOWN);
        if (known > 0) {
            parts.add(Numbers.whole(known) + " fail because of a known defect of " + engine);
        }
        long disagree = tally.networks(FuzzResult.Outcome.DISAGREES);
        if (disagree > 0) {
            parts.add(Numbers.whole(disagree) + " disagree");
        }
        return Numbers.whole(tally.networks()) + ": " + String.join(", ", parts);
    }

    private static String known(Tally tally) {
        return Arrays.stream(KnownDefect.values())
                .filter(defect -> tally.networks(defect) > 0)
                .map(defect -> defect.finding() + " " + Numbers.whole(tally.networks(defect)))
                .collect(Collectors.joining(", "));
    }

    private static String largest(Precision precision, ComparisonMode lane, Tally.Largest largest) {
        return Schema.wordOf(precision) + ", " + (lane == ComparisonMode.LOCAL ? "step by step" : "free run") + ": "
                + Numbers.percent(largest.share()) + " of its bound ("
                + Numbers.error(largest.difference().error()) + " of "
                + Numbers.error(largest.difference().allowed()) + "), " + largest.network() + ", "
                + Wording.of(largest.difference().key());
    }

    private static String coverage(Coverage coverage) {
        String pairs = Numbers.whole(coverage.pairsMet()) + " pairs";
        String met = coverage.traitsMet() + " of " + coverage.traits() + " words and shapes, " + pairs;
        String missing =
                coverage.pairsMissing() > 0 ? ", " + Numbers.whole(coverage.pairsMissing()) + " not tested yet" : "";
        return met + missing + ", " + Numbers.whole(coverage.pairsRefused()) + " not valid together";
    }

    private static String entry(String name, String what) {
        return TextLayout.entry(name, NAMES, what);
    }
}
