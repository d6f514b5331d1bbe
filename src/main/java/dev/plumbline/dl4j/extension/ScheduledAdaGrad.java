package dev.plumbline.dl4j.extension;

import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J's AdaGrad with a schedule. DL4J clones a configuration before use, and the {@code clone()} of its AdaGrad loses
 * the schedule.
 */
public final class ScheduledAdaGrad extends AdaGrad {
    private static final long serialVersionUID = 1;

    /** With a schedule and an epsilon. */
    public ScheduledAdaGrad(
            @JsonProperty("learningRateSchedule") ISchedule rate, @JsonProperty("epsilon") double epsilon) {
        super(rate, epsilon);
    }

    @Override
    public AdaGrad clone() {
        return new ScheduledAdaGrad(getLearningRateSchedule().clone(), getEpsilon());
    }
}
