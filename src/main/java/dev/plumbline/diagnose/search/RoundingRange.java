package dev.plumbline.diagnose.search;

import dev.plumbline.compare.Bifurcation;
import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.Difference;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.compare.SubjectCheck;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Subject;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The range of steps in which the network equals the reference up to rounding, as the lanes of a comparison find it:
 * they know where numbers cancel out, where a number is on a kink, and how far tensors that are not recorded drift.
 *
 * @param differs the first step in which a difference exceeds rounding
 * @param ends the first step of which nothing is known, because rounding errors dominate the training
 * @param isByStep whether each step was compared from the network's own weights
 */
record RoundingRange(OptionalLong differs, OptionalLong ends, boolean isByStep) {

    /** Runs a comparison up to the first difference. */
    static RoundingRange of(Experiment experiment, Subject subject, SubjectCheck.ExampleOrder taken) {
        SubjectCheck.PartialResult lead =
                new SubjectCheck(new ReferenceEngine(), experiment, taken).runToDifference(subject);
        LaneResult lane = lead.lane();
        OptionalLong differs = Stream.concat(
                        lane.firstDifference().stream().map(Difference::key),
                        lane.firstBifurcation().stream()
                                .filter(kink -> !kink.isBetween()) // no rounding: another slope at the kink itself
                                .map(Bifurcation::decided))
                .mapToLong(Key::step)
                .min();
        return new RoundingRange(
                differs,
                lead.ended() ? OptionalLong.of(lane.steps()) : OptionalLong.empty(),
                lane.lane() == ComparisonMode.LOCAL);
    }

    /** Whether rounding errors dominate this step. */
    boolean isUnknown(long step) {
        return ends.isPresent() && step >= ends.getAsLong();
    }

    /** Whether rounding explains a mismatch in this step. */
    boolean excuses(long step) {
        return differs.isEmpty() || step < differs.getAsLong();
    }
}
