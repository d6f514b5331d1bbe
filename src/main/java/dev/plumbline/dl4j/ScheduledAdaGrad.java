package dev.plumbline.dl4j;

import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.schedule.ISchedule;

/** DL4J's AdaGrad with a schedule, which its own {@code clone()} forgets; a configuration is cloned before it is used. */
public final class ScheduledAdaGrad extends AdaGrad {
    private static final long serialVersionUID = 1;

    /** With everything said. */
    public ScheduledAdaGrad(ISchedule rate, double epsilon) {
        super(rate, epsilon);
    }

    @Override
    public AdaGrad clone() {
        return new ScheduledAdaGrad(getLearningRateSchedule().clone(), getEpsilon());
    }
}
