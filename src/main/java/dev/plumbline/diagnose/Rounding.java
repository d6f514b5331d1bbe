package dev.plumbline.diagnose;

import dev.plumbline.compare.LaneResult;
import dev.plumbline.compare.SubjectCheck;
import dev.plumbline.compare.SubjectResult;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Subject;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Up to which step a network is the reference's but for rounding, as the lanes of a comparison know it: where a slope is
 * left over from numbers that are nearly the same, where a number lies on a kink, and where what is not shown drifts apart.
 *
 * @param differs the first step in which something differs by more than rounding makes of it; none is as far as there is
 * @param ends the first step of which nothing is known, because last digits decide where the training goes
 * @param isByStep whether each step was compared from the network's own weights
 */
record Rounding(long differs, long ends, boolean isByStep) {

    /** What a comparison finds; it runs the whole training. */
    static Rounding of(Experiment experiment, Subject subject, SubjectCheck.Taken taken) {
        SubjectResult result = new SubjectCheck(new ReferenceEngine(), experiment, taken).run(subject);
        LaneResult lane = result.local().orElse(result.freeRunning());
        long differs = Stream.of(lane.firstWarning(), lane.firstDivergence())
                .flatMap(Optional::stream)
                .mapToLong(difference -> difference.key().step())
                .min()
                .orElse(Long.MAX_VALUE);
        long ends = lane.steps() < result.steps() ? lane.steps() : Long.MAX_VALUE;
        return new Rounding(differs, ends, result.local().isPresent());
    }

    /** Whether a mismatch in this step is none. */
    boolean excuses(long step) {
        return step < differs;
    }
}
