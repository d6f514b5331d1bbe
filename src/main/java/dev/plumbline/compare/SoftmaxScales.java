package dev.plumbline.compare;

import static java.lang.Math.exp;
import static java.lang.Math.max;
import static java.lang.Math.min;

import dev.plumbline.math.Matrix;

/**
 * How far rounding may carry softmax and its gradient; the same analysis as in {@link ErrorScales}.
 *
 * <p>Its outputs add up to 1, so that what one gains another loses: ∂aᵢ/∂zⱼ = −aᵢ·aⱼ, and what is carried on stands in
 * products of two different outputs. Where one of them is all but 1, as in a confident classifier, they are all small.
 *
 * @param z the pre-activations, examples × units
 * @param a the outputs
 * @param ez the scale of the pre-activations
 * @param tau τ
 */
record SoftmaxScales(Matrix z, Matrix a, Matrix ez, double tau) {
    /**
     * Of dzᵢ = aᵢ·(daᵢ − Σ daⱼ·aⱼ), taken as it stands, in the last places of its terms. Where one output is so near to 1 that
     * it is rounded to it, the difference is 0, which is never further off than what the others have in it.
     *
     * @param da |dA|
     */
    Matrix rounding(Matrix da) {
        Matrix terms = a.times(da.plus(a.times(da).sum(1))).times(3);
        return terms.zip(pairs(a, da), (ofTerms, ofPairs) -> min(ofTerms, Tolerances.SATURATED * ofPairs / tau));
    }

    /** Of aᵢ, beyond its own rounding: Σ aᵢ·aⱼ·(ezᵢ + ezⱼ) over the others, and no more than an output can change at all. */
    Matrix carried() {
        return pairs(largest(), ez).map(e -> min(e, 1 / tau));
    }

    /** Σ aᵢ·aⱼ·(xᵢ + xⱼ) over all j that are not i. */
    private static Matrix pairs(Matrix a, Matrix x) {
        return a.times(x.times(others(a)).plus(others(a.times(x))));
    }

    /**
     * What the outputs may be where rounding has carried z, and the sum of all exponentials. They are taken from z, since an
     * output of 0 would stay 0, however far z may be carried.
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

    /** What is in a row beside each number of it; none is below 0. */
    private static Matrix others(Matrix rows) {
        return rows.sum(1).minus(rows).map(rest -> max(0, rest));
    }

    /**
     * Of dzᵢ = aᵢ·(daᵢ − Σ daⱼ·aⱼ) = Σ aᵢ·aⱼ·(daᵢ − daⱼ).
     *
     * @param da |dA|
     * @param eda its scale
     */
    Matrix backward(Matrix da, Matrix eda) {
        Matrix ea = carried();
        Matrix size = da.plus(eda.times(tau));
        Matrix most = a.plus(ea.times(tau));
        Matrix ofOutputs = ea.times(size.times(others(most)).plus(others(most.times(size))))
                .plus(a.times(size.times(others(ea)).plus(others(ea.times(size)))));
        return rounding(da).plus(pairs(a, eda)).plus(ofOutputs);
    }
}
