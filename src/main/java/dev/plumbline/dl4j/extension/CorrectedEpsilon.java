package dev.plumbline.dl4j.extension;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adam and AMSGrad that add epsilon after the bias correction, as in the paper's algorithm 1. DL4J's own updater does
 * the calculation, with another epsilon in each step: c · m / (√v + ε·√(1 − β2ᵗ)) = c / √(1 − β2ᵗ) · m / (√(v / (1 −
 * β2ᵗ)) + ε).
 *
 * @param updater DL4J's Adam or AMSGrad
 * @param beta2 its β2
 * @param epsilon the term that is added to the bias-corrected root
 */
public record CorrectedEpsilon(
        @JsonProperty("updater") IUpdater updater,
        @JsonProperty("beta2") double beta2,
        @JsonProperty("epsilon") double epsilon)
        implements IUpdater {

    @Override
    public long stateSize(long parameters) {
        return updater.stateSize(parameters);
    }

    @Override
    public GradientUpdater<?> instantiate(INDArray state, boolean initialize) {
        IUpdater copy = updater.clone();
        return new Rule(this, copy, copy.instantiate(state, initialize));
    }

    @Override
    public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        IUpdater copy = updater.clone();
        return new Rule(this, copy, copy.instantiate(state, initialize));
    }

    @Override
    public IUpdater clone() {
        return new CorrectedEpsilon(updater.clone(), beta2, epsilon);
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return updater.getLearningRate(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        updater.setLrAndSchedule(rate, schedule);
    }

    /**
     * The rule for a block of parameters.
     *
     * @param config this updater
     * @param copy a copy of DL4J's updater, which no other block uses
     * @param rule the rule of DL4J's updater
     */
    private record Rule(CorrectedEpsilon config, IUpdater copy, GradientUpdater<?> rule)
            implements GradientUpdater<CorrectedEpsilon> {

        @Override
        public CorrectedEpsilon getConfig() {
            return config;
        }

        @Override
        public void setState(Map<String, INDArray> state, boolean initialize) {
            rule.setState(state, initialize);
        }

        @Override
        public Map<String, INDArray> getState() {
            return rule.getState();
        }

        @Override
        public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
            rule.setStateViewArray(view, shape, order, initialize);
        }

        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            double epsilon = config.epsilon * Math.sqrt(1 - Math.pow(config.beta2, iteration + 1.0));
            if (copy instanceof Adam adam) {
                adam.setEpsilon(epsilon);
            } else {
                ((AMSGrad) copy).setEpsilon(epsilon);
            }
            rule.applyUpdater(gradient, iteration, epoch);
        }
    }
}
