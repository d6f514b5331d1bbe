package dev.plumbline.dl4j;

import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * DL4J's AdaGrad with a schedule. DL4J clones a configuration before use, and the {@code clone()} of its AdaGrad loses
 * the schedule.
 */
public final class ScheduledAdaGrad extends AdaGrad {
    private static final long serialVersionUID = 1;

    /** With a schedule and an epsilon. */
    public ScheduledAdaGrad(ISchedule rate, double epsilon) {
        super(rate, epsilon);
    }

    @Override
    public AdaGrad clone() {
        return new ScheduledAdaGrad(getLearningRateSchedule().clone(), getEpsilon());
    }
}
