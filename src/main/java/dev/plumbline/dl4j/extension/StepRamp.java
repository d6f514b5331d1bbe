package dev.plumbline.dl4j.extension;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J's RampSchedule in a form that can be written to JSON and read again; DL4J computes its values.
 *
 * @param then the schedule after the warm-up
 * @param length the number of steps of the warm-up
 */
public record StepRamp(
        @JsonProperty("then") ISchedule then,
        @JsonProperty("length") int length) implements ISchedule {

    @Override
    public double valueAt(int iteration, int epoch) {
        return new RampSchedule(then, length).valueAt(iteration, epoch);
    }

    @Override
    public ISchedule clone() {
        return this; // immutable
    }
}
