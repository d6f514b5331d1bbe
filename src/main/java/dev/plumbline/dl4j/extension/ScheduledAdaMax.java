package dev.plumbline.dl4j.extension;

import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.schedule.ISchedule;

/** Creates an AdaMax with a schedule and all parameters, because DL4J's builder of AdaMax has no methods. */
public final class ScheduledAdaMax {
    private ScheduledAdaMax() {}

    /** With an epsilon of 0: DL4J does not divide by it, and uses it only to replace a rate of 0. */
    public static AdaMax of(ISchedule rate, double beta1, double beta2) {
        AdaMax updater = new AdaMax(rate);
        updater.setBeta1(beta1);
        updater.setBeta2(beta2);
        updater.setEpsilon(0);
        return updater;
    }
}
