package dev.plumbline.dl4j.extension;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Classical momentum, which DL4J does not have: v' = momentum · v − rate · g, and −v' is subtracted.
 *
 * @param rate the learning rate
 * @param momentum the part of the previous step that is added again
 */
public record ClassicalMomentum(
        @JsonProperty("rate") ISchedule rate,
        @JsonProperty("momentum") double momentum) implements IUpdater {
    private static final String VELOCITY = "V";

    @Override
    public long stateSize(long parameters) {
        return parameters;
    }

    @Override
    public GradientUpdater<ClassicalMomentum> instantiate(INDArray state, boolean initialize) {
        return new Rule(this, state, initialize);
    }

    @Override
    public GradientUpdater<ClassicalMomentum> instantiate(Map<String, INDArray> state, boolean initialize) {
        return new Rule(this, state.values().iterator().next(), initialize);
    }

    @Override
    public IUpdater clone() {
        return this; // immutable
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return rate.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, ISchedule schedule) {
        throw new UnsupportedOperationException("the learning rate is fixed");
    }

    /** The rule for a block of parameters. */
    private static final class Rule implements GradientUpdater<ClassicalMomentum> {
        private final ClassicalMomentum config;
        private INDArray velocity;

        private Rule(ClassicalMomentum config, INDArray velocity, boolean initialize) {
            this.config = config;
            this.velocity = velocity;
            setVelocity(velocity, initialize);
        }

        private void setVelocity(INDArray stored, boolean initialize) {
            velocity = initialize ? stored.assign(0) : stored;
        }

        @Override
        public ClassicalMomentum getConfig() {
            return config;
        }

        @Override
        public void setState(Map<String, INDArray> state, boolean initialize) {
            setVelocity(state.getOrDefault(VELOCITY, velocity), initialize);
        }

        @Override
        public Map<String, INDArray> getState() {
            return Map.of(VELOCITY, velocity);
        }

        @Override
        public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
            setVelocity(view, initialize);
        }

        /** Overwrites the gradient with the update that is subtracted. */
        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            INDArray v = velocity.reshape(gradient.shape());
            v.muli(config.momentum).subi(gradient.mul(config.getLearningRate(iteration, epoch)));
            gradient.assign(v).negi();
        }
    }
}
