package dev.plumbline.diagnose;

import dev.plumbline.compare.Lane;
import dev.plumbline.compare.LaneResult;
import dev.plumbline.compare.SubjectCheck;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;

/**
 * Up to which step a network is the reference's but for rounding, as the lanes of a comparison know it: where a slope is
 * left over from numbers that are nearly the same, where a number lies on a kink, and where what is not shown drifts apart.
 *
 * @param differs the first step in which something differs by more than rounding makes of it; none is as far as there is
 * @param ends the first step of which nothing is known, because last digits decide where the training goes
 * @param isByStep whether each step was compared from the network's own weights
 */
record RoundingRange(long differs, long ends, boolean isByStep) {

    /** What a comparison finds; it runs the training as far as a difference is looked for. */
    static RoundingRange of(Experiment experiment, Subject subject, SubjectCheck.ExampleOrder taken) {
        SubjectCheck.PartialResult lead =
                new SubjectCheck(new ReferenceEngine(), experiment, taken).runToDifference(subject);
        LaneResult lane = lead.lane();
        long differs = lane.firstDifference()
                .map(difference -> difference.key().step())
                .orElse(Long.MAX_VALUE);
        return new RoundingRange(differs, lead.ended() ? lane.steps() : Long.MAX_VALUE, lane.lane() == Lane.LOCAL);
    }

    /** Whether a mismatch in this step is none. */
    boolean excuses(long step) {
        return step < differs;
    }
}
