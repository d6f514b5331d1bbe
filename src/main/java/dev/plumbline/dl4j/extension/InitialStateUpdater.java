package dev.plumbline.dl4j.extension;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * An updater of DL4J with another initial state: DL4J's RmsProp and AdaGrad start with fixed values. DL4J's updater
 * does all calculations.
 *
 * @param updater DL4J's updater
 * @param start the initial value of its state
 */
public record InitialStateUpdater(
        @JsonProperty("updater") IUpdater updater,
        @JsonProperty("start") double start) implements IUpdater {

    @Override
    public long stateSize(long parameters) {
        return updater.stateSize(parameters);
    }

    @Override
    public GradientUpdater<?> instantiate(INDArray state, boolean initialize) {
        GradientUpdater<?> rule = updater.instantiate(state, initialize);
        if (initialize) {
            state.assign(start);
        }
        return rule;
    }

    @Override
    public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        GradientUpdater<?> rule = updater.instantiate(state, initialize);
        if (initialize) {
            rule.getState().values().forEach(variable -> variable.assign(start));
        }
        return rule;
    }

    @Override
    public IUpdater clone() {
        return new InitialStateUpdater(updater.clone(), start);
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
}
