package dev.plumbline.dl4j;

import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** DL4J's AdaGrad with a schedule, which its own {@code clone()} forgets; a configuration is cloned before it is used. */
public final class ScheduledAdaGrad extends AdaGrad {
    private static final long serialVersionUID = 1;

    /** With everything said. */
    public ScheduledAdaGrad(
            @JsonProperty("learningRateSchedule") ISchedule rate, @JsonProperty("epsilon") double epsilon) {
        super(rate, epsilon);
    }

    @Override
    public AdaGrad clone() {
        return new ScheduledAdaGrad(getLearningRateSchedule().clone(), getEpsilon());
    }
}
