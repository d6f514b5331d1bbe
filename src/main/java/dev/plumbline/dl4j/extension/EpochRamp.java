package dev.plumbline.dl4j.extension;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The warm-up of DL4J's RampSchedule, counted in epochs: then · min(1, (epoch + 1)/length).
 *
 * @param then the schedule after the warm-up
 * @param length the number of epochs of the warm-up
 */
public record EpochRamp(
        @JsonProperty("then") ISchedule then,
        @JsonProperty("length") int length) implements ISchedule {

    @Override
    public double valueAt(int iteration, int epoch) {
        return then.valueAt(iteration, epoch) * Math.min(1, (epoch + 1.0) / length);
    }

    @Override
    public ISchedule clone() {
        return this; // immutable
    }
}
