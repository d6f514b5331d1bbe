package dev.plumbline.dl4j.extension;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonInclude.Include;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Momentum that DL4J does not have. Classical: v' = momentum · v − rate · g, and −v' is subtracted. With a learning rate
 * of the velocity: v' = momentum · v + g, and rate · v' is subtracted. Nesterov's has momentum · v' plus what was added
 * to the velocity, in place of v'.
 *
 * @param rate the learning rate
 * @param momentum the part of the velocity that is kept
 * @param nesterov whether it is Nesterov's; not in the JSON if it is false, as in older files
 * @param scalesVelocity whether the rate multiplies the whole velocity and not the gradient; likewise
 */
public record ClassicalMomentum(
        @JsonProperty("rate") ISchedule rate,
        @JsonProperty("momentum") double momentum,

        @JsonInclude(Include.NON_DEFAULT) @JsonProperty("nesterov")
        boolean nesterov,

        @JsonInclude(Include.NON_DEFAULT) @JsonProperty("scalesVelocity")
        boolean scalesVelocity)
        implements IUpdater {
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
            double rate = config.getLearningRate(iteration, epoch);
            INDArray added = config.scalesVelocity ? gradient : gradient.mul(-rate);
            v.muli(config.momentum).addi(added);
            gradient.assign(config.nesterov ? v.mul(config.momentum).addi(added) : v)
                    .muli(config.scalesVelocity ? rate : -1);
        }
    }
}
