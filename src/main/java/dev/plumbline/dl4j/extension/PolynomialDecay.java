package dev.plumbline.dl4j.extension;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * initial · (1 − t/length)^power until t = length, and then 0. DL4J's own PolySchedule has a plus instead of the minus.
 *
 * @param type the unit of t
 * @param initial the rate at t = 0
 * @param power the exponent
 * @param length the t from which on the rate is 0
 */
public record PolynomialDecay(
        @JsonProperty("type") ScheduleType type,
        @JsonProperty("initial") double initial,
        @JsonProperty("power") double power,
        @JsonProperty("length") int length)
        implements ISchedule {

    @Override
    public double valueAt(int iteration, int epoch) {
        int t = type == ScheduleType.EPOCH ? epoch : iteration;
        return t < length ? initial * Math.pow(1 - (double) t / length, power) : 0;
    }

    @Override
    public ISchedule clone() {
        return this; // immutable
    }
}
