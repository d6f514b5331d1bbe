package dev.plumbline.dl4j;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A schedule that may come to 0, for DL4J's Adam and AMSGrad: where the rate is 0, they put their epsilon in its place and
 * go on. The smallest rate makes updates that are lost in rounding, as those of 0 are.
 *
 * @param schedule the schedule
 * @param smallest what stands for 0
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
        return this; // nothing in it can change
    }
}
