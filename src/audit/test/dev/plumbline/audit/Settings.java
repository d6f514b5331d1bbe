package dev.plumbline.audit;

import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Optimizer;

/** What several libraries need of a description. */
final class Settings {
    private Settings() {}

    /** The learning rate of an optimizer, before any schedule. */
    static double rate(Optimizer optimizer) {
        LearningRate rate = optimizer.rate().orElseThrow();
        return rate instanceof LearningRate.Inverse inverse
                ? inverse.initial()
                : ((LearningRate.Constant) rate).value();
    }

    /** The class of a row with one 1, counted from 0. */
    static int label(double[] row) {
        int label = 0;
        while (row[label] != 1) {
            label++;
        }
        return label;
    }
}
