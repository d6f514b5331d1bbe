package dev.plumbline.dl4j.extension;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A schedule whose rate is never 0, for DL4J's Adam and AMSGrad: they replace a rate of 0 by their epsilon. The
 * smallest rate makes updates so small that rounding removes them, so they have the effect of a rate of 0.
 *
 * @param schedule the schedule, whose rate can become 0
 * @param smallest the rate instead of 0
 */
public record PositiveRate(
        @JsonProperty("schedule") ISchedule schedule,
        @JsonProperty("smallest") double smallest) implements ISchedule {

    @Override
    public double valueAt(int iteration, int epoch) {
        return Math.max(schedule.valueAt(iteration, epoch), smallest);
    }

    @Override
    public ISchedule clone() {
        return this; // immutable
    }
}
