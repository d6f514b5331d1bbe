package dev.plumbline.reference;

import static java.lang.Math.signum;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Regularization;
import java.util.Optional;

/** The penalties of a layer on large weights, with their gradients, and the decay of its weights. */
record Penalties(Regularization of) {

    static Penalties of(Optional<Regularization> regularization) {
        return new Penalties(regularization.orElse(Regularization.NONE));
    }

    /** The penalties in a batch of so many examples. */
    Penalties forBatch(int examples) {
        return of.isOfBatch() ? new Penalties(of.forBatch(examples)) : this;
    }

    /** The penalties that weights and bias add to the loss. */
    double sum(Matrix W, Optional<Matrix> b) {
        double ofWeights = penalty(of.l1(), of.l2(), W);
        return b.isEmpty() ? ofWeights : ofWeights + penalty(of.l1Bias(), of.l2Bias(), b.get());
    }

    private static double penalty(double l1, double l2, Matrix w) {
        double absolute = l1 == 0 ? 0 : l1 * w.abs().sum();
        return l2 == 0 ? absolute : absolute + 0.5 * l2 * w.square().sum();
    }

    /** ∂(L + penalties)/∂W, the shape of W, from ∂L/∂W. */
    Matrix gradientOfWeights(Matrix dW, Matrix W) {
        return gradient(of.l1(), of.l2(), dW, W);
    }

    /** ∂(L + penalties)/∂b, the shape of b, from ∂L/∂b. */
    Matrix gradientOfBias(Matrix db, Matrix b) {
        return gradient(of.l1Bias(), of.l2Bias(), db, b);
    }

    private static Matrix gradient(double l1, double l2, Matrix g, Matrix w) {
        return l1 == 0 && l2 == 0 ? g : g.zip(w, (slope, at) -> slope + l1 * signum(at) + l2 * at);
    }

    /** The update of W plus the weight decay. */
    Matrix decayed(Matrix uW, Matrix W, double rate) {
        double decay = rate * of.weightDecay();
        return decay == 0 ? uW : uW.plus(W.times(decay));
    }
}
