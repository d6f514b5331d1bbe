package dev.plumbline.reference;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.OptimizerState;
import java.util.List;
import java.util.Optional;

/** The optimizer of one layer, with its state. */
final class LayerOptimizer {
    private final Optimizers.Rule rule;
    private final Optional<LearningRate> rate;
    private final Precision precision; // of the numbers that are given
    private Matrix[] ofW; // each inputs × units
    private Matrix[] ofB; // each 1 × units

    LayerOptimizer(Optimizer optimizer, Precision precision, int inputs, int units, boolean bias) {
        rule = Optimizers.of(optimizer.in(precision));
        rate = optimizer.rate();
        this.precision = precision;
        ofW = rule.initial(inputs, units, precision);
        ofB = bias ? rule.initial(1, units, precision) : new Matrix[0];
    }

    /** The update that is subtracted from W. */
    Matrix ofWeights(Matrix dW, Batch batch) {
        return update(dW, ofW, batch);
    }

    /** The update that is subtracted from b. */
    Matrix ofBias(Matrix db, Batch batch) {
        return update(db, ofB, batch);
    }

    private Matrix update(Matrix gradient, Matrix[] state, Batch batch) {
        return rule.formula().update(gradient, state, rateAt(batch), batch.step() + 1.0);
    }

    /** The learning rate of this step; 1 if the optimizer has none. */
    double rateAt(Batch batch) {
        return rate.map(word -> precision.round(word.match(new LearningRates(batch.step(), batch.epoch()))))
                .orElse(1.0);
    }

    /** The present state. */
    OptimizerState state() {
        return new OptimizerState(List.of(ofW), List.of(ofB));
    }

    /** Continues from this state. */
    void restore(OptimizerState state) {
        ofW = state.weights().toArray(new Matrix[0]);
        ofB = state.bias().toArray(new Matrix[0]);
    }
}
