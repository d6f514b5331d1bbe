package dev.plumbline.diagnose.search;

import dev.plumbline.compare.ComparisonMode;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.compare.SubjectCheck;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;

/**
 * The range of steps in which the network equals the reference up to rounding, as the lanes of a comparison find it:
 * they know where numbers cancel out, where a number is on a kink, and how far tensors that are not recorded drift.
 *
 * @param differs the first step in which a difference exceeds rounding; {@link Long#MAX_VALUE} if there is none
 * @param ends the first step of which nothing is known, because rounding errors dominate the training
 * @param isByStep whether each step was compared from the network's own weights
 */
record RoundingRange(long differs, long ends, boolean isByStep) {

    /** Runs a comparison up to the first difference. */
    static RoundingRange of(Experiment experiment, Subject subject, SubjectCheck.ExampleOrder taken) {
        SubjectCheck.PartialResult lead =
                new SubjectCheck(new ReferenceEngine(), experiment, taken).runToDifference(subject);
        LaneResult lane = lead.lane();
        long differs = lane.firstDifference()
                .map(difference -> difference.key().step())
                .orElse(Long.MAX_VALUE);
        return new RoundingRange(
                differs, lead.ended() ? lane.steps() : Long.MAX_VALUE, lane.lane() == ComparisonMode.LOCAL);
    }

    /** Whether rounding explains a mismatch in this step. */
    boolean excuses(long step) {
        return step < differs;
    }
}
