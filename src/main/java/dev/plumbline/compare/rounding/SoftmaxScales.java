package dev.plumbline.compare.rounding;

import static java.lang.Math.exp;
import static java.lang.Math.max;
import static java.lang.Math.min;

import dev.plumbline.math.Matrix;

/**
 * The error scales of softmax and its gradient; the same analysis as in {@link ErrorScales}.
 *
 * <p>The outputs add up to 1, so one output gains what others lose: ∂aᵢ/∂zⱼ = −aᵢ·aⱼ. Errors propagate through products
 * of two different outputs. If one output is almost 1, as in a confident classifier, all these products are small.
 *
 * @param z the pre-activations, examples × units
 * @param a the outputs
 * @param ez the scale of the pre-activations
 * @param tau τ
 */
record SoftmaxScales(Matrix z, Matrix a, Matrix ez, double tau) {
    /**
     * The scale of dzᵢ = aᵢ·(daᵢ − Σ daⱼ·aⱼ), computed literally: the last places of its terms. If an output is so near
     * to 1 that it is rounded to 1, the difference is 0. Then its error is at most the contribution of the other
     * outputs.
     *
     * @param da |dA|
     */
    Matrix rounding(Matrix da) {
        Matrix terms = a.times(da.plus(a.times(da).sum(1))).times(3);
        return terms.zip(pairs(a, da), (ofTerms, ofPairs) -> min(ofTerms, Tolerances.SATURATED * ofPairs / tau));
    }

    /**
     * The scale of aᵢ beyond its own rounding: Σ aᵢ·aⱼ·(ezᵢ + ezⱼ) over the others, at most the largest possible change
     * of an output.
     */
    Matrix propagated() {
        return pairs(largest(), ez).map(e -> min(e, 1 / tau));
    }

    /** Σ aᵢ·aⱼ·(xᵢ + xⱼ) over all j that are not i. */
    private static Matrix pairs(Matrix a, Matrix x) {
        return a.times(x.times(others(a)).plus(others(a.times(x))));
    }

    /**
     * The largest outputs after rounding has moved z and the sum of the exponentials. Computed from z, because an
     * output of 0 would stay 0 however far rounding moves z.
     */
    private Matrix largest() {
        Matrix both = ez.plus(a.times(ez).sum(1)).times(tau);
        return logarithms().zip(both, (log, e) -> min(1, exp(log + e)));
    }

    /** log aᵢ = zᵢ − log Σ exp(zⱼ). */
    private Matrix logarithms() {
        double[] values = z.toRowMajor();
        for (int row = 0; row < z.rows(); row++) {
            double max = z.take(row).max();
            double ofSum = max + Math.log(z.take(row).minus(max).exp().sum());
            for (int i = row * z.columns(); i < (row + 1) * z.columns(); i++) {
                values[i] -= ofSum;
            }
        }
        return Matrix.wrap(z.rows(), z.columns(), values);
    }

    /** The sum of the other numbers in the row, for each number; at least 0. */
    private static Matrix others(Matrix rows) {
        return rows.sum(1).minus(rows).map(rest -> max(0, rest));
    }

    /**
     * The scale of dzᵢ = aᵢ·(daᵢ − Σ daⱼ·aⱼ) = Σ aᵢ·aⱼ·(daᵢ − daⱼ).
     *
     * @param da |dA|
     * @param eda its scale
     */
    Matrix backward(Matrix da, Matrix eda) {
        Matrix ea = propagated();
        Matrix size = da.plus(eda.times(tau));
        Matrix most = a.plus(ea.times(tau));
        Matrix ofOutputs = ea.times(size.times(others(most)).plus(others(most.times(size))))
                .plus(a.times(size.times(others(ea)).plus(others(ea.times(size)))));
        return rounding(da).plus(pairs(a, eda)).plus(ofOutputs);
    }
}
