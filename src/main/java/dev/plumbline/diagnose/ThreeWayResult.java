package dev.plumbline.diagnose;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.SubjectResult;
import java.util.List;
import java.util.Optional;

/**
 * The result of comparing a hand-written network, DL4J and the reference with one another.
 *
 * @param subject what the network is called
 * @param diagnosis where the network goes wrong, and why: this decides whether it agrees
 * @param freely the network against the reference, freely running and step by step from its own weights
 * @param engine another engine, as DL4J, against the reference; empty if it was left out
 * @param judgement which of these two is right, where they disagree in a step from the same weights
 */
public record ThreeWayResult(
        String subject,
        Diagnosis diagnosis,
        SubjectResult freely,
        Optional<CheckResult> engine,
        Optional<GradientVerdict> judgement) {

    /**
     * The losses over all examples, before the first step of an epoch, or after the last of all.
     *
     * @param epoch counted from 0; the number of epochs for the last
     * @param subject the network's, see {@link SubjectResult.Losses}; empty where it does not show it
     * @param engine the other engine's; empty if it was left out, or did not come so far
     * @param reference the reference's, freely running
     */
    public record Losses(int epoch, Optional<Double> subject, Optional<Double> engine, double reference) {}

    /** The losses of all three, at the epochs that the network's report asks for. */
    public List<Losses> losses() {
        List<Losses> own = freely.losses().stream()
                .map(line -> new Losses(line.epoch(), line.subject(), Optional.empty(), line.reference()))
                .toList();
        return engine.map(result -> result.lines().stream()
                        .map(line -> new Losses(
                                line.epoch(),
                                own.stream()
                                        .filter(each -> each.epoch() == line.epoch())
                                        .findFirst()
                                        .flatMap(Losses::subject),
                                Optional.of(line.engineLoss()),
                                line.referenceLoss()))
                        .toList())
                .orElse(own);
    }

    /**
     * Whether the network agrees in everything that it shows, recomputed and in both lanes, and the other engine, where it was
     * asked, in all.
     */
    public boolean agrees() {
        return diagnosis.agrees() && engine.map(CheckResult::agrees).orElse(true);
    }

    /** Where the other engine and the reference first disagree. */
    public Optional<Difference> disagreement() {
        return engine.flatMap(CheckResult::firstDifference);
    }
}
