package dev.plumbline.diagnose.findings;

import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.SubjectResult;
import dev.plumbline.compare.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The result of the comparison of a hand-written network, an engine such as DL4J, and the reference.
 *
 * @param subject the name of the network
 * @param diagnosis where and why the network is wrong: this decides whether it agrees
 * @param freely the network compared with the reference, in a free run and step by step from its own weights
 * @param engine the other engine compared with the reference; empty if it was left out
 * @param judgement whether the engine or the reference is right, if they disagree in a step from the same weights
 * @param power the known mistakes that this check would have found; empty if that was not measured
 */
public record ThreeWayResult(
        String subject,
        Diagnosis diagnosis,
        SubjectResult freely,
        Optional<CheckResult> engine,
        Optional<GradientVerdict> judgement,
        Optional<Power> power) {

    /**
     * The losses over all examples, before the first step of an epoch, or after the last of all.
     *
     * @param epoch counted from 0; the number of epochs for the last
     * @param subject the network's loss, see {@link SubjectResult.Losses}; empty if it is not recorded
     * @param engine the other engine's loss; empty if it was left out or did not reach this epoch
     * @param reference the reference's loss in a free run
     */
    public record Losses(int epoch, Optional<Double> subject, Optional<Double> engine, double reference) {}

    /** The losses of all three at the epochs of the network's report. */
    public List<Losses> losses() {
        List<Losses> losses = freely.losses().stream()
                .map(line -> new Losses(line.epoch(), line.subject(), Optional.empty(), line.reference()))
                .toList();
        return engine.map(result -> result.lines().stream()
                        .map(line -> new Losses(
                                line.epoch(),
                                losses.stream()
                                        .filter(candidate -> candidate.epoch() == line.epoch())
                                        .findFirst()
                                        .flatMap(Losses::subject),
                                Optional.of(line.engineLoss()),
                                line.referenceLoss()))
                        .toList())
                .orElse(losses);
    }

    /** The verdict on all three: of the network and of the other engine, if it ran, the one that is less of a success. */
    public Verdict verdict() {
        Verdict ofNetwork = diagnosis.verdict();
        return engine.map(CheckResult::verdict)
                .filter(verdict -> verdict.compareTo(ofNetwork) > 0)
                .orElse(ofNetwork);
    }

    /**
     * Whether the network agrees in all recorded tensors, recomputed and in both lanes, and so does the other engine,
     * if it ran.
     */
    public boolean agrees() {
        return verdict() == Verdict.AGREES;
    }

    /** The first difference between the other engine and the reference. */
    public Optional<Difference> disagreement() {
        return engine.flatMap(CheckResult::firstDifference);
    }
}
